// One connection to a SQLite file: hardened, with cached statements and a memory for faults of the
// environment.
#pragma once

#include "core/storage/store.hpp"
#include "core/storage/transaction.hpp"

#include <cstdint>
#include <filesystem>
#include <list>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace kori
{

// Versions 3.7.0 to 3.51.2 can lose commits when one connection commits while another begins a checkpoint,
// except 3.44.6 and later of 3.44 and 3.50.7 and later of 3.50 (sqlite.org/wal.html). `number` as
// sqlite3_libversion_number().
constexpr bool carries_wal_reset_bug(int number)
{
    const bool is_mended_line =
        (number >= 3'044'006 && number < 3'045'000) || (number >= 3'050'007 && number < 3'051'000);
    return number >= 3'007'000 && number <= 3'051'002 && !is_mended_line;
}

class SqliteConnection
{
public:
    enum class Use
    {
        read,  // read-only, query_only
        write, // the file must exist
    };
    struct Checkpoint
    {
        bool was_blocked = false;   // by a reader or another checkpoint
        std::int64_t log_pages = 0; // in the log, -1 when there is none
        std::int64_t moved_pages = 0;
    };

    // No connection checkpoints by itself, neither at a commit nor at its close.
    SqliteConnection(const std::filesystem::path& file, Use use, const std::string& vfs);
    ~SqliteConnection();
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;

    // Log, sync and check settings of the one writing connection.
    void become_writer();

    // A statement of a job. StatementRefused is the job's own fault; StorageError the environment's, then
    // fault() is set.
    Rows query(std::string_view sql, std::span<const SqlValue> values);
    std::int64_t change(std::string_view sql, std::span<const SqlValue> values);
    // BEGIN, SAVEPOINT, PRAGMA …: any error is a fault.
    Rows control(std::string_view sql);
    void roll_back() noexcept; // when a transaction is open

    void expect_transaction(bool is_open) { expects_transaction_ = is_open; }
    const std::string& fault() const { return fault_; }
    bool is_usable() const { return fault_.empty(); }
    // A job that catches StatementRefused may not go on: in PostgreSQL its transaction would be gone too.
    bool statement_was_refused() const { return was_refused_; }
    void forget_refusal() { was_refused_ = false; }

    Checkpoint checkpoint_passive();
    Checkpoint checkpoint_and_empty_log();
    // Closing then removes an empty log. Otherwise the log is left as it is.
    void tidy_log_at_close();
    std::int64_t log_pages() const { return log_pages_; } // after the last commit

    sqlite3* handle() { return database_; }
    std::int64_t statements_prepared() const { return statements_prepared_; } // since the start
    std::size_t statements_kept() const { return kept_.size(); }
    static constexpr std::size_t statements_kept_max = 512;

private:
    struct Kept
    {
        std::string text;
        sqlite3_stmt* statement;
        bool is_control;
    };
    Rows run(std::string_view sql, std::span<const SqlValue> values);
    sqlite3_stmt* prepared(std::string_view sql);
    void harden();
    [[noreturn]] void fail(int code, std::string_view sql);
    [[noreturn]] void refuse(std::string sentence);
    Checkpoint checkpoint(int mode);
    void close() noexcept;

    sqlite3* database_ = nullptr;
    std::list<Kept> kept_; // newest first
    std::unordered_map<std::string_view, std::list<Kept>::iterator> by_text_;
    std::string fault_;
    bool is_reader_;
    bool in_job_ = false; // what a job may not do, the authorizer refuses
    bool is_control_ = false;
    bool expects_transaction_ = false;
    bool was_refused_ = false;
    std::int64_t log_pages_ = 0;
    std::int64_t statements_prepared_ = 0;

    friend struct SqliteCallbacks;
};

// The port's view of a connection, for one job.
class SqliteTransaction : public Transaction
{
public:
    explicit SqliteTransaction(SqliteConnection& connection) : connection_{connection} {}

protected:
    Rows run_query(std::string_view sql, std::span<const SqlValue> values) override;
    std::int64_t run_change(std::string_view sql, std::span<const SqlValue> values) override;

private:
    SqliteConnection& connection_;
};

} // namespace kori
