#include "marketplace/outcome/claim_payment.hpp"

#include "marketplace/outcome/outcome_actions.hpp"

namespace kori::outcomes
{

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
                     orders::organisations_of_money(matter.order),
                     {},
                     decision.rule_version});
    return payable;
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
         orders::organisations_of_money(*order),
         ground,
         {}});
    return taken_back;
}

} // namespace kori::outcomes
