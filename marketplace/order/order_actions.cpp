#include "marketplace/order/order_actions.hpp"

#include "marketplace/order/order_clocks.hpp"
#include "marketplace/order/order_journal.hpp"
#include "marketplace/order/order_reserve.hpp"
#include "marketplace/order/order_sight.hpp"

namespace kori::orders
{
namespace
{

Refusal bad_day(std::string rule, std::string sentence)
{
    return refuse(Fault::invalid, rule, sentence).in({{"/day", rule, sentence, {}}});
}

// The days of the service: most are said, an early end is today.
Result<Done> set_days(const Ambient& ambient, const MoveOrder& wish, Order& order)
{
    const auto today = ambient.today();
    if (wish.verb == "start")
    {
        if (*wish.day > today || *wish.day < finnish_date(*order.accepted_at))
            return bad_day("order.start_day", "The first meeting lies between the acceptance and today.");
        order.started_on = wish.day;
    }
    else if (wish.verb == "complete")
    {
        if (*wish.day > today || *wish.day < *order.started_on)
            return bad_day("order.last_day", "The last day lies between the start and today.");
        order.ended_on = plus_days(*wish.day, 1);
    }
    else if ((wish.verb == "drop" || wish.verb == "transfer") && order.started_on)
        order.ended_on = plus_days(today, 1);
    else if (wish.day)
    {
        const auto first = wish.verb == "note_progress" ? order.started_on : order.ended_on;
        if (*wish.day > today || (first && *wish.day < *first))
            return bad_day("order.note_day", "The day lies in the service, or after it, and not ahead.");
    }
    return Done{};
}

Result<Done> check_ground(const MoveOrder& wish)
{
    if (wish.verb == "decline")
        return check_decline(wish.ground, DeclinedBy::provider);
    if (wish.verb == "transfer")
        return check_decline(wish.ground, DeclinedBy::authority);
    const auto* known = find_decline_ground(wish.ground);
    return check_decline(wish.ground, known != nullptr && known->by == DeclinedBy::authority
                                          ? DeclinedBy::authority
                                          : DeclinedBy::customer);
}

Result<Done> check_before(Transaction& tx, const MoveOrder& wish, const Order& order)
{
    if (act_of(wish.verb).takes_ground)
        if (auto fits = check_ground(wish); !fits)
            return fits.refusal();
    if (wish.verb == "send")
    {
        if (auto missing = missing_consent(tx, order))
            return *missing;
        if (!admissions::is_accepted_in(tx, order.programme, order.provider))
            return refuse(Fault::conflict, "order.provider_not_accepted",
                          "The provider does not stand accepted in the programme.");
    }
    if (wish.verb == "close" && payments::holds_of(tx, order.id.text()).claims > 0)
        return refuse(Fault::conflict, "order.claims_open", "Claims of this order wait for a decision.");
    return Done{};
}

Facts facts_of(const MoveOrder& wish, const Order& order, Money released)
{
    Facts facts;
    if (!wish.ground.empty())
        facts.emplace_back("ground", wish.ground);
    if (wish.day)
        facts.emplace_back("day", to_text(*wish.day));
    if (wish.verb == "accept")
        facts.emplace_back("reserved_cents", order.reserved.in_cents());
    if (!released.is_zero())
        facts.emplace_back("released_cents", released.in_cents());
    return facts;
}

void save_note(Transaction& tx, const Ambient& ambient, const Actor& actor, const MoveOrder& wish)
{
    insert(tx, OrderNote{ambient.next<OrderNoteTag>(), wish.order, wish.verb, wish.kind, *wish.day,
                         actor.journal_name(), ambient.now});
}

// What follows an act besides the state: clocks, tasks, places, money. How much money was released.
Money follow(Transaction& tx, const Ambient& ambient, const Order& before, const Order& order,
             std::string_view verb)
{
    stop_clocks(tx, ambient, order, verb);
    if (verb == "accept")
        start_meeting_clock(tx, ambient, order);
    if (verb == "decline")
        tell_coach(tx, ambient, order, "order.choose_again", std::nullopt);
    if (is_inside(before.state) != is_inside(order.state))
        show_capacity(tx, order);
    const bool ends = has_ended(order.state) || order.state == order_state::declined_by_provider;
    return ends && before.state != order.state ? wind_up(tx, ambient, order) : Money{};
}

} // namespace

Result<Order> move_order(Transaction& tx, const Ambient& ambient, const Actor& actor, const MoveOrder& wish)
{
    const auto& act = act_of(wish.verb);
    auto found = find(tx, wish.order);
    if (!found || !actor.speaks_for(act.side == OrderSide::provider ? found->provider : found->authority) ||
        (act.side == OrderSide::provider && !found->sent_at) ||
        (act.side == OrderSide::authority && !is_coach_of(tx, actor, *found, ambient.today())))
        return absent();

    const Order before = *found;
    auto order = std::move(*found);
    const auto next = order_states().move(order.state, wish.verb);
    if (!next)
        return next.refusal();
    if (auto fits = check_before(tx, wish, order); !fits)
        return fits.refusal();
    if (auto fits = set_days(ambient, wish, order); !fits)
        return fits.refusal();
    if (wish.verb == "accept")
        if (auto taken = take_place_and_money(tx, ambient, order); !taken)
            return taken.refusal();

    order.state = *next;
    if (act.takes_ground)
        order.ground = wish.ground;
    if (wish.verb == "send")
    {
        order.sent_at = ambient.now;
        start_answer_clocks(tx, ambient, order);
    }
    order.revision += 1;
    save(tx, order);
    if (act.takes_kind)
        save_note(tx, ambient, actor, wish);
    const auto released = follow(tx, ambient, before, order, wish.verb);

    note(tx, ambient, access::doer_of(actor), act.entry, order, facts_of(wish, order, released), wish.ground);
    return order;
}

} // namespace kori::orders
