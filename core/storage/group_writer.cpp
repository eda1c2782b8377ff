#include "core/storage/group_writer.hpp"

#include "core/observe/log.hpp"

#include <exception>
#include <utility>

namespace kori
{
namespace
{

// ASSUMED: how soon a database that came back is noticed while nobody writes.
constexpr std::chrono::milliseconds probe_pause{500};

} // namespace

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
