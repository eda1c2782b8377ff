// Opening the PostgreSQL adapter. libpq-fe.h stays inside this folder.
#pragma once

#include "core/storage/migrations.hpp"
#include "core/storage/store.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace kori
{

struct PostgresSettings
{
    std::string url; // "postgresql://user@host:port/database?…", several hosts allowed
    // Jobs in one commit. The server keeps 64 subtransactions of a transaction at hand; with more of them its
    // other sessions get slower.
    std::size_t group_jobs_max = 60;
    std::size_t group_bytes_max = 1'048'576; // summed weight_bytes in one commit
    std::size_t queue_jobs_max = 10'000;     // waiting jobs before write() refuses
    std::size_t readers_max = 8;             // pooled read-only connections
    std::int64_t connect_timeout_ms = 5'000;
    std::int64_t statement_timeout_ms = 30'000; // 0: without limit, for tools
    std::int64_t lock_timeout_ms = 5'000;       // then the group is undone and runs again
    // After it the server ends a transaction whose client is gone without a goodbye.
    std::int64_t idle_in_transaction_timeout_ms = 10'000; // 0: without limit
    // How long a group waits for a new connection; longer than the one above, or a lost answer to a commit
    // cannot be found out behind a cut network.
    std::int64_t reconnect_max_ms = 30'000;
    // Does not ask the server whether it syncs commits: for tests, and for engines without these settings.
    bool trusts_durability = false;
    // Runs inside each group's transaction when at least one job left something, before the commit.
    std::function<void(Transaction&)> before_commit;
    // One sentence for the start-up log.
    std::function<void(const std::string&)> say;
    // Is the row with this mark committed? Must try to insert a row under the key `mark` with ON CONFLICT DO
    // NOTHING and tell whether one was there: the insert waits for an old transaction that is still at it.
    // What it did is rolled back. See Transaction::mark and journal::left_entry.
    std::function<bool(Transaction&, const std::string& mark)> left_mark;
};

// Never migrates. Throws StorageError with a sentence.
std::unique_ptr<Store> open_postgres(const PostgresSettings& settings, std::span<const Migration> migrations);

// Applies missing migrations, one transaction each; may run twice at once. Throws StorageError with a
// sentence.
void migrate_postgres(const std::string& url, std::span<const Migration> migrations,
                      const std::function<void(const std::string&)>& say);

// For people and logs: user, host and database of an URL, and nothing that may be secret.
std::string name_of_postgres(const std::string& url);

// One snapshot of a database that servers may be using. Throws StorageError.
void read_postgres(const std::string& url, const std::function<void(Transaction&)>& job);

} // namespace kori
