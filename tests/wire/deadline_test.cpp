// Slow callers are cut while others are served.
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

using Clients = std::vector<std::unique_ptr<Client>>;

const std::string good = "GET /good HTTP/1.1\r\nHost: localhost\r\n\r\n";

net::ServerSettings hasty()
{
    auto settings = test_settings();
    settings.header_timeout_ms = 400;
    settings.body_timeout_ms = 400;
    settings.idle_timeout_ms = 400;
    settings.write_timeout_ms = 400;
    return settings;
}

Clients slow_clients(EchoServer& server, const std::string& bytes, int receive_buffer = 0)
{
    Clients clients;
    for (int i = 0; i < 200; ++i)
    {
        clients.push_back(std::make_unique<Client>(server.port(), receive_buffer));
        clients.back()->send(bytes);
    }
    return clients;
}

void check_others_are_served(EchoServer& server)
{
    for (int i = 0; i < 20; ++i)
    {
        Client client{server.port()};
        client.send(good);
        const auto answer = client.receive();
        REQUIRE(answer.has_value());
        REQUIRE(answer->status == 200);
    }
}

// One byte each now and then: progress alone must not move a deadline. Ends when every client has been told
// 408.
void drip_until_cut(Clients& clients)
{
    std::size_t cut = 0;
    for (int round = 0; round < 400 && cut < clients.size(); ++round)
    {
        for (auto& client : clients)
        {
            if (!client)
                continue;
            client->send("x");
            if (client->is_quiet(0))
                continue;
            const auto answer = client->receive();
            REQUIRE(answer.has_value());
            CHECK(answer->status == 408);
            client.reset();
            ++cut;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{25}); // the pace of the slow callers
    }
    CHECK(cut == clients.size());
}

} // namespace

TEST_CASE("two hundred callers who drip their header are cut while others are served", "[wire][deadline]")
{
    EchoServer server{hasty()};
    auto clients = slow_clients(server, "GET /slow HTTP/1.1\r\nHost: localhost\r\nX-A: ");
    check_others_are_served(server);
    drip_until_cut(clients);
    CHECK(server.metrics().find("kori_http_cuts_total{phase=\"header\"} 200") != std::string::npos);
}

TEST_CASE("two hundred callers who drip their body are cut while others are served", "[wire][deadline]")
{
    EchoServer server{hasty()};
    auto clients =
        slow_clients(server, "POST /slow HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n");
    check_others_are_served(server);
    drip_until_cut(clients);
    CHECK(server.metrics().find("kori_http_cuts_total{phase=\"body\"} 200") != std::string::npos);
}

TEST_CASE("two hundred callers who do not read their answer are cut while others are served",
          "[wire][deadline]")
{
    auto settings = hasty();
    settings.write_timeout_ms = 250; // once more for every started MiB
    EchoServer server{settings};
    auto clients = slow_clients(server, "GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n", 4'096);
    check_others_are_served(server);
    for (int round = 0; round < 400; ++round)
    {
        if (server.metrics().find("kori_http_cuts_total{phase=\"write\"} 200") != std::string::npos)
            break;
        for (auto& client : clients)
            client->swallow_some();
        std::this_thread::sleep_for(std::chrono::milliseconds{25}); // the pace of the slow callers
    }
    CHECK(server.metrics().find("kori_http_cuts_total{phase=\"write\"} 200") != std::string::npos);
    check_others_are_served(server);
}

TEST_CASE("a caller who says nothing is left without a word", "[wire][deadline]")
{
    EchoServer server{hasty()};
    Client silent{server.port()};
    CHECK(silent.is_closed_by_server());
}

TEST_CASE("an idle connection ends without a word after its last answer", "[wire][deadline]")
{
    EchoServer server{hasty()};
    Client client{server.port()};
    client.send(good);
    CHECK(client.receive().value().status == 200);
    CHECK(client.is_closed_by_server());
}

TEST_CASE("the header's deadline starts anew with each request of a connection", "[wire][deadline]")
{
    auto settings = hasty();
    settings.header_timeout_ms = 300;
    settings.idle_timeout_ms = 5'000;
    EchoServer server{settings};
    Client client{server.port()};
    client.send(good);
    CHECK(client.receive().value().status == 200);
    CHECK(client.is_quiet(600)); // idle for twice the header's time
    client.send(good);
    CHECK(client.receive().value().status == 200);
    client.send("GET /half");
    CHECK(client.receive().value().status == 408);
}

} // namespace kori::wire
