// Changing a contract while it runs (hankintasopimuksen muuttaminen), 1397/2016 §136: on which ground, and
// how far. What goes beyond is a new purchase. Cents without VAT.
#pragma once

#include "core/base/civil_date.hpp"
#include "core/base/law_book.hpp"
#include "core/base/money.hpp"
#include "procurement/rule/rule.hpp"

#include <span>
#include <string>
#include <string_view>

namespace kori
{

namespace change_ground
{
inline constexpr std::string_view review_clause =
    "review_clause";                                         // clear, precise, unequivocal; in the contract
inline constexpr std::string_view additional = "additional"; // only this supplier can; each at most 50 %
inline constexpr std::string_view unforeseen = "unforeseen"; // each at most 50 %
inline constexpr std::string_view minor = "minor"; // all together below 10 % and below the threshold
inline constexpr std::string_view party =
    "party"; // change of party: by a clause or a restructuring; no money
} // namespace change_ground
bool is_change_ground(std::string_view code);

struct PlannedChange
{
    std::string ground;
    Money value; // how much dearer; negative: cheaper
    std::string reason;
};

// May it be made, after those that were made? `original`: the contract's value when it was made, at today's
// index (§136: an index clause is compared with the indexed price). `threshold`: of the contract's kind and
// regime. ASSUMED: minor changes up and down do not cancel each other out. Rules "contract.…". Throws
// LawMissing.
Result<Done> allow_change(Money original, std::span<const PlannedChange> made, const PlannedChange& wish,
                          Money threshold, CivilDate day, const LawBook& law);

RuleSentences contract_change_sentences();

} // namespace kori
