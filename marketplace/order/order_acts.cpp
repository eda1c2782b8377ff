// The acts that move an order: who does each, under which address, and what the journal calls it.
#include "marketplace/order/order_actions.hpp"

#include <algorithm>
#include <array>

namespace kori::orders
{
namespace
{

using S = OrderSide;

constexpr std::array acts_of_orders = {
    OrderAct{"send", "send", S::authority, "Send the order to the provider that was chosen", "order.sent"},
    OrderAct{"acknowledge", "acknowledge", S::provider, "Say that the order was seen", "order.acknowledged"},
    OrderAct{"put_on_waiting_list", "waitlist", S::provider, "No place is free now", "order.waitlisted"},
    OrderAct{"accept", "accept", S::provider, "Accept: a place is taken and money is reserved",
             "order.accepted"},
    OrderAct{"decline", "decline", S::provider, "Decline on a listed ground", "order.declined", true},
    OrderAct{"start", "start", S::provider, "The first meeting was held", "order.started", false, true},
    OrderAct{"note_progress", "notes", S::provider, "Note an interim result: a code and a day", "order.noted",
             false, true, true},
    OrderAct{"interrupt", "interrupt", S::authority, "The service is interrupted", "order.interrupted"},
    OrderAct{"resume", "resume", S::authority, "The customer is back; nothing earlier is lost",
             "order.resumed"},
    OrderAct{"complete", "complete", S::provider, "The service was given; its last day", "order.completed",
             false, true},
    OrderAct{"drop", "drop", S::authority, "The order ends early; what is left of its money is released",
             "order.dropped", true},
    OrderAct{"transfer", "transfer", S::authority,
             "The order ends here and goes on elsewhere by a new choice", "order.transferred", true},
    OrderAct{"follow_up", "follow-up", S::authority, "What happens afterwards is followed",
             "order.follow_up_begun"},
    OrderAct{"observe", "observe", S::authority, "A status after the end: a code and a day", "order.observed",
             false, true, true},
    OrderAct{"close", "close", S::authority, "Nothing more can be claimed; the rest of the money is released",
             "order.closed"},
};

} // namespace

std::span<const OrderAct> order_acts()
{
    return acts_of_orders;
}

const OrderAct& act_of(std::string_view verb)
{
    const auto* found = std::find_if(acts_of_orders.begin(), acts_of_orders.end(),
                                     [&](const OrderAct& act) { return act.verb == verb; });
    PROMISE(found != acts_of_orders.end());
    return *found;
}

std::vector<std::string> note_kinds(std::string_view verb)
{
    if (verb == "note_progress")
        return {"meeting_held",     "plan_made",        "step_reached",
                "report_delivered", "absence_reported", "support_increased"};
    return {"open_job",       "subsidised_job", "entrepreneur", "degree_education", "other_education",
            "rehabilitation", "other_benefit",  "unemployed",   "another_service",  "unknown"};
}

} // namespace kori::orders
