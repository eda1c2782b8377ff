#include "core/work/clocks.hpp"

#include <algorithm>
#include <chrono>

namespace kori::work
{

Instant SystemClock::now()
{
    const auto wall = std::chrono::duration_cast<std::chrono::microseconds>(
                          std::chrono::system_clock::now().time_since_epoch())
                          .count();
    auto last = last_.load();
    for (;;)
    {
        const auto reading = std::max<std::int64_t>(wall, last + 1);
        if (last_.compare_exchange_weak(last, reading))
            return Instant{reading};
    }
}

void MovableClock::move_to(Instant at)
{
    auto current = now_.load();
    while (current < at.micros && !now_.compare_exchange_weak(current, at.micros))
    {
    }
}

} // namespace kori::work
