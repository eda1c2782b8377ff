#include "bench/load.hpp"
#include "bench/wire_clients.hpp"

#include <stdexcept>

namespace kori::bench
{

using Steady = std::chrono::steady_clock;

namespace
{

constexpr std::chrono::seconds answer_patience{60}; // then the server hangs

} // namespace

LoadResult closed_loop(const Plan& plan, const LoadWish& wish)
{
    struct Sent
    {
        const Shot* shot = nullptr;
        Steady::time_point at;
    };
    WireClients clients{wish.port, wish.connections};
    std::vector<Sent> sent(wish.connections);
    Tally tally{plan, wish};
    const auto begin = Steady::now();
    const auto end = begin + wish.length;
    auto last = begin;

    const auto ask = [&](std::size_t connection)
    {
        sent[connection] = {&tally.next(), Steady::now()};
        clients.send(connection, sent[connection].shot->bytes);
    };
    for (std::size_t i = 0; i < wish.connections && tally.has_next(); ++i)
        ask(i);
    while (tally.under_way() > 0)
    {
        if (Steady::now() > last + answer_patience)
            throw std::runtime_error{"the server gives no answer any more"};
        clients.wait(std::chrono::seconds{1},
                     [&](std::size_t connection, const WireClients::Answer& answer)
                     {
                         last = Steady::now();
                         const auto& one = sent[connection];
                         tally.take(*one.shot, answer.status, answer.bytes, answer.text,
                                    (last - one.at).count());
                         if (last < end && tally.has_next())
                             ask(connection);
                     });
    }
    return tally.result((last - begin).count(), clients.reopened());
}

} // namespace kori::bench
