// Files around a database: its lock, its mode, and what must be synced when a name appears.
#pragma once

#include <filesystem>
#include <string_view>

namespace kori
{

// "<file>.lock", held while a store or a tool may write the file, so that no two ever do. The lock file stays
// behind: removing it would let two holders lock two different files of the same name.
class FileLock
{
public:
    // Throws StorageError with a sentence when somebody else holds it.
    explicit FileLock(const std::filesystem::path& file);
    ~FileLock();
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

private:
    int descriptor_ = -1;
};

// While "<file>.restoring" exists, a restore was begun and not finished.
constexpr std::string_view restore_ending = ".restoring";

// The one absolute name of a file, so that two spellings meet the same lock. Refuses ":memory:" and missing
// folders.
std::filesystem::path settled_path(const std::filesystem::path& file);
std::filesystem::path with_ending(const std::filesystem::path& file,
                                  std::string_view ending); // "a.db" + "-wal"

// Makes an empty file of mode 0600; returns false when there is one already, whose mode is then set to 0600.
bool make_private_file(const std::filesystem::path& file);
void sync_file(const std::filesystem::path& file);
void sync_folder_of(const std::filesystem::path& file);

} // namespace kori
