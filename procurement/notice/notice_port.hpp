// Where finished notices leave the house: one file each in the data folder's "notices". A transmitter docks
// there; nothing here talks to a network. docs/notices.md says what a transmitter must do.
#pragma once

#include "core/base/result.hpp"

#include <filesystem>
#include <string>

namespace kori::notice
{

// `id` and `kind` become the file's name: letters, digits, "-" and "_" only, at least one; promised.
struct Finished
{
    std::string id;     // a UUID of a notice, an ocid
    std::string kind;   // "eforms-16", "ocds-record"
    std::string ending; // "xml" or "json"
    std::string bytes;
};

class FilePort
{
public:
    explicit FilePort(std::filesystem::path data_folder) : folder_{std::move(data_folder) / "notices"} {}

    // Whole and on disk, or not there: written beside, synced, renamed; mode 0600 in a folder of mode 0700.
    // The same notice again changes nothing. Refuses notice.already_written when other bytes stand under that
    // name; throws std::system_error when the disk fails. Returns the path.
    Result<std::filesystem::path> write(const Finished& notice) const;

private:
    std::filesystem::path folder_;
};

} // namespace kori::notice
