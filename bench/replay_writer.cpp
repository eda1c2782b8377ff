#include "bench/replay_writer.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace kori::bench
{

ReplayWriter::ReplayWriter(const std::string& database, const Recorded& recorded, std::size_t group_max)
    : recorded_{recorded}, replay_{replay_over(database, recorded, ReplayWhat::rows)}, group_max_{group_max},
      thread_{[this] { work(); }}
{
}

ReplayWriter::~ReplayWriter()
{
    {
        const std::lock_guard lock{mutex_};
        is_over_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void ReplayWriter::write(std::function<void()> durable)
{
    {
        const std::lock_guard lock{mutex_};
        waiting_.push_back(std::move(durable));
    }
    changed_.notify_one();
}

void ReplayWriter::work()
{
    while (true)
    {
        std::vector<std::function<void()>> group;
        {
            std::unique_lock lock{mutex_};
            changed_.wait(lock, [this] { return is_over_ || !waiting_.empty(); });
            if (is_over_)
                return;
            const auto count = static_cast<std::ptrdiff_t>(std::min(group_max_, waiting_.size()));
            group.assign(std::make_move_iterator(waiting_.begin()),
                         std::make_move_iterator(waiting_.begin() + count));
            waiting_.erase(waiting_.begin(), waiting_.begin() + count);
        }
        if (recorded_.jobs.size() - next_job_ < group.size())
        {
            std::fprintf(stderr, "There is no recorded job left.\n");
            std::_Exit(1);
        }
        try
        {
            replay_->commit({recorded_.jobs.data() + next_job_, group.size()});
        }
        catch (const std::exception& error)
        {
            std::fprintf(stderr, "%s\n", error.what());
            std::_Exit(1);
        }
        next_job_ += group.size();
        for (const auto& durable : group)
            durable();
    }
}

} // namespace kori::bench
