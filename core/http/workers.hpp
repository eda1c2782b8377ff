// A few threads with a bounded queue, for slow work.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace kori::http
{

class Workers
{
public:
    Workers(std::size_t threads, std::size_t queue_max);
    ~Workers(); // finishes what was taken
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    bool take(std::function<void()> job); // false when the queue is full

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace kori::http
