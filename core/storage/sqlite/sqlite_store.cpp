#include "core/storage/sqlite/sqlite_store.hpp"

#include "core/storage/group_writer.hpp"
#include "core/storage/reader_pool.hpp"
#include "core/storage/sqlite/sqlite_connection.hpp"
#include "core/storage/sqlite/sqlite_files.hpp"
#include "core/storage/sqlite/sqlite_schema.hpp"

#include <mutex>
#include <sqlite3.h>
#include <system_error>
#include <utility>
#include <vector>

namespace kori
{

namespace
{

using SqliteReaders = ReaderPool<SqliteConnection>;

class SqliteEngine : public GroupEngine
{
public:
    SqliteEngine(std::unique_ptr<SqliteConnection> writer, std::shared_ptr<SqliteReaders> readers,
                 std::int64_t checkpoint_pages)
        : writer_{std::move(writer)}, readers_{std::move(readers)}, transaction_{*writer_},
          checkpoint_pages_{checkpoint_pages}, checkpoint_at_{checkpoint_pages}
    {
    }

    void begin() override
    {
        writer_->control("BEGIN IMMEDIATE");
        writer_->expect_transaction(true);
    }
    Transaction& transaction() override { return transaction_; }
    void savepoint() override
    {
        writer_->forget_refusal();
        writer_->control("SAVEPOINT job");
    }
    void release() override { writer_->control("RELEASE job"); }
    void undo() override
    {
        writer_->control("ROLLBACK TO job");
        writer_->control("RELEASE job");
    }
    bool statement_was_refused() const override { return writer_->statement_was_refused(); }
    std::string fault() const override { return writer_->fault(); }
    void commit() override
    {
        writer_->expect_transaction(false); // COMMIT ends it
        writer_->control("COMMIT");
    }
    void abandon() noexcept override
    {
        writer_->expect_transaction(false);
        writer_->roll_back();
    }
    void between_groups() override
    {
        const auto pages = writer_->log_pages();
        if (pages < checkpoint_pages_)
            checkpoint_at_ = checkpoint_pages_; // the log began anew
        if (pages <= checkpoint_at_)
            return;
        // Behind a long reader the log cannot begin anew: try again only after as many pages more.
        const auto done = writer_->checkpoint_passive();
        checkpoint_at_ = done.was_blocked ? pages + checkpoint_pages_ : checkpoint_pages_;
    }
    void finish(bool is_whole) noexcept override
    {
        readers_->close();
        if (is_whole && writer_->fault().empty())
        {
            try
            {
                if (!writer_->checkpoint_and_empty_log().was_blocked)
                    writer_->tidy_log_at_close();
            }
            catch (...)
            {
                // Everything acknowledged is in the log, and the next start reads it.
            }
        }
        // After a fault the log is left as it is: a checkpoint now could move pages that never reached the
        // disk.
        writer_.reset();
    }

private:
    std::unique_ptr<SqliteConnection> writer_;
    const std::shared_ptr<SqliteReaders> readers_;
    SqliteTransaction transaction_;
    const std::int64_t checkpoint_pages_;
    std::int64_t checkpoint_at_;
};

class SqliteStore : public Store
{
public:
    SqliteStore(const SqliteSettings& settings, const std::filesystem::path& file,
                std::unique_ptr<FileLock> lock, std::unique_ptr<SqliteConnection> writer)
        : log_file_{with_ending(file, "-wal")}, lock_{std::move(lock)},
          readers_{std::make_shared<SqliteReaders>(
              [file, vfs = settings.vfs]
              { return std::make_unique<SqliteConnection>(file, SqliteConnection::Use::read, vfs); },
              settings.readers_max)},
          writer_{std::make_unique<SqliteEngine>(std::move(writer), readers_, settings.checkpoint_pages),
                  {settings.group_jobs_max, settings.group_bytes_max, settings.queue_jobs_max},
                  settings.before_commit}
    {
    }
    ~SqliteStore() override { SqliteStore::close(); }

    void write(WriteJob job) override { writer_.write(std::move(job)); }

    void read(const std::function<void(Transaction&)>& job) override
    {
        auto connection = readers_->take();
        try
        {
            connection->control("BEGIN");
            connection->expect_transaction(true);
            SqliteTransaction transaction{*connection};
            job(transaction);
        }
        catch (...)
        {
            end_read(std::move(connection));
            throw;
        }
        end_read(std::move(connection));
    }

    StoreHealth health() const override
    {
        auto health = writer_.health();
        std::error_code error;
        const auto bytes = std::filesystem::file_size(log_file_, error);
        health.wal_bytes = error ? 0 : static_cast<std::int64_t>(bytes);
        return health;
    }

    void close() override
    {
        writer_.close();
        const std::lock_guard only_one{lock_mutex_};
        lock_.reset();
    }

private:
    void end_read(std::unique_ptr<SqliteConnection> connection)
    {
        connection->expect_transaction(false);
        connection->roll_back(); // a read has nothing to commit
        readers_->give_back(std::move(connection));
    }

    const std::filesystem::path log_file_;
    std::mutex lock_mutex_;
    std::unique_ptr<FileLock> lock_;
    const std::shared_ptr<SqliteReaders> readers_;
    GroupWriter writer_; // last: its thread ends before the rest goes
};

void say_version(const SqliteSettings& settings)
{
    if (!settings.say)
        return;
    const std::string version = sqlite3_libversion();
    const std::string mode =
        "One thread does every write and every checkpoint, and all other connections are read-only "
        "without automatic checkpoints.";
    if (carries_wal_reset_bug(sqlite3_libversion_number()))
        settings.say("SQLite " + version +
                     " carries the WAL-reset bug (mended in 3.44.6, 3.50.7 and 3.51.3), which " +
                     "needs a commit and a checkpoint at the same time. " + mode);
    else
        settings.say("SQLite " + version + " does not carry the WAL-reset bug. " + mode);
}

} // namespace

std::unique_ptr<Store> open_sqlite(const SqliteSettings& settings, std::span<const Migration> migrations)
{
    PROMISE(settings.group_jobs_max > 0 && settings.queue_jobs_max > 0 && settings.readers_max > 0);
    PROMISE(settings.checkpoint_pages > 0);
    const auto file = settled_path(settings.file);
    auto lock = std::make_unique<FileLock>(file);
    if (std::filesystem::exists(with_ending(file, restore_ending)))
        throw StorageError{"A restore of " + file.string() +
                           " was interrupted. Run it again before anything else."};
    if (make_private_file(file))
        sync_folder_of(file);

    auto writer = std::make_unique<SqliteConnection>(file, SqliteConnection::Use::write, settings.vfs);
    demand_fitting_schema(*writer, migrations); // before the file is changed in any way
    writer->become_writer();
    // After a failed sync the kernel may show pages of the log that never reached the disk. What a restart
    // finds is therefore moved into the database and synced anew before anything is acknowledged behind it.
    if (writer->checkpoint_and_empty_log().was_blocked)
        throw StorageError{
            "Another program reads the database, so its log cannot be taken over. Wait until it ends."};
    bring_schema_up_to_date(*writer, migrations);
    say_version(settings);
    return std::make_unique<SqliteStore>(settings, file, std::move(lock), std::move(writer));
}

} // namespace kori
