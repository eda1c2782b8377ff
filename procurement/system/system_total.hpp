// What a system's contracts, or an authority's small purchases of one kind, have come to, and whether one
// more may be added (1397/2016 §25, §30, §31). Looked at before an invitation and again before a contract.
#pragma once

#include "core/base/ambient.hpp"
#include "procurement/programme/programme_store.hpp"
#include "procurement/system/system_store.hpp"

namespace kori::systems
{

// While it is closed for a time nothing is bought (§49(3)); see check_may_buy().
Result<Done> may_buy(const Programme& programme);

// Of all contracts of a published DPS; an empty system has no rows.
RunningTotal total_now(Transaction& tx, const Ambient& ambient, const Programme& programme);
// With one contract more, at its highest value with all options, without VAT; refused or not. A row of the
// same `about` is replaced by it. Refuses "value.negative" and "value.overflow" only.
Result<RunningTotal> total_with(Transaction& tx, const LawBook& law, const Programme& programme,
                                const TotalRow& added);
// The same, and refuses "total.above_announced".
Result<RunningTotal> allow(Transaction& tx, const LawBook& law, const Programme& programme,
                           const TotalRow& added);
// Allows and records it; who comes near the announced value is warned by a task.
Result<RunningTotal> commit(Transaction& tx, const Ambient& ambient, const Programme& programme,
                            const TotalRow& added);

// Of the authority's small purchases of the added one's kind, whichever programme they stand in; refused or
// not, by total_of_kind(). `threshold`: national_threshold() of that kind.
Result<RunningTotal> purchases_with(Transaction& tx, const LawBook& law, OrganisationId authority,
                                    Money threshold, TotalPeriod period, const TotalRow& added);

inline constexpr std::string_view task_near = "system.total_near";

} // namespace kori::systems
