#include "marketplace/payment/payment_actions.hpp"

namespace kori::payments
{
namespace
{

Money sum_of(const std::vector<PayerAmount>& parts)
{
    Money sum;
    for (const auto& part : parts)
        sum += part.amount;
    return sum;
}

} // namespace

Result<LedgerEntryId> allot(Transaction& tx, const Ambient& ambient, const Actor& actor, const Basket& basket,
                            Money amount)
{
    if (!actor.is_authority())
        return refuse(Fault::forbidden, "payment.not_an_authority",
                      "Only a contracting entity gives money to a basket.");

    if (amount <= Money{})
        return refuse(Fault::invalid, "payment.amount_not_positive", "The amount is above zero.")
            .in({{"/amount_cents", "payment.amount_not_positive", "The amount is above zero.", {}}});

    const auto payer = actor.organisation->text();
    const auto given = -balance_of(tx, {AccountKind::appropriation, payer, basket.id.text()});
    if (auto fits = ledger::check_cap(allotted_max, given, amount); !fits)
        return fits.refusal();
    const auto id =
        book(tx, ambient, basket.authority, basket.id, ledger::allot(basket.id.text(), payer, amount));

    std::vector<std::string> organisations{basket.authority.text()};
    if (payer != organisations.front())
        organisations.push_back(payer);
    journal::append(tx, ambient, access::doer_of(actor),
                    {"budget.allotted",
                     basket.id.text(),
                     {{"payer", payer}, {"amount_cents", amount.in_cents()}, {"ledger_entry", id.text()}},
                     journal::Audience::organisation,
                     std::move(organisations),
                     {},
                     {}});
    return id;
}

Result<Done> reserve(Transaction& tx, const Ambient& ambient, const OrderMoney& money, Money amount,
                     std::span<const PayerShare> shares, const std::optional<Money>& budget_cap)
{
    if (amount.is_zero())
        return Done{};
    if (budget_cap)
        if (auto fits = ledger::check_cap(*budget_cap, used_under(tx, money.basket_version), amount); !fits)
            return fits.refusal();
    const auto entry = ledger::reserve(money.order, money.basket.text(), amount, shares);
    for (const auto& posting : entry.postings)
        if (posting.amount.is_negative())
            if (auto fits = ledger::check_cap(balance_of(tx, posting.account), Money{}, -posting.amount);
                !fits)
                return fits.refusal();
    book(tx, ambient, money.authority, money.basket, entry);
    add_use(tx, money.basket_version, amount);
    return Done{};
}

Money release_rest(Transaction& tx, const Ambient& ambient, const OrderMoney& money)
{
    auto left = left_for(tx, money.order);
    const auto whole = sum_of(left);
    const auto kept = std::min(holds_of(tx, money.order).amount, whole);
    const auto released = whole - kept;
    if (released.is_zero())
        return released;
    // What stays is split like a conversion of it would be, so the parts fit whatever is decided later.
    std::vector<std::int64_t> weights;
    for (const auto& part : left)
        weights.push_back(part.amount.in_cents());
    const auto staying = kept.split(weights);
    for (std::size_t i = 0; i < left.size(); ++i)
        left[i].amount = left[i].amount - staying[i];
    book(tx, ambient, money.authority, money.basket, ledger::release(money.order, money.basket.text(), left));
    add_use(tx, money.basket_version, -released);
    return released;
}

Result<Payable> make_payable(Transaction& tx, const Ambient& ambient, const OrderMoney& money,
                             const Verified& verified)
{
    const auto id = ambient.next<PayableTag>();
    const auto entry = ledger::convert_to_payable(money.order, id.text(), verified.provider.text(),
                                                  verified.amount, left_for(tx, money.order));
    if (!entry)
        return entry.refusal();
    const auto booked = book(tx, ambient, money.authority, money.basket, *entry);
    const Payable payable{id,
                          money.authority,
                          verified.provider,
                          money.order,
                          verified.claim,
                          money.basket,
                          money.basket_version,
                          verified.component,
                          verified.outcome,
                          verified.quantity,
                          verified.amount,
                          std::string{payable_states().initial},
                          booked,
                          ambient.now,
                          1};
    insert(tx, payable);
    return payable;
}

Result<Payable> take_back(Transaction& tx, const Ambient& ambient, Payable payable)
{
    auto state = payable_states().move(payable.state, "reverse");
    if (!state)
        return state.refusal();
    const auto converted = find_entry(tx, payable.entry);
    PROMISE(converted.has_value());
    book(tx, ambient, payable.authority, payable.basket,
         ledger::reverse(converted->entry, payable.id.text()));
    payable.state = *state;
    payable.revision += 1;
    save(tx, payable);
    return payable;
}

} // namespace kori::payments
