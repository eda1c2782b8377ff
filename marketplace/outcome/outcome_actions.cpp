#include "marketplace/outcome/outcome_actions.hpp"

#include "core/base/law_book.hpp"
#include "marketplace/offer/offer_store.hpp"
#include "procurement/party/party_actions.hpp"

#include <algorithm>

namespace kori::outcomes
{
namespace
{

struct ClaimWithOrder
{
    Claim claim;
    Order order;
    BasketTerms terms;
};

ClaimWithOrder with_order(Transaction& tx, Claim claim)
{
    auto order = orders::find(tx, claim.order);
    PROMISE(order.has_value());
    auto version = baskets::find_version(tx, order->basket_version);
    PROMISE(version.has_value());
    return {std::move(claim), std::move(*order), std::move(version->terms)};
}

// As what may the actor verify this outcome? Its duties say which part it has in the authority.
Result<Done> check_actor(const Actor& actor, const ClaimWithOrder& matter)
{
    std::vector<Verifier> parts;
    if (actor.has_role(role::coach))
        parts.push_back(Verifier::coach);
    if (parts.empty() || actor.has_role(role::finance_officer) || actor.has_role(role::procurement_officer))
        parts.push_back(Verifier::authority);
    Result<Done> last{Done{}};
    for (const auto part : parts)
    {
        last = check_verifier(matter.terms, matter.claim.outcome, part, actor.organisation->text(),
                              matter.claim.provider.text());
        if (last)
            return last;
    }
    return last;
}

Result<ClaimWithOrder> for_verifier(Transaction& tx, const Actor& actor, ClaimId id)
{
    auto claim = find(tx, id);
    if (!claim || !(actor.speaks_for(claim->authority) || actor.speaks_for(claim->provider)))
        return absent();
    auto matter = with_order(tx, std::move(*claim));
    if (auto may = check_actor(actor, matter); !may)
        return may.refusal();
    return matter;
}

Result<ClaimWithOrder> for_claimant(Transaction& tx, const Actor& actor, ClaimId id)
{
    auto claim = find(tx, id);
    if (!claim || !actor.speaks_for(claim->provider))
        return absent();
    return with_order(tx, std::move(*claim));
}

void note(Transaction& tx, const Ambient& ambient, const journal::Doer& doer, std::string kind,
          const ClaimWithOrder& matter, Facts facts, std::string reason = {}, std::string rule_version = {})
{
    facts.insert(facts.begin(), {{"state", matter.claim.state},
                                 {"order", matter.order.id.text()},
                                 {"component", matter.claim.component}});
    journal::append(tx, ambient, doer,
                    {std::move(kind), matter.claim.id.text(), std::move(facts),
                     journal::Audience::organisation, orders::organisations_of(matter.order),
                     std::move(reason), std::move(rule_version)});
}

Result<Done> move(Claim& claim, std::string_view verb)
{
    auto next = claim_states().move(claim.state, verb);
    if (!next)
        return next.refusal();
    claim.state = std::move(*next);
    return Done{};
}

void must_move(Claim& claim, std::string_view verb)
{
    PROMISE(move(claim, verb));
}

// The day on which the outcome happened, by whatever fact says it.
std::optional<CivilDate> event_of(const ClaimFacts& facts)
{
    for (const auto& day : {facts.job_starts_on, facts.happened_on, facts.checked_on, facts.from})
        if (day)
            return day;
    return std::nullopt;
}

// ASSUMED: two outcomes of one kind belong to the same period when fewer days than outcome.same_period.days
// lie between them. Components without an outcome are the same within one order.
bool is_same(const PaidClaim& paid, const Claim& claim, const Order& order, std::int64_t period_days)
{
    if (claim.outcome.empty())
        return paid.order == order.id.text() && paid.component == claim.component;
    const auto before = event_of(paid.facts);
    const auto now = event_of(claim.facts);
    return paid.outcome == claim.outcome && before && now &&
           std::abs(days_between(*before, *now)) < period_days;
}

CapsUsed used_now(Transaction& tx, const Ambient& ambient, const Claim& claim, const Order& order)
{
    CapsUsed used;
    const auto period =
        parties::value_for(tx, ambient.law, order.authority, "outcome.same_period.days", claim.claimed_on);
    for (const auto& paid : paid_of(tx, order.customer))
    {
        if (!used.paid_before && is_same(paid, claim, order, period))
            used.paid_before = paid.claim;
        if (paid.basket != order.basket.text())
            continue;
        used.person_total += paid.amount;
        if (paid.component != claim.component)
            continue;
        used.quantity_of_person += paid.quantity;
        used.money_of_person += paid.amount;
        if (paid.order == order.id.text())
        {
            used.quantity_of_order += paid.quantity;
            used.money_of_order += paid.amount;
        }
        if (paid.facts.from && paid.facts.to)
            used.ranges_paid.push_back({*paid.facts.from, *paid.facts.to});
    }
    Money left;
    for (const auto& part : payments::left_for(tx, order.id.text()))
        left += part.amount;
    // What an ended order still holds was kept for the claims that were open then: nobody takes another
    // one's.
    if (!holds_money(order.state))
        left = ledger::room_under(left, payments::held_for_others(tx, order.id.text(), claim.id.text()));
    used.reserved_left = left;
    return used;
}

// The rule's word, kept with everything that went into it.
ClaimDecision decide_and_keep(Transaction& tx, const Ambient& ambient, const ClaimWithOrder& matter,
                              std::string stage, std::string by)
{
    auto inputs = inputs_now(tx, ambient, matter.claim, matter.order);
    PROMISE(inputs.has_value());
    auto decision = decide(*inputs);
    ClaimDecision kept{matter.claim.id,     next_number(tx, matter.claim.id),
                       std::move(stage),    std::move(*inputs),
                       std::move(decision), std::move(by),
                       ambient.now};
    insert(tx, kept);
    return kept;
}

Facts facts_of(const OutcomeDecision& decision)
{
    return {{"verdict", code_of(decision.verdict)},
            {"amount_cents", decision.amount.in_cents()},
            {"refused_amount_cents", decision.refused_amount.in_cents()}};
}

void plan_days(Transaction& tx, const Ambient& ambient, const Claim& claim, std::string_view kind,
               CivilDate from, std::string_view limit)
{
    const auto days = parties::value_for(tx, ambient.law, claim.authority, limit, from);
    work::plan(tx, ambient, kind, claim.id.text(), claim.authority,
               end_of_day(plus_days(from, static_cast<int>(days))));
}

std::string_view role_that_verifies(const ClaimWithOrder& matter)
{
    const auto* outcome = find_outcome(matter.terms, matter.claim.outcome);
    const bool is_coach = outcome != nullptr &&
                          std::find(outcome->verifiers.begin(), outcome->verifiers.end(), Verifier::coach) !=
                              outcome->verifiers.end();
    return is_coach ? role::coach : role::finance_officer;
}

void task(Transaction& tx, const Ambient& ambient, OrganisationId organisation, std::string_view task_role,
          std::string kind, const Claim& claim, std::optional<Instant> due_at)
{
    access::insert(tx,
                   Task{ambient.next<TaskTag>(), organisation, std::nullopt, std::string{task_role},
                        std::move(kind), claim.id.text(), due_at},
                   ambient.now);
}

// The claim is decided or withdrawn: its clocks and tasks end, its hold goes, and an order that ended gives
// back the rest.
void wind_up(Transaction& tx, const Ambient& ambient, const ClaimWithOrder& matter)
{
    const auto id = matter.claim.id.text();
    for (const auto* due :
         {"claim.verification_due", "claim.verification_stop", "claim.answer_due", "claim.dispute_due"})
        work::cancel(tx, ambient, due, id);
    for (const auto* kind : {"claim.verify", "claim.verification_overdue", "claim.verification_stopped",
                             "claim.answer", "claim.resolve", "claim.dispute_overdue"})
        access::finish_tasks(tx, kind, id, ambient.now);
    payments::clear_hold(tx, id);
    if (!holds_money(matter.order.state))
        payments::release_rest(tx, ambient, orders::money_of(matter.order));
}

Result<Payable> pay(Transaction& tx, const Ambient& ambient, const Actor& actor, ClaimWithOrder& matter,
                    const OutcomeDecision& decision)
{
    auto& claim = matter.claim;
    auto payable = payments::make_payable(tx, ambient, orders::money_of(matter.order),
                                          {claim.id.text(), claim.provider, claim.component, claim.outcome,
                                           decision.accepted_quantity, decision.amount});
    if (!payable)
        return payable;
    must_move(claim, "make_payable");
    claim.payable = payable->id;
    journal::append(tx, ambient, access::doer_of(actor),
                    {"payable.made",
                     payable->id.text(),
                     {{"claim", claim.id.text()},
                      {"order", claim.order.text()},
                      {"amount_cents", payable->amount.in_cents()},
                      {"ledger_entry", payable->entry.text()}},
                     journal::Audience::organisation,
                     orders::organisations_of(matter.order),
                     {},
                     decision.rule_version});
    return payable;
}

// A rejected claim may be disputed for a while; then it is closed.
void leave_rejected(Transaction& tx, const Ambient& ambient, const ClaimWithOrder& matter)
{
    plan_days(tx, ambient, matter.claim, "claim.close_due", ambient.today(),
              "service_level.outcome_claim.days");
}

void begin_verification(Transaction& tx, const Ambient& ambient, const ClaimWithOrder& matter, Money hold)
{
    const auto& claim = matter.claim;
    payments::set_hold(tx, claim.id.text(), claim.order.text(), hold);
    plan_days(tx, ambient, claim, "claim.verification_due", claim.claimed_on,
              "service_level.verification.days");
    plan_days(tx, ambient, claim, "claim.verification_stop", claim.claimed_on,
              "service_level.verification_stop.days");
    task(tx, ambient, claim.authority, role_that_verifies(matter), "claim.verify", claim, std::nullopt);
}

} // namespace

std::vector<std::string> reject_grounds()
{
    return {"evidence_missing",  "did_not_happen",  "another_person",
            "counted_elsewhere", "outside_service", "job_agreed_before"};
}

std::vector<std::string> reverse_grounds()
{
    return {"counted_twice", "wrong_facts", "wrong_amount", "not_delivered"};
}

std::vector<std::string> fact_names()
{
    return {"quantity",      "happened_on", "from",          "to",
            "job_starts_on", "job_ends_on", "job_agreed_on", "hours_per_week",
            "checked_on",    "cost_cents",  "participants",  "participant_place"};
}

std::optional<DecisionInputs> inputs_now(Transaction& tx, const Ambient& ambient, const Claim& claim,
                                         const Order& order)
{
    const auto basket = baskets::find_version(tx, order.basket_version);
    const auto offer = offers::find_version(tx, order.offer_version);
    PROMISE(basket && offer && order.started_on);
    auto terms = component_terms(basket->terms, offer->terms, claim.component);
    if (!terms)
        return std::nullopt;
    return DecisionInputs{std::move(*terms), claim.facts, used_now(tx, ambient, claim, order),
                          Validity{*order.started_on, order.ended_on}, claim.claimed_on};
}

Result<Claim> make_claim(Transaction& tx, const Ambient& ambient, const Actor& actor, const MakeClaim& wish)
{
    const auto order = orders::find(tx, wish.order);
    if (!order || !actor.speaks_for(order->provider) || !order->sent_at)
        return absent();

    if (!takes_claims(order->state) || !order->started_on)
        return refuse(Fault::conflict, "claim.order_takes_no_claims",
                      "Claims belong to an order that was started and is not closed.");
    Claim claim{ambient.next<ClaimTag>(),
                order->id,
                order->authority,
                order->provider,
                wish.component,
                {},
                wish.facts,
                std::string{claim_states().initial},
                finnish_date(ambient.received_at),
                actor.journal_name(),
                {},
                {},
                {},
                {},
                ambient.now,
                1};
    auto matter = with_order(tx, std::move(claim));
    const auto* component = find_component(matter.terms, wish.component);
    if (component == nullptr || !inputs_now(tx, ambient, matter.claim, *order))
        return refuse(Fault::invalid, "claim.component_unknown", "The order has no price for this component.")
            .in({{"/component",
                  "claim.component_unknown",
                  "The order has no price for this component.",
                  {}}});

    matter.claim.outcome = component->outcome;
    must_move(matter.claim, "submit");
    must_move(matter.claim, "check");
    insert(tx, matter.claim);
    const auto kept = decide_and_keep(tx, ambient, matter, "auto_check", actor.journal_name());
    const bool goes_on = kept.decision.verdict != ClaimVerdict::refused;
    must_move(matter.claim, goes_on ? "send_to_verifier" : "reject");
    save(tx, matter.claim);
    if (goes_on)
        begin_verification(tx, ambient, matter, kept.decision.amount);
    else
        leave_rejected(tx, ambient, matter);

    note(tx, ambient, access::doer_of(actor), "claim.made", matter, facts_of(kept.decision), {},
         kept.decision.rule_version);
    return matter.claim;
}

Result<Claim> confirm(Transaction& tx, const Ambient& ambient, const Actor& actor, ClaimId id)
{
    auto found = for_verifier(tx, actor, id);
    if (!found)
        return found.refusal();

    auto& matter = *found;
    if (!claim_states().allows(matter.claim.state, "accept"))
        return claim_states().move(matter.claim.state, "accept").refusal();
    const auto kept = decide_and_keep(tx, ambient, matter, "verified", actor.journal_name());
    const bool is_refused = kept.decision.verdict == ClaimVerdict::refused;
    must_move(matter.claim, is_refused                                        ? "reject"
                            : kept.decision.verdict == ClaimVerdict::accepted ? "accept"
                                                                              : "accept_partly");

    const std::string verdict = is_refused ? "claim.refused_by_rule" : "claim.accepted";
    note(tx, ambient, access::doer_of(actor), verdict, matter, facts_of(kept.decision), {},
         kept.decision.rule_version);
    if (!is_refused)
        if (auto paid = pay(tx, ambient, actor, matter, kept.decision); !paid)
            return paid.refusal();
    if (is_refused)
        matter.claim.rejected_by = actor.journal_name();
    matter.claim.revision += 1;
    save(tx, matter.claim);
    wind_up(tx, ambient, matter);
    if (is_refused)
        leave_rejected(tx, ambient, matter);
    return matter.claim;
}

Result<Claim> reject(Transaction& tx, const Ambient& ambient, const Actor& actor, ClaimId id,
                     const std::string& ground)
{
    auto found = for_verifier(tx, actor, id);
    if (!found)
        return found.refusal();

    auto& matter = *found;
    if (auto moved = move(matter.claim, "reject"); !moved)
        return moved.refusal();

    matter.claim.ground = ground;
    matter.claim.rejected_by = actor.journal_name();
    matter.claim.revision += 1;
    save(tx, matter.claim);
    wind_up(tx, ambient, matter);
    leave_rejected(tx, ambient, matter);

    note(tx, ambient, access::doer_of(actor), "claim.rejected", matter, {{"ground", ground}}, ground);
    return matter.claim;
}

Result<Claim> ask_more(Transaction& tx, const Ambient& ambient, const Actor& actor, ClaimId id,
                       const std::vector<std::string>& facts)
{
    auto found = for_verifier(tx, actor, id);
    if (!found)
        return found.refusal();

    auto& matter = *found;
    if (auto moved = move(matter.claim, "ask_more"); !moved)
        return moved.refusal();

    matter.claim.asked = facts;
    matter.claim.revision += 1;
    save(tx, matter.claim);
    plan_days(tx, ambient, matter.claim, "claim.answer_due", ambient.today(),
              "service_level.verification.days");
    task(tx, ambient, matter.claim.provider, role::manager, "claim.answer", matter.claim, std::nullopt);

    note(tx, ambient, access::doer_of(actor), "claim.more_asked", matter, {{"facts", joined(facts)}});
    return matter.claim;
}

Result<Claim> answer(Transaction& tx, const Ambient& ambient, const Actor& actor, ClaimId id,
                     const ClaimFacts& facts)
{
    auto found = for_claimant(tx, actor, id);
    if (!found)
        return found.refusal();

    auto& matter = *found;
    if (auto moved = move(matter.claim, "answer"); !moved)
        return moved.refusal();

    // The day of the claim stays: what is told later is told of the same claim.
    matter.claim.facts = facts;
    matter.claim.asked.clear();
    matter.claim.revision += 1;
    save(tx, matter.claim);
    const auto kept = decide_and_keep(tx, ambient, matter, "auto_check", actor.journal_name());
    payments::set_hold(tx, id.text(), matter.claim.order.text(), kept.decision.amount);
    work::cancel(tx, ambient, "claim.answer_due", id.text());
    access::finish_tasks(tx, "claim.answer", id.text(), ambient.now);

    note(tx, ambient, access::doer_of(actor), "claim.answered", matter, facts_of(kept.decision), {},
         kept.decision.rule_version);
    return matter.claim;
}

Result<Claim> withdraw(Transaction& tx, const Ambient& ambient, const Actor& actor, ClaimId id)
{
    auto found = for_claimant(tx, actor, id);
    if (!found)
        return found.refusal();

    auto& matter = *found;
    if (auto moved = move(matter.claim, "withdraw"); !moved)
        return moved.refusal();

    matter.claim.revision += 1;
    save(tx, matter.claim);
    wind_up(tx, ambient, matter);

    note(tx, ambient, access::doer_of(actor), "claim.withdrawn", matter, {});
    return matter.claim;
}

Result<Claim> dispute(Transaction& tx, const Ambient& ambient, const Actor& actor, ClaimId id)
{
    auto found = for_claimant(tx, actor, id);
    if (!found)
        return found.refusal();

    auto& matter = *found;
    if (auto moved = move(matter.claim, "dispute"); !moved)
        return moved.refusal();

    matter.claim.revision += 1;
    save(tx, matter.claim);
    work::cancel(tx, ambient, "claim.close_due", id.text());
    const auto decisions = decisions_of(tx, id);
    PROMISE(!decisions.empty());
    payments::set_hold(tx, id.text(), matter.claim.order.text(), decisions.back().decision.amount);
    plan_days(tx, ambient, matter.claim, "claim.dispute_due", ambient.today(),
              "service_level.dispute_answer.days");
    task(tx, ambient, matter.claim.authority, role::finance_officer, "claim.resolve", matter.claim,
         std::nullopt);

    note(tx, ambient, access::doer_of(actor), "claim.disputed", matter, {});
    return matter.claim;
}

Result<Claim> resolve(Transaction& tx, const Ambient& ambient, const Actor& actor, ClaimId id, bool in_favour,
                      const std::string& ground)
{
    auto found = for_verifier(tx, actor, id);
    if (!found)
        return found.refusal();

    auto& matter = *found;
    if (auto moved = move(matter.claim, "resolve"); !moved)
        return moved.refusal();
    if (matter.claim.rejected_by && *matter.claim.rejected_by == actor.journal_name())
        return refuse(Fault::forbidden, "claim.resolved_by_same_person",
                      "Another person than who rejected the claim resolves the dispute.");

    Facts facts{{"in_favour", yes_no(in_favour)}};
    std::string rule_version;
    bool is_paid = false;
    if (in_favour)
    {
        const auto kept = decide_and_keep(tx, ambient, matter, "resolved", actor.journal_name());
        rule_version = kept.decision.rule_version;
        for (auto& fact : facts_of(kept.decision))
            facts.push_back(std::move(fact));
        is_paid = kept.decision.verdict != ClaimVerdict::refused;
        if (is_paid)
            if (auto paid = pay(tx, ambient, actor, matter, kept.decision); !paid)
                return paid.refusal();
    }
    if (!is_paid)
        must_move(matter.claim, "close");
    matter.claim.ground = ground;
    matter.claim.revision += 1;
    save(tx, matter.claim);
    wind_up(tx, ambient, matter);

    note(tx, ambient, access::doer_of(actor), "claim.resolved", matter, std::move(facts), ground,
         std::move(rule_version));
    return matter.claim;
}

Result<Payable> reverse_payable(Transaction& tx, const Ambient& ambient, const Actor& actor, PayableId id,
                                const std::string& ground)
{
    auto payable = payments::find(tx, id);
    if (!payable || !actor.speaks_for(payable->authority))
        return absent();

    const auto order = orders::find(tx, *OrderId::parse(payable->order));
    PROMISE(order.has_value());
    auto taken_back = payments::take_back(tx, ambient, std::move(*payable));
    if (!taken_back)
        return taken_back;
    if (!holds_money(order->state))
        payments::release_rest(tx, ambient, orders::money_of(*order));

    journal::append(
        tx, ambient, access::doer_of(actor),
        {"payable.reversed",
         id.text(),
         {{"claim", taken_back->claim}, {"amount_cents", taken_back->amount.in_cents()}, {"ground", ground}},
         journal::Audience::organisation,
         orders::organisations_of(*order),
         ground,
         {}});
    return taken_back;
}

void add_due_acts(work::DueActs& acts)
{
    using namespace claim_state;
    const auto escalate =
        [&acts](std::string due, std::string overdue, std::vector<std::string_view> while_in)
    {
        acts.add(std::move(due),
                 [overdue = std::move(overdue), while_in = std::move(while_in)](
                     Transaction& tx, const Ambient& ambient, const work::DueMoment& moment)
                 {
                     auto claim = find(tx, *ClaimId::parse(moment.about));
                     PROMISE(claim.has_value());
                     if (std::find(while_in.begin(), while_in.end(), claim->state) == while_in.end())
                         return;
                     const auto matter = with_order(tx, std::move(*claim));
                     // T41: silence accepts nothing; it comes before more people instead.
                     task(tx, ambient, matter.claim.authority, role::finance_officer, overdue, matter.claim,
                          moment.due_at);
                     note(tx, ambient, {"clock", ""}, overdue, matter, {{"due_at", to_text(moment.due_at)}});
                 });
    };
    escalate("claim.verification_due", "claim.verification_overdue", {verifying, more_info});
    escalate("claim.verification_stop", "claim.verification_stopped", {verifying, more_info});
    escalate("claim.dispute_due", "claim.dispute_overdue", {disputed});

    const auto by_clock = [&acts](std::string due, std::string_view verb, std::string entry)
    {
        acts.add(std::move(due),
                 [verb, entry = std::move(entry)](Transaction& tx, const Ambient& ambient,
                                                  const work::DueMoment& moment)
                 {
                     auto claim = find(tx, *ClaimId::parse(moment.about));
                     PROMISE(claim.has_value());
                     if (!move(*claim, verb))
                         return;
                     claim->revision += 1;
                     save(tx, *claim);
                     note(tx, ambient, {"clock", ""}, entry, with_order(tx, std::move(*claim)), {});
                 });
    };
    by_clock("claim.answer_due", "end_waiting", "claim.waiting_ended");
    by_clock("claim.close_due", "close", "claim.closed");
}

} // namespace kori::outcomes
