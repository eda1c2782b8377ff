// Group commit: the queue of waiting jobs and the one thread that runs them group by group. Knows no
// database, so both adapters share it and it is tested without one.
#pragma once

#include "core/storage/store.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace kori
{

struct GroupLimits
{
    std::size_t jobs_max;       // in one commit
    std::size_t bytes_max;      // summed weight_bytes in one commit; a single heavier job still runs, alone
    std::size_t queue_jobs_max; // waiting
};

// Others changed the same rows: nothing of the group is kept, and the same again may go well.
struct Conflict : StorageError
{
    using StorageError::StorageError;
};

// The connection went before COMMIT was sent: nothing of the group can become durable.
struct ConnectionLost : StorageError
{
    using StorageError::StorageError;
};

// The connection went after COMMIT was sent: the group may be durable or not.
struct AnswerLost : StorageError
{
    using StorageError::StorageError;
};

// Bounded, first in, first out.
class JobQueue
{
public:
    explicit JobQueue(GroupLimits limits) : limits_{limits} {}

    // False when the queue is full or takes no more; the job is then untouched.
    bool push(WriteJob& job);
    // Waits for at least one job; empty when the queue is closed and drained.
    std::vector<WriteJob> next_group();
    // The same, but empty also when nothing came within `wait`.
    std::vector<WriteJob> next_group_within(std::chrono::milliseconds wait);
    bool has_ended() const; // closed and drained
    // No more jobs; what waits is still handed out.
    void close();
    // No more jobs; hands back what waits. next_group() then waits for close().
    std::vector<WriteJob> give_up();
    std::size_t length() const;

private:
    std::vector<WriteJob> take_group();

    const GroupLimits limits_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<WriteJob> jobs_;
    bool takes_ = true;
    bool closed_ = false;
};

// What a database offers to run one group. All calls come from the writer's thread. An error of the
// environment throws StorageError and leaves fault() not empty for good, even if a job swallows the
// exception. An engine over a network may also throw Conflict, ConnectionLost and, from commit(), AnswerLost;
// trouble() then tells of the first two until abandon().
class GroupEngine
{
public:
    enum class Trouble
    {
        none,
        conflict,
        connection_lost,
    };
    enum class Answer
    {
        committed,
        not_committed,
        unknown,
    };

    virtual ~GroupEngine() = default;

    virtual void begin() = 0;
    virtual Transaction& transaction() = 0;
    virtual void savepoint() = 0;                    // one at a time, never nested
    virtual void release() = 0;                      // keeps what was done since the savepoint
    virtual void undo() = 0;                         // back to the savepoint, and forgets it
    virtual bool statement_was_refused() const = 0;  // since the savepoint
    virtual std::string fault() const = 0;           // a sentence; empty while the transaction stands
    virtual void commit() = 0;                       // returns after the sync
    virtual void abandon() noexcept = 0;             // rolls the whole group back
    virtual void between_groups() = 0;               // checkpoints; StorageError is fail-stop
    virtual void finish(bool is_whole) noexcept = 0; // last call; not whole: touch the files no more

    // What an engine adds that is reached over a network and has other writers beside this one.
    virtual Trouble trouble() const { return Trouble::none; }
    virtual void settle() {}                    // errors of posted statements show here at the latest
    virtual void end_unchanged() { abandon(); } // in the place of commit(), when nothing was left
    virtual void back_off(int) noexcept {}      // waits before the n-th run of a group that met a conflict
    // A new connection; patient: tries again until its time is over.
    virtual bool reconnect(bool) noexcept { return false; }
    // After AnswerLost: what became of the group's COMMIT.
    virtual Answer ask_what_became() noexcept { return Answer::unknown; }
};

struct GroupOutcome
{
    std::vector<Fate> fates; // one per job, in order
    std::string fault;       // not empty: the store must take no more writes
    std::int64_t broken_promises = 0;
    std::int64_t sync_micros = 0; // time of the commit; 0 when nothing was left to commit
    bool committed = false;
    bool is_unreachable = false; // no new connection came in time; nothing of the group is kept
    std::int64_t conflicts = 0;  // runs that met one
    std::int64_t reconnects = 0;
};

// How often a group runs before it is split, and then each job alone once more. ASSUMED: with a jittered wait
// between them ten runs outlast any burst of conflicts; what conflicts longer is better told "busy".
constexpr int group_runs_max = 10;

// Runs the jobs in order inside one transaction, each in its savepoint, and commits once. Runs them again as
// long as it is known that nothing of the run before is kept.
GroupOutcome run_group(GroupEngine& engine, std::span<const WriteJob> jobs,
                       const std::function<void(Transaction&)>& before_commit);

// The writer: owns queue, thread and engine, answers every job exactly once, and stops at the first fault.
class GroupWriter
{
public:
    GroupWriter(std::unique_ptr<GroupEngine> engine, GroupLimits limits,
                std::function<void(Transaction&)> before_commit);
    ~GroupWriter();
    GroupWriter(const GroupWriter&) = delete;
    GroupWriter& operator=(const GroupWriter&) = delete;

    void write(WriteJob job);
    StoreHealth health() const; // without wal_bytes
    void close();

private:
    void work();
    void work_on(std::vector<WriteJob> group);
    void take_note(const GroupOutcome& outcome, std::size_t jobs);
    void set_reachable(bool is_reachable);
    bool look_again();
    void fail(const std::string& reason);
    void answer(WriteJob& job, Fate fate);

    std::unique_ptr<GroupEngine> engine_;
    JobQueue queue_;
    const std::function<void(Transaction&)> before_commit_;
    mutable std::mutex health_mutex_;
    StoreHealth health_;
    bool has_failed_ = false;     // for good
    bool is_unreachable_ = false; // until a connection comes; only the writer's thread looks at it
    std::chrono::steady_clock::time_point looks_again_at_; // likewise
    std::mutex close_mutex_;
    std::thread thread_; // last: starts when everything above stands
};

} // namespace kori
