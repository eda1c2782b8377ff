// Group commit: how a group of jobs runs in one transaction. Knows no database, so both adapters share it and
// it is tested without one.
#pragma once

#include "core/storage/store.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace kori
{

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
    virtual void before_commit_begins() {}      // what jobs could be blamed for is the group's from here on
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

} // namespace kori
