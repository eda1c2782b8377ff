// The bridge between a connection and a handler that answers late, never, twice, or breaks.
#include "tests/wire/wire_client.hpp"
#include "tests/wire/wire_server.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <vector>

namespace kori::wire
{

namespace
{

std::string get(const std::string& target)
{
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
}

} // namespace

TEST_CASE("an answer from another thread arrives", "[wire][dispatch]")
{
    EchoServer server{test_settings()};
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 50; ++i)
    {
        clients.push_back(std::make_unique<Client>(server.port()));
        clients.back()->send(get("/held?" + std::to_string(i)));
    }
    REQUIRE(server.wait_for_dispatched(50));
    server.release();
    for (int i = 0; i < 50; ++i)
    {
        const auto answer = clients[static_cast<std::size_t>(i)]->receive();
        REQUIRE(answer.has_value());
        CHECK(answer->body == "GET /held?" + std::to_string(i) + " ");
    }
}

TEST_CASE("a handler that throws becomes 500 without its words", "[wire][dispatch]")
{
    EchoServer server{test_settings()};
    for (const auto* target : {"/throws", "/throws-int"})
    {
        Client client{server.port()};
        client.send(get(target) + get("/next"));
        const auto answer = client.receive();
        REQUIRE(answer.has_value());
        CHECK(answer->status == 500);
        CHECK(answer->body.find("secret") == std::string::npos);
        CHECK(answer->body ==
              R"({"type":"urn:kori:rule:http.internal","title":"Something went wrong here.","status":500,)"
              R"("instance":"urn:kori:request:)" +
                  answer->header("x-request-id") + R"(","rule":"http.internal"})");
        CHECK(client.receive().value().body == "GET /next "); // the connection lives on
    }
}

TEST_CASE("a handler that never answers is cut with 503", "[wire][dispatch]")
{
    auto settings = test_settings();
    settings.handler_timeout_ms = 100;
    EchoServer server{settings};
    Client client{server.port()};
    client.send(get("/never"));
    const auto answer = client.receive();
    REQUIRE(answer.has_value());
    CHECK(answer->status == 503);
    CHECK(answer->body.find("http.handler_timeout") != std::string::npos);
    CHECK(client.is_closed_by_server());
    CHECK(server.metrics().find("kori_http_cuts_total{phase=\"handler\"} 1") != std::string::npos);
}

TEST_CASE("an answer after the cut is dropped", "[wire][dispatch]")
{
    auto settings = test_settings();
    settings.handler_timeout_ms = 100;
    EchoServer server{settings};
    Client client{server.port()};
    client.send(get("/held"));
    CHECK(client.receive().value().status == 503);
    server.release();
    CHECK(client.rest().empty());
}

TEST_CASE("only the first answer counts", "[wire][dispatch]")
{
    EchoServer server{test_settings()};
    Client client{server.port()};
    client.send(get("/twice") + get("/next"));
    CHECK(client.receive().value().body == "GET /twice ");
    CHECK(client.receive().value().body == "GET /next ");
}

TEST_CASE("an answer given after the server is gone does nothing", "[wire][dispatch]")
{
    http::Respond kept;
    {
        StillClock clock;
        observe::Metrics metrics;
        auto settings = test_settings();
        settings.shutdown_grace_ms = 50;
        std::atomic<bool> is_there{false};
        net::Server server{settings,
                           [&](http::Request, http::Respond respond)
                           {
                               kept = std::move(respond);
                               is_there.store(true);
                               is_there.notify_all();
                           },
                           clock, metrics};
        server.start();
        Client client{server.port()};
        client.send(get("/a"));
        is_there.wait(false);
        server.stop();
        CHECK(client.rest().empty());
    }
    CHECK_NOTHROW(kept(http::Response{}));
}

TEST_CASE("answers are counted by class, refusals by rule", "[wire][dispatch]")
{
    EchoServer server{test_settings()};
    Client client{server.port()};
    client.send(get("/a") + get("/throws") + "GET /a HTTP/1.1\r\n\r\n");
    for (int i = 0; i < 3; ++i)
        client.receive();
    CHECK(client.is_closed_by_server());
    server.server().stop();
    const auto metrics = server.metrics();
    INFO(metrics);
    CHECK(metrics.find("kori_http_answers_total{class=\"2xx\"} 1") != std::string::npos);
    CHECK(metrics.find("kori_http_answers_total{class=\"4xx\"} 1") != std::string::npos);
    CHECK(metrics.find("kori_http_answers_total{class=\"5xx\"} 1") != std::string::npos);
    CHECK(metrics.find("kori_http_refusals_total{rule=\"http.no_host\"} 1") != std::string::npos);
    CHECK(metrics.find("kori_http_connections_open 0") != std::string::npos);
    CHECK(metrics.find("kori_http_bytes_total{direction=\"in\"}") != std::string::npos);
}

} // namespace kori::wire
