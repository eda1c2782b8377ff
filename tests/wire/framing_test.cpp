// Hostile and friendly bytes against a real socket: every row is sent whole and cut into single bytes.
#include "tests/wire/wire_client.hpp"
#include "tests/wire/wire_server.hpp"

#include <catch2/catch.hpp>

#include <vector>

namespace kori::wire
{

namespace
{

enum class After
{
    kept,
    closed,
};

struct Case
{
    const char* because;
    std::string bytes;
    int status;
    After after;
    const char* rule = ""; // of a refusal
};

std::string get(const std::string& lines)
{
    return "GET /a HTTP/1.1\r\n" + lines + "\r\n";
}

std::string post(const std::string& lines, const std::string& body)
{
    return "POST /a HTTP/1.1\r\nHost: localhost\r\n" + lines + "\r\n" + body;
}

std::string repeated(const std::string& text, int times)
{
    std::string result;
    for (int i = 0; i < times; ++i)
        result += text;
    return result;
}

const auto kept = After::kept;
const auto closed = After::closed;
const std::string host = "Host: localhost\r\n";
using namespace std::string_literals;

std::vector<Case> good_cases()
{
    return {
        {"the plainest request", get(host), 200, kept},
        {"a port in Host", get("Host: localhost:8443\r\n"), 200, kept},
        {"an empty port is allowed, RFC 3986 3.2.3", get("Host: localhost:\r\n"), 200, kept},
        {"an IPv6 host", get("Host: [::1]:80\r\n"), 200, kept},
        {"header names in any case", get("hOsT: localhost\r\n"), 200, kept},
        {"no space after the colon", get("Host:localhost\r\n"), 200, kept},
        {"tabs and spaces around a value", get("Host: \t localhost \t\r\n"), 200, kept},
        {"an empty value", get(host + "X-Empty:\r\n"), 200, kept},
        {"bytes above 127 in a value are opaque, RFC 9110 5.5", get(host + "X-Name: J\xc3\xa4rvi\r\n"), 200,
         kept},
        {"one empty line before, RFC 9112 2.2", "\r\n" + get(host), 200, kept},
        {"four empty lines before", repeated("\r\n", 4) + get(host), 200, kept},
        {"HEAD", "HEAD /a HTTP/1.1\r\n" + host + "\r\n", 200, kept},
        {"DELETE without a body", "DELETE /a HTTP/1.1\r\n" + host + "\r\n", 200, kept},
        {"the asterisk with OPTIONS", "OPTIONS * HTTP/1.1\r\n" + host + "\r\n", 200, kept},
        {"absolute form with the same host", "GET http://localhost/a HTTP/1.1\r\n" + host + "\r\n", 200,
         kept},
        {"absolute form, the scheme's own port", "GET http://localhost:80/a HTTP/1.1\r\n" + host + "\r\n",
         200, kept},
        {"absolute form in other case", "GET HTTP://LOCALHOST/a HTTP/1.1\r\n" + host + "\r\n", 200, kept},
        {"absolute form without a path", "GET http://localhost HTTP/1.1\r\n" + host + "\r\n", 200, kept},
        {"escapes and sub-delimiters in the target",
         "GET /a%20b;c=d,e?x=%C3%A4&y=(1)*'!$ HTTP/1.1\r\n" + host + "\r\n", 200, kept},
        {"a body of a known length", post("Content-Length: 5\r\n", "hello"), 200, kept},
        {"a body of length nought", post("Content-Length: 0\r\n", ""), 200, kept},
        {"no length is no body", post("", ""), 200, kept},
        {"GET with a body: read, not left lying", get(host + "Content-Length: 4\r\n") + "GET ", 200, kept},
        {"a chunked body", post("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"), 200,
         kept},
        {"chunked in capitals", post("Transfer-Encoding: CHUNKED\r\n", "A\r\n0123456789\r\n0\r\n\r\n"), 200,
         kept},
        {"an empty chunked body", post("Transfer-Encoding: chunked\r\n", "0\r\n\r\n"), 200, kept},
        {"chunks with extensions",
         post("Transfer-Encoding: chunked\r\n", "3;a=b;c=\"d\"\r\nabc\r\n0\r\n\r\n"), 200, kept},
        {"chunks with a trailer",
         post("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\nX-After: 1\r\n\r\n"), 200, kept},
        {"the caller wants to close", get(host + "Connection: close\r\n"), 200, closed},
        {"close among other options", get(host + "Connection: Keep-Alive, Close\r\n"), 200, closed},
        {"empty options among others", get(host + "Connection: , close,,\r\n"), 200, closed},
        {"HTTP/1.0 closes", "GET /a HTTP/1.0\r\n\r\n", 200, closed},
        {"HTTP/1.0 with a Host", "GET /a HTTP/1.0\r\n" + host + "\r\n", 200, closed},
        {"HTTP/1.0 that asks to stay", "GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 200, kept},
        {"If-Match is a list and may stand twice", get(host + "If-Match: \"a\"\r\nIf-Match: \"b\"\r\n"), 200,
         kept},
        {"an expectation in HTTP/1.0 means nothing", "GET /a HTTP/1.0\r\nExpect: x\r\n\r\n", 200, closed},
        {"a hundred headers", get(host + repeated("X-A: b\r\n", 99)), 200, kept},
        {"a target of the greatest length",
         "GET /" + std::string(8'191, 'a') + " HTTP/1.1\r\n" + host + "\r\n", 200, kept},
    };
}

std::vector<Case> bad_headers()
{
    return {
        {"no Host", get(""), 400, closed, "http.no_host"},
        {"two Hosts", get(host + host), 400, closed, "http.two_hosts"},
        {"two different Hosts", get(host + "Host: evil\r\n"), 400, closed, "http.two_hosts"},
        {"an empty Host", get("Host:\r\n"), 400, closed, "http.bad_host"},
        {"a list of Hosts", get("Host: a, b\r\n"), 400, closed, "http.bad_host"},
        {"user data in Host", get("Host: me@localhost\r\n"), 400, closed, "http.bad_host"},
        {"a path in Host", get("Host: localhost/a\r\n"), 400, closed, "http.bad_host"},
        {"a port that is none", get("Host: localhost:http\r\n"), 400, closed, "http.bad_host"},
        {"a port beyond 65535", get("Host: localhost:65536\r\n"), 400, closed, "http.bad_host"},
        {"a torn IPv6 host", get("Host: [::1\r\n"), 400, closed, "http.bad_host"},
        {"two Hosts in HTTP/1.0", "GET /a HTTP/1.0\r\n" + host + host + "\r\n", 400, closed,
         "http.two_hosts"},
        {"a folded line", get(host + "X-A: b\r\n c\r\n"), 400, closed, "http.folded_line"},
        {"a line folded with a tab", get(host + "X-A: b\r\n\tc\r\n"), 400, closed, "http.folded_line"},
        {"a space before the first header", get(" " + host), 400, closed, "http.folded_line"},
        {"a space before the colon", get("Host : localhost\r\n"), 400, closed, "http.space_before_colon"},
        {"a tab before the colon", get("Host\t: localhost\r\n"), 400, closed, "http.space_before_colon"},
        {"a bare line feed ends a line", get("Host: localhost\nX-A: b\r\n"), 400, closed, "http.bare_lf"},
        {"only line feeds", "GET /a HTTP/1.1\nHost: localhost\n\n", 400, closed, "http.bare_lf"},
        {"a bare carriage return in a value", get("Host: local\rhost\r\n"), 400, closed, "http.bare_cr"},
        {"two carriage returns", get("Host: localhost\r\r\n"), 400, closed, "http.bare_cr"},
        {"a zero in a value", get(host + "X-A: a\0b\r\n"s), 400, closed, "http.control_character"},
        {"a zero in a name", get(host + "X\0A: b\r\n"s), 400, closed, "http.control_character"},
        {"an escape character in a value", get(host + "X-A: \x1b[31m\r\n"), 400, closed,
         "http.control_character"},
        {"a delete character in a value", get(host + "X-A: \x7f\r\n"), 400, closed, "http.control_character"},
        {"no colon", get(host + "nonsense\r\n"), 400, closed, "http.no_colon"},
        {"no name", get(host + ": value\r\n"), 400, closed, "http.bad_header_name"},
        {"a name with a bracket", get(host + "X(A): b\r\n"), 400, closed, "http.bad_header_name"},
        {"a name beyond ASCII", get(host + "X-\xc3\xa4: b\r\n"), 400, closed, "http.bad_header_name"},
        {"two Authorizations", get(host + "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n"), 400,
         closed, "http.doubled_header"},
        {"two Content-Types", get(host + "Content-Type: a/b\r\ncontent-type: c/d\r\n"), 400, closed,
         "http.doubled_header"},
        {"two Idempotency-Keys", get(host + "Idempotency-Key: a\r\nIdempotency-Key: a\r\n"), 400, closed,
         "http.doubled_header"},
        {"two traceparents", get(host + "traceparent: a\r\nTraceparent: b\r\n"), 400, closed,
         "http.doubled_header"},
        {"a connection option that is no token, RFC 9110 7.6.1", get(host + "Connection: close{\r\n"), 400,
         closed, "http.bad_connection"},
        {"two connection options without a comma", get(host + "Connection: close x\r\n"), 400, closed,
         "http.bad_connection"},
        {"an option of a proxy that is no token", get(host + "Proxy-Connection: a\"b\r\n"), 400, closed,
         "http.bad_connection"},
        {"101 headers", get(host + repeated("X-A: b\r\n", 100)), 431, closed, "http.too_many_headers"},
        {"a header beyond 16 KiB", get(host + "X-A: " + std::string(16'400, 'b') + "\r\n"), 431, closed,
         "http.headers_too_large"},
        {"a header without end", get(host).substr(0, 30) + std::string(20'000, 'b'), 431, closed,
         "http.headers_too_large"},
        {"an expectation nobody knows", get(host + "Expect: 200-ok\r\n"), 417, closed,
         "http.unknown_expectation"},
        {"two expectations in a list", get(host + "Expect: 100-continue, x\r\n"), 417, closed,
         "http.unknown_expectation"},
    };
}

std::vector<Case> bad_lines()
{
    return {
        {"five empty lines before", repeated("\r\n", 5) + get(host), 400, closed, "http.empty_lines"},
        {"a line feed before", "\n" + get(host), 400, closed, "http.bare_lf"},
        {"a space before the method", " " + get(host), 400, closed, "http.bad_method"},
        {"a bracket in the method", "GE(T /a HTTP/1.1\r\n" + host + "\r\n", 400, closed, "http.bad_method"},
        {"a greeting of TLS on a plain port", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"s, 400, closed,
         "http.bad_method"},
        {"a method nobody knows", "BREW /a HTTP/1.1\r\n" + host + "\r\n", 501, closed, "http.unknown_method"},
        {"methods are case-sensitive", "get /a HTTP/1.1\r\n" + host + "\r\n", 501, closed,
         "http.unknown_method"},
        {"a method without end", std::string(40, 'A') + " /a HTTP/1.1\r\n\r\n", 501, closed,
         "http.unknown_method"},
        {"CONNECT", "CONNECT localhost:80 HTTP/1.1\r\n" + host + "\r\n", 501, closed, "http.method_refused"},
        {"TRACE", "TRACE /a HTTP/1.1\r\n" + host + "\r\n", 501, closed, "http.method_refused"},
        {"HTTP/0.9", "GET /a\r\n\r\n", 400, closed, "http.bad_request_line"},
        {"only a method", "GET\r\n\r\n", 400, closed, "http.bad_request_line"},
        {"two spaces", "GET  /a HTTP/1.1\r\n" + host + "\r\n", 400, closed, "http.bad_request_line"},
        {"a space in the target", "GET /a b HTTP/1.1\r\n" + host + "\r\n", 400, closed,
         "http.bad_request_line"},
        {"a space after the version", "GET /a HTTP/1.1 \r\n" + host + "\r\n", 400, closed,
         "http.bad_request_line"},
        {"a tab between", "GET\t/a HTTP/1.1\r\n" + host + "\r\n", 400, closed, "http.bad_method"},
        {"HTTP/2.0 in words", "GET /a HTTP/2.0\r\n" + host + "\r\n", 505, closed, "http.version_unsupported"},
        {"the greeting of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, closed,
         "http.version_unsupported"},
        {"HTTP/1.2", "GET /a HTTP/1.2\r\n" + host + "\r\n", 505, closed, "http.version_unsupported"},
        {"HTTP/0.9 in words", "GET /a HTTP/0.9\r\n" + host + "\r\n", 505, closed, "http.version_unsupported"},
        {"lower case", "GET /a http/1.1\r\n" + host + "\r\n", 400, closed, "http.bad_version"},
        {"a short version", "GET /a HTTP/1\r\n" + host + "\r\n", 400, closed, "http.bad_version"},
        {"a long version", "GET /a HTTP/1.10\r\n" + host + "\r\n", 400, closed, "http.bad_version"},
        {"another protocol", "GET /a ICAP/1.0\r\n" + host + "\r\n", 400, closed, "http.bad_version"},
        {"absolute form with another host", "GET http://evil/a HTTP/1.1\r\n" + host + "\r\n", 400, closed,
         "http.other_host"},
        {"absolute form with another port", "GET http://localhost:81/a HTTP/1.1\r\n" + host + "\r\n", 400,
         closed, "http.other_host"},
        {"absolute form with user data", "GET http://a@localhost/a HTTP/1.1\r\n" + host + "\r\n", 400, closed,
         "http.bad_target"},
        {"another scheme", "GET ftp://localhost/a HTTP/1.1\r\n" + host + "\r\n", 400, closed,
         "http.target_form"},
        {"authority form", "GET localhost:80 HTTP/1.1\r\n" + host + "\r\n", 400, closed, "http.target_form"},
        {"a relative target", "GET a HTTP/1.1\r\n" + host + "\r\n", 400, closed, "http.target_form"},
        {"the asterisk with GET", "GET * HTTP/1.1\r\n" + host + "\r\n", 400, closed, "http.target_form"},
        {"a fragment", "GET /a#b HTTP/1.1\r\n" + host + "\r\n", 400, closed, "http.bad_target"},
        {"an angle bracket in the target", "GET /<a> HTTP/1.1\r\n" + host + "\r\n", 400, closed,
         "http.bad_target"},
        {"a torn escape", "GET /a%2 HTTP/1.1\r\n" + host + "\r\n", 400, closed, "http.bad_target"},
        {"an escape that is none", "GET /a%zz HTTP/1.1\r\n" + host + "\r\n", 400, closed, "http.bad_target"},
        {"an escaped zero", "GET /a%00b HTTP/1.1\r\n" + host + "\r\n", 400, closed, "http.bad_target"},
        {"letters beyond ASCII in the target", "GET /\xc3\xa4 HTTP/1.1\r\n" + host + "\r\n", 400, closed,
         "http.bad_target"},
        {"a zero in the target", "GET /a\0b HTTP/1.1\r\n"s + host + "\r\n", 400, closed,
         "http.control_character"},
        {"a target beyond 8 KiB", "GET /" + std::string(8'192, 'a') + " HTTP/1.1\r\n" + host + "\r\n", 414,
         closed, "http.target_too_long"},
    };
}

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

void check(EchoServer& server, const Case& row, bool is_cut)
{
    INFO(row.because << (is_cut ? " (cut into single bytes)" : " (whole)"));
    const auto before = server.dispatched();
    Client client{server.port()};
    if (is_cut)
        client.send_bytewise(row.bytes);
    else
        client.send(row.bytes);
    const bool is_head = row.bytes.substr(0, 4) == "HEAD";
    const auto answer = client.receive(is_head);
    CHECK(answer.has_value());
    if (!answer)
        return;
    CHECK(answer->status == row.status);
    if (row.status == 200)
        CHECK(server.dispatched() == before + 1);
    else
    {
        CHECK(server.dispatched() == before);
        CHECK(answer->header("content-type") == "application/problem+json");
        const auto type = "{\"type\":\"urn:kori:rule:" + std::string{row.rule} + "\",";
        CHECK(answer->body.substr(0, type.size()) == type);
        // The members of every refusal, as the published description has them.
        const auto end = R"("status":)" + std::to_string(row.status) + R"(,"instance":"urn:kori:request:)" +
                         answer->header("x-request-id") + R"(","rule":")" + std::string{row.rule} + R"("})";
        CHECK(answer->body.ends_with(end));
    }
    if (row.after == After::closed)
    {
        CHECK(answer->header("connection") == "close");
        CHECK(client.is_closed_by_server());
        return;
    }
    client.send(get(host));
    const auto next = client.receive();
    REQUIRE(next.has_value());
    CHECK(next->status == 200);
    CHECK(next->body == "GET /a ");
}

void check_all(const std::vector<Case>& rows)
{
    EchoServer server{test_settings()};
    for (const auto& row : rows)
    {
        check(server, row, false);
        check(server, row, true);
    }
}

} // namespace

TEST_CASE("a well-formed request is answered, whole or byte by byte", "[wire][framing]")
{
    check_all(good_cases());
}

TEST_CASE("a header that two readers could read differently gets a refusal as an answer", "[wire][framing]")
{
    check_all(bad_headers());
}

TEST_CASE("a request line out of form gets a refusal as an answer", "[wire][framing]")
{
    check_all(bad_lines());
}

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
