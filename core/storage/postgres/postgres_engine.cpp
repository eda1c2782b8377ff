#include "core/storage/postgres/postgres_engine.hpp"

#include "core/observe/log.hpp"
#include "core/storage/postgres/postgres_schema.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <random>
#include <thread>
#include <utility>

namespace kori
{

namespace
{

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// ASSUMED: waits between tries, doubled each time up to the longest, each between half and whole.
constexpr std::int64_t conflict_wait_ms = 4;
constexpr std::int64_t conflict_wait_ms_max = 250;
constexpr std::int64_t connect_wait_ms = 50;
constexpr std::int64_t connect_wait_ms_max = 1'000;

// A key that is violated in every run is our own mistake: then only the job that violates it fails. ASSUMED:
// a race is lost at most so often in a row.
constexpr int races_max = 3;

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
        if (!fault_.empty())
            throw StorageError{fault_};
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
    std::string fault() const override { return fault_.empty() ? writer_->fault() : fault_; }
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
        take_for_durable();
    }
    // Numbers and heads are the group's: who made the same ones at the same time is no job's fault.
    void before_commit_begins() override { writer_->expect_races(std::numeric_limits<int>::max()); }
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
        if (writer_->races_left() > races_max)
            writer_->expect_races(races_max);
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
        if (!left_mark_)
            return Answer::unknown;
        const auto until = steady_clock::now() + reconnect_max_;
        for (int i = 0;; ++i)
        {
            if (writer_->is_usable() || open_writer())
            {
                if (!fault_.empty())
                    return Answer::unknown;
                if (group_mark_.empty()) // what is left without a mark may run again
                    return Answer::not_committed;
                if (const auto answer = ask(*writer_, group_mark_); answer != Answer::unknown)
                {
                    if (answer == Answer::committed)
                        take_for_durable();
                    return answer;
                }
            }
            if (steady_clock::now() >= until)
                return Answer::unknown;
            waits_.wait(i, connect_wait_ms, connect_wait_ms_max);
        }
    }

private:
    void take_for_durable()
    {
        if (!group_mark_.empty())
            durable_mark_ = group_mark_;
    }

    bool open_writer() noexcept
    {
        try
        {
            auto fresh = std::make_unique<PostgresConnection>(session_, PostgresConnection::Use::write);
            demand_known_schema(*fresh, migrations_); // it may be another server
            commit_barrier(*fresh);
            demand_acknowledged(*fresh);
            fresh->expect_races(races_max);
            readers_->forget();
            writer_ = std::move(fresh);
            why_not_.clear();
            return true;
        }
        catch (const std::exception& error)
        {
            if (why_not_ != error.what())
                observe::log(observe::Level::error, "store.cannot_connect", {{"reason", error.what()}});
            why_not_ = error.what();
            return false;
        }
    }

    // After a change to a standby that lacks acknowledged work, going on would sign a second history.
    void demand_acknowledged(PostgresConnection& fresh)
    {
        if (durable_mark_.empty() || !left_mark_)
            return;
        switch (ask(fresh, durable_mark_))
        {
        case Answer::committed:
            return;
        case Answer::unknown:
            throw StorageError{"The database does not answer whether it has the last acknowledged work."};
        case Answer::not_committed:
            fault_ =
                "The database lacks work that was acknowledged: it is another one, or a standby that did "
                "not have everything. Look at it; what is gone may be restored as a new epoch.";
        }
    }

    // READ COMMITTED: a row that became visible while the insert waited is simply there.
    Answer ask(PostgresConnection& connection, const std::string& mark) noexcept
    {
        auto answer = Answer::unknown;
        try
        {
            connection.post_control("BEGIN ISOLATION LEVEL READ COMMITTED");
            connection.expect_transaction(true);
            PostgresTransaction transaction{connection};
            answer = left_mark_(transaction, mark) ? Answer::committed : Answer::not_committed;
        }
        catch (...)
        {
            answer = Answer::unknown; // a lock that is waited for too long, another lost connection
        }
        connection.roll_back();
        connection.forget_refusal();
        return answer;
    }

    const PostgresSession session_;
    const std::vector<Migration> migrations_;
    const milliseconds reconnect_max_;
    const std::function<bool(Transaction&, const std::string&)> left_mark_;
    std::unique_ptr<PostgresConnection> writer_;
    const std::shared_ptr<PostgresReaders> readers_;
    std::string job_mark_;     // since the savepoint
    std::string group_mark_;   // of a savepoint that was kept
    std::string durable_mark_; // of the last group that had one
    std::string fault_;        // for good
    std::string why_not_;      // the last failure to connect, told once
    WriterTransaction transaction_;
    Waits waits_;
};

} // namespace

PostgresSession session_of(const PostgresSettings& settings)
{
    return {settings.url,
            settings.connect_timeout_ms,
            settings.statement_timeout_ms,
            settings.lock_timeout_ms,
            settings.idle_in_transaction_timeout_ms,
            settings.trusts_durability};
}

std::unique_ptr<GroupEngine> postgres_engine(const PostgresSettings& settings,
                                             std::span<const Migration> migrations,
                                             std::unique_ptr<PostgresConnection> writer,
                                             std::shared_ptr<PostgresReaders> readers)
{
    return std::make_unique<PostgresEngine>(settings,
                                            std::vector<Migration>{migrations.begin(), migrations.end()},
                                            std::move(writer), std::move(readers));
}

} // namespace kori
