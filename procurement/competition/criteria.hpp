// Award criteria of a competition (vertailuperusteet, 1397/2016 §93–94): what is compared, with which weight,
// on which scale, by which formula, and what decides between equals. All of it stands in the documents before
// the first tender arrives.
#pragma once

#include "core/base/money.hpp"
#include "core/base/text.hpp"
#include "procurement/programme/programme.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

enum class CriterionKind
{
    price,           // hinta: the tender's comparison price, without VAT
    lifetime_cost,   // elinkaarikustannus: the same formula over the lifetime's cost (§95)
    quality,         // laatu: points on a scale, given by evaluators
    outcome_promise, // tuloslupaus: an amount that the tenderer promises and the contract pays for
};
std::string_view code_of(CriterionKind kind); // "price"
std::optional<CriterionKind> parse_criterion_kind(std::string_view code);
bool is_about_money(CriterionKind kind);

// One step of a scale: so many points when the tender shows that.
struct ScaleStep
{
    std::int64_t points = 0; // 0 to 1000, rising from step to step
    LocalText earned_by;
    bool operator==(const ScaleStep&) const = default;
};

// What a tenderer promises. Points run straight from the floor (none) to the ceiling (all): a promise beyond
// the ceiling earns no more, so that nobody wins with a number that nobody can keep.
struct OutcomePromise
{
    std::string outcome;      // of the outcome catalogue: "OPEN_JOB", "RETAIN_6"
    std::string unit;         // "persons", "outcomes"
    std::string component;    // code of the price component that the contract pays it by
    std::int64_t floor = 0;   // 0 to 10^9
    std::int64_t ceiling = 0; // above the floor, to 10^9
    bool operator==(const OutcomePromise&) const = default;
};

// The range of a weight that was announced with the system; the call fixes the weight inside it (§52(3)).
struct WeightBand
{
    std::int64_t at_least = 0;
    std::int64_t at_most = 0;
    bool operator==(const WeightBand&) const = default;
};

struct Criterion
{
    std::string code; // the competition's own name, unique in it
    CriterionKind kind = CriterionKind::quality;
    LocalText name;
    std::int64_t weight = 0; // whole points at best; 1 to the total
    std::optional<WeightBand> band;
    std::vector<ScaleStep> scale; // of quality only
    std::optional<std::int64_t>
        minimum_points;                    // of quality only: on the scale; a tender below is not compared
    std::optional<OutcomePromise> promise; // of outcome promises only
    bool operator==(const Criterion&) const = default;
};

enum class PriceFormula
{
    ratio,  // lowest / this × weight
    linear, // from the lowest (all) straight down to the stated ceiling (none)
};

enum class HalfRounds
{
    up,
    down,
};

// The points of each criterion are rounded to a multiple of the step, to the nearest one; halves as said.
struct PointRounding
{
    std::int64_t step_thousandths = 1; // divides 1000: 1, 10, 100, 250, 500, 1000 …
    HalfRounds half = HalfRounds::up;
    bool operator==(const PointRounding&) const = default;
};

enum class TieBreakKind
{
    lower_price,
    higher_quality, // on the criterion named
    lot,            // drawn in public, see scoring.hpp; always the last
    earlier_arrival // known so that it can be refused by name: arrival says nothing about the tender
};
std::string_view code_of(TieBreakKind kind);
std::optional<TieBreakKind> parse_tie_break(std::string_view code);

struct TieBreak
{
    TieBreakKind kind = TieBreakKind::lot;
    std::string criterion; // of higher_quality only
    bool operator==(const TieBreak&) const = default;
};

struct AwardCriteria
{
    std::int64_t total_points = 100; // announced; 1 to 1000; the weights add up to it
    std::vector<Criterion> criteria; // in the order announced; at most one about money
    PriceFormula price_formula = PriceFormula::ratio;
    std::optional<Money> price_ceiling; // of the linear formula: here and above it no points
    std::optional<Money> fixed_price;   // §93(3): the buyer sets the price, quality alone competes
    std::string price_only_reason;      // §93, §115: why price (or cost) alone decides
    PointRounding rounding;
    std::vector<TieBreak> tie_breaks; // asked in this order, lot last
    bool quality_blind_to_price = false;
    bool operator==(const AwardCriteria&) const = default;
};

// Everything that keeps the criteria from being announced, each with its JSON pointer into them; empty =
// none.
std::vector<FieldError> criteria_faults(const AwardCriteria& criteria, Channel channel, Regime regime);

// Does the call only refine what the system's notice announced (§52(3))? Weights move inside their bands,
// scales may be told more exactly; kinds, codes, promises, formula, rounding, ties and the total stay.
// ASSUMED: what "refine" means beyond weights is our reading; a scale keeps its highest points.
std::vector<FieldError> refinement_faults(const AwardCriteria& announced, const AwardCriteria& call);

// Does price or cost alone decide?
bool is_price_only(const AwardCriteria& criteria);
// Must the reason for it be told? domain.md 4.3: EU-level §93, Annex E §115; elsewhere none is demanded.
bool demands_price_only_reason(Regime regime);

const Criterion* find_criterion(const AwardCriteria& criteria, std::string_view code);

// A tenderer's promise; `criterion` is a Criterion::code.
struct PromisedAmount
{
    std::string criterion;
    std::int64_t amount = 0; // in the criterion's unit, 0 to 10^9
    bool operator==(const PromisedAmount&) const = default;
};

// What the winner's promises become in the contract: the component, how much is promised, and the cap: at
// most what was promised is paid, even where it earned no more points (ASSUMED: what the tender did not
// promise was not competed, §136). In the order of the criteria; promises of no criterion are not looked at.
struct ContractPromise
{
    std::string criterion;
    std::string outcome;
    std::string unit;
    std::string component;
    std::int64_t promised = 0;
    std::int64_t quantity_cap = 0;
    bool operator==(const ContractPromise&) const = default;
};
std::vector<ContractPromise> contract_promises(const AwardCriteria& criteria,
                                               const std::vector<PromisedAmount>& promises);

} // namespace kori
