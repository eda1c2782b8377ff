// Where an answer from any thread meets the connection that waits for it. It may outlive connection, lane and
// server: what comes too late is dropped.
#pragma once

#include "core/http/message.hpp"
#include "core/net/wire.hpp"

#include <boost/asio/post.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace kori::net
{

class ReplySlot : public std::enable_shared_from_this<ReplySlot>
{
public:
    // The timer belongs to the connection and is touched in the connection's thread only.
    ReplySlot(Executor executor, Timer& wake) : executor_{std::move(executor)}, wake_{&wake} {}

    void give(http::Response answer)
    {
        const std::lock_guard lock{mutex_};
        if (is_given_ || wake_ == nullptr)
            return;
        is_given_ = true;
        answer_ = std::move(answer);
        // Posted under the lock: the connection abandons the slot under it too, and its io_context outlives
        // that.
        if (is_awaited_)
            asio::post(executor_, [self = shared_from_this()] { self->wake_up(); });
    }

    // Connection's thread: false when the answer is there already, else the next give() cancels the timer.
    bool must_wait()
    {
        const std::lock_guard lock{mutex_};
        is_awaited_ = !is_given_;
        return is_awaited_;
    }

    // Connection's thread: the answer if there is one; nothing is accepted any more.
    std::optional<http::Response> close()
    {
        const std::lock_guard lock{mutex_};
        wake_ = nullptr;
        return std::exchange(answer_, std::nullopt);
    }

private:
    void wake_up()
    {
        const std::lock_guard lock{mutex_};
        if (wake_ != nullptr)
            wake_->cancel();
    }

    std::mutex mutex_;
    bool is_given_ = false;
    bool is_awaited_ = false;
    std::optional<http::Response> answer_;
    Executor executor_;
    Timer* wake_;
};

// Closes the slot however its connection ends.
class OpenSlot
{
public:
    explicit OpenSlot(std::shared_ptr<ReplySlot> slot) : slot_{std::move(slot)} {}
    ~OpenSlot() { slot_->close(); }
    OpenSlot(const OpenSlot&) = delete;
    OpenSlot& operator=(const OpenSlot&) = delete;

    const std::shared_ptr<ReplySlot>& shared() const { return slot_; }
    ReplySlot* operator->() const { return slot_.get(); }

private:
    std::shared_ptr<ReplySlot> slot_;
};

} // namespace kori::net
