// kori-seal: the offline tool of bidders and openers. Links no more than core/base and core/crypto.
#include "tools/seal/commands.hpp"

#include <algorithm>
#include <cstdio>
#include <exception>

int main(int argc, char* argv[])
{
    try
    {
        const std::vector<std::string> words{argv + std::min(argc, 1), argv + argc};
        const auto& all = kori::seal::commands();
        const auto command = std::find_if(all.begin(), all.end(), [&](const kori::seal::Command& one)
                                          { return !words.empty() && one.name == words.front(); });
        if (command == all.end())
        {
            std::fputs(kori::seal::usage().c_str(), stderr);
            return 2;
        }
        command->run(kori::seal::read_words(*command, {words.begin() + 1, words.end()}));
        return 0;
    }
    catch (const std::exception& error)
    {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
