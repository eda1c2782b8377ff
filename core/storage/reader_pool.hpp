// Read-only connections of one store, opened when first needed and kept; shared by the adapters.
#pragma once

#include "core/storage/store.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

namespace kori
{

// ASSUMED: a read that finds no free connection for this long is answered better by an error than by more
// waiting.
constexpr std::chrono::seconds reader_wait_max{10};

// A Connection tells whether it is_usable() and can forget_refusal().
template <class Connection>
class ReaderPool
{
public:
    using Open = std::function<std::unique_ptr<Connection>()>;

    ReaderPool(Open open, std::size_t readers_max) : open_{std::move(open)}, readers_max_{readers_max} {}

    std::unique_ptr<Connection> take()
    {
        std::unique_lock lock{mutex_};
        const bool is_free = changed_.wait_for(
            lock, reader_wait_max, [this] { return is_closed_ || !idle_.empty() || in_use_ < readers_max_; });
        if (is_closed_)
            throw StorageError{"The store is closed."};
        if (!is_free)
            throw StorageError{"All connections for reading are in use."};
        ++in_use_;
        if (!idle_.empty())
        {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            taken_.insert(connection.get());
            return connection;
        }
        lock.unlock();
        try
        {
            auto connection = open_();
            lock.lock();
            taken_.insert(connection.get());
            return connection;
        }
        catch (...)
        {
            give_back(nullptr);
            throw;
        }
    }

    // In the place of one that was taken and lost.
    std::unique_ptr<Connection> open_anew(const Connection* lost)
    {
        auto connection = open_();
        const std::lock_guard lock{mutex_};
        taken_.erase(lost);
        taken_.insert(connection.get());
        return connection;
    }

    // Connections of before may lead elsewhere: none of them is handed out again.
    void forget()
    {
        std::vector<std::unique_ptr<Connection>> idle;
        const std::lock_guard lock{mutex_};
        idle.swap(idle_);
        taken_.clear();
    }

    // A connection that met a fault is closed instead of kept.
    void give_back(std::unique_ptr<Connection> connection)
    {
        const std::lock_guard lock{mutex_};
        --in_use_;
        if (connection && taken_.erase(connection.get()) > 0 && connection->is_usable())
        {
            connection->forget_refusal();
            idle_.push_back(std::move(connection));
        }
        connection.reset();
        changed_.notify_all();
    }

    // Waits for reads that are under way, but not for ever.
    void close()
    {
        std::vector<std::unique_ptr<Connection>> idle;
        std::unique_lock lock{mutex_};
        is_closed_ = true;
        changed_.notify_all();
        changed_.wait_for(lock, reader_wait_max, [this] { return in_use_ == 0; });
        idle.swap(idle_);
        lock.unlock();
    }

private:
    const Open open_;
    const std::size_t readers_max_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::unique_ptr<Connection>> idle_;
    std::set<const Connection*> taken_; // those that may come back
    std::size_t in_use_ = 0;
    bool is_closed_ = false;
};

} // namespace kori
