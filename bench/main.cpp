// kori-bench: what bench/run.py calls. Each command prints one line of JSON.
#include "bench/limit_http.hpp"
#include "bench/limit_statements.hpp"
#include "bench/load.hpp"
#include "bench/scenario.hpp"
#include "core/json/value.hpp"

#include <charconv>
#include <cstdio>
#include <map>
#include <stdexcept>

namespace kori::bench
{
namespace
{

constexpr const char* usage =
    "kori-bench prepare --folder DIR --choices N --orders N --offers N\n"
    "kori-bench closed|open --port N --plan FILE --connections N --ms N --from N --count N [--status N] "
    "[--rate N]\n"
    "kori-bench answer --bytes N                                      Beast and nothing else\n"
    "kori-bench bare --bytes N --database FILE|URL --recorded FILE --group N    Beast and recorded rows\n"
    "kori-bench rows|statements|reads --database FILE|URL --recorded FILE --from N --count N --group N --ms "
    "N\n";

class Words
{
public:
    Words(int argc, char* argv[])
    {
        for (int i = 2; i + 1 < argc; i += 2)
            values_[argv[i]] = argv[i + 1];
        if (argc < 2 || argc % 2 != 0)
            throw std::runtime_error{usage};
    }
    const std::string& text(const std::string& name) const
    {
        const auto at = values_.find("--" + name);
        if (at == values_.end())
            throw std::runtime_error{"--" + name + " is missing\n" + usage};
        return at->second;
    }
    std::int64_t number(const std::string& name) const
    {
        const auto& value = text(name);
        std::int64_t found = 0;
        const auto end = value.data() + value.size();
        if (std::from_chars(value.data(), end, found).ptr != end || found < 0)
            throw std::runtime_error{"--" + name + " is no number: " + value};
        return found;
    }
    std::size_t size(const std::string& name) const { return static_cast<std::size_t>(number(name)); }
    bool has(const std::string& name) const { return values_.contains("--" + name); }

private:
    std::map<std::string, std::string> values_;
};

void print(const json::Object& object)
{
    std::printf("%s\n", json::write(object).c_str());
}

json::Value of_thousand(const std::vector<std::int64_t>& sorted, std::size_t thousandths)
{
    if (sorted.empty())
        return {};
    return sorted[std::min(sorted.size() - 1, sorted.size() * thousandths / 1'000)];
}

void load(const Words& words, bool is_open)
{
    LoadWish wish;
    wish.port = static_cast<unsigned short>(words.number("port"));
    wish.connections = words.size("connections");
    wish.length = std::chrono::milliseconds{words.number("ms")};
    wish.from = words.size("from");
    wish.count = words.size("count");
    wish.status = words.has("status") ? static_cast<int>(words.number("status")) : 0;
    wish.per_second = is_open ? words.number("rate") : 0;
    if (wish.connections == 0 || (is_open && wish.per_second == 0))
        throw std::runtime_error{usage};
    const auto plan = read_plan(words.text("plan"));
    const auto result = is_open ? open_loop(plan, wish) : closed_loop(plan, wish);
    print(json::Object{}
              .add("answers", result.answers)
              .add("wrong", result.wrong)
              .add("first_wrong", to_base64(result.first_wrong))
              .add("bytes", result.bytes)
              .add("nanos", result.nanos)
              .add("processor_micros", result.processor_micros)
              .add("reopened", result.reopened)
              .add("sent_late_p99_nanos", result.sent_late_p99)
              .add("p50_nanos", of_thousand(result.latencies, 500))
              .add("p99_nanos", of_thousand(result.latencies, 990))
              .add("p999_nanos", of_thousand(result.latencies, 999)));
}

void statements(const Words& words, ReplayWhat what, bool is_repeatable)
{
    StatementsWish wish;
    wish.database = words.text("database");
    wish.what = what;
    wish.from = words.size("from");
    wish.count = words.size("count");
    wish.group = words.size("group");
    wish.is_repeatable = is_repeatable;
    wish.length = std::chrono::milliseconds{words.number("ms")};
    const auto result = limit_statements(read_recorded(words.text("recorded")), wish);
    print(json::Object{}
              .add("jobs", result.jobs)
              .add("nanos", result.nanos)
              .add("processor_micros", result.processor_micros));
}

void serve(const Words& words, bool has_writer)
{
    BareWish wish;
    wish.answer_bytes = words.size("bytes");
    Recorded recorded;
    if (has_writer)
    {
        recorded = read_recorded(words.text("recorded"));
        wish.recorded = &recorded;
        wish.database = words.text("database");
        wish.group_max = words.size("group");
    }
    serve_bare(wish);
}

void run(int argc, char* argv[])
{
    const Words words{argc, argv};
    const std::string command = argv[1];
    if (command == "prepare")
        prepare(words.text("folder"),
                {static_cast<int>(words.number("choices")), static_cast<int>(words.number("orders")),
                 static_cast<int>(words.number("offers"))});
    else if (command == "closed" || command == "open")
        load(words, command == "open");
    else if (command == "answer" || command == "bare")
        serve(words, command == "bare");
    else if (command == "rows")
        statements(words, ReplayWhat::rows, false);
    else if (command == "statements")
        statements(words, ReplayWhat::everything, false);
    else if (command == "reads")
        statements(words, ReplayWhat::everything, true);
    else
        throw std::runtime_error{usage};
}

} // namespace
} // namespace kori::bench

int main(int argc, char* argv[])
{
    try
    {
        kori::bench::run(argc, argv);
        return 0;
    }
    catch (const std::exception& error)
    {
        std::fprintf(stderr, "kori-bench: %s\n", error.what());
        return 1;
    }
}
