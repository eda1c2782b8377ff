// The running total of a kind of small purchases (1397/2016 §25, §30, §31), as it stands in the database.
#pragma once

#include "core/base/law_book.hpp"
#include "procurement/small_purchase/small_purchase_store.hpp"
#include "procurement/system/system_store.hpp"

namespace kori::small_purchases
{

// The national threshold of what this purchase buys, on that day.
Money threshold_of(const SmallPurchase& purchase, CivilDate day, const LawBook& law);
// What the purchase adds to its kind when it is worth that on that day.
TotalRow row_of(const SmallPurchase& purchase, Money value, CivilDate day);
// With all that the authority has decided on in this kind.
Result<RunningTotal> total_with(Transaction& tx, const SmallPurchase& purchase, Money value,
                                TotalPeriod period, CivilDate day, const LawBook& law);
// What the purchase is worth now: the chosen offer while a decision stands, else the newest estimate.
Money value_now(Transaction& tx, const SmallPurchase& purchase);
std::optional<PurchaseOffer> chosen_offer(Transaction& tx, const SmallPurchase& purchase);

// Puts what was decided among the committed values, or takes it away again.
void commit(Transaction& tx, const SmallPurchase& purchase, Money value, CivilDate day, Instant now);
void release(Transaction& tx, const SmallPurchase& purchase);

// One kind of one unit (or of all that are not independent), around its newest purchase.
struct KindTotal
{
    std::string kind;
    std::string unit; // of an independent one; empty: all others together
    RunningTotal total;
};
Result<std::vector<KindTotal>> totals_of(Transaction& tx, OrganisationId authority, TotalPeriod period,
                                         const LawBook& law);
// Periods in which purchases of one kind reach their threshold together, each of them below it (§31).
Result<std::vector<KindTotal>> adding_up_of(Transaction& tx, OrganisationId authority, TotalPeriod period,
                                            const LawBook& law);

} // namespace kori::small_purchases
