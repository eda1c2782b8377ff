// What ends a request or a connection before its time, and what the caller is told: deadlines, the stop of
// the server, refusals at the wire. Nothing here awaits.
#include "core/net/connection.hpp"

#include <algorithm>

namespace kori::net
{

namespace
{

using Steady = std::chrono::steady_clock;

} // namespace

void Lane::cut_the_late()
{
    const auto now = Steady::now();
    for (auto* connection : connections)
        connection->cut_if_late(now);
}

void Lane::leave_the_idle()
{
    for (auto* connection : connections)
        connection->leave_if_idle();
}

void Lane::cut_all()
{
    for (auto* connection : connections)
        connection->cut_for_good();
}

void Connection::enter(Phase phase, std::int64_t timeout_ms)
{
    phase_ = phase;
    deadline_ = Steady::now() + std::chrono::milliseconds{timeout_ms};
}

bool Connection::is_late() const
{
    return Steady::now() >= deadline_;
}

// Everything that can be awaited ends; the coroutine then looks why.
void Connection::cancel()
{
    error_code ignored;
    wire_->socket().cancel(ignored);
    answer_timer_.cancel();
}

void Connection::cut_if_late(Steady::time_point now)
{
    if (now < deadline_)
        return;
    // What lies in the receive buffer came before the deadline was noticed: it is read first, then fill()
    // looks again.
    const bool is_reading = phase_ == Phase::idle || phase_ == Phase::header || phase_ == Phase::body;
    if (!is_reading || !has_waiting_bytes())
        cancel();
}

bool Connection::has_waiting_bytes()
{
    error_code ignored;
    return wire_->socket().available(ignored) > 0;
}

// Not at once: a request may be on its way, or read already and waiting for this thread.
void Connection::leave_if_idle()
{
    if (phase_ == Phase::idle)
        deadline_ = std::min(deadline_, Steady::now() + std::chrono::milliseconds{last_call_ms});
}

void Connection::cut_for_good()
{
    is_cut_ = true;
    cancel();
}

void Connection::refuse(std::string_view rule, int status, std::string_view title)
{
    if (frame_.request_id.empty()) // refused before its header was read
        frame_.request_id = new_request_id();
    answer_ = problem(rule, status, title, frame_.request_id);
    around_.metrics.count("kori_http_refusals_total", {{"rule", std::string{rule}}});
}

// The caller stopped in the middle of a request: late, or gone.
void Connection::refuse_for_lack(std::string_view what)
{
    if (is_cut_)
        return;
    if (was_late_)
    {
        around_.metrics.count("kori_http_cuts_total", {{"phase", std::string{what}}});
        refuse("http.too_slow", 408, "The request did not arrive in time.");
    }
    else
        refuse("http.incomplete", 400, "The request ends in the middle.");
}

} // namespace kori::net
