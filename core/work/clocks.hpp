// The two clocks: the system's, and one that only moves when it is told to (rehearsal, tests).
#pragma once

#include "core/base/ambient.hpp"

#include <atomic>

namespace kori::work
{

// Wall clock in UTC; each reading is later than the last one even when the system's time jumps backwards.
class SystemClock : public Clock
{
public:
    Instant now() override;

private:
    std::atomic<std::int64_t> last_ = 0;
};

// Stands still but for one microsecond per reading; moves forward only.
class MovableClock : public Clock
{
public:
    explicit MovableClock(Instant start) : now_{start.micros} {}
    Instant now() override { return Instant{now_.fetch_add(1) + 1}; }
    Instant peek() const { return Instant{now_.load()}; }
    void move_to(Instant at);

private:
    std::atomic<std::int64_t> now_;
};

} // namespace kori::work
