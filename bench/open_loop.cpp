#include "bench/load.hpp"
#include "bench/wire_clients.hpp"

#include <algorithm>
#include <random>
#include <stdexcept>

namespace kori::bench
{

using Steady = std::chrono::steady_clock;

namespace
{

constexpr std::chrono::seconds answer_patience{60};

// Moments after the beginning at which a request is due.
std::vector<std::chrono::nanoseconds> arrivals(const LoadWish& wish)
{
    std::mt19937_64 random{1};
    std::exponential_distribution<double> gap{static_cast<double>(wish.per_second)};
    std::vector<std::chrono::nanoseconds> due;
    double at = gap(random);
    const double end = static_cast<double>(wish.length.count()) / 1e3;
    for (; at < end && due.size() < wish.count; at += gap(random))
        due.emplace_back(static_cast<std::int64_t>(at * 1e9));
    return due;
}

} // namespace

LoadResult open_loop(const Plan& plan, const LoadWish& wish)
{
    struct Sent
    {
        const Shot* shot = nullptr;
        Steady::time_point due;
    };
    WireClients clients{wish.port, wish.connections};
    std::vector<Sent> sent(wish.connections);
    std::vector<std::size_t> idle;
    for (std::size_t i = 0; i < wish.connections; ++i)
        idle.push_back(i);
    const auto due = arrivals(wish);
    std::vector<std::int64_t> late;
    std::size_t next = 0;
    bool was_starved = false;
    Tally tally{plan, wish};
    const auto begin = Steady::now();
    auto last = begin;

    while ((next < due.size() && tally.has_next()) || tally.under_way() > 0)
    {
        auto now = Steady::now();
        while (!idle.empty() && next < due.size() && tally.has_next() && begin + due[next] <= now)
        {
            const auto connection = idle.back();
            idle.pop_back();
            sent[connection] = {&tally.next(), begin + due[next++]};
            clients.send(connection, sent[connection].shot->bytes);
            if (!was_starved) // else it was the server that kept every connection waiting
                late.push_back((now - sent[connection].due).count());
            now = Steady::now();
        }
        const bool is_more_due = next < due.size() && tally.has_next() && !idle.empty();
        was_starved = idle.empty();
        if (now > last + answer_patience + wish.length)
            throw std::runtime_error{"the server gives no answer any more"};
        const auto patience =
            is_more_due ? begin + due[next] - now : Steady::duration{std::chrono::seconds{1}};
        clients.wait(patience,
                     [&](std::size_t connection, const WireClients::Answer& answer)
                     {
                         last = Steady::now();
                         const auto& one = sent[connection];
                         tally.take(*one.shot, answer.status, answer.bytes, answer.text,
                                    (last - one.due).count());
                         idle.push_back(connection);
                     });
    }
    auto result = tally.result((last - begin).count(), clients.reopened());
    std::sort(late.begin(), late.end());
    if (!late.empty())
        result.sent_late_p99 = late[late.size() * 99 / 100];
    return result;
}

} // namespace kori::bench
