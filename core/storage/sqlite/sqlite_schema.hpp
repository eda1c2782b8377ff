// Migrations on a SQLite connection.
#pragma once

#include "core/storage/migrations.hpp"
#include "core/storage/sqlite/sqlite_connection.hpp"

#include <span>

namespace kori
{

// Throws StorageError with a sentence when the file is not ours or does not fit these migrations. Writes
// nothing.
void demand_fitting_schema(SqliteConnection& connection, std::span<const Migration> migrations);
// Applies what is missing, one transaction each. Throws StorageError with a sentence.
void bring_schema_up_to_date(SqliteConnection& writer, std::span<const Migration> migrations);

} // namespace kori
