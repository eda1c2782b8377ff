#include "core/observe/log.hpp"

#include "core/base/instant.hpp"
#include "core/base/text.hpp"
#include "core/json/value.hpp"

#include <chrono>
#include <cstdio>
#include <mutex>

namespace kori::observe
{

namespace
{

std::mutex sink_mutex;

std::function<void(std::string_view)>& sink()
{
    static std::function<void(std::string_view)> current;
    return current;
}

std::string_view code_of(Level level)
{
    switch (level)
    {
    case Level::info:
        return "info";
    case Level::warning:
        return "warning";
    case Level::error:
        return "error";
    }
    return "error";
}

// Wall clock: a log line is about the machine, not about the domain (see Clock in core/base/ambient.hpp).
Instant moment()
{
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return Instant{std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

// A line must always come out, even about bytes that are no text.
std::string legible(std::string_view text)
{
    std::string result{text};
    if (is_utf8(text))
        return result;
    for (char& c : result)
    {
        if (c < 0x20 || c > 0x7e)
            c = '?';
    }
    return result;
}

std::string line_of(Level level, std::string_view event, const Facts& facts)
{
    json::Object line;
    line.add("at", moment()).add("level", code_of(level)).add("event", legible(event));
    for (const auto& fact : facts)
    {
        std::string name = legible(fact.name);
        while (line.find(name) != nullptr)
            name += '_';
        if (const auto* number = std::get_if<std::int64_t>(&fact.value))
            line.add(std::move(name), *number);
        else
            line.add(std::move(name), legible(std::get<std::string>(fact.value)));
    }
    return json::write(line);
}

} // namespace

void log(Level level, std::string_view event, const Facts& facts)
{
    // A line that cannot be written must not undo the work that it tells of.
    try
    {
        const std::string line = line_of(level, event, facts);
        const std::lock_guard lock{sink_mutex};
        if (sink())
        {
            sink()(line);
            return;
        }
        const std::string whole = line + '\n';
        std::fwrite(whole.data(), 1, whole.size(), stderr);
    }
    catch (const std::exception&)
    {
        std::fputs("{\"level\":\"error\",\"event\":\"log.failed\"}\n", stderr);
    }
}

void set_log_sink(std::function<void(std::string_view line)> new_sink)
{
    const std::lock_guard lock{sink_mutex};
    sink() = std::move(new_sink);
}

} // namespace kori::observe
