// A body whose end is in doubt: nothing hides behind a request.
#include "tests/wire/framing_case.hpp"

#include <catch2/catch.hpp>

namespace kori::wire
{

namespace
{

using namespace std::string_literals;

std::vector<Case> bad_lengths()
{
    const auto chunked = [](const std::string& body) { return post("Transfer-Encoding: chunked\r\n", body); };
    return {
        {"two lengths", post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello"), 400, closed,
         "http.two_lengths"},
        {"the same length twice", post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"), 400, closed,
         "http.two_lengths"},
        {"a list of lengths", post("Content-Length: 5, 5\r\n", "hello"), 400, closed, "http.bad_length"},
        {"a plus sign", post("Content-Length: +5\r\n", "hello"), 400, closed, "http.bad_length"},
        {"a minus sign", post("Content-Length: -5\r\n", "hello"), 400, closed, "http.bad_length"},
        {"hexadecimal", post("Content-Length: 0x5\r\n", "hello"), 400, closed, "http.bad_length"},
        {"a fraction", post("Content-Length: 5.0\r\n", "hello"), 400, closed, "http.bad_length"},
        {"no number", post("Content-Length:\r\n", "hello"), 400, closed, "http.bad_length"},
        {"beyond 64 bits", post("Content-Length: 18446744073709551617\r\n", "h"), 400, closed,
         "http.bad_length"},
        {"beyond the limit", post("Content-Length: 1048577\r\n", ""), 413, closed, "http.body_too_large"},
        {"length and coding", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400,
         closed, "http.length_and_coding"},
        {"coding and length", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"), 400,
         closed, "http.length_and_coding"},
        {"chunked in HTTP/1.0", "POST /a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
         closed, "http.coding_in_http_1_0"},
        {"an unknown coding", post("Transfer-Encoding: gzip\r\n", ""), 501, closed, "http.unknown_coding"},
        {"an unknown coding before chunked", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 501,
         closed, "http.unknown_coding"},
        {"chunked is not the last", post("Transfer-Encoding: chunked, gzip\r\n", "0\r\n\r\n"), 400, closed,
         "http.coding_not_final"},
        {"not the last, over two lines",
         post("Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n", "0\r\n\r\n"), 400, closed,
         "http.coding_not_final"},
        {"chunked twice", post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"), 400, closed,
         "http.coding_not_final"},
        {"identity is gone since RFC 7230", post("Transfer-Encoding: identity\r\n", ""), 501, closed,
         "http.unknown_coding"},
        {"almost chunked", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 501, closed,
         "http.unknown_coding"},
        {"chunked with a parameter", post("Transfer-Encoding: chunked;a=b\r\n", "0\r\n\r\n"), 501, closed,
         "http.unknown_coding"},
        {"an empty coding", post("Transfer-Encoding:\r\n", ""), 400, closed, "http.bad_coding"},
        {"a comma too many", post("Transfer-Encoding: ,chunked\r\n", "0\r\n\r\n"), 400, closed,
         "http.bad_coding"},
        {"a chunk's size is no number", chunked("x\r\nabc\r\n0\r\n\r\n"), 400, closed, "http.bad_chunk"},
        {"a chunk's size with a sign", chunked("-3\r\nabc\r\n0\r\n\r\n"), 400, closed, "http.bad_chunk"},
        {"a chunk's size with 0x", chunked("0x3\r\nabc\r\n0\r\n\r\n"), 400, closed, "http.bad_chunk"},
        {"a chunk's size beyond 64 bits", chunked("10000000000000003\r\nabc\r\n0\r\n\r\n"), 400, closed,
         "http.bad_chunk"},
        {"a chunk ends with a line feed only", chunked("3\nabc\r\n0\r\n\r\n"), 400, closed, "http.bad_chunk"},
        {"a chunk longer than it says", chunked("3\r\nabcd\r\n0\r\n\r\n"), 400, closed, "http.bad_chunk"},
        {"a line feed in an extension", chunked("3;a\nb\r\nabc\r\n0\r\n\r\n"), 400, closed, "http.bad_chunk"},
        {"a space before a chunk's size", chunked(" 3\r\nabc\r\n0\r\n\r\n"), 400, closed, "http.bad_chunk"},
        {"a space after a chunk's size", chunked("3 \r\nabc\r\n0\r\n\r\n"), 400, closed, "http.bad_chunk"},
        {"no chunk's size", chunked("\r\nabc\r\n0\r\n\r\n"), 400, closed, "http.bad_chunk"},
        {"an extension without a size", chunked(";a=b\r\nabc\r\n0\r\n\r\n"), 400, closed, "http.bad_chunk"},
        {"a carriage return alone in an extension", chunked("3;a\rb\r\nabc\r\n0\r\n\r\n"), 400, closed,
         "http.bad_chunk"},
        {"a zero in an extension", chunked("3;a=\0\r\nabc\r\n0\r\n\r\n"s), 400, closed, "http.bad_chunk"},
        {"a chunk's size with an underscore", chunked("0_3\r\nabc\r\n0\r\n\r\n"), 400, closed,
         "http.bad_chunk"},
        {"a trailer without a colon", chunked("0\r\nnonsense\r\n\r\n"), 400, closed, "http.bad_chunk"},
        {"a trailer that ends with a line feed", chunked("0\r\nA: b\n\r\n"), 400, closed, "http.bad_chunk"},
        {"a trailer with a space before its colon", chunked("0\r\nA : b\r\n\r\n"), 400, closed,
         "http.bad_chunk"},
        {"a folded trailer", chunked("0\r\nA: b\r\n c\r\n\r\n"), 400, closed, "http.bad_chunk"},
        {"a trailer with a second length", chunked("0\r\nContent-Length: 5\r\n\r\n"), 400, closed,
         "http.bad_chunk"},
        {"a trailer with a coding", chunked("0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400, closed,
         "http.bad_chunk"},
        {"a trailer without end", chunked("0\r\nA: " + std::string(20'000, 'b')), 400, closed,
         "http.bad_chunk"},
        {"an extension of 257 bytes", chunked("3;" + std::string(256, 'b') + "\r\nabc\r\n0\r\n\r\n"), 400,
         closed, "http.bad_chunk"},
        {"an extension without end", chunked("3;a=" + std::string(9'000, 'b')), 400, closed,
         "http.bad_chunk"},
        {"a chunk beyond the limit", chunked("100001\r\n"), 413, closed, "http.body_too_large"},
    };
}

} // namespace

TEST_CASE("a body whose end is in doubt gets a refusal as an answer", "[wire][framing]")
{
    check_all(bad_lengths());
}

TEST_CASE("nothing behind a refused request is ever read as a request", "[wire][framing][smuggling]")
{
    const auto hidden = "POST /hidden HTTP/1.1\r\n" + host + "Content-Length: 0\r\n\r\n";
    const std::vector<Case> rows{
        {"CL.TE", post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400, closed},
        {"TE.CL", post("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "0\r\n\r\n"), 400, closed},
        {"TE.TE with a disguised second one",
         post("Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n", "0\r\n\r\n"), 400, closed},
        {"TE behind a space", post("Transfer-Encoding : chunked\r\nContent-Length: 0\r\n", ""), 400, closed},
        {"TE behind a vertical tab",
         post("Transfer-Encoding:\x0b"
              "chunked\r\nContent-Length: 0\r\n",
              ""),
         400, closed},
        {"TE folded", post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n"), 400, closed},
        {"two lengths", post("Content-Length: 0\r\nContent-Length: 44\r\n", ""), 400, closed},
        {"a length with a sign", post("Content-Length: +0\r\n", ""), 400, closed},
        {"a chunk that ends early", post("Transfer-Encoding: chunked\r\n", "1\r\nZZ\r\n0\r\n\r\n"), 400,
         closed},
        {"a bare line feed ends the header", "POST /a HTTP/1.1\r\n" + host + "Content-Length: 0\n\r\n", 400,
         closed},
        {"an unknown coding", post("Transfer-Encoding: cow\r\n", ""), 501, closed},
        {"another host", "GET http://evil/ HTTP/1.1\r\n" + host + "\r\n", 400, closed},
    };
    EchoServer server{test_settings()};
    for (const auto& row : rows)
    {
        INFO(row.because);
        Client client{server.port()};
        client.send(row.bytes + hidden + hidden);
        const auto answer = client.receive();
        REQUIRE(answer.has_value());
        CHECK(answer->status == row.status);
        CHECK(client.rest().empty());
    }
    CHECK(server.dispatched() == 0);
}

TEST_CASE("nothing behind a request that closes is read", "[wire][framing][smuggling]")
{
    EchoServer server{test_settings()};
    Client client{server.port()};
    client.send(get(host + "Connection: close\r\n") + get(host));
    const auto answer = client.receive();
    REQUIRE(answer.has_value());
    CHECK(answer->status == 200);
    CHECK(client.rest().empty());
    CHECK(server.dispatched() == 1);
}

TEST_CASE("a trailer never becomes a header", "[wire][framing][smuggling]")
{
    EchoServer server{test_settings()};
    Client client{server.port()};
    client.send("POST /headers HTTP/1.1\r\n" + host +
                "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nAuthorization: Bearer stolen\r\n\r\n");
    const auto answer = client.receive();
    REQUIRE(answer.has_value());
    CHECK(answer->body == "host=localhost\ntransfer-encoding=chunked\n");
}

} // namespace kori::wire
