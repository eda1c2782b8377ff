#include "core/net/answer.hpp"

#include <catch2/catch.hpp>

namespace kori::net
{

TEST_CASE("a date is written as HTTP wants it", "[net][answer]")
{
    struct Case
    {
        const char* because;
        const char* instant;
        const char* date;
    };
    const auto cases = {
        Case{"the example of RFC 9110 5.6.7", "1994-11-06T08:49:37Z", "Sun, 06 Nov 1994 08:49:37 GMT"},
        Case{"a leap day, last second", "2028-02-29T23:59:59.999999Z", "Tue, 29 Feb 2028 23:59:59 GMT"},
        Case{"the first second of a year", "2026-01-01T00:00:00Z", "Thu, 01 Jan 2026 00:00:00 GMT"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK(http_date(*parse_instant(c.instant)) == c.date);
    }
}

TEST_CASE("a traceparent gives its trace id only when it is well-formed", "[net][answer]")
{
    const std::string trace = "0af7651916cd43dd8448eb211c80319c";
    const std::string rest = "-b7ad6b7169203331-01";
    CHECK(trace_id("00-" + trace + rest) == trace);
    CHECK(trace_id("01-" + trace + rest + "-more") == trace);
    struct Case
    {
        const char* because;
        std::string text;
    };
    const auto cases = {
        Case{"version 00 has nothing more", "00-" + trace + rest + "-more"},
        Case{"a later version goes on after a hyphen only", "01-" + trace + rest + "more"},
        Case{"version ff is forbidden", "ff-" + trace + rest},
        Case{"capitals are forbidden", "00-0AF7651916cd43dd8448eb211c80319c" + rest},
        Case{"a trace of noughts", "00-" + std::string(32, '0') + rest},
        Case{"a parent of noughts", "00-" + trace + "-0000000000000000-01"},
        Case{"one digit too few", "00-" + trace.substr(1) + rest},
        Case{"other separators", "00_" + trace + rest},
        Case{"a letter beyond f in the flags", "00-" + trace + "-b7ad6b7169203331-0g"},
        Case{"nothing", ""},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK_FALSE(trace_id(c.text).has_value());
    }
}

TEST_CASE("made request ids have 32 digits and do not repeat", "[net][answer]")
{
    const auto one = new_request_id();
    CHECK(one.size() == 32);
    CHECK(one.find_first_not_of("0123456789abcdef") == std::string::npos);
    CHECK(one != new_request_id());
}

TEST_CASE("an answer with a broken header or status is not sendable", "[net][answer]")
{
    const auto with = [](std::string name, std::string value)
    {
        http::Response answer;
        answer.set(std::move(name), std::move(value));
        return answer;
    };
    CHECK(is_sendable(with("ETag", "\"a\"")));
    CHECK(is_sendable(with("X-Empty", "")));
    CHECK_FALSE(is_sendable(with("X", "a\r\nb")));
    CHECK_FALSE(is_sendable(with("X", "a\nb")));
    CHECK_FALSE(is_sendable(with("X", std::string("a\0b", 3))));
    CHECK_FALSE(is_sendable(with("X Y", "a")));
    CHECK_FALSE(is_sendable(with("X:", "a")));
    CHECK_FALSE(is_sendable(with("", "a")));
    http::Response answer;
    for (const auto& [status, is_good] :
         {std::pair{199, false}, {200, true}, {599, true}, {600, false}, {100, false}})
    {
        answer.status = status;
        CHECK(is_sendable(answer) == is_good);
    }
}

TEST_CASE("a head is written in full", "[net][answer]")
{
    http::Response answer;
    answer.status = 201;
    answer.set("Location", "/api/v1/offers/1");
    answer.set("Content-Security-Policy", "default-src 'self'");
    answer.body = "{}";
    AnswerFrame frame;
    frame.is_secure = true;
    frame.request_id = "7";
    frame.now = *parse_instant("1994-11-06T08:49:37Z");
    CHECK(render_head(answer, frame) == "HTTP/1.1 201 Created\r\n"
                                        "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
                                        "Location: /api/v1/offers/1\r\n"
                                        "Content-Security-Policy: default-src 'self'\r\n"
                                        "X-Content-Type-Options: nosniff\r\n"
                                        "Referrer-Policy: no-referrer\r\n"
                                        "Cross-Origin-Resource-Policy: same-origin\r\n"
                                        "Cache-Control: no-store\r\n"
                                        "X-Frame-Options: DENY\r\n"
                                        "Permissions-Policy: camera=(), geolocation=(), microphone=()\r\n"
                                        "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n"
                                        "X-Request-Id: 7\r\n"
                                        "Content-Length: 2\r\n"
                                        "\r\n");
}

} // namespace kori::net
