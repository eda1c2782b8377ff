#include "marketplace/order/order.hpp"

#include "core/base/law_book.hpp"
#include "core/base/working_days.hpp"

#include <algorithm>

namespace kori
{

namespace
{

constexpr std::string_view here = "domain.md 7.5";

namespace order_table
{
using namespace order_state;

constexpr std::string_view names[] = {
    created,   sent,    acknowledged, waitlisted,           accepted,  started, interrupted,
    completed, dropped, transferred,  declined_by_provider, follow_up, closed};
constexpr std::string_view finals[] = {closed};
constexpr std::string_view changed_mind =
    "ASSUMED: the customer may change at any time (domain.md 14, row 234)";
constexpr std::string_view no_follow_up = "ASSUMED: the basket asks for no follow-up";
constexpr Transition rows[] = {
    {created, "send", sent, here},
    {created, "drop", dropped, changed_mind},
    {sent, "acknowledge", acknowledged, here},
    {sent, "decline", declined_by_provider, "ASSUMED: a decline says that it was seen"},
    {sent, "drop", dropped, changed_mind},
    {acknowledged, "put_on_waiting_list", waitlisted, here},
    {acknowledged, "accept", accepted, here},
    {acknowledged, "decline", declined_by_provider, here},
    {acknowledged, "drop", dropped, changed_mind},
    {waitlisted, "accept", accepted, here},
    {waitlisted, "decline", declined_by_provider, "ASSUMED: a listed ground may arise while waiting"},
    {waitlisted, "drop", dropped, changed_mind},
    {accepted, "start", started, here},
    {accepted, "drop", dropped, here},
    {accepted, "transfer", transferred, "ASSUMED: the provider ends before the start"},
    {started, "note_progress", started, "domain.md 7.0 step 10: interim results"},
    {started, "interrupt", interrupted, here},
    {started, "complete", completed, here},
    {started, "drop", dropped, here},
    {started, "transfer", transferred, here},
    {interrupted, "resume", started, "domain.md 7.6: coming back without losing earlier small results"},
    {interrupted, "complete", completed, here},
    {interrupted, "drop", dropped, here},
    {interrupted, "transfer", transferred, here},
    {completed, "follow_up", follow_up, here},
    {completed, "close", closed, no_follow_up},
    {dropped, "follow_up", follow_up, here},
    {dropped, "close", closed, no_follow_up},
    {transferred, "follow_up", follow_up, here},
    {transferred, "close", closed, no_follow_up},
    {declined_by_provider, "close", closed, "ASSUMED: the customer chooses again; nothing to follow"},
    {follow_up, "observe", follow_up, "domain.md 7.8: 1, 3, 6 and 12 months"},
    {follow_up, "close", closed, here},
};
const StateTable table{"order", names, created, finals, rows};
} // namespace order_table

namespace slot_table
{
using namespace capacity_slot_state;

constexpr std::string_view names[] = {free, held, used, released, taken_out};
constexpr std::string_view finals[] = {taken_out};
constexpr Transition rows[] = {
    {free, "hold", held, here},
    {free, "take_out", taken_out, "ASSUMED: the provider lowers its capacity"},
    {held, "use", used, here},
    {held, "expire", free, "domain.md 7.5: HELD expires"},
    {held, "let_go", free, "ASSUMED: the order was declined or dropped before the start"},
    {used, "release", released, here},
    {released, "reopen", free, "ASSUMED: the place is for the next person"},
    {released, "take_out", taken_out, "ASSUMED: the provider lowers its capacity"},
};
const StateTable table{"capacity_slot", names, free, finals, rows};
} // namespace slot_table

namespace waiting_table
{
using namespace waiting_list_state;

constexpr std::string_view names[] = {queued, offered, taken, skipped, left};
constexpr std::string_view finals[] = {taken, left};
constexpr Transition rows[] = {
    {queued, "offer_place", offered, here},
    {queued, "leave", left, here},
    {offered, "take", taken, here},
    {offered, "skip", skipped, here},
    {offered, "expire", skipped, "ASSUMED: no answer counts as skipping, nothing is lost"},
    {offered, "leave", left, here},
    {skipped, "queue_again", queued, "ASSUMED: skipping keeps the place in the queue"},
    {skipped, "leave", left, here},
};
const StateTable table{"waiting_list", names, queued, finals, rows};
} // namespace waiting_table

namespace net_table
{
using namespace safety_net_state;

constexpr std::string_view names[] = {watch, alert, cared, ended};
constexpr std::string_view finals[] = {ended};
constexpr std::string_view over = "ASSUMED: the customership ended";
constexpr Transition rows[] = {
    {watch, "raise_alert", alert, here},
    {watch, "end", ended, over},
    {alert, "take_care", cared, here},
    {alert, "end", ended, over},
    {cared, "watch_again", watch, "ASSUMED: care once given is no care for ever"},
    {cared, "end", ended, over},
};
const StateTable table{"safety_net", names, watch, finals, rows};
} // namespace net_table

namespace absence_table
{
using namespace absence_state;

constexpr std::string_view names[] = {reported, warned, before_authority, interrupted, excused,
                                      returned, ended};
constexpr std::string_view finals[] = {excused, returned, ended};
constexpr std::string_view source = "domain.md 7.6";
constexpr Transition rows[] = {
    {reported, "warn", warned, source},
    {reported, "excuse", excused, "ASSUMED: the absence was authorised after all"},
    {reported, "come_back", returned, source},
    {reported, "bring_to_authority", before_authority,
     "380/2023 §59, T38: five consecutive days, or the aims fail"},
    {warned, "come_back", returned, source},
    {warned, "excuse", excused, "ASSUMED: the absence was authorised after all"},
    {warned, "bring_to_authority", before_authority, "380/2023 §59, T38"},
    {before_authority, "interrupt", interrupted, "380/2023 §59: the authority decides"},
    {before_authority, "continue", returned, "ASSUMED: the authority may decide not to interrupt"},
    {interrupted, "come_back", returned, source},
    {interrupted, "end", ended, "ASSUMED: the order was dropped"},
};
const StateTable table{"absence", names, reported, finals, rows};
} // namespace absence_table

constexpr DeclineGround grounds[] = {
    {"no_capacity", DeclinedBy::provider, "The capacity is full and the waiting list is closed.",
     "ASSUMED: counted against the capacity that the offer states"},
    {"start_not_possible", DeclinedBy::provider, "The start cannot happen within the offer's start rhythm.",
     "ASSUMED: counted against the offer's start rhythm"},
    {"language_not_offered", DeclinedBy::provider, "The language agreed is not one of the offer's.",
     "ASSUMED: the order asks for what the offer does not hold"},
    {"outside_basket", DeclinedBy::provider, "The agreed aim is outside the basket's terms.",
     "ASSUMED: the order asks for what the basket does not hold"},
    {"safety", DeclinedBy::provider, "The service cannot be given safely; the authority is told why.",
     "ASSUMED: the reason goes to the authority only"},
    {"conflict_of_interest", DeclinedBy::provider,
     "A worker is close to the customer and nobody else is free.", "domain.md 15.20"},
    {"offer_ended", DeclinedBy::provider, "The offer ended between the choice and the order.",
     "ASSUMED: the order crossed the end of the offer"},
    {"customer_changed_mind", DeclinedBy::customer, "The customer chose something else.",
     "domain.md 14, row 234"},
    {"customer_not_reached", DeclinedBy::customer, "The customer was not reached within the agreed time.",
     "ASSUMED: never a penalty (domain.md 7.6)"},
    {"customer_found_work", DeclinedBy::customer, "The customer found work or studies.",
     "ASSUMED: a good reason"},
    {"basket_ended", DeclinedBy::authority, "The basket was closed before the start.", "domain.md 7.3"},
    {"acceptance_ended", DeclinedBy::authority, "The provider's acceptance was suspended or ended.",
     "domain.md 7.2"},
    {"budget_exhausted", DeclinedBy::authority, "The budget of the basket or of a payer is used up.",
     "domain.md 8.2 (e)"},
};

constexpr RuleSentence sentences[] = {
    {"order.decline_ground_unknown", "{ground} is not a listed ground for declining.", ""},
    {"order.decline_ground_of_somebody_else", "The ground {ground} belongs to the {by}.", ""},
};

// ASSUMED: promised service times count working days like the Regulation, without the eves of Act 150/1930.
CivilDate working_days_after(Instant event, std::string_view limit, const LawBook& law)
{
    const auto day = finnish_date(event);
    return add_working_days(day, static_cast<int>(law.integer(limit, day)), DeadlineLaw::eu_1182_71, &law);
}

} // namespace

const StateTable& order_states()
{
    return order_table::table;
}

bool holds_money(std::string_view state)
{
    using namespace order_state;
    return state == accepted || state == started || state == interrupted || state == completed ||
           state == follow_up;
}

bool takes_claims(std::string_view state)
{
    using namespace order_state;
    return state == started || state == interrupted || state == completed || state == dropped ||
           state == transferred || state == follow_up;
}

bool has_ended(std::string_view state)
{
    using namespace order_state;
    return state == completed || state == dropped || state == transferred || state == follow_up ||
           state == closed;
}

bool is_inside(std::string_view state)
{
    using namespace order_state;
    return state == accepted || state == started || state == interrupted;
}

bool serves_person(std::string_view state, std::string_view ground)
{
    return state != order_state::closed && ground.empty();
}

const StateTable& capacity_slot_states()
{
    return slot_table::table;
}

const StateTable& waiting_list_states()
{
    return waiting_table::table;
}

const StateTable& safety_net_states()
{
    return net_table::table;
}

const StateTable& absence_states()
{
    return absence_table::table;
}

std::string_view code_of(DeclinedBy by)
{
    switch (by)
    {
    case DeclinedBy::provider:
        return "provider";
    case DeclinedBy::customer:
        return "customer";
    case DeclinedBy::authority:
        return "authority";
    }
    return "";
}

std::span<const DeclineGround> decline_grounds()
{
    return grounds;
}

const DeclineGround* find_decline_ground(std::string_view code)
{
    for (const auto& ground : grounds)
        if (ground.code == code)
            return &ground;
    return nullptr;
}

Result<Done> check_decline(std::string_view code, DeclinedBy by)
{
    const auto* ground = find_decline_ground(code);
    if (ground == nullptr)
        return refuse_by(sentences, Fault::invalid, "order.decline_ground_unknown", {{"ground", code}});
    if (ground->by != by)
        return refuse_by(sentences, Fault::invalid, "order.decline_ground_of_somebody_else",
                         {{"ground", code}, {"by", code_of(ground->by)}});
    return Done{};
}

CivilDate acknowledge_due(Instant sent_at, const LawBook& law)
{
    return working_days_after(sent_at, "service_level.acknowledge.working_days", law);
}

CivilDate answer_due(Instant sent_at, const LawBook& law)
{
    return working_days_after(sent_at, "service_level.answer_order.working_days", law);
}

CivilDate first_meeting_due(Instant accepted_at, const LawBook& law)
{
    return working_days_after(accepted_at, "service_level.first_meeting.working_days", law);
}

CivilDate capacity_hold_until(Instant held_at, const LawBook& law)
{
    return working_days_after(held_at, "service_level.capacity_hold.working_days", law);
}

CivilDate choice_alert_on(Instant agreed_at, const LawBook& law)
{
    const auto day = finnish_date(agreed_at);
    return plus_days(day, static_cast<int>(law.integer("service_level.choice_open.days", day)));
}

Money money_to_reserve(const BasketTerms& basket, const OfferTerms& offer)
{
    Money sum;
    for (const auto& component : basket.price_components)
    {
        const auto price = price_of(offer, component.code);
        if (!price)
            continue;
        auto quantity = component.expected_quantity;
        for (const auto& cap : {component.caps.quantity_per_order, component.caps.quantity_per_person})
            quantity = std::min(quantity, cap.value_or(quantity));
        auto amount = *price * quantity;
        for (const auto& cap : {component.caps.money_per_order, component.caps.money_per_person})
            amount = std::min(amount, cap.value_or(amount));
        sum += amount;
    }
    return std::min(sum, basket.person_cap.value_or(sum));
}

CivilDate claims_end_on(const BasketTerms& basket, CivilDate ended_on, const LawBook& law)
{
    int months = 0;
    std::int64_t days = 0;
    for (const auto& outcome : basket.outcomes)
    {
        if (const auto code = parse_outcome(outcome.code))
            months = std::max(months, code->months);
        days = std::max(days, outcome.days_after_end);
    }
    days += law.integer("service_level.outcome_claim.days", ended_on);
    return plus_days(plus_months(ended_on, months), static_cast<int>(days));
}

RuleSentences order_sentences()
{
    return sentences;
}

} // namespace kori
