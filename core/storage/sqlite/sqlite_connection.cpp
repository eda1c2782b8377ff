#include "core/storage/sqlite/sqlite_connection.hpp"

#include "core/base/text.hpp"
#include "core/storage/sqlite/sqlite_text.hpp"
#include "core/storage/sqlite/sqlite_values.hpp"
#include "core/storage/statement_name.hpp"

#include <cctype>
#include <sqlite3.h>
#include <utility>

namespace kori
{

namespace
{

// ASSUMED: readers of a log-mode file wait for nobody but a recovery after a crash; five seconds are ample.
constexpr int busy_timeout_ms = 5'000;

class Flag
{
public:
    explicit Flag(bool& flag) : flag_{flag}, before_{std::exchange(flag, true)} {}
    ~Flag() { flag_ = before_; }
    Flag(const Flag&) = delete;
    Flag& operator=(const Flag&) = delete;

private:
    bool& flag_;
    bool before_;
};

} // namespace

struct SqliteCallbacks
{
    static int authorize(void* self, int act, const char* first, const char*, const char*, const char*)
    {
        if (!static_cast<SqliteConnection*>(self)->in_job_)
            return SQLITE_OK;
        switch (act)
        {
        case SQLITE_TRANSACTION: // group, savepoints and snapshots belong to the store
        case SQLITE_SAVEPOINT:
        case SQLITE_ATTACH:
        case SQLITE_DETACH:
            return SQLITE_DENY;
        case SQLITE_PRAGMA:
            return first && is_telling_pragma(first) ? SQLITE_OK : SQLITE_DENY;
        default:
            return SQLITE_OK;
        }
    }
    static int after_commit(void* self, sqlite3*, const char*, int pages)
    {
        static_cast<SqliteConnection*>(self)->log_pages_ = pages;
        return SQLITE_OK;
    }
};

SqliteConnection::SqliteConnection(const std::filesystem::path& file, Use use, const std::string& vfs)
    : is_reader_{use == Use::read}
{
    if (sqlite3_threadsafe() == 0)
        throw StorageError{"This SQLite was built without threads; the store needs them."};
    const int flags = (is_reader_ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) | SQLITE_OPEN_NOMUTEX |
                      SQLITE_OPEN_PRIVATECACHE;
    const int code = sqlite3_open_v2(file.c_str(), &database_, flags, vfs.empty() ? nullptr : vfs.c_str());
    if (code != SQLITE_OK)
    {
        sqlite3_close(std::exchange(database_, nullptr));
        throw StorageError{"The database " + file.string() + " cannot be opened: " + sqlite3_errstr(code) +
                           "."};
    }
    try
    {
        harden();
    }
    catch (...)
    {
        close();
        throw;
    }
}

SqliteConnection::~SqliteConnection()
{
    close();
}

void SqliteConnection::close() noexcept
{
    for (const auto& kept : kept_)
        sqlite3_finalize(kept.statement);
    kept_.clear();
    by_text_.clear();
    sqlite3_close(std::exchange(database_, nullptr));
}

void SqliteConnection::harden()
{
    sqlite3_extended_result_codes(database_, 1);
    sqlite3_busy_timeout(database_, busy_timeout_ms);
    struct Setting
    {
        int name;
        int value;
    };
    constexpr Setting settings[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},   {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_FKEY, 1}, {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0}, // a misspelt column is an error, not a text
        {SQLITE_DBCONFIG_DQS_DML, 0},     {SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1},
    };
    for (const auto& setting : settings)
    {
        int now = -1;
        if (sqlite3_db_config(database_, setting.name, setting.value, &now) != SQLITE_OK ||
            now != setting.value)
            throw StorageError{"This SQLite does not know a setting that the store needs (" +
                               std::to_string(setting.name) + ")."};
    }
    sqlite3_set_authorizer(database_, &SqliteCallbacks::authorize, this);
    control("PRAGMA trusted_schema = OFF");
    control("PRAGMA foreign_keys = ON");
    control("PRAGMA cell_size_check = ON");
    control("PRAGMA temp_store = MEMORY");
    control("PRAGMA wal_autocheckpoint = 0");
    if (is_reader_)
        control("PRAGMA query_only = ON");
}

void SqliteConnection::become_writer()
{
    const auto mode = control("PRAGMA journal_mode = WAL");
    if (mode.size() != 1 || mode[0].text(0) != "wal")
        throw StorageError{"The file system of the database does not allow a write-ahead log."};
    control("PRAGMA synchronous = FULL");
    control("PRAGMA secure_delete = ON"); // a destroyed key must not stay in a free page
    control(
        "PRAGMA journal_size_limit = 67108864"); // bytes: a log that grew behind a long reader shrinks again
    if (control("PRAGMA synchronous")[0].integer(0) != 2)
        throw StorageError{"This SQLite does not sync every commit."};
    sqlite3_wal_hook(database_, &SqliteCallbacks::after_commit, this);
}

sqlite3_stmt* SqliteConnection::prepared(std::string_view sql)
{
    if (const auto found = by_text_.find(sql); found != by_text_.end())
    {
        if (in_job_ && found->second->is_control)
            refuse(name_of(sql) + " belongs to the store");
        kept_.splice(kept_.begin(), kept_, found->second);
        return found->second->statement;
    }
    if (in_job_ && rolls_back_everything(sql))
        refuse(name_of(sql) + " says OR ROLLBACK, which would undo its neighbours");

    sqlite3_stmt* statement = nullptr;
    const char* rest = nullptr;
    const int code = sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, &rest);
    if (code != SQLITE_OK)
        fail(code, sql);
    if (!statement)
        refuse(name_of(sql) + " is empty");
    if (!only_blanks_and_comments(sql.substr(static_cast<std::size_t>(rest - sql.data()))))
    {
        sqlite3_finalize(statement);
        refuse(name_of(sql) + " holds more than one statement");
    }
    ++statements_prepared_;
    kept_.push_front({std::string{sql}, statement, is_control_});
    by_text_.emplace(kept_.front().text, kept_.begin());
    if (kept_.size() > statements_kept_max)
    {
        by_text_.erase(kept_.back().text);
        sqlite3_finalize(kept_.back().statement);
        kept_.pop_back();
    }
    return statement;
}

Rows SqliteConnection::run(std::string_view sql, std::span<const SqlValue> values)
{
    if (!fault_.empty())
        throw StorageError{fault_};
    auto* const statement = prepared(sql);
    const RunEnd end{statement};
    if (static_cast<std::size_t>(sqlite3_bind_parameter_count(statement)) != values.size())
        refuse(name_of(sql) + " has another number of parameters than it was given");
    int place = 0;
    for (const auto& value : values)
    {
        const auto* const text = std::get_if<std::string>(&value.content());
        if (text && !is_utf8(*text))
            refuse(name_of(sql) + " was given a text that is no UTF-8 or holds U+0000");
        if (const int code = bind_value(statement, ++place, value); code != SQLITE_OK)
            fail(code, sql);
    }
    Rows rows;
    bool has_real = false;
    int code = sqlite3_step(statement);
    for (; code == SQLITE_ROW; code = sqlite3_step(statement))
    {
        const int columns = sqlite3_column_count(statement); // after the step: the schema may have changed
        std::vector<SqlValue::Content> row;
        row.reserve(static_cast<std::size_t>(columns));
        for (int column = 0; column < columns; ++column)
            row.push_back(column_of(statement, column, has_real));
        rows.emplace_back(std::move(row));
    }
    if (code != SQLITE_DONE)
        fail(code, sql);
    if (has_real)
        refuse(name_of(sql) + " yields a floating-point number");
    return rows;
}

Rows SqliteConnection::query(std::string_view sql, std::span<const SqlValue> values)
{
    if (was_refused_)
        throw StatementRefused{"an earlier statement of this job was refused, so it may not go on"};
    const Flag job{in_job_};
    return run(sql, values);
}

std::int64_t SqliteConnection::change(std::string_view sql, std::span<const SqlValue> values)
{
    const auto before = sqlite3_total_changes64(database_);
    query(sql, values);
    // sqlite3_changes64 keeps the number of an earlier statement when this one changes no rows (CREATE
    // TABLE).
    return sqlite3_total_changes64(database_) == before ? 0 : sqlite3_changes64(database_);
}

Rows SqliteConnection::control(std::string_view sql)
{
    const Flag control{is_control_};
    return run(sql, {});
}

void SqliteConnection::roll_back() noexcept
{
    if (sqlite3_get_autocommit(database_) != 0)
        return;
    try
    {
        control("ROLLBACK");
    }
    catch (...)
    {
        sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr,
                     nullptr); // what fails here is rolled back by the close
    }
}

void SqliteConnection::refuse(std::string sentence)
{
    sentence.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(sentence.front())));
    was_refused_ = true;
    throw StatementRefused{sentence + "."};
}

void SqliteConnection::fail(int code, std::string_view sql)
{
    // After an error that ends the transaction the next SAVEPOINT … RELEASE would commit alone (tried).
    const bool is_gone = expects_transaction_ && sqlite3_get_autocommit(database_) != 0;
    bool is_environment = is_gone || is_control_;
    switch (code & 0xff)
    {
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CANTOPEN:
    case SQLITE_PROTOCOL:
    case SQLITE_INTERNAL:
    case SQLITE_BUSY:
    case SQLITE_NOLFS:
        is_environment = true;
        break;
    case SQLITE_READONLY: // on a reader: a read that tries to write
        is_environment = is_environment || !is_reader_;
        break;
    default:
        break;
    }
    const std::string reason = std::string{sqlite3_errstr(code)} + " (" + std::to_string(code) + ")";
    if (!is_environment)
        refuse(name_of(sql) + " was refused: " + sqlite3_errmsg(database_));
    fault_ =
        "The database failed: " + reason + " at " + (is_control_ ? std::string{sql} : name_of(sql)) + ".";
    throw StorageError{fault_};
}

SqliteConnection::Checkpoint SqliteConnection::checkpoint(int mode)
{
    if (!fault_.empty())
        throw StorageError{fault_};
    int log = 0;
    int moved = 0;
    const int code = sqlite3_wal_checkpoint_v2(database_, nullptr, mode, &log, &moved);
    const bool was_blocked = (code & 0xff) == SQLITE_BUSY;
    if (code != SQLITE_OK && !was_blocked)
    {
        const Flag control{is_control_};
        fail(code, "checkpoint");
    }
    return {was_blocked || moved < log, log, moved};
}

SqliteConnection::Checkpoint SqliteConnection::checkpoint_passive()
{
    return checkpoint(SQLITE_CHECKPOINT_PASSIVE);
}

SqliteConnection::Checkpoint SqliteConnection::checkpoint_and_empty_log()
{
    return checkpoint(SQLITE_CHECKPOINT_TRUNCATE);
}

void SqliteConnection::tidy_log_at_close()
{
    sqlite3_db_config(database_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, static_cast<int*>(nullptr));
}

Rows SqliteTransaction::run_query(std::string_view sql, std::span<const SqlValue> values)
{
    return connection_.query(sql, values);
}

std::int64_t SqliteTransaction::run_change(std::string_view sql, std::span<const SqlValue> values)
{
    return connection_.change(sql, values);
}

} // namespace kori
