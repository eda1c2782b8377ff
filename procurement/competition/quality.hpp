// Points of quality: each evaluator gives own points with a reason, then they agree on one number (peers give
// it as individual and consensus points); where announced, nobody sees a price before all quality is agreed.
#pragma once

#include "core/base/id.hpp"
#include "procurement/competition/criteria.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kori
{

struct OwnPoints
{
    UserId evaluator;
    std::int64_t points = 0; // a step of the criterion's scale
    std::string reason;
    bool operator==(const OwnPoints&) const = default;
};

// The points of one tender on one criterion.
struct QualityPoints
{
    std::string criterion; // Criterion::code
    std::vector<OwnPoints> own;
    std::optional<std::int64_t> agreed;
    std::string agreed_reason; // owed when own points differ, or the agreed ones are nobody's
    bool operator==(const QualityPoints&) const = default;
};

// Everything that keeps one tender's quality from being agreed: every quality criterion has points of every
// evaluator named for the competition, each with a reason, each a step of the scale; of nobody else; and
// agreed points with a reason where they differ. Pointers into the list of QualityPoints; empty = agreed.
std::vector<FieldError> quality_faults(const AwardCriteria& criteria, const std::vector<UserId>& evaluators,
                                       const std::vector<QualityPoints>& points);

// May an evaluator see what the others gave? When one's own points are complete (ASSUMED: points given after
// reading the others' are not one's own).
bool may_see_points_of_others(const AwardCriteria& criteria, const UserId& evaluator,
                              const std::vector<QualityPoints>& points);

// May an evaluator see prices? Announced blindness ends when the quality of every tender is agreed.
bool may_see_prices(const AwardCriteria& criteria, bool all_quality_agreed);

// Is it a step of the scale?
bool is_step(const Criterion& criterion, std::int64_t points);

} // namespace kori
