// A graceful stop finishes what it accepted.
#include "tests/wire/wire_client.hpp"
#include "tests/wire/wire_server.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <thread>
#include <vector>

namespace kori::wire
{

namespace
{

const std::string host = "Host: localhost\r\n";

// Stops in the background; joins also when an assertion fails.
struct Stopper
{
    explicit Stopper(EchoServer& server) : thread{[&server] { server.server().stop(); }} {}
    ~Stopper() { thread.join(); }
    Stopper(const Stopper&) = delete;
    Stopper& operator=(const Stopper&) = delete;
    std::thread thread;
};

std::string get(const std::string& target)
{
    return "GET " + target + " HTTP/1.1\r\n" + host + "\r\n";
}

} // namespace

TEST_CASE("a stop waits for handlers that still work, and closes after their answers", "[wire][stop]")
{
    EchoServer server{test_settings()};
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 20; ++i)
    {
        clients.push_back(std::make_unique<Client>(server.port()));
        clients.back()->send(get("/held"));
    }
    Client idle{server.port()};
    idle.send(get("/a"));
    CHECK(idle.receive().value().status == 200);
    REQUIRE(server.wait_for_dispatched(21));

    {
        const Stopper stopper{server};
        CHECK(idle.is_closed_by_server()); // the idle one need not wait
        server.release();
        for (auto& client : clients)
        {
            const auto answer = client->receive();
            REQUIRE(answer.has_value());
            CHECK(answer->status == 200);
            CHECK(answer->header("connection") == "close");
            CHECK(client->is_closed_by_server());
        }
    }
    CHECK_THROWS(Client{server.port()}); // nobody listens any more
}

TEST_CASE("a request whose body is still arriving when the stop begins is finished", "[wire][stop]")
{
    EchoServer server{test_settings()};
    Client half{server.port()};
    half.send("POST /a HTTP/1.1\r\n" + host + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    REQUIRE(half.receive().value().status == 100);
    Client idle{server.port()};
    idle.send(get("/a"));
    CHECK(idle.receive().value().status == 200);

    const Stopper stopper{server};
    CHECK(idle.is_closed_by_server()); // now the stop has begun
    half.send("hello");
    const auto answer = half.receive();
    REQUIRE(answer.has_value());
    CHECK(answer->body == "POST /a hello");
    CHECK(answer->header("connection") == "close");
}

TEST_CASE("a stop cuts what has not ended when the grace is over", "[wire][stop]")
{
    auto settings = test_settings();
    settings.shutdown_grace_ms = 100;
    EchoServer server{settings};
    Client half{server.port()};
    half.send("POST /a HTTP/1.1\r\n" + host + "Content-Length: 5\r\n\r\nhe");
    Client waiting{server.port()};
    waiting.send(get("/held"));
    REQUIRE(server.wait_for_dispatched(1));
    server.server().stop();
    CHECK(waiting.rest().empty());
    half.rest();
    CHECK(server.dispatched() == 1);
    CHECK(server.metrics().find("kori_http_connections_open 0") != std::string::npos);
}

TEST_CASE("a request that was sent before the stop is answered even if nobody had read it", "[wire][stop]")
{
    // Forty callers at once, then the stop at once: those in the queue of the listening socket are taken too.
    EchoServer server{test_settings()};
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 40; ++i)
    {
        clients.push_back(std::make_unique<Client>(server.port()));
        clients.back()->send(get("/a"));
    }
    server.server().stop();
    for (auto& client : clients)
    {
        const auto answer = client->receive();
        REQUIRE(answer.has_value());
        CHECK(answer->status == 200);
    }
}

TEST_CASE("a server may be stopped twice, or never started", "[wire][stop]")
{
    EchoServer server{test_settings()};
    server.server().stop();
    server.server().stop();
    StillClock clock;
    observe::Metrics metrics;
    net::Server idle{test_settings(), [](http::Request, http::Respond) {}, clock, metrics};
    idle.stop();
    CHECK(idle.port() == 0);
}

} // namespace kori::wire
