// The queue of waiting writing jobs, handed out group by group.
#pragma once

#include "core/storage/store.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
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
    // The same, but empty also when nothing came within `wait`.
    std::vector<WriteJob> next_group_within(std::chrono::milliseconds wait);
    bool has_ended() const; // closed and drained
    // No more jobs; what waits is still handed out.
    void close();
    // No more jobs; hands back what waits. next_group() then waits for close().
    std::vector<WriteJob> give_up();
    std::size_t length() const;

private:
    std::vector<WriteJob> take_group();

    const GroupLimits limits_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<WriteJob> jobs_;
    bool takes_ = true;
    bool closed_ = false;
};

} // namespace kori
