#include "core/net/header_guard.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace kori::net
{

namespace
{

std::string judge(const std::string& bytes, std::size_t step, const GuardLimits& limits = {})
{
    HeaderGuard guard{limits};
    auto progress = Progress::need_more;
    for (std::size_t size = step; progress == Progress::need_more; size += step)
    {
        progress = guard.scan(std::string_view{bytes}.substr(0, size));
        if (size >= bytes.size())
            break;
    }
    if (progress == Progress::need_more)
        return "need more";
    return progress == Progress::passed ? "passed" : std::string{guard.rule().name};
}

const std::vector<std::string>& good_requests()
{
    static const std::vector<std::string> requests{
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "\r\n\r\nGET /a?b=%20c HTTP/1.1\r\nHost: [::1]:8443\r\nAccept: a\r\nAccept: b\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 12\r\nExpect: 100-continue\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close, te\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET https://x:443/a HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
        "PATCH /a HTTP/1.1\r\nHost:x\r\nX-Empty:\r\nX-Tab:\ta\tb\t\r\nIf-Match: \"1\"\r\n\r\n",
    };
    return requests;
}

} // namespace

TEST_CASE("every prefix of a good header asks for more, and the whole passes", "[net][guard]")
{
    for (const auto& request : good_requests())
    {
        INFO(request);
        for (std::size_t size = 0; size < request.size(); ++size)
        {
            HeaderGuard guard{GuardLimits{}};
            REQUIRE(guard.scan(request.substr(0, size)) == Progress::need_more);
        }
        HeaderGuard guard{GuardLimits{}};
        REQUIRE(guard.scan(request) == Progress::passed);
        CHECK(guard.frame().skipped_bytes + guard.frame().header_bytes == request.size());
    }
}

TEST_CASE("the verdict does not depend on how the bytes are cut", "[net][guard]")
{
    // Every good request with every one of its bytes replaced by every one of these.
    const std::string marks{"\0\r\n\t :,x\x7f\x80", 10};
    std::size_t refused = 0;
    for (const auto& request : good_requests())
    {
        for (std::size_t at = 0; at < request.size(); ++at)
        {
            for (const char mark : marks)
            {
                auto changed = request;
                changed[at] = mark;
                const auto whole = judge(changed, changed.size());
                INFO(changed << " at " << at);
                REQUIRE(judge(changed, 1) == whole);
                REQUIRE(judge(changed, 7) == whole);
                refused += whole != "passed" && whole != "need more" ? 1U : 0U;
            }
        }
    }
    CHECK(refused > 1'000); // the changes do hurt
}

TEST_CASE("what follows the header is not looked at", "[net][guard]")
{
    HeaderGuard guard{GuardLimits{}};
    const std::string request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    CHECK(guard.scan(request + "\0\n\r garbage") == Progress::passed);
    CHECK(guard.frame().header_bytes == request.size());
}

TEST_CASE("the frame says what the connection must know", "[net][guard]")
{
    const auto frame_of = [](const std::string& request)
    {
        HeaderGuard guard{GuardLimits{}};
        REQUIRE(guard.scan(request) == Progress::passed);
        return guard.frame();
    };
    const auto post =
        frame_of("POST /a?b HTTP/1.1\r\nHost: x\r\nContent-Length: 0012\r\nExpect: 100-Continue\r\n\r\n");
    CHECK(post.method == http::Method::post);
    CHECK(post.target == "/a?b");
    CHECK(post.content_length == 12U);
    CHECK(post.has_body());
    CHECK(post.expects_continue);
    CHECK(post.keeps_alive);
    CHECK_FALSE(post.is_chunked);

    CHECK(frame_of("GET http://x HTTP/1.1\r\nHost: X:80\r\n\r\n").target == "/");
    CHECK(frame_of("GET http://x?q HTTP/1.1\r\nHost: x\r\n\r\n").target == "/?q");
    CHECK(frame_of("OPTIONS http://x HTTP/1.1\r\nHost: x\r\n\r\n").target == "*");
    CHECK(frame_of("GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n").is_chunked);
    CHECK_FALSE(frame_of("GET / HTTP/1.0\r\n\r\n").keeps_alive);
    CHECK(frame_of("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").keeps_alive);
    CHECK_FALSE(
        frame_of("GET / HTTP/1.1\r\nHost: x\r\nConnection: a\r\nConnection: b, CLOSE\r\n\r\n").keeps_alive);
    CHECK_FALSE(frame_of("GET / HTTP/1.0\r\nExpect: 100-continue\r\n\r\n").expects_continue);
}

TEST_CASE("each limit lets through what it names and refuses one more", "[net][guard]")
{
    GuardLimits limits;
    limits.header_bytes_max = 200;
    limits.target_bytes_max = 50;
    limits.headers_max = 3;
    const auto request = [](std::size_t target, int headers, std::size_t total)
    {
        std::string bytes = "GET /" + std::string(target - 1, 'a') + " HTTP/1.1\r\nHost: x\r\n";
        for (int i = 1; i < headers; ++i)
            bytes += "A: b\r\n";
        if (total > 0)
        {
            bytes.resize(bytes.size() - 2);
            bytes += std::string(total - bytes.size() - 4, 'c') + "\r\n";
        }
        return bytes + "\r\n";
    };
    CHECK(judge(request(50, 1, 0), 1, limits) == "passed");
    CHECK(judge(request(51, 1, 0), 1, limits) == "http.target_too_long");
    CHECK(judge(request(5, 3, 0), 1, limits) == "passed");
    CHECK(judge(request(5, 4, 0), 1, limits) == "http.too_many_headers");
    CHECK(judge(request(5, 3, 200), 1, limits) == "passed");
    CHECK(judge(request(5, 3, 201), 1, limits) == "http.headers_too_large");
}

TEST_CASE("empty lines before a request do not count as its header", "[net][guard]")
{
    GuardLimits limits;
    limits.header_bytes_max = 27; // exactly this request
    limits.target_bytes_max = 20;
    const std::string request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    CHECK(judge(request, 1, limits) == "passed");
    CHECK(judge("\r\n\r\n" + request, 1, limits) == "passed");
}

TEST_CASE("a guard with nothing but empty lines has not begun", "[net][guard]")
{
    HeaderGuard guard{GuardLimits{}};
    guard.scan("\r\n");
    CHECK_FALSE(guard.has_begun());
    guard.scan("\r\nG");
    CHECK(guard.has_begun());
}

TEST_CASE("a Content-Length of 18 digits is a number, one of 19 is refused", "[net][guard]")
{
    const auto request = [](const std::string& length)
    { return "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n"; };
    HeaderGuard guard{GuardLimits{}};
    REQUIRE(guard.scan(request("999999999999999999")) == Progress::passed);
    CHECK(guard.frame().content_length == 999'999'999'999'999'999U);
    CHECK(judge(request("1000000000000000000"), 1) == "http.bad_length");
}

TEST_CASE("a Connection that is no list of tokens is refused before the parser sees it", "[net][guard]")
{
    for (const std::string name : {"Connection", "Proxy-Connection"})
    {
        const auto verdict = [&](const std::string& value)
        { return judge("GET / HTTP/1.1\r\nHost: x\r\n" + name + ": " + value + "\r\n\r\n", 1); };
        CHECK(verdict("close, x-a, keep-alive") == "passed");
        CHECK(verdict(", close,,") == "passed");
        CHECK(verdict("close{") == "http.bad_connection");
        CHECK(verdict("close x") == "http.bad_connection");
        CHECK(verdict("a, \xef") == "http.bad_connection");
    }
}

} // namespace kori::net
