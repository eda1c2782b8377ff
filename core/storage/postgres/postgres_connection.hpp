// One connection to a PostgreSQL server, always in pipeline mode, with cached statements and a memory for
// what ended its transaction.
#pragma once

#include "core/storage/store.hpp"
#include "core/storage/transaction.hpp"

#include <cstdint>
#include <deque>
#include <list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct pg_conn;
struct pg_result;

namespace kori
{

struct PostgresSession
{
    std::string url;                            // "postgresql://…" or "host=… dbname=…"
    std::int64_t connect_timeout_ms = 5'000;    // libpq counts whole seconds, at least 2
    std::int64_t statement_timeout_ms = 30'000; // 0: without limit
    std::int64_t lock_timeout_ms = 5'000;
    std::int64_t idle_in_transaction_timeout_ms =
        10'000;                     // of the server: after it an abandoned group is gone; 0: without limit
    bool trusts_durability = false; // does not ask whether commits are synced
};

class PostgresConnection
{
public:
    enum class Use
    {
        read,
        write,
    };
    enum class State
    {
        usable,
        conflict, // until roll_back()
        lost,
        faulty,
    };

    // Throws StorageError with a sentence.
    PostgresConnection(const PostgresSession& session, Use use);
    ~PostgresConnection();
    PostgresConnection(const PostgresConnection&) = delete;
    PostgresConnection& operator=(const PostgresConnection&) = delete;

    // A statement of a job. StatementRefused is the job's own fault; Conflict, ConnectionLost and
    // StorageError are not, and state() then says so.
    Rows query(std::string_view sql, std::span<const SqlValue> values);
    std::int64_t change(std::string_view sql, std::span<const SqlValue> values);
    void post(std::string_view sql, std::span<const SqlValue> values); // does not wait
    // Waits for posted statements of the job, so that their errors show now.
    void settle();

    // BEGIN, SAVEPOINT, SHOW …: any error but a conflict or a loss is a fault.
    Rows control(std::string_view sql);
    void post_control(std::string_view sql); // does not wait
    void commit();                           // or throws AnswerLost, too
    void undo_to_savepoint();                // whatever state the savepoint's statements left
    void roll_back() noexcept;

    void expect_transaction(bool is_open) { expects_transaction_ = is_open; }
    // So many violated unique keys are taken for a race with another writer, hence a conflict: PostgreSQL may
    // report one so although the key was looked up before (its manual, "Serialization Failure Handling").
    void expect_races(int races_max) { races_left_ = races_max; }
    int races_left() const { return races_left_; }
    State state() const { return state_; }
    bool is_usable() const { return state_ == State::usable; }
    const std::string& fault() const { return fault_; }
    // A job that catches StatementRefused may not go on: its transaction is gone up to the savepoint.
    bool statement_was_refused() const { return was_refused_; }
    void forget_refusal() { was_refused_ = false; }
    // A statement of a job was answered since the last roll_back().
    bool gave_results() const { return gave_results_; }

    std::string server_version() const; // "15.20"
    std::int64_t statements_prepared() const { return statements_prepared_; }
    std::size_t statements_kept() const { return kept_.size(); }
    std::int64_t round_trips() const { return round_trips_; }
    static constexpr std::size_t statements_kept_max = 512;
    // What may be on its way unanswered, so that no buffer between here and the server can fill up.
    static constexpr std::size_t pending_max = 64;
    static constexpr std::size_t pending_bytes_max = 65'536;

private:
    struct Kept
    {
        std::string text;
        std::string name;                 // on the server
        std::string label;                // in messages
        std::vector<unsigned> parameters; // their types
    };
    struct Pending
    {
        std::string label;
        bool is_control;
    };
    struct Failure
    {
        std::string label;
        bool is_control;
        std::string sqlstate;
        std::string message;
        std::string constraint;
        std::string function; // of the server's source
    };
    struct ClearResult
    {
        void operator()(pg_result* result) const;
    };
    using Result = std::unique_ptr<pg_result, ClearResult>;

    void harden(const PostgresSession& session);
    void demand_durability();
    void guard();
    const Kept& prepared(std::string_view sql);
    void demand_common_types(const pg_result* description, std::string_view label);
    void drop_oldest();
    void send(const Kept& statement, std::span<const SqlValue> values);
    void send_control(std::string_view sql);
    Result run(std::string_view sql, std::span<const SqlValue> values);
    Result answers(); // of everything that is pending; the last one's result
    Result next_result();
    [[noreturn]] void fail(const Failure& failure);
    [[noreturn]] void refuse(std::string sentence);
    [[noreturn]] void lose();
    [[noreturn]] void break_down(std::string sentence);

    pg_conn* connection_ = nullptr;
    const Use use_;
    const std::int64_t answer_timeout_ms_; // -1: without limit
    std::deque<Pending> pending_;
    std::size_t pending_of_job_ = 0;
    std::size_t pending_bytes_ = 0;
    std::list<Kept> kept_; // newest first
    std::unordered_map<std::string_view, std::list<Kept>::iterator> by_text_;
    State state_ = State::usable;
    std::string fault_;
    bool was_refused_ = false;
    bool expects_transaction_ = false;
    bool commit_was_sent_ = false;
    bool was_warned_ = false; // by the server, during a commit
    bool gave_results_ = false;
    int races_left_ = 0;
    std::int64_t statements_prepared_ = 0;
    std::int64_t round_trips_ = 0;

    friend struct PostgresCallbacks;
};

// The port's view of a connection, for one job.
class PostgresTransaction : public Transaction
{
public:
    explicit PostgresTransaction(PostgresConnection& connection) : connection_{connection} {}

protected:
    Rows run_query(std::string_view sql, std::span<const SqlValue> values) override;
    std::int64_t run_change(std::string_view sql, std::span<const SqlValue> values) override;
    void run_post(std::string_view sql, std::span<const SqlValue> values) override;

private:
    PostgresConnection& connection_;
};

} // namespace kori
