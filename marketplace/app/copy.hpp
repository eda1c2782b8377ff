// A database into another one, of the same engine or of the other: moving house, and the backup of a
// PostgreSQL.
#pragma once

#include "marketplace/app/database.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace kori::app
{

// Told now and then: `rows` of `of` are copied.
using CopyProgress = std::function<void(std::int64_t rows, std::int64_t of)>;

struct CopyReport
{
    std::int64_t tables = 0;
    std::int64_t rows = 0;
    std::int64_t entries = 0;        // under the journal's newest head
    std::string root;                // of that head, in base 64; empty when there is none
    std::int64_t balances = 0;       // accounts of the ledger
    std::int64_t balances_cents = 0; // their sum

    bool operator==(const CopyReport&) const = default;
};

// Copies one snapshot of `from`, beside a server that may be using it, into `to`, which must be new or the
// rest of an interrupted copy; then reads both again and compares every row, the head and the balances. An
// interrupted copy can be repeated, and no server starts on it. What `finish` writes is there from the moment
// on when the copy may be used. Throws StorageError with a sentence.
CopyReport copy_database(const Database& from, const Database& to, const CopyProgress& progress,
                         const std::function<void(Transaction&)>& finish = {});

// One snapshot of a PostgreSQL into a new file, which copy_database reads again; refuses an existing file.
void backup_postgres(const Database& from, const std::filesystem::path& to, const CopyProgress& progress);

} // namespace kori::app
