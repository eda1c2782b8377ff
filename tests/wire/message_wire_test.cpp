// What an answer looks like on the wire, and how requests follow each other on one connection.
#include "tests/wire/wire_client.hpp"
#include "tests/wire/wire_server.hpp"

#include <catch2/catch.hpp>

namespace kori::wire
{

namespace
{

const std::string host = "Host: localhost\r\n";

std::string get(const std::string& target, const std::string& lines = "")
{
    return "GET " + target + " HTTP/1.1\r\n" + host + lines + "\r\n";
}

Answer ask(EchoServer& server, const std::string& bytes, bool is_head = false)
{
    Client client{server.port()};
    client.send(bytes);
    const auto answer = client.receive(is_head);
    REQUIRE(answer.has_value());
    return *answer;
}

} // namespace

TEST_CASE("every answer carries date, request id and the security headers, refusals too", "[wire]")
{
    EchoServer server{test_settings()};
    for (const auto& bytes :
         {get("/a"), get("/throws"), std::string{"GET /a HTTP/1.1\r\n\r\n"}, get("/empty")})
    {
        INFO(bytes);
        const auto answer = ask(server, bytes);
        CHECK(answer.header("date") == "Mon, 02 Mar 2026 10:15:00 GMT");
        CHECK(answer.header("x-request-id").size() == 32);
        CHECK(answer.header("x-content-type-options") == "nosniff");
        CHECK(answer.header("content-security-policy") == "default-src 'none'; frame-ancestors 'none'");
        CHECK(answer.header("referrer-policy") == "no-referrer");
        CHECK(answer.header("cross-origin-resource-policy") == "same-origin");
        CHECK(answer.header("cache-control") == "no-store");
        CHECK(answer.header("x-frame-options") == "DENY");
        CHECK_FALSE(answer.header("permissions-policy").empty());
        CHECK(answer.headers.count("server") == 0);
        CHECK(answer.headers.count("strict-transport-security") == 0); // plain: RFC 6797 7.2
    }
}

TEST_CASE("a handler may set Cache-Control but not the connection's own headers", "[wire]")
{
    EchoServer server{test_settings()};
    const auto answer = ask(server, get("/own-headers"));
    CHECK(answer.header("cache-control") == "max-age=60");
    CHECK(answer.header("content-length") == "17");
    CHECK(answer.body == "GET /own-headers ");
    CHECK(answer.headers.count("server") == 0);
    CHECK(answer.headers.count("connection") == 0);
}

TEST_CASE("a header value with a line end never leaves", "[wire]")
{
    EchoServer server{test_settings()};
    const auto answer = ask(server, get("/bad-header"));
    CHECK(answer.status == 500);
    CHECK(answer.headers.count("set-cookie") == 0);
    CHECK(ask(server, get("/bad-status")).status == 500);
}

TEST_CASE("HEAD gets the headers of GET and no body", "[wire]")
{
    EchoServer server{test_settings()};
    Client client{server.port()};
    client.send("HEAD /a HTTP/1.1\r\n" + host + "\r\n" + get("/b"));
    const auto head = client.receive(true);
    REQUIRE(head.has_value());
    CHECK(head->status == 200);
    CHECK(head->header("content-length") == "8"); // "HEAD /a "
    const auto next = client.receive();
    REQUIRE(next.has_value());
    CHECK(next->body == "GET /b "); // nothing lay between
}

TEST_CASE("a refused HEAD has no body either", "[wire]")
{
    EchoServer server{test_settings()};
    Client client{server.port()};
    client.send("HEAD /a HTTP/1.1\r\n\r\n");
    const auto text = client.rest();
    CHECK(text.substr(0, 13) == "HTTP/1.1 400 ");
    CHECK(text.find("\r\n\r\n") == text.size() - 4);
}

TEST_CASE("204 and 304 have neither body nor length", "[wire]")
{
    EchoServer server{test_settings()};
    for (const auto* target : {"/empty", "/unchanged"})
    {
        Client client{server.port()};
        client.send(get(target) + get("/b"));
        const auto answer = client.receive();
        REQUIRE(answer.has_value());
        CHECK(answer->headers.count("content-length") == 0);
        const auto next = client.receive();
        REQUIRE(next.has_value());
        CHECK(next->body == "GET /b ");
    }
}

TEST_CASE("100-continue is answered before the body is sent", "[wire]")
{
    EchoServer server{test_settings()};
    Client client{server.port()};
    client.send("POST /a HTTP/1.1\r\n" + host + "Expect: 100-Continue\r\nContent-Length: 5\r\n\r\n");
    const auto wait = client.receive();
    REQUIRE(wait.has_value());
    CHECK(wait->head == "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("hello");
    const auto answer = client.receive();
    REQUIRE(answer.has_value());
    CHECK(answer->body == "POST /a hello");
}

TEST_CASE("a body that is too large is refused instead of being invited", "[wire]")
{
    EchoServer server{test_settings()};
    Client client{server.port()};
    client.send("POST /a HTTP/1.1\r\n" + host + "Expect: 100-continue\r\nContent-Length: 1048577\r\n\r\n");
    const auto answer = client.receive();
    REQUIRE(answer.has_value());
    CHECK(answer->status == 413);
}

TEST_CASE("100-continue is not sent when the body is already there", "[wire]")
{
    EchoServer server{test_settings()};
    Client client{server.port()};
    client.send("POST /a HTTP/1.1\r\n" + host + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\nhello");
    const auto answer = client.receive();
    REQUIRE(answer.has_value());
    CHECK(answer->status == 200);
}

TEST_CASE("a body is accepted up to its limit and refused one byte above, in both framings", "[wire]")
{
    auto settings = test_settings();
    settings.body_bytes_max = 1'000;
    EchoServer server{settings};
    const auto counted = [](std::size_t size)
    {
        return "POST /a HTTP/1.1\r\n" + host + "Content-Length: " + std::to_string(size) + "\r\n\r\n" +
               std::string(size, 'x');
    };
    const auto chunked = [](std::size_t chunks, std::size_t last)
    {
        std::string bytes = "POST /a HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n";
        for (std::size_t i = 0; i < chunks; ++i)
            bytes += "64\r\n" + std::string(100, 'x') + "\r\n";
        if (last > 0)
            bytes += std::to_string(last) + "\r\n" + std::string(last, 'x') + "\r\n";
        return bytes + "0\r\n\r\n";
    };
    CHECK(ask(server, counted(1'000)).status == 200);
    CHECK(ask(server, counted(1'001)).status == 413);
    CHECK(ask(server, chunked(10, 0)).status == 200);
    CHECK(ask(server, chunked(10, 1)).status == 413);
}

TEST_CASE("a refusal reaches a caller who is still sending", "[wire]")
{
    EchoServer server{test_settings()};
    Client client{server.port()};
    client.send("POST /a HTTP/1.1\r\n" + host + "Content-Length: 2000000\r\n\r\n");
    client.send(std::string(500'000, 'x'));
    const auto answer = client.receive();
    REQUIRE(answer.has_value());
    CHECK(answer->status == 413);
}

TEST_CASE("pipelined requests are answered in their order, late handlers included", "[wire]")
{
    EchoServer server{test_settings()};
    Client client{server.port()};
    client.send(get("/late") + get("/2") + "POST /3 HTTP/1.1\r\n" + host + "Content-Length: 3\r\n\r\nabc" +
                get("/late?4") + get("/5"));
    for (const auto* body : {"GET /late ", "GET /2 ", "POST /3 abc", "GET /late?4 ", "GET /5 "})
    {
        const auto answer = client.receive();
        REQUIRE(answer.has_value());
        CHECK(answer->body == body);
    }
}

TEST_CASE("a thousand requests fit on one connection", "[wire]")
{
    EchoServer server{test_settings()};
    Client client{server.port()};
    for (int i = 0; i < 1'000; ++i)
    {
        const auto target = "/" + std::to_string(i);
        client.send(get(target));
        const auto answer = client.receive();
        REQUIRE(answer.has_value());
        REQUIRE(answer->body == "GET " + target + " ");
        REQUIRE(answer->header("connection").empty());
    }
    CHECK(server.dispatched() == 1'000);
}

TEST_CASE("the last request that a connection may carry closes it", "[wire]")
{
    auto settings = test_settings();
    settings.requests_per_connection_max = 3;
    EchoServer server{settings};
    Client client{server.port()};
    client.send(get("/1") + get("/2") + get("/3") + get("/4"));
    CHECK(client.receive().value().header("connection").empty());
    CHECK(client.receive().value().header("connection").empty());
    CHECK(client.receive().value().header("connection") == "close");
    CHECK(client.is_closed_by_server());
    CHECK(server.dispatched() == 3);
}

TEST_CASE("HTTP/1.0 that asks to stay is told so", "[wire]")
{
    EchoServer server{test_settings()};
    CHECK(ask(server, "GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").header("connection") ==
          "keep-alive");
}

TEST_CASE("a caller may end its side after the request and still gets the answer", "[wire]")
{
    EchoServer server{test_settings()};
    Client client{server.port()};
    client.send(get("/late"));
    client.finish_sending();
    const auto answer = client.receive();
    REQUIRE(answer.has_value());
    CHECK(answer->body == "GET /late ");
    CHECK(client.is_closed_by_server());
}

TEST_CASE("a request that ends in the middle is told so", "[wire]")
{
    EchoServer server{test_settings()};
    for (const auto& bytes :
         {std::string{"GET /a HTT"}, "POST /a HTTP/1.1\r\n" + host + "Content-Length: 5\r\n\r\nhel"})
    {
        Client client{server.port()};
        client.send(bytes);
        client.finish_sending();
        const auto answer = client.receive();
        REQUIRE(answer.has_value());
        CHECK(answer->status == 400);
        CHECK(answer->body.find("http.incomplete") != std::string::npos);
    }
    CHECK(server.dispatched() == 0);
}

TEST_CASE("an answer of many megabytes arrives whole", "[wire]")
{
    EchoServer server{test_settings()};
    const auto answer = ask(server, get("/big"));
    CHECK(answer.body == std::string(big_bytes, 'x'));
}

TEST_CASE("the caller's trace id becomes the request's id, a wrong one does not", "[wire]")
{
    EchoServer server{test_settings()};
    const auto known =
        ask(server, get("/id", "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n"));
    CHECK(known.header("x-request-id") == "0af7651916cd43dd8448eb211c80319c");
    CHECK(known.body == "0af7651916cd43dd8448eb211c80319c");
    const auto made =
        ask(server, get("/id", "traceparent: 00-00000000000000000000000000000000-b7ad6b7169203331-01\r\n"));
    CHECK(made.header("x-request-id") == made.body);
    CHECK(made.body.size() == 32);
    CHECK(made.body != "00000000000000000000000000000000");
}

TEST_CASE("the moment of receipt is the moment at which the body was complete", "[wire]")
{
    EchoServer server{test_settings()};
    Client client{server.port()};
    client.send("POST /received HTTP/1.1\r\n" + host + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    REQUIRE(client.receive().value().status == 100); // the header has been read
    server.clock.micros += 60'000'000;
    client.send("hello");
    CHECK(client.receive().value().body == "2026-03-02T10:16:00.000000Z");
}

TEST_CASE("only a trusted proxy names the caller's address", "[wire]")
{
    const auto forwarded =
        get("/peer", "X-Forwarded-For: 192.0.2.7, 198.51.100.9\r\nX-Forwarded-Proto: https\r\n");
    {
        EchoServer server{test_settings()};
        CHECK(ask(server, forwarded).body == "127.0.0.1 plain");
    }
    auto settings = test_settings();
    settings.trusted_proxies = {"127.0.0.1"};
    EchoServer server{settings};
    const auto answer = ask(server, forwarded);
    CHECK(answer.body == "198.51.100.9 secure");
    CHECK_FALSE(answer.header("strict-transport-security").empty());
}

} // namespace kori::wire
