#include "marketplace/outcome/claim_decision.hpp"

#include "core/base/law_book.hpp"
#include "marketplace/offer/offer_store.hpp"
#include "marketplace/outcome/outcome_actions.hpp"
#include "procurement/party/party_actions.hpp"

namespace kori::outcomes
{
namespace
{

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

} // namespace

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

} // namespace kori::outcomes
