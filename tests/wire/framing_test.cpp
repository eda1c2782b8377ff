// Hostile and friendly bytes against a real socket: every row is sent whole and cut into single bytes.
#include "tests/wire/framing_case.hpp"

#include <catch2/catch.hpp>

namespace kori::wire
{

namespace
{

using namespace std::string_literals;

std::string repeated(const std::string& text, int times)
{
    std::string result;
    for (int i = 0; i < times; ++i)
        result += text;
    return result;
}

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

} // namespace kori::wire
