#include "core/observe/log.hpp"

#include "core/base/instant.hpp"
#include "core/json/reader.hpp"

#include <catch2/catch.hpp>

#include <thread>
#include <vector>

using namespace kori;

namespace
{

// Collects the lines while it lives.
struct Lines
{
    std::vector<std::string> lines;
    Lines()
    {
        observe::set_log_sink([this](std::string_view line) { lines.emplace_back(line); });
    }
    ~Lines() { observe::set_log_sink({}); }
    Lines(const Lines&) = delete;
    Lines& operator=(const Lines&) = delete;
};

} // namespace

TEST_CASE("a log line is one JSON object with instant, level, event and facts", "[observe]")
{
    Lines sink;
    observe::log(observe::Level::warning, "store.slow", {{"micros", 12'000}, {"place", "a\nb"}});
    REQUIRE(sink.lines.size() == 1);
    CHECK(sink.lines[0].find('\n') == std::string::npos);
    const auto line = json::read(sink.lines[0]);
    REQUIRE(line);
    CHECK(parse_instant(line->at("at").text()));
    CHECK(line->at("level").text() == "warning");
    CHECK(line->at("event").text() == "store.slow");
    CHECK(line->at("micros").integer() == 12'000);
    CHECK(line->at("place").text() == "a\nb");
}

TEST_CASE("a line comes out also for bytes that are no text and for names that collide", "[observe]")
{
    Lines sink;
    observe::log(observe::Level::error, "odd", {{"event", "fact"}, {"bytes", "a\xff\n"}, {"bytes", 2}});
    REQUIRE(sink.lines.size() == 1);
    const auto line = json::read(sink.lines[0]);
    REQUIRE(line);
    CHECK(line->at("event").text() == "odd");
    CHECK(line->at("event_").text() == "fact");
    CHECK(line->at("bytes").text() == "a??");
    CHECK(line->at("bytes_").integer() == 2);
}

TEST_CASE("lines of several threads do not mix", "[observe]")
{
    Lines sink;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back(
            [t]
            {
                for (int i = 0; i < 250; ++i)
                    observe::log(observe::Level::info, "tick", {{"thread", t}, {"number", i}});
            });
    for (auto& thread : threads)
        thread.join();
    REQUIRE(sink.lines.size() == 1'000);
    for (const auto& line : sink.lines)
        REQUIRE(json::read(line));
}
