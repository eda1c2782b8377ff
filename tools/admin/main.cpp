#include "tools/admin/commands.hpp"
#include "tools/command_line.hpp"

#include <algorithm>
#include <cstdio>

int main(int argc, char* argv[])
{
    return kori::tools::run_words(
        argc, argv,
        [](const kori::app::Settings& settings, const std::vector<std::string>& words)
        {
            const auto& all = kori::admin::commands();
            const auto command = std::find_if(all.begin(), all.end(),
                                              [&](const kori::admin::Command& one)
                                              {
                                                  return !words.empty() && one.name == words.front() &&
                                                         words.size() > one.words_min &&
                                                         words.size() <= one.words_max + 1;
                                              });
            if (command == all.end())
            {
                std::fputs(kori::admin::usage().c_str(), stderr);
                return 2;
            }
            return command->run(settings, {words.begin() + 1, words.end()});
        });
}
