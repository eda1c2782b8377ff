// From a request to an answer: match, read, prepare, then inside one transaction actor, permission, idempotency, handler.
#pragma once

#include "core/http/environment.hpp"
#include "core/http/message.hpp"
#include "core/http/router.hpp"

#include <functional>
#include <memory>

namespace kori::http
{

class Workers;

class Desk
{
public:
    // `workers` run what must not stand in the way of sockets or of the writer: prepare steps.
    Desk(Routes routes, Environment& environment, Workers& workers);

    // Answers exactly once, from any thread.
    void handle(Request request, Respond respond);
    // The same, waiting: for tests and tools.
    Response handle_and_wait(Request request);

    const Routes& routes() const { return router_.routes(); }

private:
    Router router_;
    Environment& environment_;
    Workers& workers_;
};

// A few threads with a bounded queue.
class Workers
{
public:
    Workers(std::size_t threads, std::size_t queue_max);
    ~Workers(); // finishes what was taken
    bool take(std::function<void()> job); // false when the queue is full

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace kori::http
