// One connection: one coroutine, one thread, one request after the other. Only core/net/*.cpp include this.
#pragma once

#include "core/http/message.hpp"
#include "core/net/answer.hpp"
#include "core/net/doorkeeper.hpp"
#include "core/net/header_guard.hpp"
#include "core/net/server.hpp"
#include "core/net/wire.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>

namespace kori::net
{

class Connection;
class BodyReader;
class ReplySlot;

// What every connection reads; lives as long as the server.
struct Surroundings
{
    ServerSettings settings; // trusted proxies in normal form
    http::Dispatch dispatch;
    Clock& clock;
    observe::Metrics& metrics;
    std::shared_ptr<TlsContext> tls; // none when plain
    std::atomic<bool> is_draining{false};
};

// One I/O thread: its connections and its event loop. The list is declared first, because coroutines that the
// loop destroys still leave the list.
struct Lane
{
    explicit Lane(Surroundings& common) : around{common}, context{1}, sweep_timer{context} {}

    Surroundings& around;
    std::list<Connection*> connections;
    asio::io_context context;
    Timer sweep_timer;

    void cut_the_late();   // every connection whose deadline has passed
    void leave_the_idle(); // when draining
    void cut_all();
};

Task<void> serve_connection(Lane& lane, std::unique_ptr<Wire> wire, std::string address,
                            std::unique_ptr<TakenPlace> place);

class Connection
{
public:
    Connection(Lane& lane, std::unique_ptr<Wire> wire, std::string address);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    Task<void> run();
    void cut_if_late(std::chrono::steady_clock::time_point now);
    void leave_if_idle();
    void cut_for_good();

private:
    enum class Phase
    {
        handshake,
        idle,
        header,
        body,
        handler,
        write,
        linger,
    };

    static constexpr std::int64_t last_call_ms = 100; // for a request on its way while the server stops

    Task<void> serve_one();
    Task<bool> read_header();
    Task<bool> read_body();
    Task<bool> fill();
    Task<void> send_continue();
    Task<void> await_answer();
    Task<void> send_answer();
    Task<void> refuse_and_close();
    Task<bool> write(const char* from, std::size_t count);
    Task<void> part();

    void enter(Phase phase, std::int64_t timeout_ms);
    bool is_late() const;
    void cancel();
    bool has_waiting_bytes();
    void refuse(std::string_view rule, int status, std::string_view title);
    void refuse_for_lack(std::string_view what);
    bool take_header();
    void dispatch(const std::shared_ptr<ReplySlot>& slot);
    void note_answer();

    Lane& lane_;
    Surroundings& around_;
    const ServerSettings& settings_;
    std::unique_ptr<Wire> wire_;
    std::string address_;
    std::list<Connection*>::iterator place_;

    Phase phase_ = Phase::handshake;
    std::chrono::steady_clock::time_point deadline_;
    bool was_late_ = false;     // the last read or write ended because of its deadline
    bool goes_on_ = true;       // another request may follow
    bool is_cut_ = false;       // no more bytes in either direction
    bool owes_goodbye_ = false; // a closing answer was sent: let the caller read it

    std::string bytes_; // received, not consumed
    std::optional<HeaderGuard> guard_;
    std::unique_ptr<BodyReader> reader_;
    http::Request request_;
    http::Response answer_;
    AnswerFrame frame_;
    std::string out_;
    Timer answer_timer_;
    std::uint64_t served_ = 0;
    std::int64_t bytes_in_ = 0;
    std::int64_t bytes_out_ = 0;
};

} // namespace kori::net
