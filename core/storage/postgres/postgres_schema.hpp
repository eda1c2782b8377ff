// Migrations on a PostgreSQL connection.
#pragma once

#include "core/storage/migrations.hpp"
#include "core/storage/postgres/postgres_connection.hpp"

#include <functional>
#include <span>
#include <string>

namespace kori
{

// Throws StorageError with a sentence when the database is not ours, is newer, was altered, or still lacks
// migrations. Writes nothing.
void demand_current_schema(PostgresConnection& connection, std::span<const Migration> migrations);
// For a server that runs already: a newer program may have expanded the schema meanwhile.
void demand_known_schema(PostgresConnection& connection, std::span<const Migration> migrations);
// Commits a row. Where commits wait for standbys, everything that was committed before is there now, too.
void commit_barrier(PostgresConnection& connection);
// Applies what is missing, one transaction each; two that run at once wait for each other.
void bring_schema_up_to_date(PostgresConnection& connection, std::span<const Migration> migrations,
                             const std::function<void(const std::string&)>& say);

} // namespace kori
