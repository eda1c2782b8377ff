#include "core/http/workers.hpp"

#include "core/observe/log.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace kori::http
{

struct Workers::State
{
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::function<void()>> queue;
    std::size_t queue_max = 0;
    bool is_closing = false;
    std::vector<std::thread> threads;

    void run()
    {
        for (;;)
        {
            std::function<void()> job;
            {
                std::unique_lock lock{mutex};
                changed.wait(lock, [&] { return is_closing || !queue.empty(); });
                if (queue.empty())
                    return;
                job = std::move(queue.front());
                queue.pop_front();
            }
            try
            {
                job();
            }
            catch (const std::exception& error)
            {
                observe::log(observe::Level::error, "worker.failed", {{"what", error.what()}});
            }
        }
    }
};

Workers::Workers(std::size_t threads, std::size_t queue_max) : state_{std::make_unique<State>()}
{
    state_->queue_max = queue_max;
    for (std::size_t i = 0; i < threads; ++i)
        state_->threads.emplace_back([state = state_.get()] { state->run(); });
}

Workers::~Workers()
{
    {
        const std::lock_guard lock{state_->mutex};
        state_->is_closing = true;
    }
    state_->changed.notify_all();
    for (auto& thread : state_->threads)
        thread.join();
}

bool Workers::take(std::function<void()> job)
{
    {
        const std::lock_guard lock{state_->mutex};
        if (state_->is_closing || state_->queue.size() >= state_->queue_max)
            return false;
        state_->queue.push_back(std::move(job));
    }
    state_->changed.notify_one();
    return true;
}

} // namespace kori::http
