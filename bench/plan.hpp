// The requests of a scenario, written out to the last byte before anything is measured.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace kori::bench
{

struct Shot
{
    int expected = 200; // status of the answer
    std::string bytes;  // the whole request
};

struct Plan
{
    bool is_repeatable = false; // reads: the list begins anew when it ends; a write is sent once
    std::vector<Shot> shots;
};

void write_plan(const std::filesystem::path& file, const Plan& plan);
Plan read_plan(const std::filesystem::path& file); // throws std::runtime_error

} // namespace kori::bench
