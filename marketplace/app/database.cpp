#include "marketplace/app/database.hpp"

#include "core/journal/journal.hpp"
#include "core/storage/postgres/postgres_store.hpp"
#include "core/storage/sqlite/sqlite_store.hpp"
#include "core/work/installation.hpp"
#include "marketplace/app/settings.hpp"

#include <algorithm>

namespace kori::app
{

std::string Database::name() const
{
    if (!is_postgres())
        return file.string();
    return name_of_postgres(url);
}

Database database_of(const Settings& settings)
{
    return {settings.data() / "kori.db", settings.text("database"), settings.yes("database_trusted")};
}

std::unique_ptr<Store> open_store(const Database& database, StoreParts parts)
{
    if (!database.is_postgres())
    {
        SqliteSettings sqlite;
        sqlite.file = database.file;
        sqlite.group_jobs_max = parts.group_jobs_max;
        sqlite.queue_jobs_max = parts.queue_jobs_max;
        sqlite.before_commit = std::move(parts.before_commit);
        sqlite.say = std::move(parts.say);
        return open_sqlite(sqlite, embedded_migrations());
    }
    PostgresSettings postgres;
    postgres.url = database.url;
    postgres.group_jobs_max = std::min(postgres.group_jobs_max, parts.group_jobs_max);
    postgres.queue_jobs_max = parts.queue_jobs_max;
    postgres.trusts_durability = database.trusts_durability;
    if (parts.is_tool)
        postgres.statement_timeout_ms = postgres.idle_in_transaction_timeout_ms = 0;
    postgres.before_commit = std::move(parts.before_commit);
    postgres.say = std::move(parts.say);
    postgres.left_mark = [](Transaction& tx, const std::string& mark)
    { return journal::left_entry(tx, mark); };
    return open_postgres(postgres, embedded_migrations());
}

void migrate(const Database& database, const std::function<void(const std::string&)>& say)
{
    if (database.is_postgres())
        return migrate_postgres(database.url, embedded_migrations(), say);
    SqliteSettings sqlite;
    sqlite.file = database.file;
    open_sqlite(sqlite, embedded_migrations())->close(); // opening applies what is missing
}

void read_database(const Database& database, const std::function<void(Transaction&)>& job)
{
    if (database.is_postgres())
        read_postgres(database.url, job);
    else
        read_sqlite(database.file, job);
}

bool is_unused(const Database& database)
{
    if (!database.is_postgres())
        return !std::filesystem::exists(database.file);
    bool is_unused = false;
    read_postgres(database.url, [&](Transaction& tx) { is_unused = !work::installation_value(tx, "keys"); });
    return is_unused;
}

} // namespace kori::app
