#include "core/storage/postgres/postgres_store.hpp"

#include "core/storage/group_writer.hpp"
#include "core/storage/postgres/postgres_connection.hpp"
#include "core/storage/postgres/postgres_schema.hpp"
#include "core/storage/reader_pool.hpp"

#include <algorithm>
#include <chrono>
#include <random>
#include <thread>
#include <utility>
#include <vector>

namespace kori
{

namespace
{

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using PostgresReaders = ReaderPool<PostgresConnection>;

// ASSUMED: waits between tries, doubled each time up to the longest, each between half and whole.
constexpr std::int64_t conflict_wait_ms = 4;
constexpr std::int64_t conflict_wait_ms_max = 250;
constexpr std::int64_t connect_wait_ms = 50;
constexpr std::int64_t connect_wait_ms_max = 1'000;

// A key that is violated in every run is our own mistake: then only the job that violates it fails. ASSUMED:
// a race is lost at most so often in a row.
constexpr int races_max = 3;

constexpr auto begin_reading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

// Two stores that met each other should not meet again, so the waits are random.
class Waits
{
public:
    void wait(int number, std::int64_t first_ms, std::int64_t longest_ms)
    {
        const auto whole = std::min(longest_ms, first_ms << std::min(number, 20));
        std::uniform_int_distribution<std::int64_t> between{whole / 2, whole};
        std::this_thread::sleep_for(milliseconds{between(random_)});
    }

private:
    std::minstd_rand random_{std::random_device{}()};
};

PostgresSession session_of(const PostgresSettings& settings)
{
    return {settings.url,
            settings.connect_timeout_ms,
            settings.statement_timeout_ms,
            settings.lock_timeout_ms,
            settings.idle_in_transaction_timeout_ms,
            settings.trusts_durability};
}

// A job's transaction on the writer, whose connection may be another one after a loss.
class WriterTransaction : public Transaction
{
public:
    WriterTransaction(std::unique_ptr<PostgresConnection>& connection, std::string& mark)
        : connection_{connection}, mark_{mark}
    {
    }
    void mark(std::string id) override { mark_ = std::move(id); }

protected:
    Rows run_query(std::string_view sql, std::span<const SqlValue> values) override
    {
        return connection_->query(sql, values);
    }
    std::int64_t run_change(std::string_view sql, std::span<const SqlValue> values) override
    {
        return connection_->change(sql, values);
    }
    void run_post(std::string_view sql, std::span<const SqlValue> values) override
    {
        connection_->post(sql, values);
    }

private:
    std::unique_ptr<PostgresConnection>& connection_;
    std::string& mark_;
};

class PostgresEngine : public GroupEngine
{
public:
    PostgresEngine(const PostgresSettings& settings, std::vector<Migration> migrations,
                   std::unique_ptr<PostgresConnection> writer, std::shared_ptr<PostgresReaders> readers)
        : session_{session_of(settings)}, migrations_{std::move(migrations)},
          reconnect_max_{settings.reconnect_max_ms}, left_mark_{settings.left_mark},
          writer_{std::move(writer)}, readers_{std::move(readers)}, transaction_{writer_, job_mark_}
    {
        writer_->expect_races(races_max);
    }

    void begin() override
    {
        group_mark_.clear();
        writer_->post_control("BEGIN ISOLATION LEVEL SERIALIZABLE");
        writer_->expect_transaction(true);
    }
    Transaction& transaction() override { return transaction_; }
    void savepoint() override
    {
        job_mark_.clear();
        writer_->forget_refusal();
        writer_->post_control("SAVEPOINT job");
    }
    void settle() override { writer_->settle(); }
    void release() override
    {
        writer_->post_control("RELEASE SAVEPOINT job");
        if (!job_mark_.empty())
            group_mark_ = job_mark_;
    }
    void undo() override { writer_->undo_to_savepoint(); }
    bool statement_was_refused() const override { return writer_->statement_was_refused(); }
    std::string fault() const override { return writer_->fault(); }
    Trouble trouble() const override
    {
        switch (writer_->state())
        {
        case PostgresConnection::State::conflict:
            return Trouble::conflict;
        case PostgresConnection::State::lost:
            return Trouble::connection_lost;
        case PostgresConnection::State::usable:
        case PostgresConnection::State::faulty:
            break;
        }
        return Trouble::none;
    }
    void commit() override
    {
        writer_->expect_transaction(false); // COMMIT ends it
        writer_->commit();
        writer_->expect_races(races_max);
    }
    // What a job read before it refused was whole only if this COMMIT finds no conflict.
    void end_unchanged() override
    {
        try
        {
            commit();
        }
        catch (const AnswerLost&)
        {
            throw ConnectionLost{"The connection to the database was lost."}; // nothing was written
        }
    }
    void abandon() noexcept override
    {
        writer_->roll_back();
        writer_->forget_refusal();
    }
    void between_groups() override {}
    void finish(bool) noexcept override
    {
        readers_->close();
        writer_.reset();
    }

    void back_off(int number) noexcept override
    {
        waits_.wait(number, conflict_wait_ms, conflict_wait_ms_max);
    }
    bool reconnect(bool is_patient) noexcept override
    {
        const auto until = steady_clock::now() + (is_patient ? reconnect_max_ : milliseconds{0});
        for (int i = 0;; ++i)
        {
            if (open_writer())
                return true;
            if (steady_clock::now() >= until)
                return false;
            waits_.wait(i, connect_wait_ms, connect_wait_ms_max);
        }
    }
    Answer ask_what_became() noexcept override
    {
        if (group_mark_.empty() || !left_mark_)
            return Answer::unknown;
        const auto until = steady_clock::now() + reconnect_max_;
        for (int i = 0;; ++i)
        {
            if (writer_->is_usable() || open_writer())
            {
                if (const auto answer = ask_once(); answer != Answer::unknown)
                    return answer;
            }
            if (steady_clock::now() >= until)
                return Answer::unknown;
            waits_.wait(i, connect_wait_ms, connect_wait_ms_max);
        }
    }

private:
    bool open_writer() noexcept
    {
        try
        {
            auto fresh = std::make_unique<PostgresConnection>(session_, PostgresConnection::Use::write);
            demand_current_schema(*fresh, migrations_); // it may be another server's copy
            fresh->expect_races(races_max);
            writer_ = std::move(fresh);
            return true;
        }
        catch (...)
        {
            return false;
        }
    }

    // READ COMMITTED: a row that became visible while the insert waited is simply there.
    Answer ask_once() noexcept
    {
        auto answer = Answer::unknown;
        try
        {
            writer_->post_control("BEGIN ISOLATION LEVEL READ COMMITTED");
            writer_->expect_transaction(true);
            PostgresTransaction transaction{*writer_};
            answer = left_mark_(transaction, group_mark_) ? Answer::committed : Answer::not_committed;
        }
        catch (...)
        {
            answer = Answer::unknown; // a lock that is waited for too long, another lost connection
        }
        writer_->roll_back();
        writer_->forget_refusal();
        return answer;
    }

    const PostgresSession session_;
    const std::vector<Migration> migrations_;
    const milliseconds reconnect_max_;
    const std::function<bool(Transaction&, const std::string&)> left_mark_;
    std::unique_ptr<PostgresConnection> writer_;
    const std::shared_ptr<PostgresReaders> readers_;
    std::string job_mark_;   // since the savepoint
    std::string group_mark_; // of a savepoint that was kept
    WriterTransaction transaction_;
    Waits waits_;
};

// A kept connection may have died unseen. As long as it gave no result, another one can take its place.
class ReadTransaction : public Transaction
{
    template <class Part>
    auto once_more_when_lost(const Part& part)
    {
        try
        {
            return part();
        }
        catch (const ConnectionLost&)
        {
            if (connection_->gave_results() || std::exchange(was_renewed_, true))
                throw;
        }
        connection_ = readers_.open_anew();
        connection_->post_control(begin_reading);
        connection_->expect_transaction(true);
        return part();
    }

public:
    ReadTransaction(std::unique_ptr<PostgresConnection>& connection, const PostgresReaders& readers)
        : connection_{connection}, readers_{readers}
    {
    }

protected:
    Rows run_query(std::string_view sql, std::span<const SqlValue> values) override
    {
        return once_more_when_lost([&] { return connection_->query(sql, values); });
    }
    std::int64_t run_change(std::string_view sql, std::span<const SqlValue> values) override
    {
        return once_more_when_lost([&] { return connection_->change(sql, values); });
    }

private:
    std::unique_ptr<PostgresConnection>& connection_;
    const PostgresReaders& readers_;
    bool was_renewed_ = false;
};

void read_with(PostgresReaders& readers, const std::function<void(Transaction&)>& job)
{
    auto connection = readers.take();
    const auto end = [&]
    {
        connection->roll_back(); // a read has nothing to commit
        readers.give_back(std::move(connection));
    };
    try
    {
        connection->post_control(begin_reading);
        connection->expect_transaction(true);
        ReadTransaction transaction{connection, readers};
        job(transaction);
    }
    catch (...)
    {
        end();
        throw;
    }
    end();
}

std::shared_ptr<PostgresReaders> readers_of(const PostgresSession& session, std::size_t readers_max)
{
    return std::make_shared<PostgresReaders>(
        [session] { return std::make_unique<PostgresConnection>(session, PostgresConnection::Use::read); },
        readers_max);
}

class PostgresStore : public Store
{
public:
    PostgresStore(const PostgresSettings& settings, std::span<const Migration> migrations,
                  std::unique_ptr<PostgresConnection> writer)
        : readers_{readers_of(session_of(settings), settings.readers_max)},
          writer_{std::make_unique<PostgresEngine>(
                      settings, std::vector<Migration>{migrations.begin(), migrations.end()},
                      std::move(writer), readers_),
                  {settings.group_jobs_max, settings.group_bytes_max, settings.queue_jobs_max},
                  settings.before_commit}
    {
    }
    ~PostgresStore() override { PostgresStore::close(); }

    void write(WriteJob job) override { writer_.write(std::move(job)); }
    void read(const std::function<void(Transaction&)>& job) override { read_with(*readers_, job); }
    StoreHealth health() const override { return writer_.health(); }
    void close() override { writer_.close(); }

private:
    const std::shared_ptr<PostgresReaders> readers_;
    GroupWriter writer_; // last: its thread ends before the rest goes
};

} // namespace

std::unique_ptr<Store> open_postgres(const PostgresSettings& settings, std::span<const Migration> migrations)
{
    PROMISE(settings.group_jobs_max > 0 && settings.queue_jobs_max > 0 && settings.readers_max > 0);
    PROMISE(settings.statement_timeout_ms > 0 && settings.lock_timeout_ms > 0);
    PROMISE(settings.idle_in_transaction_timeout_ms > 0 && settings.reconnect_max_ms >= 0);
    auto writer = std::make_unique<PostgresConnection>(session_of(settings), PostgresConnection::Use::write);
    demand_current_schema(*writer, migrations);
    if (settings.say)
        settings.say("PostgreSQL " + writer->server_version() +
                     (settings.trusts_durability ? " is trusted to sync every commit."
                                                 : " syncs every commit (fsync and synchronous_commit)."));
    return std::make_unique<PostgresStore>(settings, migrations, std::move(writer));
}

void migrate_postgres(const std::string& url, std::span<const Migration> migrations,
                      const std::function<void(const std::string&)>& say)
{
    PostgresSession session;
    session.url = url;
    PostgresConnection connection{session, PostgresConnection::Use::migrate};
    bring_schema_up_to_date(connection, migrations, say);
}

void read_postgres(const std::string& url, const std::function<void(Transaction&)>& job)
{
    PostgresSession session;
    session.url = url;
    read_with(*readers_of(session, 1), job);
}

} // namespace kori
