// A program of ours, run from start to end.
#pragma once

#include <string>
#include <vector>

namespace kori::test
{

struct Ran
{
    int code = -1;
    std::string output; // standard output and error
};
Ran run_program(const std::string& program, const std::vector<std::string>& words);

} // namespace kori::test
