// The one thread that writes.
#pragma once

#include "core/storage/commit_group.hpp"
#include "core/storage/job_queue.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace kori
{

// The writer: owns queue, thread and engine, answers every job exactly once, and stops at the first fault.
class GroupWriter
{
public:
    GroupWriter(std::unique_ptr<GroupEngine> engine, GroupLimits limits,
                std::function<void(Transaction&)> before_commit);
    ~GroupWriter();
    GroupWriter(const GroupWriter&) = delete;
    GroupWriter& operator=(const GroupWriter&) = delete;

    void write(WriteJob job);
    StoreHealth health() const; // without wal_bytes
    void close();

private:
    void work();
    void work_on(std::vector<WriteJob> group);
    void take_note(const GroupOutcome& outcome, std::size_t jobs);
    void set_reachable(bool is_reachable);
    bool look_again();
    void fail(const std::string& reason);
    void answer(WriteJob& job, Fate fate);

    std::unique_ptr<GroupEngine> engine_;
    JobQueue queue_;
    const std::function<void(Transaction&)> before_commit_;
    mutable std::mutex health_mutex_;
    StoreHealth health_;
    bool has_failed_ = false;     // for good
    bool is_unreachable_ = false; // until a connection comes; only the writer's thread looks at it
    std::chrono::steady_clock::time_point looks_again_at_; // likewise
    std::mutex close_mutex_;
    std::thread thread_; // last: starts when everything above stands
};

} // namespace kori
