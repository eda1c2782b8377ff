// The estimated value of a purchase (hankinnan ennakoitu arvo), 1397/2016 §27 and §30: cents without VAT,
// each result with the rule and the lines that make it up. Nothing here wraps around: "value.overflow" is
// refused.
#pragma once

#include "core/base/civil_date.hpp"
#include "core/base/money.hpp"
#include "procurement/rule/rule.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kori
{

class LawBook;

// Why a value is what it is, or why a total stands where it stands.
struct ValueReason
{
    std::string rule; // stable name, its sentence in config/locale
    std::string sentence;
    Facts values;
    bool operator==(const ValueReason&) const = default;
};

struct ValueLine
{
    std::string name; // a code or an id, never a person
    Money value;      // >= 0
    bool counts = true;
    bool operator==(const ValueLine&) const = default;
};

struct EstimatedValue
{
    Money value;
    ValueReason reason;
    std::vector<ValueLine> lines; // what counts adds up to the value, unless the reason multiplies it
};

// All functions refuse "value.nothing_planned", "value.negative" and "value.overflow".

// §27(1): the highest total payable: the price and every option and extension.
struct PlannedContract
{
    std::string name;
    Money price;
    std::vector<ValueLine> options; // and extensions
};
Result<EstimatedValue> value_of_contract(const PlannedContract& contract);

// §27(3): all lots add up, whatever is left out. §27(4): a lot below 80 000 € may be left out, and what is
// left out is at most 20 % of all. Refuses "value.lot_not_small", "value.left_out_too_much".
struct Lot
{
    std::string name;
    Money value;
    bool is_left_out = false;
};
Result<EstimatedValue> value_of_lots(std::span<const Lot> lots, CivilDate day, const LawBook& law);

// §30(2): regularly repeated purchases by the twelve months before `day` or from `day` on; other rows do not
// count.
enum class RepeatedBasis
{
    last_months,
    next_months,
};
struct DatedValue
{
    std::string name;
    CivilDate on;
    Money value;
};
Result<EstimatedValue> value_of_repeated(RepeatedBasis basis, std::span<const DatedValue> rows, CivilDate day,
                                         const LawBook& law);

// §30(3): open-ended (no months) or longer than 48 months: 48 times the monthly value; else the whole term.
// Refuses "value.months" when `months` < 1.
Result<EstimatedValue> value_of_monthly(Money per_month, std::optional<int> months, CivilDate day,
                                        const LawBook& law);

// §30(4): a dynamic purchasing system by all contracts planned for its whole life, each by §27(1).
Result<EstimatedValue> value_of_system(std::span<const PlannedContract> contracts);

RuleSentences value_sentences();

} // namespace kori
