#include "core/observe/metrics.hpp"

#include "core/base/promise.hpp"

#include <array>
#include <map>
#include <mutex>

namespace kori::observe
{

namespace
{

struct Bucket
{
    std::int64_t micros;
    std::string_view seconds;
};

constexpr std::array<Bucket, 16> buckets{{
    {100, "0.0001"},
    {250, "0.00025"},
    {500, "0.0005"},
    {1'000, "0.001"},
    {2'500, "0.0025"},
    {5'000, "0.005"},
    {10'000, "0.01"},
    {25'000, "0.025"},
    {50'000, "0.05"},
    {100'000, "0.1"},
    {250'000, "0.25"},
    {500'000, "0.5"},
    {1'000'000, "1"},
    {2'500'000, "2.5"},
    {5'000'000, "5"},
    {10'000'000, "10"},
}};

enum class Kind
{
    none,
    counter,
    gauge,
    histogram,
};

std::string_view code_of(Kind kind)
{
    switch (kind)
    {
    case Kind::counter:
        return "counter";
    case Kind::gauge:
        return "gauge";
    case Kind::histogram:
        return "histogram";
    case Kind::none:
        break;
    }
    return "untyped";
}

// One time series: a name with one set of labels.
struct Series
{
    std::int64_t value = 0; // of a histogram: the sum in microseconds
    std::int64_t count = 0;
    std::array<std::int64_t, buckets.size()> in_bucket{};
};

struct Family
{
    Kind kind = Kind::none;
    std::string help;
    std::map<std::string, Series> series; // by the written labels
};

std::string escaped(std::string_view text, bool in_quotes)
{
    std::string result;
    for (const char c : text)
    {
        if (c == '\\')
            result += "\\\\";
        else if (c == '\n')
            result += "\\n";
        else if (c == '"' && in_quotes)
            result += "\\\"";
        else
            result += c;
    }
    return result;
}

// "a="x",b="y"", without braces, so that a bucket can add its own label.
std::string written(const Labels& labels)
{
    std::string result;
    for (const auto& [name, value] : labels)
    {
        if (!result.empty())
            result += ',';
        result += name + "=\"" + escaped(value, true) + '"';
    }
    return result;
}

std::string in_braces(const std::string& labels)
{
    return labels.empty() ? labels : '{' + labels + '}';
}

bool is_metric_name(std::string_view name)
{
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_:";
    constexpr std::string_view digits = "0123456789";
    if (name.empty() || letters.find(name.front()) == std::string_view::npos)
        return false;
    for (const char c : name)
    {
        if (letters.find(c) == std::string_view::npos && digits.find(c) == std::string_view::npos)
            return false;
    }
    return true;
}

std::string seconds_text(std::int64_t micros)
{
    std::string part = std::to_string(micros % 1'000'000);
    part.insert(0, 6 - part.size(), '0');
    return std::to_string(micros / 1'000'000) + '.' + part;
}

void render_histogram(std::string& out, const std::string& name, const std::string& labels,
                      const Series& series)
{
    const std::string before = labels.empty() ? "{le=\"" : '{' + labels + ",le=\"";
    std::int64_t up_to_here = 0;
    for (std::size_t i = 0; i < buckets.size(); ++i)
    {
        up_to_here += series.in_bucket[i];
        out += name + "_bucket" + before + std::string{buckets[i].seconds} + "\"} " +
               std::to_string(up_to_here) + '\n';
    }
    out += name + "_bucket" + before + "+Inf\"} " + std::to_string(series.count) + '\n';
    out += name + "_sum" + in_braces(labels) + ' ' + seconds_text(series.value) + '\n';
    out += name + "_count" + in_braces(labels) + ' ' + std::to_string(series.count) + '\n';
}

} // namespace

struct Metrics::State
{
    mutable std::mutex mutex;
    std::map<std::string, Family, std::less<>> families;

    Family& family(std::string_view name)
    {
        const auto found = families.find(name);
        if (found != families.end())
            return found->second;
        PROMISE(is_metric_name(name));
        return families[std::string{name}];
    }

    Series& series(std::string_view name, const Labels& labels, Kind kind)
    {
        Family& one = family(name);
        PROMISE(one.kind == Kind::none || one.kind == kind);
        one.kind = kind;
        return one.series[written(labels)];
    }
};

Metrics::Metrics() : state_{new State} {}

Metrics::~Metrics()
{
    delete state_;
}

void Metrics::count(std::string_view name, const Labels& labels, std::int64_t by)
{
    PROMISE(by >= 0);
    const std::lock_guard lock{state_->mutex};
    state_->series(name, labels, Kind::counter).value += by;
}

void Metrics::gauge(std::string_view name, std::int64_t value, const Labels& labels)
{
    const std::lock_guard lock{state_->mutex};
    state_->series(name, labels, Kind::gauge).value = value;
}

void Metrics::observe_micros(std::string_view name, std::int64_t micros, const Labels& labels)
{
    const std::int64_t measured = micros < 0 ? 0 : micros; // a clock that was set back
    const std::lock_guard lock{state_->mutex};
    Series& series = state_->series(name, labels, Kind::histogram);
    series.value += measured;
    ++series.count;
    for (std::size_t i = 0; i < buckets.size(); ++i)
    {
        if (measured <= buckets[i].micros)
        {
            ++series.in_bucket[i];
            break;
        }
    }
}

void Metrics::describe(std::string_view name, std::string_view help)
{
    const std::lock_guard lock{state_->mutex};
    state_->family(name).help = help;
}

std::string Metrics::render() const
{
    const std::lock_guard lock{state_->mutex};
    std::string out;
    for (const auto& [name, family] : state_->families)
    {
        if (family.series.empty())
            continue;
        PROMISE(!family.help.empty());
        out += "# HELP " + name + ' ' + escaped(family.help, false) + '\n';
        out += "# TYPE " + name + ' ' + std::string{code_of(family.kind)} + '\n';
        for (const auto& [labels, series] : family.series)
        {
            if (family.kind == Kind::histogram)
                render_histogram(out, name, labels, series);
            else
                out += name + in_braces(labels) + ' ' + std::to_string(series.value) + '\n';
        }
    }
    return out;
}

} // namespace kori::observe
