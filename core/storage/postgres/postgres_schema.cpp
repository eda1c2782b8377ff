#include "core/storage/postgres/postgres_schema.hpp"

#include "core/storage/commit_group.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <thread>

namespace kori
{

namespace
{

constexpr SqlDialect dialect{"bigint", "bytea", ""};

// ASSUMED: another program that migrates the same database is done with one step within this many waits of
// lock_timeout each.
constexpr int tries_max = 60;
constexpr std::chrono::milliseconds try_pause{50};

// As in the SQLite adapter: when an operator's program changed the schema is no fact of the domain.
Instant operator_time()
{
    using namespace std::chrono;
    return Instant{duration_cast<microseconds>(system_clock::now().time_since_epoch()).count()};
}

// Both counts in one statement, hence in one snapshot: others may be making these tables at this moment.
struct Tables
{
    std::int64_t of_migrations = 0;
    std::int64_t of_the_lock = 0;
    std::int64_t all = 0;
};

Tables tables_of(PostgresConnection& connection)
{
    const auto row =
        connection.control("SELECT count(CASE WHEN table_name = 'schema_migration' THEN 1 END),"
                           " count(CASE WHEN table_name = 'schema_lock' THEN 1 END), count(*)"
                           " FROM information_schema.tables WHERE table_schema = current_schema()")[0];
    return {row.integer(0), row.integer(1), row.integer(2)};
}

std::vector<AppliedMigration> applied_to(PostgresConnection& connection)
{
    const auto tables = tables_of(connection);
    if (tables.of_migrations == 0)
    {
        if (tables.all != tables.of_the_lock)
            throw StorageError{
                "The database holds another program's tables: it has no table schema_migration."};
        return {};
    }
    std::vector<AppliedMigration> applied;
    for (const auto& row :
         connection.control("SELECT number, name, checksum FROM schema_migration ORDER BY number"))
        applied.push_back({row.integer(0), row.text(1), row.text(2)});
    return applied;
}

// Runs `part` again while others are in its way.
template <class Part>
void until_no_conflict(PostgresConnection& connection, const Part& part)
{
    for (int i = 1;; ++i)
    {
        try
        {
            part();
            return;
        }
        catch (const Conflict&)
        {
            connection.roll_back();
            if (i == tries_max)
                throw StorageError{"Another program keeps the database's tables busy. Try again later."};
        }
        catch (...)
        {
            connection.roll_back();
            throw;
        }
        std::this_thread::sleep_for(try_pause);
    }
}

// One row that every step changes: the second of two steps waits for the first, and then runs again.
void make_lock(PostgresConnection& connection)
{
    if (tables_of(connection).of_the_lock != 0)
        return;
    try
    {
        connection.change("CREATE TABLE IF NOT EXISTS schema_lock (id bigint NOT NULL, turn bigint NOT NULL,"
                          " CONSTRAINT schema_lock_pk PRIMARY KEY (id))",
                          {});
    }
    catch (const StatementRefused&)
    {
        // Two at once: IF NOT EXISTS does not see a table that is not committed yet.
        connection.forget_refusal();
        throw Conflict{"Another program makes the same tables."};
    }
}

// False when nothing was missing any more.
bool apply_next(PostgresConnection& connection, std::span<const Migration> migrations,
                const std::function<void(const std::string&)>& say)
{
    connection.control("BEGIN ISOLATION LEVEL SERIALIZABLE");
    connection.expect_transaction(true);
    connection.control("INSERT INTO schema_lock (id, turn) VALUES (1, 1)"
                       " ON CONFLICT (id) DO UPDATE SET turn = schema_lock.turn + 1");
    const auto missing = missing_migrations(migrations, applied_to(connection));
    if (missing.empty())
    {
        connection.roll_back();
        return false;
    }
    const auto& migration = missing.front();
    const auto name = std::to_string(migration.number) + " (" + std::string{migration.name} + ")";
    try
    {
        connection.change("CREATE TABLE IF NOT EXISTS schema_migration (number bigint NOT NULL,"
                          " name text NOT NULL, checksum text NOT NULL, applied_us bigint NOT NULL,"
                          " CONSTRAINT schema_migration_pk PRIMARY KEY (number))",
                          {});
        for (const auto& statement : statements_of(migration, dialect))
            connection.change(statement, {});
        const std::vector<SqlValue> row{migration.number, migration.name, checksum_of(migration),
                                        operator_time()};
        connection.change(
            "INSERT INTO schema_migration (number, name, checksum, applied_us) VALUES (?, ?, ?, ?)", row);
    }
    catch (const StatementRefused& refused)
    {
        connection.roll_back();
        connection.forget_refusal();
        throw StorageError{"The migration " + name + " cannot be applied. " + refused.what()};
    }
    connection.expect_transaction(false); // COMMIT ends it
    connection.commit();
    if (say)
        say("Applied the migration " + name + ".");
    return true;
}

} // namespace

void demand_known_schema(PostgresConnection& connection, std::span<const Migration> migrations)
{
    auto applied = applied_to(connection);
    applied.resize(std::min(applied.size(), migrations.size()));
    if (!missing_migrations(migrations, applied).empty())
        throw StorageError{"The database lacks migrations that it had: it is another one."};
}

void commit_barrier(PostgresConnection& connection)
{
    connection.control("BEGIN ISOLATION LEVEL READ COMMITTED");
    connection.control("UPDATE schema_lock SET turn = turn WHERE id = 1");
    connection.commit();
}

void demand_current_schema(PostgresConnection& connection, std::span<const Migration> migrations)
{
    const auto missing = missing_migrations(migrations, applied_to(connection));
    if (!missing.empty())
        throw StorageError{"The database lacks " + std::to_string(missing.size()) +
                           " migrations of this program: run kori-admin migrate."};
}

void bring_schema_up_to_date(PostgresConnection& connection, std::span<const Migration> migrations,
                             const std::function<void(const std::string&)>& say)
{
    missing_migrations(migrations, applied_to(connection)); // another program's database stays as it was
    until_no_conflict(connection, [&] { make_lock(connection); });
    bool goes_on = true;
    while (goes_on)
        until_no_conflict(connection, [&] { goes_on = apply_next(connection, migrations, say); });
}

} // namespace kori
