#include "marketplace/order/order_clocks.hpp"

#include "core/base/law_book.hpp"
#include "core/base/working_days.hpp"
#include "marketplace/order/order_actions.hpp"
#include "marketplace/order/order_journal.hpp"
#include "marketplace/order/order_reserve.hpp"
#include "marketplace/order/order_sight.hpp"
#include "procurement/party/party_actions.hpp"

#include <algorithm>

namespace kori::orders
{
namespace
{

// The area's own number of working days, or the default.
Instant working_days_after(Transaction& tx, const Ambient& ambient, const Order& order, Instant event,
                           std::string_view limit)
{
    const auto day = finnish_date(event);
    const auto days = parties::value_for(tx, ambient.law, order.authority, limit, day);
    return end_of_day(add_working_days(day, static_cast<int>(days), DeadlineLaw::eu_1182_71, &ambient.law));
}

void plan(Transaction& tx, const Ambient& ambient, const Order& order, std::string_view kind, Instant due_at)
{
    work::plan(tx, ambient, kind, order.id.text(), order.authority, due_at);
}

} // namespace

void start_answer_clocks(Transaction& tx, const Ambient& ambient, const Order& order)
{
    const auto acknowledge =
        working_days_after(tx, ambient, order, ambient.now, "service_level.acknowledge.working_days");
    const auto answer =
        working_days_after(tx, ambient, order, ambient.now, "service_level.answer_order.working_days");
    plan(tx, ambient, order, "order.acknowledgement_due", acknowledge);
    plan(tx, ambient, order, "order.answer_due", answer);
    access::give_task(tx, ambient, order.provider, role::manager, "order.acknowledge", order.id.text(),
                      acknowledge);
    access::give_task(tx, ambient, order.provider, role::manager, "order.answer", order.id.text(), answer);
}

void start_meeting_clock(Transaction& tx, const Ambient& ambient, const Order& order)
{
    plan(tx, ambient, order, "order.first_meeting_due",
         working_days_after(tx, ambient, order, ambient.now, "service_level.first_meeting.working_days"));
}

void tell_coach(Transaction& tx, const Ambient& ambient, const Order& order, std::string_view kind,
                std::optional<Instant> due_at)
{
    const auto agreement = choices::find_agreement(tx, order.agreement);
    PROMISE(agreement.has_value());
    std::optional<MembershipId> coach;
    for (const auto& relation :
         access::relations_to(tx, order.customer.revealed(), customers::coach_of, ambient.today()))
        if (!coach || relation.membership == agreement->coach)
            coach = relation.membership;
    access::insert(tx,
                   Task{ambient.next<TaskTag>(), order.authority, coach, std::string{role::coach},
                        std::string{kind}, order.id.text(), due_at},
                   ambient.now);
}

void consent_ended(Transaction& tx, const Ambient& ambient, CustomerId customer, OrganisationId provider)
{
    for (const auto& order : of_customer(tx, customer))
    {
        const bool runs =
            order.sent_at && order.state != order_state::declined_by_provider && !has_ended(order.state);
        if (order.provider != provider || !runs || !missing_consent(tx, order))
            continue;
        access::finish_tasks(tx, "order.consent_ended", order.id.text(), ambient.now);
        tell_coach(tx, ambient, order, "order.consent_ended", std::nullopt);
    }
}

void stop_clocks(Transaction& tx, const Ambient& ambient, const Order& order, std::string_view verb)
{
    const auto stop = [&](std::string_view due, std::initializer_list<std::string_view> tasks)
    {
        work::cancel(tx, ambient, due, order.id.text());
        for (const auto kind : tasks)
            access::finish_tasks(tx, kind, order.id.text(), ambient.now);
    };
    if (verb == "send" || verb == "interrupt" || verb == "resume" || verb == "note_progress" ||
        verb == "observe")
        return;
    stop("order.acknowledgement_due", {"order.acknowledge", "order.acknowledgement_overdue"});
    if (verb == "acknowledge")
        return;
    stop("order.answer_due", {"order.answer", "order.answer_overdue"});
    if (verb != "accept" && verb != "put_on_waiting_list")
        stop("order.first_meeting_due", {"order.first_meeting_overdue"});
    if (has_ended(order.state) || order.state == order_state::declined_by_provider)
        access::finish_tasks(tx, "order.consent_ended", order.id.text(), ambient.now);
}

void add_due_acts(work::DueActs& acts)
{
    using namespace order_state;
    // A clock that runs out decides nothing: it says so, to who has to act and in the journal.
    const auto remind = [&acts](std::string due, std::string overdue, std::vector<std::string_view> while_in,
                                bool tells_coach)
    {
        acts.add(std::move(due),
                 [overdue = std::move(overdue), while_in = std::move(while_in),
                  tells_coach](Transaction& tx, const Ambient& ambient, const work::DueMoment& moment)
                 {
                     const auto order = find(tx, *OrderId::parse(moment.about));
                     PROMISE(order.has_value());
                     if (std::find(while_in.begin(), while_in.end(), order->state) == while_in.end())
                         return;
                     access::give_task(tx, ambient, order->provider, role::manager, overdue, order->id.text(),
                                       moment.due_at);
                     if (tells_coach)
                         tell_coach(tx, ambient, *order, overdue, moment.due_at);
                     note(tx, ambient, {"clock", ""}, overdue, *order, {{"due_at", to_text(moment.due_at)}});
                 });
    };
    remind("order.acknowledgement_due", "order.acknowledgement_overdue", {sent}, false);
    remind("order.answer_due", "order.answer_overdue", {sent, acknowledged}, true);
    remind("order.first_meeting_due", "order.first_meeting_overdue", {accepted}, true);

    acts.add("order.close_due",
             [](Transaction& tx, const Ambient& ambient, const work::DueMoment& moment)
             {
                 auto order = find(tx, *OrderId::parse(moment.about));
                 PROMISE(order.has_value());
                 const auto next = order_states().move(order->state, "close");
                 if (!next)
                     return;
                 if (payments::holds_of(tx, moment.about).claims > 0)
                 {
                     const auto days =
                         ambient.law.integer("service_level.outcome_claim.days", finnish_date(moment.due_at));
                     plan(tx, ambient, *order, moment.kind, moment.due_at.plus_days(days));
                     return;
                 }
                 order->state = *next;
                 order->revision += 1;
                 save(tx, *order);
                 const auto released = wind_up(tx, ambient, *order);
                 Facts facts;
                 if (!released.is_zero())
                     facts.emplace_back("released_cents", released.in_cents());
                 note(tx, ambient, {"clock", ""}, "order.closed", *order, std::move(facts));
             });
}

} // namespace kori::orders
