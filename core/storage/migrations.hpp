// Numbered, forward-only, checksummed changes of the schema. A newer or altered database is refused with a
// sentence.
#pragma once

#include "core/storage/transaction.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

// One file "0042_offer.sql", embedded by CMake.
struct Migration
{
    std::int64_t number;
    std::string_view name; // "offer"
    std::string_view
        sql; // statements separated by ";" at the end of a line; {{int64}} {{bytes}} {{strict}} are filled in
};

// All embedded files in the order of their numbers (generated source).
std::span<const Migration> embedded_migrations();

// What the adapter writes for the names in double braces.
struct SqlDialect
{
    std::string_view int64;  // "INTEGER" / "bigint"
    std::string_view bytes;  // "BLOB" / "bytea"
    std::string_view strict; // "STRICT" / ""
};

std::vector<std::string> statements_of(const Migration& migration, const SqlDialect& dialect);
std::string checksum_of(const Migration& migration); // hex of SHA-256 of the file's text

struct AppliedMigration
{
    std::int64_t number;
    std::string name;
    std::string checksum;
};

// The migrations that are still to be applied, or throws StorageError with one sentence: numbers with a gap,
// a database newer than this program, or a file that was altered after it was applied.
std::vector<Migration> missing_migrations(std::span<const Migration> known,
                                          std::span<const AppliedMigration> applied);

} // namespace kori
