// Money moves: budgets are given, orders reserve and release, verified claims become payable. Every check of
// a cap is made in the transaction that books.
#pragma once

#include "core/access/access_actions.hpp"
#include "marketplace/payment/payment_store.hpp"
#include "procurement/basket/basket_store.hpp"

namespace kori::payments
{

// What one payer may give to one basket in all; answers describe no larger amount.
constexpr Money allotted_max = Money::cents(100'000'000'000);

// The actor's own organisation gives money to a basket: its own one, or one that it co-pays.
Result<LedgerEntryId> allot(Transaction& tx, const Ambient& ambient, const Actor& actor, const Basket& basket,
                            Money amount);

// Whose money, for which order. The steps below book and note no entry of the journal: the caller's act has
// one.
struct OrderMoney
{
    std::string order;
    OrganisationId authority;
    BasketId basket;
    BasketVersionId basket_version;
};
// Refuses "ledger.cap_exceeded" by the basket's budget cap or by a payer's budget. Nothing to reserve:
// nothing booked.
Result<Done> reserve(Transaction& tx, const Ambient& ambient, const OrderMoney& money, Money amount,
                     std::span<const PayerShare> shares, const std::optional<Money>& budget_cap);
// Gives back what no open claim needs; how much it was.
Money release_rest(Transaction& tx, const Ambient& ambient, const OrderMoney& money);

struct Verified
{
    std::string claim;
    OrganisationId provider;
    std::string component;
    std::string outcome;
    std::int64_t quantity = 0;
    Money amount;
};
// The claim's line, paid by what each payer has reserved. Refuses "ledger.cap_exceeded".
Result<Payable> make_payable(Transaction& tx, const Ambient& ambient, const OrderMoney& money,
                             const Verified& verified);
// The contra entry: the money lies in the order's commitment again. Only before the invoice.
Result<Payable> take_back(Transaction& tx, const Ambient& ambient, Payable payable);

} // namespace kori::payments
