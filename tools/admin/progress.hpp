// How far a long command is: one line that changes on a terminal, a line now and then elsewhere.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace kori::admin
{

class Progress
{
public:
    explicit Progress(std::string what);
    ~Progress(); // ends the line
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void tell(std::int64_t done, std::int64_t of);

private:
    const std::string what_;
    const bool is_terminal_;
    const std::chrono::steady_clock::time_point start_;
    std::chrono::steady_clock::time_point told_;
    bool has_line_ = false;
};

} // namespace kori::admin
