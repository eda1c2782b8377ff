#include "procurement/small_purchase/purchase_total.hpp"

#include "procurement/system/system_total.hpp"

#include <map>
#include <utility>

namespace kori::small_purchases
{
namespace
{

// A kind and who is counted alone in it (§27(5)).
using Pool = std::pair<std::string, std::string>;

std::map<Pool, std::vector<TotalRow>> pools_of(Transaction& tx, OrganisationId authority)
{
    std::map<Pool, std::vector<TotalRow>> pools;
    for (auto& row : committed_of(tx, authority))
    {
        Pool pool{row.kind, row.unit_is_independent ? row.unit : std::string{}};
        pools[std::move(pool)].push_back(std::move(row));
    }
    return pools;
}

// All of a kind fall into one class; the newest one is asked.
Money threshold_of_row(Transaction& tx, const TotalRow& row, const LawBook& law)
{
    const auto id = SmallPurchaseId::parse(row.about);
    PROMISE(id.has_value());
    const auto purchase = find(tx, *id);
    PROMISE(purchase.has_value());
    return threshold_of(*purchase, row.on, law);
}

} // namespace

Money threshold_of(const SmallPurchase& purchase, CivilDate day, const LawBook& law)
{
    return national_threshold(class_of_cpv(purchase.cpv, day, law), purchase.form, day, law);
}

TotalRow row_of(const SmallPurchase& purchase, Money value, CivilDate day)
{
    return {purchase.id.text(), purchase.kind, purchase.unit, purchase.unit_is_independent, day, value};
}

Result<RunningTotal> total_with(Transaction& tx, const SmallPurchase& purchase, Money value,
                                TotalPeriod period, CivilDate day, const LawBook& law)
{
    return systems::purchases_with(tx, law, purchase.authority, threshold_of(purchase, day, law), period,
                                   row_of(purchase, value, day));
}

std::optional<PurchaseOffer> chosen_offer(Transaction& tx, const SmallPurchase& purchase)
{
    if (purchase.state != purchase_state::decided && purchase.state != purchase_state::ordered)
        return std::nullopt;
    const auto decision = newest_decision(tx, purchase.id);
    PROMISE(decision && decision->offer);
    return find_offer(tx, *decision->offer);
}

Money value_now(Transaction& tx, const SmallPurchase& purchase)
{
    if (const auto chosen = chosen_offer(tx, purchase))
        return chosen->price;
    const auto estimate = find_estimate(tx, purchase.id, purchase.estimate);
    PROMISE(estimate.has_value());
    return estimate->value;
}

void commit(Transaction& tx, const SmallPurchase& purchase, Money value, CivilDate day, Instant now)
{
    systems::commit_value(tx, {purchase.authority, purchase.programme, row_of(purchase, value, day)}, now);
}

void release(Transaction& tx, const SmallPurchase& purchase)
{
    systems::release_value(tx, purchase.id.text());
}

Result<std::vector<KindTotal>> totals_of(Transaction& tx, OrganisationId authority, TotalPeriod period,
                                         const LawBook& law)
{
    std::vector<KindTotal> totals;
    for (const auto& [pool, rows] : pools_of(tx, authority))
    {
        auto total = total_of_kind(threshold_of_row(tx, rows.back(), law), period, rows, rows.back(), law);
        if (!total)
            return total.refusal();
        totals.push_back({pool.first, pool.second, std::move(*total)});
    }
    return totals;
}

Result<std::vector<KindTotal>> adding_up_of(Transaction& tx, OrganisationId authority, TotalPeriod period,
                                            const LawBook& law)
{
    std::vector<KindTotal> found;
    for (const auto& [pool, rows] : pools_of(tx, authority))
    {
        auto full = adding_up(threshold_of_row(tx, rows.back(), law), period, rows, law);
        if (!full)
            return full.refusal();
        for (auto& total : *full)
            found.push_back({pool.first, pool.second, std::move(total)});
    }
    return found;
}

} // namespace kori::small_purchases
