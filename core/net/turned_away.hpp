// A caller who was turned away gets a moment to read why: closing over unread bytes would reset the
// connection.
#pragma once

#include "core/net/wire.hpp"

#include <boost/asio/buffer.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <utility>

namespace kori::net
{

struct TurnedAway : std::enable_shared_from_this<TurnedAway>
{
    TurnedAway(Socket own, asio::io_context& context, std::atomic<std::size_t>& number)
        : socket{std::move(own)}, timer{context}, count{number}
    {
        ++count;
    }
    ~TurnedAway() { --count; }
    TurnedAway(const TurnedAway&) = delete;
    TurnedAway& operator=(const TurnedAway&) = delete;

    void wait()
    {
        timer.expires_after(wait_max);
        timer.async_wait(
            [self = shared_from_this()](error_code)
            {
                error_code ignored;
                self->socket.close(ignored);
            });
        read();
    }
    void read()
    {
        socket.async_read_some(asio::buffer(dropped),
                               [self = shared_from_this()](error_code error, std::size_t)
                               {
                                   if (error || ++self->reads >= reads_max)
                                       self->timer.cancel();
                                   else
                                       self->read();
                               });
    }

    static constexpr int reads_max = 64;
    static constexpr std::chrono::milliseconds wait_max{500};
    Socket socket;
    Timer timer;
    std::atomic<std::size_t>& count;
    std::array<char, 1'024> dropped{};
    int reads = 0;
};

} // namespace kori::net
