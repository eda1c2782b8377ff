#include "core/net/body_reader.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace kori::net
{

namespace
{

struct Read
{
    Intake intake = Intake::need_more;
    std::string body;
    std::string left; // belongs to the next request
    bool operator==(const Read&) const = default;
};

// Feeds a message as the connection does, in pieces that end at the given places.
Read read(const std::string& message, const std::vector<std::size_t>& ends)
{
    HeaderGuard guard{GuardLimits{}};
    REQUIRE(guard.scan(message) == Progress::passed);
    BodyReader reader{16'384, 1'000};
    const auto header_bytes = guard.frame().header_bytes;
    REQUIRE(reader.take_header(message.substr(0, header_bytes), guard.frame()));

    Read result;
    std::string bytes;
    std::size_t from = header_bytes;
    for (auto end : ends)
    {
        end = std::min(end, message.size());
        if (end <= from || result.intake != Intake::need_more)
            continue;
        bytes += message.substr(from, end - from);
        from = end;
        std::size_t used = 0;
        result.intake = reader.take(bytes, used);
        bytes.erase(0, used);
    }
    result.left = bytes + message.substr(from);
    if (result.intake == Intake::whole)
        result.body = reader.release_body();
    return result;
}

const std::string chunked = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";

} // namespace

TEST_CASE("a body is read alike however it is cut into two or three pieces", "[net][body]")
{
    const std::vector<std::string> messages{
        chunked + "0\r\n\r\n",
        chunked + "3\r\nabc\r\n0\r\n\r\nGET /",
        chunked + "3;a=b\r\nabc\r\n10\r\n0123456789abcdef\r\n000\r\nX-A: b\r\n\r\nGET /",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\n\r\n0\r\n\r\n12GET /",
    };
    for (const auto& message : messages)
    {
        const auto whole = read(message, {message.size()});
        REQUIRE(whole.intake == Intake::whole);
        for (std::size_t first = 0; first <= message.size(); ++first)
        {
            for (std::size_t second = first; second <= message.size(); ++second)
            {
                INFO(message << " cut at " << first << " and " << second);
                REQUIRE(read(message, {first, second, message.size()}) == whole);
            }
        }
        std::vector<std::size_t> every;
        for (std::size_t end = 0; end <= message.size(); ++end)
            every.push_back(end);
        CHECK(read(message, every) == whole);
    }
}

TEST_CASE("what a chunked body says is what is read", "[net][body]")
{
    const auto result = read(chunked + "3\r\nabc\r\n2\r\nde\r\n0\r\nA: b\r\n\r\nrest", {1'000});
    CHECK(result.intake == Intake::whole);
    CHECK(result.body == "abcde");
    CHECK(result.left == "rest");
    CHECK(read(chunked + "3e9\r\n", {1'000}).intake == Intake::too_large); // 1001
    CHECK(read(chunked + "3e8\r\n", {1'000}).intake == Intake::need_more);
    CHECK(read(chunked + "x\r\n", {1'000}).intake == Intake::malformed);
}

} // namespace kori::net
