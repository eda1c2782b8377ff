// Who is let in, how many, and from where.
#include "tests/wire/wire_client.hpp"
#include "tests/wire/wire_server.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <vector>

namespace kori::wire
{

namespace
{

const std::string good = "GET /good HTTP/1.1\r\nHost: localhost\r\n\r\n";

// Connects until one is served: the server notices a closed connection a moment later than its caller.
bool is_served_soon(EchoServer& server)
{
    for (int tries = 0; tries < 200; ++tries)
    {
        Client client{server.port()};
        client.send(good);
        const auto answer = client.receive();
        if (answer && answer->status == 200)
            return true;
    }
    return false;
}

void refuses_to_start(net::ServerSettings settings, const std::string& word)
{
    StillClock clock;
    observe::Metrics metrics;
    try
    {
        net::Server server{std::move(settings), [](http::Request, http::Respond) {}, clock, metrics};
        server.start();
    }
    catch (const net::StartRefused& refusal)
    {
        INFO(refusal.what());
        CHECK(std::string{refusal.what()}.find(word) != std::string::npos);
        return;
    }
    FAIL("it started");
}

} // namespace

TEST_CASE("above the number of connections a caller gets 503 at the door, below it service", "[wire][door]")
{
    auto settings = test_settings();
    settings.connections_max = 3;
    EchoServer server{settings};
    std::vector<std::unique_ptr<Client>> inside;
    for (int i = 0; i < 3; ++i)
    {
        inside.push_back(std::make_unique<Client>(server.port()));
        inside.back()->send(good);
        CHECK(inside.back()->receive().value().status == 200);
    }
    {
        Client outside{server.port()};
        outside.send(good);
        const auto answer = outside.receive();
        REQUIRE(answer.has_value());
        CHECK(answer->status == 503);
        CHECK(answer->body.find("http.too_many_connections") != std::string::npos);
        CHECK(outside.is_closed_by_server());
    }
    inside.pop_back();
    CHECK(is_served_soon(server));
    CHECK(server.metrics().find("kori_http_refused_connections_total{reason=\"full\"}") != std::string::npos);
}

TEST_CASE("above the number of connections from one address a caller gets 429", "[wire][door]")
{
    auto settings = test_settings();
    settings.connections_per_address_max = 2;
    EchoServer server{settings};
    Client first{server.port()};
    Client second{server.port()};
    for (auto* client : {&first, &second})
    {
        client->send(good);
        CHECK(client->receive().value().status == 200);
    }
    Client third{server.port()};
    third.send(good);
    const auto answer = third.receive();
    REQUIRE(answer.has_value());
    CHECK(answer->status == 429);
}

TEST_CASE("a named proxy is not held to the number per address", "[wire][door]")
{
    auto settings = test_settings();
    settings.connections_per_address_max = 1;
    settings.trusted_proxies = {"127.0.0.1"};
    EchoServer server{settings};
    Client first{server.port()};
    Client second{server.port()};
    for (auto* client : {&first, &second})
    {
        client->send(good);
        CHECK(client->receive().value().status == 200);
    }
}

TEST_CASE("a flood of short connections ends with every place given back", "[wire][door]")
{
    EchoServer server{test_settings()};
    for (int i = 0; i < 300; ++i)
    {
        Client client{server.port()};
        if (i % 3 == 0)
            client.send("GET / HT");
        if (i % 3 == 1)
            client.send(good);
    }
    CHECK(is_served_soon(server));
    server.server().stop();
    CHECK(server.metrics().find("kori_http_connections_open 0") != std::string::npos);
}

TEST_CASE("a wrong setting stops the start with a sentence", "[wire][door]")
{
    const auto changed = [](auto change)
    {
        auto settings = test_settings();
        change(settings);
        return settings;
    };
    refuses_to_start(changed([](auto& s) { s.address = "0.0.0.0"; }), "loopback");
    refuses_to_start(changed([](auto& s) { s.address = "192.0.2.1"; }), "192.0.2.1");
    refuses_to_start(changed([](auto& s) { s.address = "localhost"; }), "no IPv4 or IPv6");
    refuses_to_start(changed([](auto& s) { s.trusted_proxies = {"proxy.example"}; }), "proxy.example");
    refuses_to_start(changed([](auto& s) { s.body_timeout_ms = 0; }), "timeout");
    refuses_to_start(changed([](auto& s) { s.threads = -1; }), "threads");
    refuses_to_start(changed([](auto& s) { s.header_bytes_max = 100; }), "header");
    refuses_to_start(
        changed([](auto& s) { s.tls = net::TlsFiles{"/nowhere/leaf.pem", "/nowhere/leaf.key"}; }),
        "/nowhere/");
}

TEST_CASE("a port that is taken stops the start with a sentence", "[wire][door]")
{
    EchoServer server{test_settings()};
    auto settings = test_settings();
    settings.port = server.port();
    refuses_to_start(settings, "Cannot listen");
}

} // namespace kori::wire
