// Bare servers: Beast with nothing behind it, or with a writer that replays recorded rows under group commit.
// No routes, no rights, no rules, no JSON, no log.
#pragma once

#include "bench/replay.hpp"

#include <cstddef>

namespace kori::bench
{

struct BareWish
{
    std::size_t answer_bytes = 200;     // head and body together
    const Recorded* recorded = nullptr; // none: answers at once
    std::string database;
    std::size_t group_max = 256; // jobs in a commit
};

// Serves on a free port of this machine, says "serves on PORT", and ends with the process (SIGTERM).
void serve_bare(const BareWish& wish);

} // namespace kori::bench
