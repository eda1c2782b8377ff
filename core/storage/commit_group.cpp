#include "core/storage/commit_group.hpp"

#include "core/base/law_book.hpp"
#include "core/observe/log.hpp"

#include <chrono>
#include <utility>

namespace kori
{
namespace
{

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
    engine.before_commit_begins();
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

} // namespace kori
