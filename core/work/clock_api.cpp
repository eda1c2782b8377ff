#include "core/work/clock_api.hpp"

#include "core/access/access_actions.hpp"
#include "core/http/environment.hpp"
#include "core/journal/journal.hpp"
#include "core/work/installation.hpp"

#include <algorithm>

namespace kori::work
{
namespace
{

constexpr Permission operate{"platform.operate"};
constexpr std::int64_t moments_max = 200'000; // in one move

http::Shape clock_view()
{
    return http::object(
        "Clock", "What the server takes for now",
        {http::required("now", http::instant("UTC", "2026-03-02T10:15:00.000000Z")),
         http::required("today", http::date("The Finnish day", "2026-03-02")),
         http::required("is_rehearsal", http::boolean("Can it be moved?", false)),
         http::optional("executed", http::integer(0, moments_max, "Due moments that the move executed", 3))});
}

json::Object view_of(const http::Call& call, Instant now)
{
    return json::Object{}
        .add("now", now)
        .add("today", finnish_date(now))
        .add("is_rehearsal", call.environment.is_rehearsal);
}

Result<http::Reply> get_clock(http::Call& call)
{
    return http::Reply::ok(view_of(call, call.ambient.now));
}

// Every due moment on the way runs in order, each to its end, before the answer; the whole move is one
// transaction.
Result<http::Reply> move_clock(http::Call& call, const DueActs& acts)
{
    if (!call.environment.is_rehearsal)
        return refuse(Fault::forbidden, "clock.not_a_rehearsal", "Only a rehearsal's clock can be moved.");
    const auto to = call.body.at("to").instant();
    if (to <= call.ambient.now)
        return refuse(Fault::invalid, "clock.backwards", "The clock only moves forward.")
            .in({{"/to", "clock.backwards", "The clock only moves forward.", {}}});
    if (to > call.ambient.now.plus_days(3'660))
        return refuse(Fault::invalid, "clock.too_far", "One move is at most ten years.")
            .in({{"/to", "clock.too_far", "One move is at most ten years.", {}}});

    auto now = call.ambient.now;
    std::int64_t executed = 0;
    for (auto moments = due_until(call.tx, to, to, 1); !moments.empty();
         moments = due_until(call.tx, to, to, 1))
    {
        const auto& moment = moments.front();
        now = std::max(moment.due_at, now.plus_micros(1));
        const Ambient ambient{moment.due_at, now, call.ambient.random, call.ambient.law};
        acts.run(call.tx, ambient, moment);
        if (++executed == moments_max)
            return refuse(Fault::conflict, "clock.too_much_due",
                          "Too much would fall due: move in smaller steps.");
    }
    const auto arrived = std::max(to, now.plus_micros(1));
    set_installation_value(call.tx, "rehearsal_now_us", std::to_string(arrived.micros));

    const Ambient ambient{call.ambient.received_at, arrived, call.ambient.random, call.ambient.law};
    journal::append(call.tx, ambient, access::doer_of(call.actor),
                    {"clock.moved",
                     "clock",
                     {{"to", to_text(to)}, {"executed", executed}},
                     journal::Audience::operators,
                     {},
                     {},
                     {}});
    call.after_commit = [&environment = call.environment, arrived]
    {
        if (environment.set_rehearsal_clock)
            environment.set_rehearsal_clock(arrived);
    };
    return http::Reply::ok(view_of(call, arrived).add("executed", executed));
}

} // namespace

http::Routes clock_routes(const DueActs& acts)
{
    using namespace http;
    const auto view = shared(clock_view());
    const auto wish = shared(
        object("ClockMove", "Where the clock goes",
               {required("to", instant("Later than now, at most ten years", "2026-06-01T06:00:00Z"))}));
    return {
        Route{Method::get, "/api/v1/clock", everybody, Access::reads, nullptr, view, get_clock,
              "What the server takes for now"},
        Route{Method::post, "/api/v1/rehearsal/clock", operate, Access::writes, wish, view,
              [&acts](Call& call) { return move_clock(call, acts); }, "Move the clock of a rehearsal forward"}
            .keyed(),
    };
}

} // namespace kori::work
