// Backup, restore and check. None of them checkpoints a database that somebody else may be using.
#include "core/storage/sqlite/sqlite_connection.hpp"
#include "core/storage/sqlite/sqlite_files.hpp"
#include "core/storage/sqlite/sqlite_store.hpp"

#include <sqlite3.h>
#include <system_error>
#include <unistd.h>

namespace kori
{

namespace
{

constexpr int pages_per_step = 1'000;
constexpr std::string_view companions[] = {"-wal", "-shm", "-journal"};

void remove_with_companions(const std::filesystem::path& file)
{
    std::error_code ignored;
    for (const auto ending : companions)
        std::filesystem::remove(with_ending(file, ending), ignored);
    std::filesystem::remove(file, ignored);
}

void demand_file(const std::filesystem::path& file)
{
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error))
        throw StorageError{"There is no file " + file.string() + "."};
}

void copy_pages(SqliteConnection& from, SqliteConnection& to)
{
    auto* const backup = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
    if (!backup)
        throw StorageError{std::string{"The copy cannot begin: "} + sqlite3_errmsg(to.handle()) + "."};
    int code = SQLITE_OK;
    while (code == SQLITE_OK)
        code = sqlite3_backup_step(backup, pages_per_step);
    const int end = sqlite3_backup_finish(backup);
    if (code != SQLITE_DONE || end != SQLITE_OK)
        throw StorageError{std::string{"The copy failed: "} +
                           sqlite3_errstr(code == SQLITE_DONE ? end : code) + "."};
}

// A whole, synced copy in one file without a log, of mode 0600.
void copy_whole(const std::filesystem::path& from, const std::filesystem::path& to)
{
    remove_with_companions(to);
    make_private_file(to);
    {
        SqliteConnection source{from, SqliteConnection::Use::read, {}};
        // One snapshot for the whole copy: without it every commit of the running server would start it over.
        source.control("BEGIN");
        source.control("SELECT count(*) FROM sqlite_schema");
        SqliteConnection target{to, SqliteConnection::Use::write, {}};
        target.control("PRAGMA journal_mode = MEMORY"); // half a copy is thrown away, so it needs no way back
        target.control("PRAGMA synchronous = OFF");     // synced below, once
        copy_pages(source, target);
        source.control("COMMIT");
    }
    {
        // The copy carries the mark of a log-mode file; without it the one file is all there is.
        SqliteConnection target{to, SqliteConnection::Use::write, {}};
        target.control("PRAGMA journal_mode = DELETE");
    }
    sync_file(to);
}

// Gives `file` a second name, which must be new.
void keep_as(const std::filesystem::path& file, const std::filesystem::path& name)
{
    std::error_code error;
    std::filesystem::create_hard_link(file, name, error);
    if (error)
        throw StorageError{file.string() + " cannot be kept as " + name.string() + ": " + error.message() +
                           "."};
}

std::filesystem::path free_keeping_name(const std::filesystem::path& file)
{
    for (int n = 1;; ++n)
    {
        auto name = with_ending(file, ".before-restore-" + std::to_string(n));
        if (!std::filesystem::exists(name))
            return name;
    }
}

void demand_whole(const std::filesystem::path& backup)
{
    if (const auto faults = check_sqlite(backup); faults != "ok")
        throw StorageError{"The backup " + backup.string() + " is not whole: " + faults};
    // An empty file is a whole database, too.
    SqliteConnection connection{backup, SqliteConnection::Use::read, {}};
    if (connection.control("SELECT 1 FROM sqlite_schema WHERE name = 'schema_migration'").empty())
        throw StorageError{"The backup " + backup.string() + " holds no database of this program."};
}

// Into a file that nobody else has open.
void write_into(const std::filesystem::path& file, const std::function<void(Transaction&)>& job)
{
    SqliteConnection connection{file, SqliteConnection::Use::write, {}};
    connection.control("PRAGMA synchronous = FULL");
    connection.control("BEGIN");
    SqliteTransaction transaction{connection};
    job(transaction);
    connection.control("COMMIT");
}

// A checked copy of the backup beside the target. From its last name on the store refuses to open the target
// (see restore_ending), because the old database may soon stand there without its log.
void make_ready(const std::filesystem::path& backup, const std::filesystem::path& target,
                const std::function<void(Transaction&)>& mark)
{
    const auto part = with_ending(target, ".restore-part");
    try
    {
        copy_whole(backup, part);
        demand_whole(part);
        if (mark)
            write_into(part, mark);
    }
    catch (...)
    {
        remove_with_companions(part);
        throw;
    }
    std::filesystem::rename(part, with_ending(target, restore_ending));
    sync_folder_of(target);
}

// The old database and its log stay whole under other names.
void keep_old(const std::filesystem::path& target)
{
    if (!std::filesystem::exists(target))
        return;
    const auto kept = free_keeping_name(target);
    keep_as(target, kept);
    for (const std::string_view ending : {"-wal", "-journal"})
    {
        if (std::filesystem::exists(with_ending(target, ending)))
            keep_as(with_ending(target, ending), with_ending(kept, ending));
    }
    sync_folder_of(target);
}

} // namespace

void read_sqlite(const std::filesystem::path& file, const std::function<void(Transaction&)>& job)
{
    if (!std::filesystem::exists(file))
        throw StorageError{"There is no database " + file.string() + "."};
    SqliteConnection connection{file, SqliteConnection::Use::read, {}};
    connection.control("BEGIN");
    SqliteTransaction transaction{connection};
    job(transaction);
    connection.roll_back(); // a read has nothing to commit
}

void backup_sqlite(const std::filesystem::path& from, const std::filesystem::path& to)
{
    const auto source = settled_path(from);
    const auto target = settled_path(to);
    demand_file(source);
    if (std::filesystem::exists(target))
        throw StorageError{"The target " + target.string() + " exists already; a backup never overwrites."};
    const auto part = with_ending(target, ".part");
    try
    {
        copy_whole(source, part);
        keep_as(part, target); // refuses a target that appeared meanwhile
        remove_with_companions(part);
        sync_folder_of(target);
    }
    catch (...)
    {
        remove_with_companions(part);
        throw;
    }
}

void restore_sqlite(const std::filesystem::path& backup, const std::filesystem::path& to,
                    const std::function<void(Transaction&)>& mark)
{
    const auto source = settled_path(backup);
    const auto target = settled_path(to);
    demand_file(source);
    const FileLock lock{target};
    demand_whole(source);
    try
    {
        make_ready(source, target, mark);
        keep_old(target);
        for (const auto ending : companions)
            std::filesystem::remove(with_ending(target, ending));
        sync_folder_of(target);
        std::filesystem::rename(with_ending(target, restore_ending), target);
        sync_folder_of(target);
    }
    catch (const std::filesystem::filesystem_error& error)
    {
        throw StorageError{"The restore of " + target.string() + " stopped: " + error.code().message() +
                           ". Run it again before anything else."};
    }
}

void remove_sqlite(const std::filesystem::path& file)
{
    remove_with_companions(file);
    std::filesystem::remove(with_ending(file, ".lock"));
}

std::string check_sqlite(const std::filesystem::path& file)
{
    const auto source = settled_path(file);
    demand_file(source);
    std::string faults;
    try
    {
        SqliteConnection connection{source, SqliteConnection::Use::read, {}};
        for (const auto& row : connection.control("PRAGMA integrity_check"))
        {
            if (row.text(0) != "ok")
                faults += row.text(0) + "\n";
        }
        for (const auto& row : connection.control("PRAGMA foreign_key_check"))
            faults += "a row of " + row.text(0) + " refers to a missing row of " + row.text(2) + "\n";
    }
    catch (const StorageError& error)
    {
        faults += error.what();
    }
    return faults.empty() ? "ok" : faults;
}

} // namespace kori
