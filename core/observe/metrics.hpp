// Counters, gauges and latency histograms in the Prometheus text form.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kori::observe
{

using Labels = std::vector<std::pair<std::string, std::string>>;

// Thread-safe registry; one instance per server.
class Metrics
{
public:
    Metrics();
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    void count(std::string_view name, const Labels& labels = {}, std::int64_t by = 1);
    void gauge(std::string_view name, std::int64_t value, const Labels& labels = {});
    // Seconds in fixed buckets from 100 microseconds to 10 seconds.
    void observe_micros(std::string_view name, std::int64_t micros, const Labels& labels = {});
    // A help text per name; a name without one is a broken promise at render time in tests.
    void describe(std::string_view name, std::string_view help);
    std::string render() const;

private:
    struct State;
    State* state_;
};

} // namespace kori::observe
