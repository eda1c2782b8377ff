// One JSON object a line on standard error or a file. No personal data: names of events, ids of non-persons,
// numbers.
#pragma once

#include "core/base/result.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace kori::observe
{

enum class Level
{
    info,
    warning,
    error,
};

// Thread-safe. `event` is a stable name ("request", "store.failed").
void log(Level level, std::string_view event, const Facts& facts = {});
// Where the lines go (default: standard error). For tests and the server's start.
void set_log_sink(std::function<void(std::string_view line)> sink);

} // namespace kori::observe
