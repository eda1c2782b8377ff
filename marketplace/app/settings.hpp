// Settings from one file and the environment: every one has a unit, a default and limits; a wrong one stops
// the start.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace kori::app
{

// A sentence for the person who starts the server.
struct SettingsError : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

struct SettingRow
{
    std::string_view name; // in the file; KORI_<NAME> in the environment
    std::string_view unit; // "", "ms", "bytes", "count", "seconds", "days", "path", "yes/no"
    std::string_view fallback;
    std::int64_t min; // of numbers
    std::int64_t max;
    std::string_view about;
};
const std::vector<SettingRow>& setting_rows();

class Settings
{
public:
    // Defaults, then the file (a JSON object of texts and numbers; none when the path is empty), then the
    // environment
    // ("KORI_PORT=8443"), then `overrides` (command line). Throws SettingsError naming every fault.
    static Settings load(const std::filesystem::path& file,
                         const std::map<std::string, std::string>& environment,
                         const std::map<std::string, std::string>& overrides);

    std::int64_t number(std::string_view name) const;
    const std::string& text(std::string_view name) const;
    bool yes(std::string_view name) const;
    std::filesystem::path data() const { return text("data"); }
    std::filesystem::path config() const { return text("config"); }

private:
    std::map<std::string, std::string, std::less<>> values_;
};

// The text of config/server.example.json, made of the rows.
std::string settings_example();

} // namespace kori::app
