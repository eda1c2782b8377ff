// Opening the SQLite adapter. sqlite3.h stays inside this folder.
#pragma once

#include "core/storage/migrations.hpp"
#include "core/storage/store.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace kori
{

struct SqliteSettings
{
    std::filesystem::path file;              // ":memory:" is refused: it has no snapshots
    std::size_t group_jobs_max = 256;        // jobs in one commit
    std::size_t group_bytes_max = 1'048'576; // summed weight_bytes in one commit
    std::size_t queue_jobs_max = 10'000;     // waiting jobs before write() refuses
    std::size_t readers_max = 8;             // pooled read-only connections
    std::int64_t checkpoint_pages = 1'000;   // the writer checkpoints when the log is longer
    // Runs inside each group's transaction when at least one job left something, before the commit: the
    // journal commits to its tree here. If it throws, the group is lost.
    std::function<void(Transaction&)> before_commit;
    // One sentence for the start-up log, e.g. on the WAL-reset bug of this SQLite.
    std::function<void(const std::string&)> say;
    std::string vfs; // name of a registered SQLite VFS; empty = the operating system's. For fault injection.
};

// Opens or creates the file (mode 0600), applies missing migrations one transaction each. Throws StorageError
// with a sentence.
std::unique_ptr<Store> open_sqlite(const SqliteSettings& settings, std::span<const Migration> migrations);

// One snapshot of a file that a server may be using: read-only, never checkpoints. Throws StorageError.
void read_sqlite(const std::filesystem::path& file, const std::function<void(Transaction&)>& job);

// Online copy of a running or resting database into a new file; refuses an existing target. Opens the source
// read-only.
void backup_sqlite(const std::filesystem::path& from, const std::filesystem::path& to);
// Puts a backup in the place of a database that no server uses; checks integrity first; keeps the old file
// beside it. What `mark` writes is in it from the moment on when it is in place.
void restore_sqlite(const std::filesystem::path& backup, const std::filesystem::path& to,
                    const std::function<void(Transaction&)>& mark = {});
// The file and what stands beside it; nobody may have it open.
void remove_sqlite(const std::filesystem::path& file);
// "ok" or SQLite's own list of faults.
std::string check_sqlite(const std::filesystem::path& file);

} // namespace kori
