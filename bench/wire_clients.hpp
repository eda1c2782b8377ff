// Kept-alive HTTP connections of one thread: sends whole requests, reads whole answers. No TLS.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace kori::bench
{

class WireClients
{
public:
    struct Answer
    {
        int status = 0;
        std::size_t bytes = 0; // head and body
        std::string_view text; // valid during the call
    };
    using Done = std::function<void(std::size_t connection, const Answer&)>;

    // Opens them all; throws std::runtime_error when the server cannot be reached.
    WireClients(unsigned short port, std::size_t connections);
    ~WireClients();
    WireClients(const WireClients&) = delete;
    WireClients& operator=(const WireClients&) = delete;

    // One request at a time on each connection; the server is free to close it between two of them.
    void send(std::size_t connection, std::string_view request);
    // Waits at most so long, and calls `done` for each answer that came. Throws when a connection breaks.
    void wait(std::chrono::nanoseconds longest, const Done& done);

    std::int64_t reopened() const { return reopened_; }

private:
    struct Connection
    {
        int socket = -1;
        bool waits = false;
        std::string received;
    };
    void open(std::size_t connection);
    void read(std::size_t connection, const Done& done);

    unsigned short port_;
    int events_;
    std::vector<Connection> connections_;
    std::int64_t reopened_ = 0;
};

} // namespace kori::bench
