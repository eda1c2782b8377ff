// What keeps award criteria from being announced, and a call from being a mere refinement: all of it at once.
#include "procurement/basket/outcome_catalogue.hpp"
#include "procurement/competition/competition.hpp"
#include "procurement/competition/criteria.hpp"

#include <algorithm>

namespace kori
{

namespace
{

constexpr std::int64_t most_points = 1'000;           // of a competition and of a scale: our own limit
constexpr std::int64_t most_promised = 1'000'000'000; // keeps products inside 128 bits with room to spare

class Inspection
{
public:
    explicit Inspection(const AwardCriteria& criteria) : criteria_{criteria} {}

    std::vector<FieldError> all(Channel channel, Regime regime)
    {
        if (is_forbidden(channel, channel_verb::set_weights))
            add("/criteria", "competition.criteria_forbidden");
        look_at_weights();
        for (std::size_t i = 0; i < criteria_.criteria.size(); ++i)
            look_at(criteria_.criteria[i], "/criteria/" + std::to_string(i));
        look_at_codes();
        look_at_money(regime);
        look_at_ties();
        return std::move(errors_);
    }

private:
    void add(std::string pointer, std::string_view rule, Facts values = {})
    {
        errors_.push_back(field_error(competition_sentences(), std::move(pointer), rule, std::move(values)));
    }

    void require_text(const LocalText& text, const std::string& pointer)
    {
        if (text.fi.empty())
            add(pointer + "/fi", "competition.text_missing", {{"language", "fi"}});
        if (text.sv.empty())
            add(pointer + "/sv", "competition.text_missing", {{"language", "sv"}});
    }

    void look_at_weights()
    {
        if (criteria_.criteria.empty())
            add("/criteria", "competition.criteria_empty");
        const auto step = criteria_.rounding.step_thousandths;
        if (step < 1 || 1'000 % step != 0)
            add("/rounding/step_thousandths", "competition.rounding_step_invalid");
        if (criteria_.total_points < 1 || criteria_.total_points > most_points)
        {
            add("/total_points", "competition.total_points_invalid", {{"max", most_points}});
            return;
        }
        std::int64_t sum = 0;
        for (const auto& criterion : criteria_.criteria)
            sum += std::clamp<std::int64_t>(criterion.weight, 0, most_points);
        if (!criteria_.criteria.empty() && sum != criteria_.total_points)
            add("/criteria", "competition.weights_do_not_add_up",
                {{"sum", sum}, {"total", criteria_.total_points}});
    }

    void look_at(const Criterion& criterion, const std::string& here)
    {
        if (criterion.code.empty())
            add(here + "/code", "competition.criterion_code_missing");
        require_text(criterion.name, here + "/name");
        if (criterion.weight < 1 || criterion.weight > most_points)
            add(here + "/weight", "competition.weight_invalid", {{"max", most_points}});
        if (criterion.band &&
            (criterion.band->at_least < 1 || criterion.band->at_most < criterion.band->at_least ||
             criterion.weight < criterion.band->at_least || criterion.weight > criterion.band->at_most))
            add(here + "/band", "competition.weight_outside_band",
                {{"weight", criterion.weight},
                 {"at_least", criterion.band->at_least},
                 {"at_most", criterion.band->at_most}});
        look_at_scale(criterion, here);
        look_at_promise(criterion, here);
    }

    void look_at_scale(const Criterion& criterion, const std::string& here)
    {
        const bool is_quality = criterion.kind == CriterionKind::quality;
        if (!is_quality && !criterion.scale.empty())
            add(here + "/scale", "competition.scale_not_expected");
        if (!is_quality && criterion.minimum_points)
            add(here + "/minimum_points", "competition.minimum_not_expected");
        if (!is_quality)
            return;
        if (criterion.scale.size() < 2)
            add(here + "/scale", "competition.scale_too_short");
        for (std::size_t i = 0; i < criterion.scale.size(); ++i)
        {
            const auto step = here + "/scale/" + std::to_string(i);
            const auto points = criterion.scale[i].points;
            if (points < 0 || points > most_points || (i > 0 && points <= criterion.scale[i - 1].points))
                add(step + "/points", "competition.scale_not_rising", {{"max", most_points}});
            require_text(criterion.scale[i].earned_by, step + "/earned_by");
        }
        if (criterion.minimum_points && !criterion.scale.empty() &&
            (*criterion.minimum_points < 1 || *criterion.minimum_points > criterion.scale.back().points))
            add(here + "/minimum_points", "competition.minimum_outside_scale",
                {{"max", criterion.scale.back().points}});
    }

    void look_at_promise(const Criterion& criterion, const std::string& here)
    {
        const bool promises = criterion.kind == CriterionKind::outcome_promise;
        if (promises && !criterion.promise)
            add(here + "/promise", "competition.promise_missing");
        if (!promises && criterion.promise)
            add(here + "/promise", "competition.promise_not_expected");
        if (!promises || !criterion.promise)
            return;
        const auto& promise = *criterion.promise;
        if (!parse_outcome(promise.outcome))
            add(here + "/promise/outcome", "competition.promise_outcome_unknown",
                {{"outcome", promise.outcome}});
        if (promise.unit.empty())
            add(here + "/promise/unit", "competition.promise_unit_missing");
        if (promise.component.empty())
            add(here + "/promise/component", "competition.promise_component_missing");
        if (promise.floor < 0 || promise.ceiling <= promise.floor || promise.ceiling > most_promised)
            add(here + "/promise/ceiling", "competition.promise_range_invalid", {{"max", most_promised}});
    }

    void look_at_codes()
    {
        std::vector<std::string> codes;
        for (const auto& criterion : criteria_.criteria)
            if (!criterion.code.empty())
                codes.push_back(criterion.code);
        for (const auto& code : doubled(codes))
            add("/criteria", "competition.criterion_doubled", {{"code", code}});
    }

    void look_at_money(Regime regime)
    {
        const auto money =
            std::count_if(criteria_.criteria.begin(), criteria_.criteria.end(),
                          [](const Criterion& criterion) { return is_about_money(criterion.kind); });
        if (money > 1)
            add("/criteria", "competition.price_criterion_doubled");
        if (money == 0 && !criteria_.fixed_price)
            add("/criteria", "competition.price_criterion_missing");
        if (money > 0 && criteria_.fixed_price)
            add("/fixed_price", "competition.fixed_price_is_not_compared");
        if (criteria_.fixed_price && *criteria_.fixed_price <= Money{})
            add("/fixed_price", "competition.amount_not_positive");
        const bool needs_ceiling = money > 0 && criteria_.price_formula == PriceFormula::linear;
        if (needs_ceiling && !criteria_.price_ceiling)
            add("/price_ceiling", "competition.price_ceiling_missing");
        if (!needs_ceiling && criteria_.price_ceiling)
            add("/price_ceiling", "competition.price_ceiling_not_expected");
        if (criteria_.price_ceiling && *criteria_.price_ceiling <= Money{})
            add("/price_ceiling", "competition.amount_not_positive");
        if (is_price_only(criteria_) && demands_price_only_reason(regime) &&
            criteria_.price_only_reason.empty())
            add("/price_only_reason", "competition.price_only_reason_missing");
    }

    void look_at_ties()
    {
        const auto& breaks = criteria_.tie_breaks;
        if (breaks.empty() || breaks.back().kind != TieBreakKind::lot)
            add("/tie_breaks", "competition.tie_break_lot_last");
        for (std::size_t i = 0; i < breaks.size(); ++i)
        {
            const auto here = "/tie_breaks/" + std::to_string(i);
            if (std::find(breaks.begin(), breaks.begin() + static_cast<std::ptrdiff_t>(i), breaks[i]) !=
                breaks.begin() + static_cast<std::ptrdiff_t>(i))
                add(here, "competition.tie_break_doubled");
            if (breaks[i].kind == TieBreakKind::earlier_arrival)
                add(here, "competition.tie_break_by_arrival");
            const auto* named = find_criterion(criteria_, breaks[i].criterion);
            if (breaks[i].kind == TieBreakKind::higher_quality &&
                (named == nullptr || named->kind != CriterionKind::quality))
                add(here + "/criterion", "competition.tie_break_criterion_unknown",
                    {{"criterion", breaks[i].criterion}});
            if (breaks[i].kind != TieBreakKind::higher_quality && !breaks[i].criterion.empty())
                add(here + "/criterion", "competition.tie_break_criterion_not_expected");
        }
    }

    const AwardCriteria& criteria_;
    std::vector<FieldError> errors_;
};

std::int64_t top_of(const Criterion& criterion)
{
    return criterion.scale.empty() ? 0 : criterion.scale.back().points;
}

} // namespace

std::vector<FieldError> criteria_faults(const AwardCriteria& criteria, Channel channel, Regime regime)
{
    return Inspection{criteria}.all(channel, regime);
}

std::vector<FieldError> refinement_faults(const AwardCriteria& announced, const AwardCriteria& call)
{
    std::vector<FieldError> errors;
    const auto add = [&errors](std::string pointer, std::string_view rule, Facts values = {})
    { errors.push_back(field_error(competition_sentences(), std::move(pointer), rule, std::move(values))); };
    const auto fixed = [&add](bool same, const char* field)
    {
        if (!same)
            add(std::string{"/"} + field, "competition.announced_is_fixed", {{"field", field}});
    };
    fixed(announced.total_points == call.total_points, "total_points");
    fixed(announced.price_formula == call.price_formula, "price_formula");
    fixed(announced.price_ceiling == call.price_ceiling, "price_ceiling");
    fixed(announced.fixed_price == call.fixed_price, "fixed_price");
    fixed(announced.rounding == call.rounding, "rounding");
    fixed(announced.tie_breaks == call.tie_breaks, "tie_breaks");
    fixed(announced.quality_blind_to_price == call.quality_blind_to_price, "quality_blind_to_price");

    for (const auto& old : announced.criteria)
        if (find_criterion(call, old.code) == nullptr)
            add("/criteria", "competition.announced_criterion_missing", {{"criterion", old.code}});
    for (std::size_t i = 0; i < call.criteria.size(); ++i)
    {
        const auto& now = call.criteria[i];
        const auto here = "/criteria/" + std::to_string(i);
        const auto* old = find_criterion(announced, now.code);
        if (old == nullptr)
        {
            add(here, "competition.criterion_not_announced", {{"criterion", now.code}});
            continue;
        }
        if (old->kind != now.kind || old->name != now.name || old->promise != now.promise ||
            old->minimum_points != now.minimum_points || top_of(*old) != top_of(now) || old->band != now.band)
            add(here, "competition.announced_criterion_changed", {{"criterion", now.code}});
        const auto least = old->band ? old->band->at_least : old->weight;
        const auto most = old->band ? old->band->at_most : old->weight;
        if (now.weight < least || now.weight > most)
            add(here + "/weight", "competition.weight_outside_band",
                {{"weight", now.weight}, {"at_least", least}, {"at_most", most}});
    }
    return errors;
}

} // namespace kori
