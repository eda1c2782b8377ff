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
    return take_group();
}

std::vector<WriteJob> JobQueue::next_group_within(std::chrono::milliseconds wait)
{
    std::unique_lock lock{mutex_};
    changed_.wait_for(lock, wait, [this] { return closed_ || !jobs_.empty(); });
    return take_group();
}

bool JobQueue::has_ended() const
{
    const std::lock_guard lock{mutex_};
    return closed_ && jobs_.empty();
}

std::vector<WriteJob> JobQueue::take_group()
{
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

// ASSUMED: how soon a database that came back is noticed while nobody writes.
constexpr std::chrono::milliseconds probe_pause{500};

// A job may have swallowed the exception.
void stop_at_trouble(const GroupEngine& engine)
{
    if (const auto fault = engine.fault(); !fault.empty())
        throw StorageError{fault};
    switch (engine.trouble())
    {
    case GroupEngine::Trouble::none:
        return;
    case GroupEngine::Trouble::conflict:
        throw Conflict{"Others changed the same rows."};
    case GroupEngine::Trouble::connection_lost:
        throw ConnectionLost{"The connection to the database was lost."};
    }
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
        engine.settle();
    }
    catch (const BrokenPromise& promise)
    {
        stop_at_trouble(engine);
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
        stop_at_trouble(engine);
        broken = true; // its text may hold anything, so it stays out of the log
        observe::log(observe::Level::error, "store.job_failed");
    }
    stop_at_trouble(engine);
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

// How one run through a group ended.
enum class End
{
    known, // well, or with a fault that stops the store
    conflict,
    connection_lost,
    answer_lost,
};

struct Run
{
    End end = End::known;
    GroupOutcome outcome;
    std::vector<Fate> fates_if_durable; // given out only when the group stands
};

Run run_once(GroupEngine& engine, std::span<const WriteJob> jobs,
             const std::function<void(Transaction&)>& before_commit)
{
    Run run;
    auto& outcome = run.outcome;
    outcome.fates.assign(jobs.size(), Fate::refused);
    run.fates_if_durable.assign(jobs.size(), Fate::durable);
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
                run.fates_if_durable[i] = Fate::failed;
                ++outcome.broken_promises;
            }
        }
        if (!left_something)
        {
            engine.end_unchanged();
            outcome.fates = run.fates_if_durable;
            return run;
        }
        run_before_commit(engine, before_commit);
        const auto start = std::chrono::steady_clock::now();
        engine.commit();
        outcome.sync_micros =
            std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start)
                .count();
        outcome.committed = true;
        outcome.fates = run.fates_if_durable;
        return run;
    }
    catch (const Conflict&)
    {
        run.end = End::conflict;
    }
    catch (const ConnectionLost&)
    {
        run.end = End::connection_lost;
    }
    catch (const AnswerLost& lost)
    {
        run.end = End::answer_lost;
        outcome.fault = lost.what();
    }
    catch (const StorageError& error)
    {
        outcome.fault = error.what();
    }
    catch (...)
    {
        outcome.fault = "The writer met an error that it does not know.";
    }
    engine.abandon();
    return run;
}

// Nothing of the group is kept, and the store stays as it is.
GroupOutcome nothing_done(std::size_t jobs)
{
    GroupOutcome outcome;
    outcome.fates.assign(jobs, Fate::refused);
    return outcome;
}

// Ends with `still_conflicts` when `runs_max` runs met a conflict.
GroupOutcome run_until_known(GroupEngine& engine, std::span<const WriteJob> jobs,
                             const std::function<void(Transaction&)>& before_commit, int runs_max,
                             bool& still_conflicts)
{
    std::int64_t conflicts = 0;
    std::int64_t reconnects = 0;
    const auto with_counts = [&](GroupOutcome outcome)
    {
        outcome.conflicts = conflicts;
        outcome.reconnects = reconnects;
        return outcome;
    };
    still_conflicts = false;
    while (true)
    {
        auto run = run_once(engine, jobs, before_commit);
        switch (run.end)
        {
        case End::known:
            return with_counts(std::move(run.outcome));
        case End::conflict:
            if (++conflicts >= runs_max)
            {
                still_conflicts = true;
                return with_counts(nothing_done(jobs.size()));
            }
            engine.back_off(static_cast<int>(conflicts));
            break;
        case End::connection_lost:
            // A connection that comes and goes is as good as none.
            if (reconnects >= group_runs_max || !engine.reconnect(true))
            {
                auto outcome = nothing_done(jobs.size());
                outcome.is_unreachable = true;
                return with_counts(std::move(outcome));
            }
            ++reconnects;
            break;
        case End::answer_lost:
            switch (engine.ask_what_became())
            {
            case GroupEngine::Answer::committed:
                ++reconnects;
                run.outcome.fault.clear();
                run.outcome.committed = true;
                run.outcome.fates = std::move(run.fates_if_durable);
                return with_counts(std::move(run.outcome));
            case GroupEngine::Answer::not_committed:
                if (++reconnects <= group_runs_max)
                    break;
                return with_counts(nothing_done(jobs.size()));
            case GroupEngine::Answer::unknown:
                return with_counts(std::move(run.outcome));
            }
            break;
        }
    }
}

} // namespace

GroupOutcome run_group(GroupEngine& engine, std::span<const WriteJob> jobs,
                       const std::function<void(Transaction&)>& before_commit)
{
    bool still_conflicts = false;
    auto all = run_until_known(engine, jobs, before_commit, group_runs_max, still_conflicts);
    if (!still_conflicts)
        return all;
    // Perhaps one job of the group meets the others' work all the time: each alone once more.
    for (std::size_t i = 0; i < jobs.size() && all.fault.empty() && !all.is_unreachable; ++i)
    {
        const auto one = run_until_known(engine, jobs.subspan(i, 1), before_commit, 1, still_conflicts);
        all.fates[i] = one.fates[0];
        all.fault = one.fault;
        all.is_unreachable = one.is_unreachable;
        all.committed = all.committed || one.committed;
        all.sync_micros = one.committed ? one.sync_micros : all.sync_micros;
        all.broken_promises += one.broken_promises;
        all.conflicts += one.conflicts;
        all.reconnects += one.reconnects;
    }
    return all;
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
    while (true)
    {
        auto group = is_unreachable_ ? queue_.next_group_within(probe_pause) : queue_.next_group();
        if (!group.empty())
            work_on(std::move(group));
        else if (queue_.has_ended())
            break;
        else
            look_again();
    }
    engine_->finish(health().takes_writes);
}

void GroupWriter::take_note(const GroupOutcome& outcome, std::size_t jobs)
{
    {
        const std::lock_guard lock{health_mutex_};
        health_.broken_promises += outcome.broken_promises;
        health_.conflicts += outcome.conflicts;
        health_.reconnects += outcome.reconnects;
        if (outcome.committed)
        {
            ++health_.groups;
            health_.last_group_jobs = static_cast<std::int64_t>(jobs);
            health_.last_sync_micros = outcome.sync_micros;
        }
        for (const auto fate : outcome.fates)
            health_.jobs += fate == Fate::durable ? 1 : 0;
    }
    if (outcome.fault.empty())
        set_reachable(!outcome.is_unreachable);
}

void GroupWriter::set_reachable(bool is_reachable)
{
    if (is_unreachable_ != is_reachable)
        return;
    is_unreachable_ = !is_reachable;
    looks_again_at_ = std::chrono::steady_clock::now() + probe_pause;
    {
        const std::lock_guard lock{health_mutex_};
        health_.takes_writes = is_reachable && !has_failed_;
        health_.reason = is_reachable ? "" : "The database cannot be reached.";
    }
    if (is_reachable)
        observe::log(observe::Level::info, "store.reachable_again");
    else
        observe::log(observe::Level::error, "store.unreachable");
}

// What is known to be away is looked for now and then only, or the whole queue would wait for it group by
// group.
bool GroupWriter::look_again()
{
    if (std::chrono::steady_clock::now() < looks_again_at_)
        return false;
    const bool is_there = engine_->reconnect(false);
    looks_again_at_ = std::chrono::steady_clock::now() + probe_pause;
    if (is_there)
        set_reachable(true);
    return is_there;
}

void GroupWriter::work_on(std::vector<WriteJob> group)
{
    if (is_unreachable_ && !look_again())
    {
        for (auto& job : group)
            answer(job, Fate::refused);
        return;
    }
    const auto outcome = run_group(*engine_, group, before_commit_);
    take_note(outcome, group.size());
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
        has_failed_ = true;
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
