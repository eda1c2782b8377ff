// Says recorded statements to a database again: no rules, no JSON, nothing looked up. Values are bound from
// memory.
#pragma once

#include "bench/recorded.hpp"

#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace kori::bench
{

enum class ReplayWhat
{
    rows,       // what was written only: as fast as the engine takes it
    everything, // reads too, and waiting for answers where the server waits
};

class Replay
{
public:
    virtual ~Replay() = default;
    // These jobs in one durable commit. Throws std::runtime_error.
    virtual void commit(std::span<const Job> jobs) = 0;
};

// The C API, the log and the sync as the server has them; otherwise SQLite's defaults.
std::unique_ptr<Replay> replay_sqlite(const std::filesystem::path& file, const Recorded& recorded,
                                      ReplayWhat what);
// libpq in pipeline mode.
std::unique_ptr<Replay> replay_postgres(const std::string& url, const Recorded& recorded, ReplayWhat what);
// By what the name looks like.
std::unique_ptr<Replay> replay_over(const std::string& database, const Recorded& recorded, ReplayWhat what);

} // namespace kori::bench
