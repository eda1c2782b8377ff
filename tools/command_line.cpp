#include "tools/command_line.hpp"

#include <cstdio>
#include <exception>

#include <unistd.h>

namespace kori::tools
{
namespace
{

std::map<std::string, std::string> environment()
{
    std::map<std::string, std::string> result;
    for (char** entry = environ; *entry != nullptr; ++entry)
    {
        const std::string text{*entry};
        const auto equals = text.find('=');
        if (text.starts_with("KORI_") && equals != std::string::npos)
            result[text.substr(0, equals)] = text.substr(equals + 1);
    }
    return result;
}

bool is_yes_no(std::string_view name)
{
    for (const auto& row : app::setting_rows())
        if (row.name == name)
            return row.unit == "yes/no";
    return false;
}

} // namespace

CommandLine parse(int argc, char* argv[])
{
    CommandLine line;
    // Of kori-admin: words that have names, in whichever order they come.
    std::string from;
    std::string to;
    std::string competition;
    std::string out;
    for (int i = 1; i < argc; ++i)
    {
        std::string word{argv[i]};
        if (!word.starts_with("--"))
        {
            line.words.push_back(std::move(word));
            continue;
        }
        std::string name = word.substr(2);
        for (auto& c : name)
            if (c == '-')
                c = '_';
        const bool has_value = i + 1 < argc && !std::string_view{argv[i + 1]}.starts_with("--");
        std::string value;
        if (is_yes_no(name))
            value =
                has_value && (std::string_view{argv[i + 1]} == "yes" || std::string_view{argv[i + 1]} == "no")
                    ? argv[++i]
                    : "yes";
        else if (has_value)
            value = argv[++i];
        else
            throw app::SettingsError{word + " needs a value."};
        if (name == "from")
            from = value;
        else if (name == "to")
            to = value;
        else if (name == "competition")
            competition = value;
        else if (name == "out")
            out = value;
        else if (name == "settings")
            line.settings_file = value;
        else
            line.overrides[name] = value;
    }
    for (const auto& word : {from, to, competition, out})
        if (!word.empty())
            line.words.push_back(word);
    return line;
}

app::Settings settings_of(const CommandLine& line)
{
    return app::Settings::load(line.settings_file, environment(), line.overrides);
}

int run_words(int argc, char* argv[],
              const std::function<int(const app::Settings&, const std::vector<std::string>&)>& command)
{
    try
    {
        const auto line = parse(argc, argv);
        return command(settings_of(line), line.words);
    }
    catch (const std::exception& error)
    {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}

int run_command(int argc, char* argv[], const std::function<int(const app::Settings&)>& command)
{
    return run_words(argc, argv,
                     [&](const app::Settings& settings, const std::vector<std::string>& words)
                     {
                         if (!words.empty())
                             throw app::SettingsError{"\"" + words.front() +
                                                      "\" is no flag; flags begin with --."};
                         return command(settings);
                     });
}

} // namespace kori::tools
