// Which database an installation has: a SQLite file in its data folder, or a PostgreSQL under an URL. The
// only place that knows both engines by name.
#pragma once

#include "core/storage/store.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace kori::app
{

class Settings;

struct Database
{
    std::filesystem::path file;     // of SQLite; unused when there is an url
    std::string url;                // "postgresql://…"; empty: the file
    bool trusts_durability = false; // PostgreSQL is not asked whether it syncs commits

    bool is_postgres() const { return !url.empty(); }
    // For people: never shows a password.
    std::string name() const;
};

Database database_of(const Settings& settings);

struct StoreParts
{
    std::size_t group_jobs_max;
    std::size_t queue_jobs_max;
    std::function<void(Transaction&)> before_commit; // may be empty
    std::function<void(const std::string&)> say;     // one sentence for the start-up log; may be empty
    bool is_tool = false; // takes its time: a statement over a whole table has no limit
};

// A SQLite file is made and migrated when it is opened; a PostgreSQL must have been migrated. Throws
// StorageError.
std::unique_ptr<Store> open_store(const Database& database, StoreParts parts);
// Applies what is missing; on PostgreSQL while older servers run.
void migrate(const Database& database, const std::function<void(const std::string&)>& say);
// One snapshot, beside a server that may be running.
void read_database(const Database& database, const std::function<void(Transaction&)>& job);
// Has nobody begun with it? Then, and only then, new keys may be made for it.
bool is_unused(const Database& database);

} // namespace kori::app
