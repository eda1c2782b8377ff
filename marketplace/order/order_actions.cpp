#include "marketplace/order/order_actions.hpp"

#include "core/base/law_book.hpp"
#include "core/base/working_days.hpp"
#include "marketplace/consent/consent_store.hpp"
#include "marketplace/offer/offer_store.hpp"
#include "procurement/party/party_actions.hpp"

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

Refusal bad_day(std::string rule, std::string sentence)
{
    return refuse(Fault::invalid, rule, sentence).in({{"/day", rule, sentence, {}}});
}

bool was_sent(const Order& order)
{
    return order.sent_at.has_value();
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

void note(Transaction& tx, const Ambient& ambient, const journal::Doer& doer, std::string_view kind,
          const Order& order, Facts facts, std::string reason = {})
{
    facts.insert(facts.begin(), Fact{"state", order.state});
    journal::append(tx, ambient, doer,
                    {std::string{kind},
                     order.id.text(),
                     std::move(facts),
                     journal::Audience::organisation,
                     organisations_of(order),
                     std::move(reason),
                     {}});
}

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

void task(Transaction& tx, const Ambient& ambient, OrganisationId organisation, std::string_view task_role,
          std::string_view kind, const Order& order, std::optional<Instant> due_at)
{
    access::insert(tx,
                   Task{ambient.next<TaskTag>(), organisation, std::nullopt, std::string{task_role},
                        std::string{kind}, order.id.text(), due_at},
                   ambient.now);
}

BasketTerms basket_terms(Transaction& tx, const Order& order)
{
    auto version = baskets::find_version(tx, order.basket_version);
    PROMISE(version.has_value());
    return std::move(version->terms);
}

OfferTerms offer_terms(Transaction& tx, const Order& order)
{
    auto version = offers::find_version(tx, order.offer_version);
    PROMISE(version.has_value());
    return std::move(version->terms);
}

// Consent precedes the order where the basket alone says something about health (380/2023 §116(4)).
std::optional<Refusal> missing_consent(Transaction& tx, const Order& order)
{
    if (!order.reveals_health ||
        consents::is_given(tx, order.customer, order.provider, consent_purpose::health_to_provider))
        return std::nullopt;
    return refuse(
        Fault::conflict, "order.consent_missing",
        "This basket reveals something about health: the customer's consent for this provider comes first.");
}

Result<std::vector<PayerShare>> payers_for(Transaction& tx, const MakeOrder& wish, OrganisationId authority)
{
    auto payers = wish.payers;
    if (payers.empty())
        payers.push_back({authority.text(), 10'000});
    auto faults = faults_of(payers, "/payers");
    for (std::size_t i = 0; i < payers.size(); ++i)
    {
        const auto id = OrganisationId::parse(payers[i].payer);
        const auto organisation = id ? access::find_organisation(tx, *id) : std::nullopt;
        if (!organisation || organisation->kind != OrganisationKind::authority)
            faults.push_back({"/payers/" + std::to_string(i) + "/payer",
                              "order.payer_unknown",
                              "The payer is a contracting entity.",
                              {}});
    }
    if (!faults.empty())
        return refuse(Fault::invalid, faults.front().rule, faults.front().sentence).in(std::move(faults));
    return payers;
}

std::vector<std::string> aim_of(const Customer& customer, const BasketTerms& terms)
{
    std::vector<std::string> aim;
    for (const auto& need : customer.facts.needs)
        if (holds(terms.needs, need))
            aim.push_back(need);
    return aim;
}

// A place that is taken or freed shows at the offer.
void show_capacity(Transaction& tx, const Order& order)
{
    const auto offer = offers::find(tx, order.offer);
    PROMISE(offer.has_value());
    const auto shown = offers::find_version(tx, offer->current.value_or(order.offer_version));
    PROMISE(shown.has_value());
    offers::set_full(tx, order.offer, inside_offer(tx, order.offer) >= shown->terms.capacity);
}

Result<Done> take_place_and_money(Transaction& tx, const Ambient& ambient, Order& order)
{
    const auto terms = basket_terms(tx, order);
    const auto offered = offer_terms(tx, order);
    if (inside_offer(tx, order.offer) >= offered.capacity)
        return refuse(Fault::conflict, "order.no_place_free",
                      "All places of the offer are taken: put the order on the waiting list.");
    if (terms.capacity_cap && inside_basket(tx, order.basket) >= *terms.capacity_cap)
        return refuse(Fault::conflict, "order.basket_full",
                      "As many persons as the basket allows are inside.");
    order.reserved = money_to_reserve(terms, offered);
    if (auto reserved =
            payments::reserve(tx, ambient, money_of(order), order.reserved, order.payers, terms.budget_cap);
        !reserved)
        return reserved.refusal();
    order.accepted_at = ambient.now;
    return Done{};
}

void send_off(Transaction& tx, const Ambient& ambient, Order& order)
{
    order.sent_at = ambient.now;
    const auto acknowledge =
        working_days_after(tx, ambient, order, ambient.now, "service_level.acknowledge.working_days");
    const auto answer =
        working_days_after(tx, ambient, order, ambient.now, "service_level.answer_order.working_days");
    plan(tx, ambient, order, "order.acknowledgement_due", acknowledge);
    plan(tx, ambient, order, "order.answer_due", answer);
    task(tx, ambient, order.provider, role::manager, "order.acknowledge", order, acknowledge);
    task(tx, ambient, order.provider, role::manager, "order.answer", order, answer);
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
}

// The days of the service, and who says them.
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

// Money and clocks of an order that ended.
Money wind_up(Transaction& tx, const Ambient& ambient, const Order& order)
{
    if (order.state == order_state::closed)
        work::cancel(tx, ambient, "order.close_due", order.id.text());
    else if (order.state != order_state::follow_up)
        plan(tx, ambient, order, "order.close_due",
             start_of_day(claims_end_on(basket_terms(tx, order), order.ended_on.value_or(ambient.today()),
                                        ambient.law)));
    return holds_money(order.state) ? Money{} : payments::release_rest(tx, ambient, money_of(order));
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
        plan(tx, ambient, order, "order.first_meeting_due",
             working_days_after(tx, ambient, order, ambient.now, "service_level.first_meeting.working_days"));
    if (verb == "decline")
        task(tx, ambient, order.authority, role::coach, "order.choose_again", order, std::nullopt);
    if (is_inside(before.state) != is_inside(order.state))
        show_capacity(tx, order);
    const bool ends = has_ended(order.state) || order.state == order_state::declined_by_provider;
    return ends && before.state != order.state ? wind_up(tx, ambient, order) : Money{};
}

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

payments::OrderMoney money_of(const Order& order)
{
    return {order.id.text(), order.authority, order.basket, order.basket_version};
}

std::vector<std::string> organisations_of(const Order& order)
{
    std::vector<std::string> organisations{order.authority.text()};
    if (was_sent(order))
        organisations.push_back(order.provider.text());
    for (const auto& share : order.payers)
        if (std::find(organisations.begin(), organisations.end(), share.payer) == organisations.end())
            organisations.push_back(share.payer);
    return organisations;
}

Result<Order> make_order(Transaction& tx, const Ambient& ambient, const Actor& actor, const MakeOrder& wish)
{
    const auto agreement = choices::find_agreement(tx, wish.agreement);
    if (!agreement || !actor.speaks_for(agreement->authority) ||
        !customers::find_for_coach(tx, actor, agreement->customer, ambient.today()))
        return absent();

    const auto receipt = choices::receipt_of(tx, wish.agreement);
    if (!receipt)
        return refuse(Fault::conflict, "order.nothing_chosen", "The customer has not chosen yet.");
    const auto version = offers::find_version(tx, *receipt->chosen);
    PROMISE(version.has_value());
    const auto offer = offers::find(tx, version->offer);
    const auto basket = baskets::find(tx, receipt->basket);
    const auto terms = baskets::find_version(tx, receipt->basket_version);
    const auto customer = customers::find(tx, agreement->customer);
    PROMISE(offer && basket && terms && customer);

    if (agreement->state != basket_agreement_state::agreed &&
        agreement->state != basket_agreement_state::fulfilled)
        return refuse(Fault::conflict, "order.agreement_over",
                      "The agreement with the customer does not stand any more.");
    for (const auto& earlier : of_receipt(tx, receipt->id))
        if (!has_ended(earlier.state))
            return refuse(Fault::conflict, "order.receipt_in_use",
                          "An order was made of this choice already.");
    if (!takes_customers(basket->state))
        return refuse(Fault::conflict, "order.basket_takes_no_customers",
                      "The basket takes no new customers now.");
    const auto admission = admissions::find_of(tx, basket->programme, offer->provider);
    const auto decision = admission ? admissions::standing_decision(tx, admission->id) : std::nullopt;
    if (!decision || !admissions::is_accepted_in(tx, basket->programme, offer->provider))
        return refuse(Fault::conflict, "order.provider_not_accepted",
                      "The provider does not stand accepted in the programme.");
    if (wish.planned_start_on < ambient.today())
        return refuse(Fault::invalid, "order.start_in_the_past", "The planned start lies today or later.")
            .in({{"/planned_start_on",
                  "order.start_in_the_past",
                  "The planned start lies today or later.",
                  {}}});
    auto payers = payers_for(tx, wish, agreement->authority);
    if (!payers)
        return payers.refusal();
    const Order order{ambient.next<OrderTag>(),
                      agreement->authority,
                      offer->provider,
                      agreement->customer,
                      agreement->id,
                      receipt->id,
                      offer->id,
                      version->id,
                      basket->id,
                      terms->id,
                      basket->programme,
                      admission->id,
                      decision->id,
                      std::string{order_states().initial},
                      customer->facts.municipality,
                      customer->language,
                      customer->needs_interpreter,
                      aim_of(*customer, terms->terms),
                      terms->terms.reveals_health,
                      wish.planned_start_on,
                      {},
                      {},
                      {},
                      {},
                      {},
                      {},
                      *actor.membership,
                      std::move(*payers),
                      ambient.now,
                      1};
    if (auto missing = missing_consent(tx, order))
        return *missing;

    insert(tx, order);
    if (agreement->state == basket_agreement_state::agreed)
        choices::fulfil(tx, agreement->id);

    note(tx, ambient, access::doer_of(actor), "order.made", order,
         {{"agreement", order.agreement.text()},
          {"receipt", order.receipt.text()},
          {"offer_version", order.offer_version.text()},
          {"basket_version", order.basket_version.text()}});
    return order;
}

Result<Order> move_order(Transaction& tx, const Ambient& ambient, const Actor& actor, const MoveOrder& wish)
{
    const auto& act = act_of(wish.verb);
    auto found = find(tx, wish.order);
    if (!found || !actor.speaks_for(act.side == S::provider ? found->provider : found->authority) ||
        (act.side == S::provider && !was_sent(*found)) ||
        (act.side == S::authority && !is_coach_of(tx, actor, *found, ambient.today())))
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
        send_off(tx, ambient, order);
    order.revision += 1;
    save(tx, order);
    if (act.takes_kind)
        save_note(tx, ambient, actor, wish);
    const auto released = follow(tx, ambient, before, order, wish.verb);

    note(tx, ambient, access::doer_of(actor), act.entry, order, facts_of(wish, order, released), wish.ground);
    return order;
}

Result<Order> reserve_more(Transaction& tx, const Ambient& ambient, const Actor& actor, OrderId id,
                           Money amount)
{
    auto order = find(tx, id);
    if (!order || !actor.speaks_for(order->authority))
        return absent();

    if (!order->accepted_at || !(holds_money(order->state) || takes_claims(order->state)))
        return refuse(Fault::conflict, "order.holds_no_money",
                      "Money is reserved for accepted orders, until they are closed.");
    if (auto reserved = payments::reserve(tx, ambient, money_of(*order), amount, order->payers,
                                          basket_terms(tx, *order).budget_cap);
        !reserved)
        return reserved.refusal();

    order->reserved += amount;
    order->revision += 1;
    save(tx, *order);

    note(tx, ambient, access::doer_of(actor), "order.reserved_more", *order,
         {{"amount_cents", amount.in_cents()}});
    return *order;
}

Result<CustomerIdentity> contact_of(Transaction& tx, const crypto::Keyring& keys, const Actor& actor,
                                    const Order& order, CivilDate today)
{
    if (!actor.speaks_for(order.provider) || !was_sent(order))
        return absent();

    const auto relation = access::find_relation(tx, "worker_on", *actor.membership, order.id.text(), today);
    if (!is_inside(order.state) || (relation && relation->limits == "no_contact_data"))
        return refuse(Fault::forbidden, "order.no_contact_now",
                      "The customer's contact is shown only while the order runs.");
    auto identity = customers::identity_of(tx, keys, order.customer);
    if (!identity)
        return absent();
    identity->identity_code.clear();
    return std::move(*identity);
}

bool is_coach_of(Transaction& tx, const Actor& actor, const Order& order, CivilDate today)
{
    const auto customer = customers::find(tx, order.customer);
    PROMISE(customer.has_value());
    // Nobody coaches a customer who was forgotten; what is left to do is any coach's.
    if (customer->is_erased)
        return actor.speaks_for(order.authority) && actor.has_role(role::coach);
    return customers::sight_of(tx, actor, *customer, today) == customers::Sight::full;
}

std::vector<std::string> needs_for(Transaction& tx, const Actor& actor, const Order& order)
{
    if (!actor.is_authority() && missing_consent(tx, order))
        return {};
    return order.needs;
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
                     task(tx, ambient, order->provider, role::manager, overdue, *order, moment.due_at);
                     if (tells_coach)
                         task(tx, ambient, order->authority, role::coach, overdue, *order, moment.due_at);
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
