// One thread that executes due moments and empties the outbox. It sleeps on real time; what is due is told by
// the Clock.
#pragma once

#include "core/http/environment.hpp"
#include "core/work/due.hpp"
#include "core/work/outbox.hpp"

#include <memory>

namespace kori::work
{

class ClockRunner
{
public:
    ClockRunner(http::Environment& environment, const DueActs& acts, Courier& courier);
    ~ClockRunner();

    void start(); // what was missed runs first
    void stop();
    void wake();
    // One round on the calling thread: everything due now, then one batch of messages. For start-up and
    // tests. Returns how many moments were executed.
    std::int64_t run_once();

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace kori::work
