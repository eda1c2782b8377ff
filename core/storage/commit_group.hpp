// Group commit: the queue of waiting jobs and the one thread that runs them group by group. Knows no
// database, so both adapters share it and it is tested without one.
#pragma once

#include "core/storage/store.hpp"

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

// Bounded, first in, first out.
class JobQueue
{
public:
    explicit JobQueue(GroupLimits limits) : limits_{limits} {}

    // False when the queue is full or takes no more; the job is then untouched.
    bool push(WriteJob& job);
    // Waits for at least one job; empty when the queue is closed and drained.
    std::vector<WriteJob> next_group();
    // No more jobs; what waits is still handed out.
    void close();
    // No more jobs; hands back what waits. next_group() then waits for close().
    std::vector<WriteJob> give_up();
    std::size_t length() const;

private:
    const GroupLimits limits_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<WriteJob> jobs_;
    bool takes_ = true;
    bool closed_ = false;
};

// What a database offers to run one group. All calls come from the writer's thread. An error of the
// environment throws StorageError and leaves fault() not empty for good, even if a job swallows the
// exception.
class GroupEngine
{
public:
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
};

struct GroupOutcome
{
    std::vector<Fate> fates; // one per job, in order
    std::string fault;       // not empty: the store must take no more writes
    std::int64_t broken_promises = 0;
    std::int64_t sync_micros = 0; // time of the commit; 0 when nothing was left to commit
    bool committed = false;
};

// Runs the jobs in order inside one transaction, each in its savepoint, and commits once.
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
    void fail(const std::string& reason);
    void answer(WriteJob& job, Fate fate);

    std::unique_ptr<GroupEngine> engine_;
    JobQueue queue_;
    const std::function<void(Transaction&)> before_commit_;
    mutable std::mutex health_mutex_;
    StoreHealth health_;
    std::mutex close_mutex_;
    std::thread thread_; // last: starts when everything above stands
};

} // namespace kori
