// A server in this process whose handler echoes, and misbehaves on demand.
#pragma once

#include "core/net/server.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace kori::wire
{

class StillClock : public Clock
{
public:
    Instant now() override { return Instant{micros.load()}; }
    std::atomic<std::int64_t> micros{1'772'446'500'000'000}; // 2026-03-02T10:15:00Z
};

// Targets: /echo and anything else answers "METHOD target body"; /late answers from another thread when
// released or after 30 ms; /held answers from another thread when release() is called; /never does not
// answer; /throws throws; /bad-header, /bad-status, /big, /large, /empty, /peer, /id, /twice as their names
// say.
class EchoServer
{
public:
    explicit EchoServer(net::ServerSettings settings);
    ~EchoServer();
    EchoServer(const EchoServer&) = delete;
    EchoServer& operator=(const EchoServer&) = delete;

    unsigned short port() const { return server_.port(); }
    net::Server& server() { return server_; }
    int dispatched() const { return dispatched_.load(); }
    void release();                      // lets /held answer
    bool wait_for_dispatched(int count); // bounded
    std::string metrics() const { return metrics_.render(); }
    StillClock clock;

private:
    void dispatch(http::Request request, http::Respond respond);
    void later(std::string body, http::Respond respond, bool is_held);

    std::atomic<int> dispatched_{0};
    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_released_ = false;
    std::vector<http::Respond> kept_;
    std::vector<std::thread> threads_;
    observe::Metrics metrics_;
    net::Server server_;
};

inline constexpr std::size_t big_bytes = 8 * 1'048'576;
inline constexpr std::size_t large_bytes =
    1'048'576; // more than the kernel buffers for a reader with a small window

// Loopback, two threads, short lingering; generous deadlines, so that a busy machine changes no verdict.
net::ServerSettings test_settings();

} // namespace kori::wire
