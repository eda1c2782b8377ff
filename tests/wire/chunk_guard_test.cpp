#include "core/net/chunk_guard.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace kori::net
{

namespace
{

std::string judge(const std::string& bytes, std::size_t step, std::size_t body_bytes_max = 1'000)
{
    ChunkGuard guard{body_bytes_max};
    auto progress = Progress::need_more;
    for (std::size_t at = 0; at < bytes.size() && progress == Progress::need_more; at += step)
        progress = guard.scan(std::string_view{bytes}.substr(at, step));
    if (progress == Progress::need_more)
        return "need more";
    return progress == Progress::passed ? "passed" : std::string{guard.rule().name};
}

const std::vector<std::string>& good_bodies()
{
    static const std::vector<std::string> bodies{
        "0\r\n\r\n",
        "3\r\nabc\r\n0\r\n\r\n",
        "0003;a=\"b c\";d\r\n\r\n\r\r\n1\r\nx\r\n000\r\nX-A: b\r\nY:\r\n\r\n",
    };
    return bodies;
}

} // namespace

TEST_CASE("every prefix of a good chunked body asks for more, and the whole passes", "[net][guard]")
{
    for (const auto& body : good_bodies())
    {
        INFO(body);
        for (std::size_t size = 0; size < body.size(); ++size)
            REQUIRE(judge(body.substr(0, size), body.size()) == "need more");
        CHECK(judge(body, body.size()) == "passed");
        CHECK(judge(body + "\nwhatever follows", 1'000) == "passed");
    }
}

TEST_CASE("the verdict on a chunked body does not depend on how it is cut", "[net][guard]")
{
    const std::string marks{"\0\r\n\t :;,x9\x7f\x80", 12};
    for (const auto& body : good_bodies())
    {
        for (std::size_t at = 0; at < body.size(); ++at)
        {
            for (const char mark : marks)
            {
                auto changed = body;
                changed[at] = mark;
                INFO(changed << " at " << at);
                const auto whole = judge(changed, changed.size());
                REQUIRE(judge(changed, 1) == whole);
                REQUIRE(judge(changed, 3) == whole);
            }
        }
    }
}

TEST_CASE("the sum of the chunks is held to the body's limit", "[net][guard]")
{
    CHECK(judge("5\r\nabcde\r\n5\r\nabcde\r\n0\r\n\r\n", 1, 10) == "passed");
    CHECK(judge("5\r\nabcde\r\n5\r\nabcde\r\n0\r\n\r\n", 1, 9) == "http.body_too_large");
    CHECK(judge("FFFFFFFFFFFFFFF\r\n", 1) == "http.body_too_large"); // 15 digits
    CHECK(judge("0FFFFFFFFFFFFFFF\r\n", 1) == "http.bad_chunk");     // 16
}

TEST_CASE("a quoted text of an extension ends on its own line", "[net][guard]")
{
    CHECK(judge("1;a=\"b\\\"c\"\r\nx\r\n0\r\n\r\n", 1) == "passed");
    CHECK(judge("1;a=\"b\r\nx\"\r\n0\r\n\r\n", 1) == "http.bad_chunk");
    CHECK(judge("1;a=\"b\\\"\r\nx\r\n0\r\n\r\n", 1) == "http.bad_chunk");
}

TEST_CASE("extensions and trailers are bounded", "[net][guard]")
{
    CHECK(judge("1;" + std::string(255, 'a') + "\r\nx\r\n0\r\n\r\n", 1) == "passed");
    CHECK(judge("1;" + std::string(256, 'a') + "\r\nx\r\n0\r\n\r\n", 1) == "http.bad_chunk");
    CHECK(judge("0\r\nA:" + std::string(2'043, 'b') + "\r\n\r\n", 1) == "passed");
    CHECK(judge("0\r\nA:" + std::string(2'044, 'b') + "\r\n\r\n", 1) == "http.bad_chunk");
}

} // namespace kori::net
