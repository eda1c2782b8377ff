// Group commit at its barest: one thread, one queue, whatever waits goes into the next commit.
#pragma once

#include "bench/replay.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace kori::bench
{

class ReplayWriter
{
public:
    ReplayWriter(const std::string& database, const Recorded& recorded, std::size_t group_max);
    ~ReplayWriter(); // what waits is not written
    ReplayWriter(const ReplayWriter&) = delete;
    ReplayWriter& operator=(const ReplayWriter&) = delete;

    // The next recorded job, whoever asks: the order of the recording is the order of the journal. `durable`
    // is called on the writer's thread.
    void write(std::function<void()> durable);

private:
    void work();

    const Recorded& recorded_;
    const std::unique_ptr<Replay> replay_;
    const std::size_t group_max_;
    std::size_t next_job_ = 0;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::function<void()>> waiting_;
    bool is_over_ = false;
    std::thread thread_; // last
};

} // namespace kori::bench
