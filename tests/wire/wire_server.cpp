#include "tests/wire/wire_server.hpp"

#include "core/observe/log.hpp"

#include <chrono>
#include <stdexcept>
#include <utility>

namespace kori::wire
{

net::ServerSettings test_settings()
{
    net::ServerSettings settings;
    settings.threads = 2;
    settings.linger_timeout_ms = 300;
    settings.connections_per_address_max = 4'096;
    settings.shutdown_grace_ms = 5'000;
    return settings;
}

EchoServer::EchoServer(net::ServerSettings settings)
    : server_{std::move(settings), [this](http::Request request, http::Respond respond)
              { dispatch(std::move(request), std::move(respond)); }, clock, metrics_}
{
    observe::set_log_sink([](std::string_view) {});
    server_.start();
}

EchoServer::~EchoServer()
{
    release();
    server_.stop();
    for (auto& thread : threads_)
        thread.join();
    observe::set_log_sink({});
}

void EchoServer::release()
{
    const std::lock_guard lock{mutex_};
    is_released_ = true;
    changed_.notify_all();
}

bool EchoServer::wait_for_dispatched(int count)
{
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, std::chrono::seconds{10}, [&] { return dispatched_.load() >= count; });
}

void EchoServer::later(std::string body, http::Respond respond, bool is_held)
{
    const std::lock_guard lock{mutex_};
    threads_.emplace_back(
        [this, is_held, body = std::move(body), respond = std::move(respond)]
        {
            {
                std::unique_lock own{mutex_};
                changed_.wait_for(own,
                                  is_held ? std::chrono::milliseconds{10'000} : std::chrono::milliseconds{30},
                                  [this] { return is_released_; });
            }
            http::Response answer;
            answer.body = body;
            respond(std::move(answer));
        });
}

void EchoServer::dispatch(http::Request request, http::Respond respond)
{
    {
        const std::lock_guard lock{mutex_};
        ++dispatched_;
        changed_.notify_all();
    }
    http::Response answer;
    answer.set("Content-Type", "text/plain");
    answer.body = std::string{name_of(request.method)} + " " + request.target + " " + request.body;
    const auto path = request.target.substr(0, request.target.find('?'));
    if (path == "/late" || path == "/held")
        return later(answer.body, std::move(respond), path == "/held");
    if (path == "/never")
    {
        const std::lock_guard lock{mutex_};
        kept_.push_back(std::move(respond));
        return;
    }
    if (path == "/throws")
        throw std::runtime_error{"the secret of the handler"};
    if (path == "/throws-int")
        throw 7;
    if (path == "/bad-header")
        answer.set("X-Evil", "a\r\nSet-Cookie: b");
    if (path == "/own-headers")
    {
        answer.set("Content-Length", "3");
        answer.set("Server", "boast");
        answer.set("Cache-Control", "max-age=60");
        answer.set("connection", "upgrade");
    }
    if (path == "/bad-status")
        answer.status = 99;
    if (path == "/empty")
        answer.status = 204;
    if (path == "/unchanged")
        answer.status = 304;
    if (path == "/big")
        answer.body.assign(big_bytes, 'x');
    if (path == "/peer")
        answer.body = request.peer + (request.is_secure ? " secure" : " plain");
    if (path == "/id")
        answer.body = request.id;
    if (path == "/received")
        answer.body = to_text(request.received_at);
    if (path == "/headers")
    {
        answer.body.clear();
        for (const auto& [name, value] : request.headers)
            answer.body.append(name).append("=").append(value).append("\n");
    }
    if (path == "/large")
        answer.body.assign(large_bytes, 'x');
    if (path == "/twice")
        respond(answer);
    respond(std::move(answer));
}

} // namespace kori::wire
