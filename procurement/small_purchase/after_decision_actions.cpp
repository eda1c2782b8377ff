// After a decision: a party's request to correct it (§133), and the order.
#include "procurement/limit/remedy.hpp"
#include "procurement/small_purchase/purchase_steps.hpp"

#include <algorithm>

namespace kori::small_purchases
{

Result<PurchaseCorrectionRequest> request_correction(Transaction& tx, const Ambient& ambient,
                                                     const Actor& actor, SmallPurchaseId id,
                                                     const std::string& reason)
{
    const auto purchase = called(tx, actor, id);
    if (!purchase)
        return purchase.refusal();
    PROMISE(actor.organisation && actor.membership);

    const auto standing = newest_decision(tx, id);
    if (!standing ||
        (purchase->state != purchase_state::decided && purchase->state != purchase_state::interrupted))
        return refuse(Fault::conflict, "small_purchase.nothing_to_correct",
                      "No decision stands here that could be corrected.");
    const auto served = served_of(tx, standing->id);
    const auto copy = std::find_if(served.begin(), served.end(), [&](const ServedDecision& one)
                                   { return one.provider == *actor.organisation; });

    if (copy == served.end())
        return refuse(Fault::forbidden, "small_purchase.not_a_party",
                      "A correction is asked for by those whom the decision concerns.");
    const auto until = correction_until(programme_of(tx, *purchase), copy->sent_at, ambient.law);
    const PurchaseCorrectionRequest request{ambient.next<PurchaseCorrectionRequestTag>(),
                                            id,
                                            standing->id,
                                            *actor.organisation,
                                            reason,
                                            ambient.received_at > until,
                                            *actor.membership,
                                            ambient.received_at};

    insert(tx, request);
    access::give_task(tx, ambient, purchase->authority, role::decision_maker, task_correction, id.text(),
                      std::nullopt);

    note(tx, ambient, actor, "small_purchase.correction_requested", *purchase,
         {{"request", request.id.text()},
          {"decision", standing->id.text()},
          {"until", to_text(until)},
          {"in_time", yes_no(!request.is_late)}},
         {*actor.organisation});
    return request;
}

Result<SmallPurchase> order(Transaction& tx, const Ambient& ambient, const Actor& actor, SmallPurchaseId id)
{
    auto purchase = own(tx, actor, id);
    if (!purchase)
        return purchase.refusal();

    if (const auto listed = purchase_states().move(purchase->state, "order"); !listed)
        return listed.refusal();
    const auto chosen = chosen_offer(tx, *purchase);
    PROMISE(chosen.has_value());
    if (const auto below = check_regime(programme_of(tx, *purchase)); !below)
        return below.refusal();
    auto facts = facts_of(tx, ambient, *purchase, role::procurement_officer);
    if (const auto added = add_total(tx, ambient, *purchase, chosen->price, facts); !added)
        return added.refusal();

    purchase->is_public = true; // 621/1999 §7(2): when the contract is made
    purchase->ordered_at = ambient.now;
    purchase->ordered_by = *actor.membership;
    if (const auto done = perform(tx, ambient, *purchase, "order", facts); !done)
        return done.refusal();
    commit(tx, *purchase, chosen->price, finnish_date(ambient.received_at), ambient.now);
    finish_tasks(tx, ambient, *purchase);

    note(tx, ambient, actor, "small_purchase.ordered", *purchase,
         {{"offer", chosen->id.text()},
          {"provider", chosen->provider.text()},
          {"price_cents", chosen->price.in_cents()},
          {"kind", purchase->kind}},
         {chosen->provider}, journal::Audience::everyone);
    tell(tx, ambient, "small_purchase.ordered", chosen->provider, *purchase);
    return purchase;
}

Instant correction_until(const Programme& programme, Instant sent_at, const LawBook& law)
{
    const auto remedies = remedies_for(
        {Channel::small_purchase, programme.regime, DecisionKind::award, EntityKind::employment_authority},
        finnish_date(sent_at), law);
    const auto known =
        end_of({Channel::small_purchase, programme.regime, remedies.receipt_electronic, sent_at}, law);
    PROMISE(bool(known));
    const auto end =
        end_of({Channel::small_purchase, programme.regime, LimitStage::correction, known->moment}, law);
    PROMISE(bool(end));
    return end->moment;
}

Instant own_correction_until(const Programme& programme, Instant decided_at, const LawBook& law)
{
    const auto end =
        end_of({Channel::small_purchase, programme.regime, LimitStage::own_correction, decided_at}, law);
    PROMISE(bool(end));
    return end->moment;
}

} // namespace kori::small_purchases
