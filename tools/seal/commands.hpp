// The commands of kori-seal (docs/sealing.md).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace kori::seal
{

struct Words
{
    std::vector<std::string> files;           // in their order
    std::map<std::string, std::string> flags; // without "--"; empty for one that takes no value
};

struct Command
{
    std::string_view name;
    std::vector<std::string_view> files;
    std::vector<std::string_view> needed; // flags with a value
    std::vector<std::string_view> may;    // flags that may be absent
    std::string_view what;
    void (*run)(const Words& words); // throws a Problem
};
const std::vector<Command>& commands();
std::string usage();

// Throws a Problem that says which word is wrong.
Words read_words(const Command& command, const std::vector<std::string>& words);

} // namespace kori::seal
