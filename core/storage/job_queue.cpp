#include "core/storage/job_queue.hpp"

#include <iterator>
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

} // namespace kori
