#include "bench/load.hpp"

#include <algorithm>

#include <sys/resource.h>

namespace kori::bench
{
namespace
{

std::int64_t processor_micros()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto of = [](const timeval& time) { return time.tv_sec * 1'000'000 + time.tv_usec; };
    return of(usage.ru_utime) + of(usage.ru_stime);
}

} // namespace

Tally::Tally(const Plan& plan, const LoadWish& wish)
    : plan_{plan}, wish_{wish}, limit_{wish.count}, processor_before_{processor_micros()}
{
    if (!plan.is_repeatable)
        limit_ = std::min(limit_, plan.shots.size() - std::min(wish.from, plan.shots.size()));
    result_.latencies.reserve(limit_);
}

const Shot& Tally::next()
{
    return plan_.shots[(wish_.from + sent_++) % plan_.shots.size()];
}

void Tally::take(const Shot& shot, int status, std::size_t bytes, std::string_view text, std::int64_t latency)
{
    ++result_.answers;
    result_.bytes += static_cast<std::int64_t>(bytes);
    result_.latencies.push_back(latency);
    if (status == (wish_.status != 0 ? wish_.status : shot.expected))
        return;
    if (result_.wrong++ == 0)
        result_.first_wrong = text.substr(0, 1'000);
}

LoadResult Tally::result(std::int64_t nanos, std::int64_t reopened)
{
    result_.nanos = nanos;
    result_.reopened = reopened;
    result_.processor_micros = processor_micros() - processor_before_;
    std::sort(result_.latencies.begin(), result_.latencies.end());
    return std::move(result_);
}

} // namespace kori::bench
