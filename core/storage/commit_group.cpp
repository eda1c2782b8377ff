#include "core/storage/commit_group.hpp"

#include "core/base/law_book.hpp"
#include "core/observe/log.hpp"

#include <chrono>
#include <exception>
#include <utility>

namespace kori
{

bool JobQueue::push(WriteJob& job)
{
    const std::lock_guard lock{mutex_};
    if (!takes_ || jobs_.size() >= limits_.queue_jobs_max)
        return false;
    jobs_.push_back(std::move(job));
    changed_.notify_one();
    return true;
}

std::vector<WriteJob> JobQueue::next_group()
{
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return closed_ || !jobs_.empty(); });
    std::vector<WriteJob> group;
    std::size_t bytes = 0;
    while (!jobs_.empty() && group.size() < limits_.jobs_max)
    {
        const auto weight = jobs_.front().weight_bytes;
        // Written so that no sum can overflow.
        if (!group.empty() && (bytes >= limits_.bytes_max || weight > limits_.bytes_max - bytes))
            break;
        bytes += weight;
        group.push_back(std::move(jobs_.front()));
        jobs_.pop_front();
        if (weight >= limits_.bytes_max)
            break;
    }
    return group;
}

void JobQueue::close()
{
    const std::lock_guard lock{mutex_};
    takes_ = false;
    closed_ = true;
    changed_.notify_all();
}

std::vector<WriteJob> JobQueue::give_up()
{
    const std::lock_guard lock{mutex_};
    takes_ = false;
    std::vector<WriteJob> waiting{std::make_move_iterator(jobs_.begin()),
                                  std::make_move_iterator(jobs_.end())};
    jobs_.clear();
    return waiting;
}

std::size_t JobQueue::length() const
{
    const std::lock_guard lock{mutex_};
    return jobs_.size();
}

namespace
{

void stop_at_fault(const GroupEngine& engine)
{
    if (const auto fault = engine.fault(); !fault.empty())
        throw StorageError{fault};
}

// Runs `part` in a savepoint of its own; true when it ended well and `keep` says so. What it throws becomes
// `broken`, unless the whole transaction is gone.
template <class Part>
bool in_savepoint(GroupEngine& engine, bool& broken, const Part& part)
{
    engine.savepoint();
    bool keep = false;
    try
    {
        keep = part(engine.transaction());
    }
    catch (const BrokenPromise& promise)
    {
        broken = true;
        observe::log(observe::Level::error, "store.job_failed", {{"what", promise.what()}});
    }
    catch (const LawMissing& missing)
    {
        broken = true; // its text is the value's name and a day: what an operator needs to mend config/law
        observe::log(observe::Level::error, "store.job_failed", {{"what", missing.what()}});
    }
    catch (...)
    {
        broken = true; // its text may hold anything, so it stays out of the log
        observe::log(observe::Level::error, "store.job_failed");
    }
    stop_at_fault(engine);
    if (engine.statement_was_refused())
        broken = true;
    if (keep && !broken)
    {
        engine.release();
        return true;
    }
    engine.undo();
    return false;
}

struct JobOutcome
{
    bool left_something = false;
    bool broken = false;
};

JobOutcome run_job(GroupEngine& engine, const WriteJob& job)
{
    JobOutcome outcome;
    outcome.left_something =
        in_savepoint(engine, outcome.broken, [&](Transaction& tx) { return job.run(tx) == Verdict::keep; });
    if (!outcome.left_something && !outcome.broken && job.witness)
    {
        outcome.left_something = in_savepoint(engine, outcome.broken,
                                              [&](Transaction& tx)
                                              {
                                                  job.witness(tx);
                                                  return true;
                                              });
    }
    return outcome;
}

// A group cannot stand without this step, so whatever it throws ends the group.
void run_before_commit(GroupEngine& engine, const std::function<void(Transaction&)>& before_commit)
{
    if (!before_commit)
        return;
    bool broken = false;
    const bool kept = in_savepoint(engine, broken,
                                   [&](Transaction& tx)
                                   {
                                       before_commit(tx);
                                       return true;
                                   });
    if (!kept)
        throw StorageError{"The step before the commit failed."};
}

} // namespace

GroupOutcome run_group(GroupEngine& engine, std::span<const WriteJob> jobs,
                       const std::function<void(Transaction&)>& before_commit)
{
    GroupOutcome outcome;
    outcome.fates.assign(jobs.size(), Fate::refused);
    std::vector<Fate> fates(jobs.size(), Fate::durable); // given out only when the group stands
    try
    {
        engine.begin();
        bool left_something = false;
        for (std::size_t i = 0; i < jobs.size(); ++i)
        {
            outcome.fates[i] = Fate::lost;
            const auto job = run_job(engine, jobs[i]);
            left_something = left_something || job.left_something;
            if (job.broken)
            {
                fates[i] = Fate::failed;
                ++outcome.broken_promises;
            }
        }
        if (!left_something)
        {
            engine.abandon();
            outcome.fates = std::move(fates);
            return outcome;
        }
        run_before_commit(engine, before_commit);
        const auto start = std::chrono::steady_clock::now();
        engine.commit();
        outcome.sync_micros =
            std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start)
                .count();
        outcome.committed = true;
        outcome.fates = std::move(fates);
    }
    catch (const StorageError& error)
    {
        outcome.fault = error.what();
        engine.abandon();
    }
    catch (...)
    {
        outcome.fault = "The writer met an error that it does not know.";
        engine.abandon();
    }
    return outcome;
}

GroupWriter::GroupWriter(std::unique_ptr<GroupEngine> engine, GroupLimits limits,
                         std::function<void(Transaction&)> before_commit)
    : engine_{std::move(engine)}, queue_{limits}, before_commit_{std::move(before_commit)},
      thread_{[this] { work(); }}
{
}

GroupWriter::~GroupWriter()
{
    close();
}

void GroupWriter::write(WriteJob job)
{
    if (!queue_.push(job))
        answer(job, Fate::refused);
}

StoreHealth GroupWriter::health() const
{
    const auto length = queue_.length();
    const std::lock_guard lock{health_mutex_};
    auto health = health_;
    health.queue_length = static_cast<std::int64_t>(length);
    return health;
}

void GroupWriter::close()
{
    const std::lock_guard only_one{close_mutex_};
    if (!thread_.joinable())
        return;
    PROMISE(thread_.get_id() != std::this_thread::get_id());
    queue_.close();
    thread_.join();
    const std::lock_guard lock{health_mutex_};
    if (health_.takes_writes)
        health_.reason = "The store is closed.";
    health_.takes_writes = false;
}

void GroupWriter::work()
{
    for (auto group = queue_.next_group(); !group.empty(); group = queue_.next_group())
        work_on(std::move(group));
    engine_->finish(health().takes_writes);
}

void GroupWriter::work_on(std::vector<WriteJob> group)
{
    const auto outcome = run_group(*engine_, group, before_commit_);
    {
        const std::lock_guard lock{health_mutex_};
        health_.broken_promises += outcome.broken_promises;
        if (outcome.committed)
        {
            ++health_.groups;
            health_.last_group_jobs = static_cast<std::int64_t>(group.size());
            health_.last_sync_micros = outcome.sync_micros;
        }
        for (const auto fate : outcome.fates)
            health_.jobs += fate == Fate::durable ? 1 : 0;
    }
    std::vector<WriteJob> waiting;
    if (!outcome.fault.empty())
    {
        fail(outcome.fault); // before the first answer, so that nobody is told "lost" by a store that still
                             // takes writes
        waiting = queue_.give_up();
    }
    for (std::size_t i = 0; i < group.size(); ++i)
        answer(group[i], outcome.fates[i]);
    for (auto& job : waiting)
        answer(job, Fate::refused);
    if (!outcome.fault.empty())
        return;
    try
    {
        engine_->between_groups();
    }
    catch (const std::exception& error)
    {
        fail(error.what());
        for (auto& job : queue_.give_up())
            answer(job, Fate::refused);
    }
}

void GroupWriter::fail(const std::string& reason)
{
    {
        const std::lock_guard lock{health_mutex_};
        health_.takes_writes = false;
        health_.reason = reason;
    }
    observe::log(observe::Level::error, "store.failed", {{"reason", reason}});
}

void GroupWriter::answer(WriteJob& job, Fate fate)
{
    // What the job holds is let go first: who waits for the answer may own what it refers to.
    job.run = nullptr;
    job.witness = nullptr;
    if (!job.done)
        return;
    try
    {
        job.done(fate);
    }
    catch (...)
    {
        const std::lock_guard lock{health_mutex_};
        ++health_.broken_promises;
    }
}

} // namespace kori
