#include "procurement/competition/quality.hpp"

#include "procurement/competition/competition.hpp"

#include <algorithm>

namespace kori
{

namespace
{

const OwnPoints* points_of(const QualityPoints& row, const UserId& evaluator)
{
    const auto found = std::find_if(row.own.begin(), row.own.end(),
                                    [&](const OwnPoints& own) { return own.evaluator == evaluator; });
    return found == row.own.end() ? nullptr : &*found;
}

const QualityPoints* row_of(const std::vector<QualityPoints>& points, std::string_view criterion)
{
    const auto found = std::find_if(points.begin(), points.end(),
                                    [&](const QualityPoints& row) { return row.criterion == criterion; });
    return found == points.end() ? nullptr : &*found;
}

// The agreed points say what everybody gave: then no further reason is owed.
bool is_unanimous(const QualityPoints& row)
{
    return std::all_of(row.own.begin(), row.own.end(),
                       [&row](const OwnPoints& own) { return own.points == row.agreed; });
}

class Inspection
{
public:
    Inspection(const AwardCriteria& criteria, const std::vector<UserId>& evaluators)
        : criteria_{criteria}, evaluators_{evaluators}
    {
    }

    std::vector<FieldError> all(const std::vector<QualityPoints>& points)
    {
        if (evaluators_.empty())
            add("", "competition.evaluators_missing");
        for (const auto& criterion : criteria_.criteria)
            if (criterion.kind == CriterionKind::quality && row_of(points, criterion.code) == nullptr)
                add("", "competition.points_missing", {{"criterion", criterion.code}});
        for (std::size_t i = 0; i < points.size(); ++i)
        {
            const auto here = "/" + std::to_string(i);
            const auto* criterion = find_criterion(criteria_, points[i].criterion);
            if (criterion == nullptr || criterion->kind != CriterionKind::quality)
                add(here + "/criterion", "competition.points_of_no_criterion",
                    {{"criterion", points[i].criterion}});
            else if (row_of(points, points[i].criterion) != &points[i])
                add(here + "/criterion", "competition.criterion_doubled", {{"code", points[i].criterion}});
            else
                look_at(*criterion, points[i], here);
        }
        return std::move(errors_);
    }

private:
    void add(std::string pointer, std::string_view rule, Facts values = {})
    {
        errors_.push_back(field_error(competition_sentences(), std::move(pointer), rule, std::move(values)));
    }

    void look_at(const Criterion& criterion, const QualityPoints& row, const std::string& here)
    {
        for (const auto& evaluator : evaluators_)
            if (points_of(row, evaluator) == nullptr)
                add(here + "/own", "competition.own_points_missing",
                    {{"criterion", criterion.code}, {"evaluator", evaluator.text()}});
        for (std::size_t i = 0; i < row.own.size(); ++i)
        {
            const auto& own = row.own[i];
            const auto there = here + "/own/" + std::to_string(i);
            if (std::find(evaluators_.begin(), evaluators_.end(), own.evaluator) == evaluators_.end())
                add(there + "/evaluator", "competition.not_an_evaluator",
                    {{"evaluator", own.evaluator.text()}});
            if (points_of(row, own.evaluator) != &own)
                add(there + "/evaluator", "competition.own_points_doubled",
                    {{"evaluator", own.evaluator.text()}});
            if (!is_step(criterion, own.points))
                add(there + "/points", "competition.points_not_on_scale", {{"points", own.points}});
            if (own.reason.empty())
                add(there + "/reason", "competition.points_reason_missing");
        }
        if (!row.agreed)
            add(here + "/agreed", "competition.agreed_points_missing", {{"criterion", criterion.code}});
        else if (!is_step(criterion, *row.agreed))
            add(here + "/agreed", "competition.points_not_on_scale", {{"points", *row.agreed}});
        if (row.agreed && !is_unanimous(row) && row.agreed_reason.empty())
            add(here + "/agreed_reason", "competition.agreed_reason_missing",
                {{"criterion", criterion.code}});
    }

    const AwardCriteria& criteria_;
    const std::vector<UserId>& evaluators_;
    std::vector<FieldError> errors_;
};

} // namespace

std::vector<FieldError> quality_faults(const AwardCriteria& criteria, const std::vector<UserId>& evaluators,
                                       const std::vector<QualityPoints>& points)
{
    return Inspection{criteria, evaluators}.all(points);
}

bool may_see_points_of_others(const AwardCriteria& criteria, const UserId& evaluator,
                              const std::vector<QualityPoints>& points)
{
    return std::all_of(criteria.criteria.begin(), criteria.criteria.end(),
                       [&](const Criterion& criterion)
                       {
                           if (criterion.kind != CriterionKind::quality)
                               return true;
                           const auto* row = row_of(points, criterion.code);
                           return row != nullptr && points_of(*row, evaluator) != nullptr;
                       });
}

bool may_see_prices(const AwardCriteria& criteria, bool all_quality_agreed)
{
    return all_quality_agreed || !criteria.quality_blind_to_price;
}

bool is_step(const Criterion& criterion, std::int64_t points)
{
    return std::any_of(criterion.scale.begin(), criterion.scale.end(),
                       [points](const ScaleStep& step) { return step.points == points; });
}

} // namespace kori
