#include "core/net/server.hpp"

#include "core/net/connection.hpp"
#include "core/net/doorkeeper.hpp"
#include "core/net/peer.hpp"
#include "core/net/start_check.hpp"
#include "core/net/turned_away.hpp"
#include "core/observe/log.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <exception>
#include <future>
#include <mutex>
#include <thread>
#include <utility>

namespace kori::net
{

namespace
{

using Steady = std::chrono::steady_clock;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;

constexpr std::size_t turned_away_max = 64; // at once, waiting for their caller to read why
constexpr int backlog_at_stop_max = 1'000;  // connections taken from the queue when stopping
constexpr std::chrono::milliseconds pause_after_failed_accept{50};
constexpr std::chrono::seconds wait_after_cut{5};

void describe(observe::Metrics& metrics)
{
    metrics.describe("kori_http_connections_open", "Connections being served.");
    metrics.describe("kori_http_refused_connections_total",
                     "Connections turned away at the door, by reason.");
    metrics.describe("kori_http_failed_handshakes_total", "TLS handshakes that failed or came too late.");
    metrics.describe("kori_http_answers_total", "Answers sent, by class of status.");
    metrics.describe("kori_http_refusals_total", "Requests refused before the router, by rule.");
    metrics.describe("kori_http_cuts_total", "Requests and connections ended by a deadline, by phase.");
    metrics.describe("kori_http_bytes_total", "Bytes of closed connections before encryption, by direction.");
}

// Every deadline is noticed at most one tick late.
std::chrono::milliseconds tick_of(const ServerSettings& settings)
{
    const auto shortest =
        std::min({settings.header_timeout_ms, settings.body_timeout_ms, settings.idle_timeout_ms,
                  settings.write_timeout_ms, settings.handler_timeout_ms, settings.linger_timeout_ms});
    return std::chrono::milliseconds{std::clamp<std::int64_t>(shortest / 4, 5, 250)};
}

void note_failure(std::string_view what, const std::exception_ptr& failure)
{
    if (!failure)
        return;
    std::string text = "unknown";
    try
    {
        std::rethrow_exception(failure);
    }
    catch (const std::exception& caught)
    {
        text = caught.what();
    }
    catch (...)
    {
    }
    observe::log(observe::Level::error, "http.coroutine_failed", {{"where", what}, {"why", text}});
}

} // namespace

struct Server::State
{
    State(ServerSettings wanted, http::Dispatch dispatch, Clock& clock, observe::Metrics& metrics)
        : around{checked(std::move(wanted)), std::move(dispatch), clock, metrics, nullptr, {}},
          keeper{around.settings, metrics}, tick{tick_of(around.settings)}
    {
    }

    void listen();
    void run_lane(Lane& lane);
    Task<void> sweep(Lane& lane);
    Task<void> accept();
    Lane& next_lane();
    void take(Lane& lane, Socket socket);
    void turn_away(Lane& lane, Socket socket, Admission why);
    void drain();
    void stop();

    Surroundings around;
    Doorkeeper keeper;
    std::chrono::milliseconds tick;
    std::atomic<std::size_t> turned_away{0};
    std::vector<std::unique_ptr<Lane>> lanes;
    std::unique_ptr<Acceptor> acceptor;
    std::size_t lane_at = 0;
    unsigned short port = 0;
    std::promise<void> door_closed; // the accepting coroutine has ended
    bool is_started = false;
    std::mutex stop_mutex;
    std::vector<std::thread> threads;
};

void Server::State::listen()
{
    const auto& settings = around.settings;
    const asio::ip::tcp::endpoint at{asio::ip::make_address(settings.address), settings.port};
    try
    {
        acceptor = std::make_unique<Acceptor>(lanes.front()->context);
        acceptor->open(at.protocol());
        acceptor->set_option(asio::socket_base::reuse_address{true});
        // Accepted sockets inherit it: what the kernel keeps for a caller who does not read is bounded.
        acceptor->set_option(asio::socket_base::send_buffer_size{settings.send_buffer_bytes});
        acceptor->bind(at);
        acceptor->listen(asio::socket_base::max_listen_connections);
        port = acceptor->local_endpoint().port();
    }
    catch (const boost::system::system_error& failure)
    {
        throw StartRefused{"Cannot listen on " + settings.address + " port " + std::to_string(settings.port) +
                           ": " + failure.code().message() + "."};
    }
}

void Server::State::run_lane(Lane& lane)
{
    for (;;)
    {
        try
        {
            lane.context.run();
            return;
        }
        catch (...)
        {
            // A handler outside the coroutines threw, out of memory most likely: the other connections go on.
            note_failure("lane", std::current_exception());
        }
    }
}

Task<void> Server::State::sweep(Lane& lane)
{
    for (;;)
    {
        lane.sweep_timer.expires_after(tick);
        const auto [error] = co_await lane.sweep_timer.async_wait(quietly);
        if (error)
            co_return;
        lane.cut_the_late();
    }
}

Task<void> Server::State::accept()
{
    Timer pause{lanes.front()->context};
    for (;;)
    {
        auto& lane = next_lane();
        auto [error, socket] = co_await acceptor->async_accept(lane.context, quietly);
        if (!error)
            take(lane, std::move(socket)); // also while the door is closing: this caller came before
        if (!acceptor->is_open())
            co_return;
        if (!error)
            continue;
        // Too many open files, mostly: trying again at once would spin.
        around.metrics.count("kori_http_refused_connections_total", {{"reason", "accept_failed"}});
        pause.expires_after(pause_after_failed_accept);
        co_await pause.async_wait(quietly);
    }
}

Lane& Server::State::next_lane()
{
    lane_at = (lane_at + 1) % lanes.size();
    return *lanes[lane_at];
}

// Runs in the acceptor's thread; nothing of the socket is touched after it went to its lane.
void Server::State::take(Lane& lane, Socket socket)
{
    error_code error;
    const auto remote = socket.remote_endpoint(error);
    if (error)
        return;
    const auto address = normal_address(remote.address().to_string()).value_or("unknown");
    socket.set_option(asio::ip::tcp::no_delay{true}, error);

    const auto admission = keeper.admit(address);
    if (admission != Admission::admitted)
        return turn_away(lane, std::move(socket), admission);

    auto place = std::make_unique<TakenPlace>(keeper, address);
    auto wire = around.tls ? tls_wire(std::move(socket), *around.tls) : plain_wire(std::move(socket));
    asio::co_spawn(lane.context, serve_connection(lane, std::move(wire), address, std::move(place)),
                   [](const std::exception_ptr& failure) { note_failure("connection", failure); });
}

// Cheap: one write that cannot wait, no request is read. Over TLS the connection just ends.
void Server::State::turn_away(Lane& lane, Socket socket, Admission why)
{
    const bool is_full = why == Admission::full;
    around.metrics.count("kori_http_refused_connections_total", {{"reason", name_of(why)}});
    if (around.tls || why == Admission::not_a_proxy || turned_away.load() >= turned_away_max)
        return;

    AnswerFrame frame;
    frame.closes = true;
    frame.request_id = new_request_id();
    const auto answer =
        is_full
            ? problem("http.too_many_connections", 503, "There are too many connections.", frame.request_id)
            : problem("http.too_many_from_address", 429, "There are too many connections from this address.",
                      frame.request_id);
    frame.now = around.clock.now();
    const auto text = render_head(answer, frame) + answer.body;
    error_code error;
    socket.non_blocking(true, error);
    socket.write_some(asio::buffer(text), error);
    socket.shutdown(asio::socket_base::shutdown_send, error);
    if (error)
        return;

    auto caller = std::make_shared<TurnedAway>(std::move(socket), lane.context, turned_away);
    asio::post(lane.context, [caller = std::move(caller)] { caller->wait(); });
}

void Server::State::drain()
{
    error_code error;
    acceptor->non_blocking(true, error);
    for (int taken = 0; taken < backlog_at_stop_max && !error; ++taken)
    {
        auto& lane = next_lane();
        auto socket = acceptor->accept(lane.context, error);
        if (!error)
            take(lane, std::move(socket));
    }
    acceptor->close(error);
}

// In this order: no new connections, idle ones leave, running requests end, the rest is cut.
void Server::State::stop()
{
    const std::lock_guard lock{stop_mutex};
    if (threads.empty())
        return;
    around.is_draining.store(true);
    asio::post(lanes.front()->context, [this] { drain(); });
    door_closed.get_future().wait();
    for (auto& lane : lanes)
        asio::post(lane->context, [own = lane.get()] { own->leave_the_idle(); });

    const auto grace = std::chrono::milliseconds{around.settings.shutdown_grace_ms};
    if (!keeper.wait_until_empty(Steady::now() + grace))
    {
        for (auto& lane : lanes)
            asio::post(lane->context, [own = lane.get()] { own->cut_all(); });
        if (!keeper.wait_until_empty(Steady::now() + wait_after_cut))
            observe::log(observe::Level::warning, "http.connections_left_at_stop");
    }
    for (auto& lane : lanes)
        lane->context.stop();
    for (auto& thread : threads)
        thread.join();
    threads.clear();
}

Server::Server(ServerSettings settings, http::Dispatch dispatch, Clock& clock, observe::Metrics& metrics)
    : state_{std::make_unique<State>(std::move(settings), std::move(dispatch), clock, metrics)}
{
    describe(metrics);
}

Server::~Server()
{
    stop();
}

void Server::start()
{
    auto& state = *state_;
    PROMISE(!state.is_started);
    state.is_started = true;
    if (state.around.settings.tls)
        state.around.tls = make_tls_context(*state.around.settings.tls);
    for (int i = 0; i < state.around.settings.threads; ++i)
        state.lanes.push_back(std::make_unique<Lane>(state.around));
    state.listen();

    asio::co_spawn(state.lanes.front()->context, state.accept(),
                   [&state](const std::exception_ptr& failure)
                   {
                       note_failure("door", failure);
                       state.door_closed.set_value();
                   });
    for (auto& lane : state.lanes)
        asio::co_spawn(lane->context, state.sweep(*lane),
                       [](const std::exception_ptr& failure) { note_failure("sweep", failure); });
    for (auto& lane : state.lanes)
        state.threads.emplace_back([&state, own = lane.get()] { state.run_lane(*own); });
}

unsigned short Server::port() const
{
    return state_->port;
}

void Server::stop()
{
    state_->stop();
}

} // namespace kori::net
