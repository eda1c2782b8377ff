// From criteria, prices and agreed points to points, ranks and an explanation: the one function that screen,
// decision and export use. Integers only; the same input gives the same answer in whatever order it comes.
#pragma once

#include "procurement/competition/criteria.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kori
{

struct TenderTag
{
    static constexpr std::string_view prefix = "tnd";
};
using TenderId = Id<TenderTag>;

// A tender's lot (arpa): the smaller one, byte by byte, goes before the other when nothing else decides.
//
// How it is made (outside, because rules do not hash): with the invitation the authority announces the
// SHA-256 of 32 random bytes that it keeps sealed, the secret. At the opening the secret is revealed, and
//   number = SHA-256("kori-lot-1", competition id (16 bytes), secret, digests), where the digests are the
//            SHA-256 of every tender as it arrived sealed, in ascending order of tender ids;
//   lot    = SHA-256(number, tender id (16 bytes)).
// The buyer fixed the secret before it knew a tender, and a tenderer does not know the secret: neither
// chooses the number, and anybody can compute it again. A tender's lot does not depend on who else is
// compared: a corrected decision draws nothing anew.
using DrawnLot = std::array<std::uint8_t, 32>;

struct AgreedPoints
{
    std::string criterion; // Criterion::code
    std::int64_t points = 0;
    bool operator==(const AgreedPoints&) const = default;
};

// A tender that is in the comparison (vertailu): compliant, not excluded.
struct TenderToScore
{
    TenderId tender;
    Money price; // comparison price or lifetime cost, without VAT; 0 or more
    std::vector<AgreedPoints> quality;
    std::vector<PromisedAmount> promises;
    DrawnLot lot{};
};

// One line of the explanation. With its values the sentence can be checked by hand.
struct ScoreLine
{
    std::string criterion;        // empty: the line is about the whole tender
    std::int64_t thousandths = 0; // points of this criterion in thousandths
    std::string rule;             // "competition.score_ratio"; fi and sv are found by it
    std::string sentence;
    Facts values;
    bool operator==(const ScoreLine&) const = default;
};

struct TenderScore
{
    TenderId tender;
    bool is_compared = false; // false: below a minimum; no rank, no points, and its price moves nobody's
    int rank = 0;             // 1 is the best; no two are equal
    std::int64_t total_thousandths = 0; // 0 to total_points × 1000
    std::vector<ScoreLine> lines;       // in the order of the criteria; then what decided between equals
    bool operator==(const TenderScore&) const = default;
};

// The tenders in the order of their ranks, those that are not compared at the end by id.
//
// Points of a criterion, before rounding:
//   price, ratio:  weight × lowest / price; the lowest price gets all, also when it is 0, and then all others
//                  get 0.
//   price, linear: weight × (ceiling − price) / (ceiling − lowest); from the ceiling on 0, so that
//                  nobody gets points where nobody is below it.
//   quality:       weight × points / highest points of the scale.
//   promise:       weight × (promise − floor) / (ceiling − floor), not below 0 and not above the weight.
// Each is rounded as announced (PointRounding), the sum is not rounded again. `lowest` is the lowest price of
// those compared. Equal sums are told apart by the announced tie-breaks in their order.
//
// Refuses with "competition.comparison_incomplete" and all errors at once (pointers "/3/price"): a tender
// twice, two equal lots, a negative price, a price other than the fixed one, points missing, doubled, off the
// scale or of no criterion, a promise missing or out of range. Criteria with criteria_faults() are a broken
// promise.
Result<std::vector<TenderScore>> compare_tenders(const AwardCriteria& criteria,
                                                 const std::vector<TenderToScore>& tenders);

} // namespace kori
