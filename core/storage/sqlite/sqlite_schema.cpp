#include "core/storage/sqlite/sqlite_schema.hpp"

#include <chrono>
#include <string>

namespace kori
{

namespace
{

constexpr SqlDialect dialect{"INTEGER", "BLOB", "STRICT"};

// The wall clock is read here and not injected: when an operator's program changed the schema is no fact of
// the domain.
Instant operator_time()
{
    using namespace std::chrono;
    return Instant{duration_cast<microseconds>(system_clock::now().time_since_epoch()).count()};
}

std::vector<AppliedMigration> applied_to(SqliteConnection& connection)
{
    const auto tables = connection.control(
        "SELECT (SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migration'),"
        " (SELECT count(*) FROM sqlite_schema)");
    if (tables[0].integer(0) == 0)
    {
        if (tables[0].integer(1) != 0)
            throw StorageError{
                "The file holds another program's database: it has tables but no schema_migration."};
        return {};
    }
    std::vector<AppliedMigration> applied;
    for (const auto& row :
         connection.control("SELECT number, name, checksum FROM schema_migration ORDER BY number"))
        applied.push_back({row.integer(0), row.text(1), row.text(2)});
    return applied;
}

void apply(SqliteConnection& writer, const Migration& migration)
{
    const auto name = std::to_string(migration.number) + " (" + std::string{migration.name} + ")";
    const auto statements = statements_of(migration, dialect);
    writer.control("BEGIN IMMEDIATE");
    writer.expect_transaction(true);
    try
    {
        writer.control(
            "CREATE TABLE IF NOT EXISTS schema_migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL,"
            " checksum TEXT NOT NULL, applied_us INTEGER NOT NULL) STRICT");
        for (const auto& statement : statements)
            writer.change(statement, {});
        const std::vector<SqlValue> row{migration.number, migration.name, checksum_of(migration),
                                        operator_time()};
        writer.change("INSERT INTO schema_migration (number, name, checksum, applied_us) VALUES (?, ?, ?, ?)",
                      row);
        if (!writer.control("PRAGMA foreign_key_check").empty())
            throw StorageError{"The migration " + name + " would leave rows that refer to nothing."};
        writer.control("COMMIT");
    }
    catch (const StatementRefused& refused)
    {
        writer.expect_transaction(false);
        writer.roll_back();
        throw StorageError{"The migration " + name + " cannot be applied. " + refused.what()};
    }
    catch (...)
    {
        writer.expect_transaction(false);
        writer.roll_back();
        throw;
    }
    writer.expect_transaction(false);
}

} // namespace

void demand_fitting_schema(SqliteConnection& connection, std::span<const Migration> migrations)
{
    missing_migrations(migrations, applied_to(connection));
}

void bring_schema_up_to_date(SqliteConnection& writer, std::span<const Migration> migrations)
{
    const auto missing = missing_migrations(migrations, applied_to(writer));
    if (missing.empty())
        return;
    // Rebuilding a table drops the old one, which a foreign key would forbid; each migration checks all keys
    // at its end instead. The switch works outside a transaction only.
    writer.control("PRAGMA foreign_keys = OFF");
    for (const auto& migration : missing)
        apply(writer, migration);
    writer.control("PRAGMA foreign_keys = ON");
}

} // namespace kori
