// Limits without HTTP: recorded jobs in a loop, `group` of them in each commit.
#pragma once

#include "bench/replay.hpp"

#include <chrono>

namespace kori::bench
{

struct StatementsWish
{
    std::string database; // a file or an URL
    ReplayWhat what = ReplayWhat::rows;
    std::size_t from = 0; // first job
    std::size_t count = 0;
    std::size_t group = 1;
    bool is_repeatable = false; // a reading job: again and again
    std::chrono::milliseconds length{1'000};
};

struct StatementsResult
{
    std::int64_t jobs = 0;
    std::int64_t nanos = 0;
    std::int64_t processor_micros = 0; // of this process
};

StatementsResult limit_statements(const Recorded& recorded, const StatementsWish& wish);

} // namespace kori::bench
