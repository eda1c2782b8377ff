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
// Applies what is missing, one transaction each; two that run at once wait for each other.
void bring_schema_up_to_date(PostgresConnection& connection, std::span<const Migration> migrations,
                             const std::function<void(const std::string&)>& say);

} // namespace kori
