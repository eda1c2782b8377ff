// Criteria and tenders that may be announced and compared, so that a test states only what matters. All
// prices are invented.
#pragma once

#include "procurement/competition/competition.hpp"
#include "procurement/competition/scoring.hpp"

#include <algorithm>

namespace kori::samples
{

inline LocalText words(const std::string& text)
{
    return LocalText{text + " (fi)", text + " (sv)", ""};
}

template <class AnyId>
AnyId id(std::uint8_t number)
{
    IdBytes bytes{};
    bytes[15] = number;
    return AnyId{bytes};
}

inline Criterion price(std::int64_t weight)
{
    Criterion criterion;
    criterion.code = "price";
    criterion.kind = CriterionKind::price;
    criterion.name = words("Price");
    criterion.weight = weight;
    return criterion;
}

// A scale of 0, 2 and 5 points.
inline Criterion quality(const std::string& code, std::int64_t weight)
{
    Criterion criterion;
    criterion.code = code;
    criterion.kind = CriterionKind::quality;
    criterion.name = words(code);
    criterion.weight = weight;
    criterion.scale = {{0, words("nothing")}, {2, words("a plan")}, {5, words("a plan and proof")}};
    return criterion;
}

inline Criterion promise(std::int64_t weight)
{
    Criterion criterion;
    criterion.code = "jobs";
    criterion.kind = CriterionKind::outcome_promise;
    criterion.name = words("Jobs");
    criterion.weight = weight;
    criterion.promise = OutcomePromise{"OPEN_JOB", "outcomes", "job", 10, 30};
    return criterion;
}

// Price 50, quality 30, promised jobs 20; the lower price, then the better plan, then the lot.
inline AwardCriteria criteria()
{
    AwardCriteria made;
    made.criteria = {price(50), quality("plan", 30), promise(20)};
    made.tie_breaks = {
        {TieBreakKind::lower_price, ""}, {TieBreakKind::higher_quality, "plan"}, {TieBreakKind::lot, ""}};
    return made;
}

inline TenderToScore tender(std::uint8_t number, std::int64_t cents, std::int64_t plan, std::int64_t jobs)
{
    TenderToScore made{id<TenderId>(number), Money::cents(cents), {{"plan", plan}}, {{"jobs", jobs}}, {}};
    made.lot[0] = number;
    return made;
}

inline bool has(const std::vector<FieldError>& errors, std::string_view pointer, std::string_view rule)
{
    return std::any_of(errors.begin(), errors.end(), [&](const FieldError& error)
                       { return error.pointer == pointer && error.rule == rule; });
}

} // namespace kori::samples
