// The port to a database, seen from outside: one queue of writing jobs with group commit, and snapshot reads.
#pragma once

#include "core/base/promise.hpp"
#include "core/storage/transaction.hpp"

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>

namespace kori
{

// The environment failed: disk, memory, a lost connection, a corrupt file. Fail-stop for writes (see Store).
struct StorageError : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

// The statement was refused for what it is or for the data it met (a constraint, a type, its own text): we
// are wrong, since rules are checked before and races are met with ON CONFLICT. Only the job that ran it
// fails.
struct StatementRefused : BrokenPromise
{
    using BrokenPromise::BrokenPromise;
};

// What a writing job says at its end.
enum class Verdict
{
    keep, // commit its changes
    undo, // roll back to its savepoint; then `witness` (if any) runs in a second savepoint of the same group
};

// What became of it. A job is told `durable` only after the sync of its group.
enum class Fate
{
    durable, // kept, or undone with its witnesses kept: what it left is on disk
    lost,    // nothing of it is on disk or that cannot be known; the store takes no more writes
    failed,  // this job threw (a broken promise); it alone was rolled back
    // Nothing of it is on disk, and it may be asked again: the store is closed, has failed or cannot reach
    // its database, the queue is full, or others kept changing the same rows.
    refused,
};

struct WriteJob
{
    // May run twice (a group is split or run again): touches its transaction and its own result, nothing
    // else.
    std::function<Verdict(Transaction&)> run;
    std::function<void(Transaction&)> witness; // may be empty
    // Called once, on the writer thread, after the fate is known. Must not throw and must not block.
    std::function<void(Fate)> done;
    std::size_t weight_bytes = 1'024; // for the size cap of a group
};

struct StoreHealth
{
    bool takes_writes = true;
    std::string reason; // why not; a sentence without data
    std::int64_t queue_length = 0;
    std::int64_t groups = 0; // committed since start
    std::int64_t jobs = 0;   // durable since start
    std::int64_t last_group_jobs = 0;
    std::int64_t last_sync_micros = 0;
    std::int64_t wal_bytes = 0;
    std::int64_t broken_promises = 0;
    std::int64_t conflicts = 0;  // groups that ran again because others changed the same rows
    std::int64_t reconnects = 0; // lost connections of the writer that were replaced
};

class Store
{
public:
    virtual ~Store() = default;

    // Never blocks on the disk. When the queue is full or the store has failed, `done(Fate::refused)` is
    // called at once.
    virtual void write(WriteJob job) = 0;
    // One snapshot, on the calling thread, with a read-only connection of its own. Throws StorageError.
    virtual void read(const std::function<void(Transaction&)>& job) = 0;
    virtual StoreHealth health() const = 0;
    // Drains the queue, joins the writer, checkpoints. After it, write() refuses.
    virtual void close() = 0;

    // write() and wait; for tools and tests, never from a job or a `done`. `Fate::failed` rethrows what the
    // job threw.
    Fate write_and_wait(std::function<Verdict(Transaction&)> run,
                        std::function<void(Transaction&)> witness = {});
};

} // namespace kori
