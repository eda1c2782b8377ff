#include "bench/limit_statements.hpp"

#include <algorithm>

#include <sys/resource.h>

namespace kori::bench
{

StatementsResult limit_statements(const Recorded& recorded, const StatementsWish& wish)
{
    using Steady = std::chrono::steady_clock;
    const auto replay = replay_over(wish.database, recorded, wish.what);
    const std::span<const Job> all{recorded.jobs};
    const auto first = std::min(wish.from, all.size());
    const auto jobs = wish.is_repeatable ? all : all.subspan(first, std::min(wish.count, all.size() - first));
    StatementsResult result;
    rusage before{};
    getrusage(RUSAGE_SELF, &before);
    const auto begin = Steady::now();
    const auto end = begin + wish.length;
    std::size_t at = 0;
    while (!jobs.empty() && Steady::now() < end)
    {
        if (at == jobs.size() && !wish.is_repeatable)
            break;
        at = at == jobs.size() ? 0 : at;
        const auto group = jobs.subspan(at, std::min(wish.group, jobs.size() - at));
        replay->commit(group);
        at += group.size();
        result.jobs += static_cast<std::int64_t>(group.size());
    }
    result.nanos = (Steady::now() - begin).count();
    rusage after{};
    getrusage(RUSAGE_SELF, &after);
    const auto micros = [](const rusage& usage)
    {
        return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1'000'000 + usage.ru_utime.tv_usec +
               usage.ru_stime.tv_usec;
    };
    result.processor_micros = micros(after) - micros(before);
    return result;
}

} // namespace kori::bench
