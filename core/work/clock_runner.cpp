#include "core/work/clock_runner.hpp"

#include "core/observe/log.hpp"
#include "core/observe/metrics.hpp"
#include "core/storage/store.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace kori::work
{
namespace
{

constexpr std::int64_t batch = 200; // moments or messages in one round
constexpr auto pause = std::chrono::seconds{1};

} // namespace

struct ClockRunner::State
{
    http::Environment& environment;
    const DueActs& acts;
    Courier& courier;
    std::thread thread;
    std::mutex mutex;
    std::condition_variable changed;
    bool is_stopping = false;
    bool is_woken = false;

    std::int64_t run_due()
    {
        std::vector<DueMoment> moments;
        std::optional<Instant> oldest;
        const auto now = environment.clock.now();
        environment.store.read(
            [&](Transaction& tx)
            {
                moments = due_until(tx, now, now, batch);
                oldest = oldest_waiting(tx);
            });
        const auto lag = oldest && *oldest < now ? (now.micros - oldest->micros) / 1'000'000 : 0;
        environment.metrics.gauge("kori_due_lag_seconds", lag);
        std::int64_t executed = 0;
        for (const auto& moment : moments)
            if (run_one(moment))
                ++executed;
        return executed;
    }

    bool run_one(const DueMoment& moment)
    {
        bool is_done = false;
        auto fate = Fate::failed;
        try
        {
            fate = environment.store.write_and_wait(
                [&](Transaction& tx)
                {
                    const Ambient ambient{moment.due_at, environment.clock.now(), environment.random,
                                          environment.law};
                    is_done = acts.run(tx, ambient, moment);
                    return is_done ? Verdict::keep : Verdict::undo;
                });
        }
        catch (const std::exception& error)
        {
            observe::log(observe::Level::error, "due.failed",
                         {{"kind", moment.kind}, {"what", error.what()}});
        }
        if (fate != Fate::failed)
            return fate == Fate::durable && is_done;
        environment.metrics.count("kori_due_failures_total", {{"kind", moment.kind}});
        environment.store.write_and_wait(
            [&](Transaction& tx)
            {
                postpone(tx, moment, environment.clock.now());
                return Verdict::keep;
            });
        return false;
    }

    void send_messages()
    {
        std::vector<Message> messages;
        environment.store.read([&](Transaction& tx)
                               { messages = waiting_messages(tx, environment.clock.now(), batch); });
        for (const auto& message : messages)
        {
            const bool is_sent = courier.deliver(message);
            environment.store.write_and_wait(
                [&](Transaction& tx)
                {
                    if (is_sent)
                        mark_sent(tx, message.id, environment.clock.now());
                    else
                        mark_failed(tx, message, environment.clock.now());
                    return Verdict::keep;
                });
        }
    }

    void run()
    {
        for (;;)
        {
            try
            {
                while (run_due() > 0)
                    if (const std::lock_guard lock{mutex}; is_stopping)
                        return;
                send_messages();
            }
            catch (const std::exception& error)
            {
                observe::log(observe::Level::error, "clock.round_failed", {{"what", error.what()}});
            }
            std::unique_lock lock{mutex};
            changed.wait_for(lock, pause, [&] { return is_stopping || is_woken; });
            is_woken = false;
            if (is_stopping)
                return;
        }
    }
};

ClockRunner::ClockRunner(http::Environment& environment, const DueActs& acts, Courier& courier)
    : state_{new State{environment, acts, courier, {}, {}, {}, false, false}}
{
}

ClockRunner::~ClockRunner()
{
    stop();
}

void ClockRunner::start()
{
    state_->thread = std::thread{[state = state_.get()] { state->run(); }};
}

void ClockRunner::stop()
{
    {
        const std::lock_guard lock{state_->mutex};
        state_->is_stopping = true;
    }
    state_->changed.notify_all();
    if (state_->thread.joinable())
        state_->thread.join();
}

void ClockRunner::wake()
{
    {
        const std::lock_guard lock{state_->mutex};
        state_->is_woken = true;
    }
    state_->changed.notify_all();
}

std::int64_t ClockRunner::run_once()
{
    const auto executed = state_->run_due();
    state_->send_messages();
    return executed;
}

} // namespace kori::work
