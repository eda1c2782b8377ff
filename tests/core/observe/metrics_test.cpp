#include "core/observe/metrics.hpp"

#include "core/base/promise.hpp"

#include <catch2/catch.hpp>

#include <thread>

using namespace kori;

TEST_CASE("counters and gauges are written in the Prometheus text form", "[observe]")
{
    observe::Metrics metrics;
    metrics.describe("kori_requests_total", "Requests by \\ status.\nSecond line.");
    metrics.describe("kori_queue", "Waiting jobs.");
    metrics.describe("kori_unused", "Never counted.");
    metrics.count("kori_requests_total", {{"route", "/a"}, {"status", "200"}});
    metrics.count("kori_requests_total", {{"route", "/a"}, {"status", "200"}}, 2);
    metrics.count("kori_requests_total", {{"route", "\"\\\n"}, {"status", "404"}});
    metrics.gauge("kori_queue", 7);
    metrics.gauge("kori_queue", -3);
    CHECK(metrics.render() == "# HELP kori_queue Waiting jobs.\n"
                              "# TYPE kori_queue gauge\n"
                              "kori_queue -3\n"
                              "# HELP kori_requests_total Requests by \\\\ status.\\nSecond line.\n"
                              "# TYPE kori_requests_total counter\n"
                              "kori_requests_total{route=\"/a\",status=\"200\"} 3\n"
                              "kori_requests_total{route=\"\\\"\\\\\\n\",status=\"404\"} 1\n");
}

TEST_CASE("a histogram counts both sides of a bucket's limit and sums in seconds", "[observe]")
{
    observe::Metrics metrics;
    metrics.describe("kori_request_seconds", "Time of a request.");
    for (const std::int64_t micros : {0, 100, 101, 10'000'000, 10'000'001, -5})
        metrics.observe_micros("kori_request_seconds", micros, {{"route", "/a"}});
    const auto text = metrics.render();
    const auto has = [&text](const std::string& line)
    { return text.find('\n' + line + '\n') != std::string::npos; };
    CHECK(has("# TYPE kori_request_seconds histogram"));
    CHECK(has("kori_request_seconds_bucket{route=\"/a\",le=\"0.0001\"} 3"));
    CHECK(has("kori_request_seconds_bucket{route=\"/a\",le=\"0.00025\"} 4"));
    CHECK(has("kori_request_seconds_bucket{route=\"/a\",le=\"5\"} 4"));
    CHECK(has("kori_request_seconds_bucket{route=\"/a\",le=\"10\"} 5"));
    CHECK(has("kori_request_seconds_bucket{route=\"/a\",le=\"+Inf\"} 6"));
    CHECK(has("kori_request_seconds_sum{route=\"/a\"} 20.000202"));
    CHECK(has("kori_request_seconds_count{route=\"/a\"} 6"));
}

TEST_CASE("a name that nobody described, a bad name and a changed kind are broken promises", "[observe]")
{
    observe::Metrics metrics;
    CHECK_THROWS_AS(metrics.count("1st"), BrokenPromise);
    CHECK_THROWS_AS(metrics.count("with space"), BrokenPromise);
    CHECK_THROWS_AS(metrics.count(""), BrokenPromise);
    metrics.count("kori_things_total");
    CHECK_THROWS_AS(metrics.gauge("kori_things_total", 1), BrokenPromise);
    CHECK_THROWS_AS(metrics.count("kori_things_total", {}, -1), BrokenPromise);
    CHECK_THROWS_AS(metrics.render(), BrokenPromise);
    metrics.describe("kori_things_total", "Things.");
    CHECK_NOTHROW(metrics.render());
}

TEST_CASE("no count of parallel threads is lost", "[observe]")
{
    observe::Metrics metrics;
    metrics.describe("kori_things_total", "Things.");
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back(
            [&metrics]
            {
                for (int i = 0; i < 1'000; ++i)
                    metrics.count("kori_things_total");
            });
    for (auto& thread : threads)
        thread.join();
    CHECK(metrics.render().find("kori_things_total 4000\n") != std::string::npos);
}
