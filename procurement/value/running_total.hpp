// Running totals: what a system or a kind of small purchases has come to with one purchase more, which rows
// add up to it, and whether that is still allowed (1397/2016 §25, §30, §31; domain.md 4.1 C). Cents without
// VAT.
#pragma once

#include "procurement/value/estimated_value.hpp"

#include <span>
#include <string>
#include <vector>

namespace kori
{

// One contract or small purchase, with its options.
struct TotalRow
{
    std::string about;                // its id
    std::string kind;                 // what the buyer buys alike: one code for one kind
    std::string unit;                 // operational unit of the buyer
    bool unit_is_independent = false; // responsible for its own purchases: counted alone (§27(5))
    CivilDate on;
    Money value; // >= 0
    bool operator==(const TotalRow&) const = default;
};

enum class TotalVerdict
{
    within,
    near, // at or above "value.warning_share.basis_points" of the limit
    refused,
};

struct RunningTotal
{
    TotalVerdict verdict = TotalVerdict::within;
    Money total; // of `rows`
    Money limit;
    ValueReason reason;
    std::vector<TotalRow> rows; // what adds up, by day; the added one among them
};

// Both refuse "value.negative" and "value.overflow". A row of the added one's id is replaced by it.

// A DPS over its whole life against the value that its notice announced: the announced value itself may be
// reached, a cent more is refused ("total.above_announced").
Result<RunningTotal> total_of_system(Money announced, std::span<const TotalRow> so_far, const TotalRow& added,
                                     const LawBook& law);

// How the buyer's published rule counts its period of "value.repeated.months".
enum class TotalPeriod
{
    rolling,  // the fullest window of that length that the purchase lies in, forwards and backwards
    calendar, // the calendar year
    both,     // the fuller of the two
};

// Small purchases of one kind (what was competed under the Act is no row of theirs) against the national
// threshold. Below means below (§25): a total equal to the threshold is refused. Rules
// "total.reaches_threshold" (by itself) and "total.adds_up" (together, §31).
Result<RunningTotal> total_of_kind(Money threshold, TotalPeriod period, std::span<const TotalRow> so_far,
                                   const TotalRow& added, const LawBook& law);

// Each fullest period in which purchases of one kind, every one of them below the threshold, reach it
// together: what an auditor asks about splitting (§31). In the order of kind, unit and day.
Result<std::vector<RunningTotal>> adding_up(Money threshold, TotalPeriod period,
                                            std::span<const TotalRow> rows, const LawBook& law);

// Refuses by the reason of a refused total, with its values.
Result<Done> allow_total(const RunningTotal& total);

RuleSentences total_sentences();

} // namespace kori
