// Two ways to put a plan to a server. Both check every answer's status and know their own processor time.
#pragma once

#include "bench/plan.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace kori::bench
{

struct LoadWish
{
    unsigned short port = 0;
    std::size_t connections = 1;
    std::chrono::milliseconds length{1'000};
    std::size_t from = 0;        // first request of the plan
    std::size_t count = 0;       // requests at most
    int status = 0;              // expected in the place of the plan's; 0: the plan's
    std::int64_t per_second = 0; // open loop: how many requests are due
};

struct LoadResult
{
    std::int64_t answers = 0;
    std::int64_t wrong = 0;
    std::string first_wrong;
    std::int64_t bytes = 0; // of all answers
    std::int64_t nanos = 0; // from the first request to the last answer
    std::int64_t processor_micros = 0;
    std::int64_t reopened = 0;
    std::vector<std::int64_t> latencies; // nanoseconds, sorted
    std::int64_t sent_late_p99 = 0; // open loop: how late the generator itself was with a free connection
};

// Each connection asks again as soon as it has its answer: as much as the server can do.
LoadResult closed_loop(const Plan& plan, const LoadWish& wish);
// Requests are due at moments that do not depend on the answers (Poisson arrivals, always the same ones); a
// latency begins when the request was due, also when all connections were still waiting.
LoadResult open_loop(const Plan& plan, const LoadWish& wish);

// What both share.
class Tally
{
public:
    Tally(const Plan& plan, const LoadWish& wish);

    bool has_next() const { return sent_ < limit_; }
    const Shot& next(); // promises has_next()
    void take(const Shot& shot, int status, std::size_t bytes, std::string_view text, std::int64_t latency);
    LoadResult result(std::int64_t nanos, std::int64_t reopened);
    std::size_t under_way() const { return sent_ - static_cast<std::size_t>(result_.answers); }

private:
    const Plan& plan_;
    const LoadWish& wish_;
    std::size_t limit_;
    std::size_t sent_ = 0;
    std::int64_t processor_before_;
    LoadResult result_;
};

} // namespace kori::bench
