#include "procurement/competition/criteria.hpp"

#include <algorithm>

namespace kori
{

namespace
{

struct KindRow
{
    CriterionKind kind;
    std::string_view code;
};
constexpr KindRow kinds[] = {{CriterionKind::price, "price"},
                             {CriterionKind::lifetime_cost, "lifetime_cost"},
                             {CriterionKind::quality, "quality"},
                             {CriterionKind::outcome_promise, "outcome_promise"}};

struct TieRow
{
    TieBreakKind kind;
    std::string_view code;
};
constexpr TieRow ties[] = {{TieBreakKind::lower_price, "lower_price"},
                           {TieBreakKind::higher_quality, "higher_quality"},
                           {TieBreakKind::lot, "lot"},
                           {TieBreakKind::earlier_arrival, "earlier_arrival"}};

} // namespace

std::string_view code_of(CriterionKind kind)
{
    for (const auto& row : kinds)
        if (row.kind == kind)
            return row.code;
    promise_broken("every kind of criterion has a row", __FILE__, __LINE__);
}

std::optional<CriterionKind> parse_criterion_kind(std::string_view code)
{
    for (const auto& row : kinds)
        if (row.code == code)
            return row.kind;
    return std::nullopt;
}

bool is_about_money(CriterionKind kind)
{
    return kind == CriterionKind::price || kind == CriterionKind::lifetime_cost;
}

std::string_view code_of(TieBreakKind kind)
{
    for (const auto& row : ties)
        if (row.kind == kind)
            return row.code;
    promise_broken("every tie-break has a row", __FILE__, __LINE__);
}

std::optional<TieBreakKind> parse_tie_break(std::string_view code)
{
    for (const auto& row : ties)
        if (row.code == code)
            return row.kind;
    return std::nullopt;
}

bool is_price_only(const AwardCriteria& criteria)
{
    return !criteria.criteria.empty() &&
           std::all_of(criteria.criteria.begin(), criteria.criteria.end(),
                       [](const Criterion& criterion) { return is_about_money(criterion.kind); });
}

bool demands_price_only_reason(Regime regime)
{
    return regime == Regime::eu_level || regime == Regime::annex_e;
}

const Criterion* find_criterion(const AwardCriteria& criteria, std::string_view code)
{
    const auto found = std::find_if(criteria.criteria.begin(), criteria.criteria.end(),
                                    [code](const Criterion& criterion) { return criterion.code == code; });
    return found == criteria.criteria.end() ? nullptr : &*found;
}

std::vector<ContractPromise> contract_promises(const AwardCriteria& criteria,
                                               const std::vector<PromisedAmount>& promises)
{
    std::vector<ContractPromise> terms;
    for (const auto& criterion : criteria.criteria)
        for (const auto& promise : promises)
            if (criterion.promise && promise.criterion == criterion.code)
                terms.push_back({criterion.code, criterion.promise->outcome, criterion.promise->unit,
                                 criterion.promise->component, promise.amount, promise.amount});
    return terms;
}

} // namespace kori
