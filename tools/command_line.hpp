// What the two programs share: flags into settings, and every failure as one sentence on standard error.
#pragma once

#include "marketplace/app/settings.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace kori::tools
{

struct CommandLine
{
    std::filesystem::path settings_file;          // --settings FILE
    std::map<std::string, std::string> overrides; // --port 8443, --rehearsal
    std::vector<std::string> words;               // everything that is no flag
};
// Throws SettingsError for a flag without a value.
CommandLine parse(int argc, char* argv[]);

app::Settings settings_of(const CommandLine& line);

// 0, or 1 after a sentence on standard error.
int run_command(int argc, char* argv[], const std::function<int(const app::Settings&)>& command);
// The same for a command with words: kori-admin backup FILE.
int run_words(int argc, char* argv[],
              const std::function<int(const app::Settings&, const std::vector<std::string>&)>& command);

} // namespace kori::tools
