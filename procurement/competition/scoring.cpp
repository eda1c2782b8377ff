#include "procurement/competition/scoring.hpp"

#include "procurement/competition/competition.hpp"
#include "procurement/competition/quality.hpp"
#include "procurement/competition/scoring_faults.hpp"

#include <algorithm>

namespace kori
{

namespace
{

__extension__ using Wide = __int128;

// points × 1000 = weight × 1000 × numerator / denominator, to the nearest step. Both at least 0, denominator
// above it. The largest intermediate is weight (10^3) × 1000 × 2 × numerator (2^63), far below 2^127.
std::int64_t rounded(std::int64_t weight, std::int64_t numerator, std::int64_t denominator,
                     const PointRounding& rounding)
{
    const Wide over = Wide{weight} * 1'000 * numerator;
    const Wide under = Wide{denominator} * rounding.step_thousandths;
    const Wide steps = over / under;
    const Wide twice_rest = (over % under) * 2;
    const bool up = twice_rest > under || (twice_rest == under && rounding.half == HalfRounds::up);
    return static_cast<std::int64_t>(steps + (up ? 1 : 0)) * rounding.step_thousandths;
}

ScoreLine line(std::string criterion, std::int64_t thousandths, std::string_view rule, Facts values)
{
    auto said = rule_result(competition_sentences(), rule, false, std::move(values));
    return {std::move(criterion), thousandths, std::move(said.rule), std::move(said.sentence),
            std::move(said.values)};
}

std::int64_t points_on(const TenderToScore& tender, std::string_view criterion)
{
    for (const auto& row : tender.quality)
        if (row.criterion == criterion)
            return row.points;
    promise_broken("points were looked at before", __FILE__, __LINE__);
}

std::int64_t promised_on(const TenderToScore& tender, std::string_view criterion)
{
    for (const auto& row : tender.promises)
        if (row.criterion == criterion)
            return row.amount;
    promise_broken("promises were looked at before", __FILE__, __LINE__);
}

class Scorer
{
public:
    Scorer(const AwardCriteria& criteria, Money lowest) : criteria_{criteria}, lowest_{lowest.in_cents()} {}

    TenderScore score(const TenderToScore& tender) const
    {
        TenderScore score{tender.tender, true, 0, 0, {}};
        for (const auto& criterion : criteria_.criteria)
        {
            score.lines.push_back(score_on(criterion, tender));
            score.total_thousandths += score.lines.back().thousandths;
        }
        return score;
    }

private:
    ScoreLine score_on(const Criterion& criterion, const TenderToScore& tender) const
    {
        switch (criterion.kind)
        {
        case CriterionKind::price:
        case CriterionKind::lifetime_cost:
            return criteria_.price_formula == PriceFormula::ratio
                       ? by_ratio(criterion, tender.price.in_cents())
                       : by_line(criterion, tender.price.in_cents());
        case CriterionKind::quality:
            return by_scale(criterion, points_on(tender, criterion.code));
        case CriterionKind::outcome_promise:
            return by_promise(criterion, promised_on(tender, criterion.code));
        }
        promise_broken("every kind of criterion is scored", __FILE__, __LINE__);
    }

    std::int64_t points(const Criterion& criterion, std::int64_t numerator, std::int64_t denominator) const
    {
        return rounded(criterion.weight, numerator, denominator, criteria_.rounding);
    }

    ScoreLine by_ratio(const Criterion& criterion, std::int64_t price) const
    {
        const auto got = price == lowest_ ? criterion.weight * 1'000 : points(criterion, lowest_, price);
        return line(criterion.code, got, "competition.score_ratio",
                    {{"weight", criterion.weight},
                     {"lowest_cents", lowest_},
                     {"price_cents", price},
                     {"thousandths", got}});
    }

    ScoreLine by_line(const Criterion& criterion, std::int64_t price) const
    {
        const auto ceiling = criteria_.price_ceiling.value_or(Money{}).in_cents();
        const auto got = price >= ceiling ? 0 : points(criterion, ceiling - price, ceiling - lowest_);
        return line(criterion.code, got, "competition.score_linear",
                    {{"weight", criterion.weight},
                     {"lowest_cents", lowest_},
                     {"price_cents", price},
                     {"ceiling_cents", ceiling},
                     {"thousandths", got}});
    }

    ScoreLine by_scale(const Criterion& criterion, std::int64_t given) const
    {
        const auto top = criterion.scale.back().points;
        const auto got = points(criterion, given, top);
        return line(criterion.code, got, "competition.score_scale",
                    {{"weight", criterion.weight}, {"points", given}, {"top", top}, {"thousandths", got}});
    }

    ScoreLine by_promise(const Criterion& criterion, std::int64_t promised) const
    {
        const auto floor = criterion.promise->floor;
        const auto ceiling = criterion.promise->ceiling;
        const auto got = points(criterion, std::clamp(promised, floor, ceiling) - floor, ceiling - floor);
        return line(criterion.code, got, "competition.score_promise",
                    {{"weight", criterion.weight},
                     {"promised", promised},
                     {"floor", floor},
                     {"ceiling", ceiling},
                     {"unit", criterion.promise->unit},
                     {"thousandths", got}});
    }

    const AwardCriteria& criteria_;
    std::int64_t lowest_;
};

// The first criterion whose minimum the tender misses.
const Criterion* missed_minimum(const AwardCriteria& criteria, const TenderToScore& tender)
{
    for (const auto& criterion : criteria.criteria)
        if (criterion.minimum_points && points_on(tender, criterion.code) < *criterion.minimum_points)
            return &criterion;
    return nullptr;
}

TenderScore not_compared(const Criterion& criterion, const TenderToScore& tender)
{
    TenderScore score{tender.tender, false, 0, 0, {}};
    score.lines.push_back(
        line(criterion.code, 0, "competition.below_minimum",
             {{"points", points_on(tender, criterion.code)}, {"minimum", *criterion.minimum_points}}));
    return score;
}

struct Entrant
{
    const TenderToScore* tender;
    TenderScore score;
};

// Below zero when a goes first by that tie-break, 0 when it does not tell them apart.
int compared_by(const TieBreak& tie, const TenderToScore& a, const TenderToScore& b)
{
    const auto sign = [](auto order) { return order < 0 ? -1 : order > 0 ? 1 : 0; };
    switch (tie.kind)
    {
    case TieBreakKind::lower_price:
        return sign(a.price <=> b.price);
    case TieBreakKind::higher_quality:
        return sign(points_on(b, tie.criterion) <=> points_on(a, tie.criterion));
    case TieBreakKind::lot:
        return sign(a.lot <=> b.lot);
    case TieBreakKind::earlier_arrival:
        break;
    }
    promise_broken("arrival decides nothing", __FILE__, __LINE__);
}

// Which tie-break puts a before b, of two with equal sums; nothing when b goes first.
const TieBreak* decides(const AwardCriteria& criteria, const TenderToScore& a, const TenderToScore& b)
{
    for (const auto& tie : criteria.tie_breaks)
        if (const int order = compared_by(tie, a, b); order != 0)
            return order < 0 ? &tie : nullptr;
    return nullptr;
}

bool goes_before(const AwardCriteria& criteria, const Entrant& a, const Entrant& b)
{
    if (a.score.total_thousandths != b.score.total_thousandths)
        return a.score.total_thousandths > b.score.total_thousandths;
    return decides(criteria, *a.tender, *b.tender) != nullptr;
}

std::vector<TenderScore> ranked(const AwardCriteria& criteria, std::vector<Entrant> entrants)
{
    std::sort(entrants.begin(), entrants.end(),
              [&](const Entrant& a, const Entrant& b) { return goes_before(criteria, a, b); });
    std::vector<TenderScore> scores;
    for (std::size_t i = 0; i < entrants.size(); ++i)
    {
        auto& score = entrants[i].score;
        score.rank = static_cast<int>(i) + 1;
        const bool tied =
            i + 1 < entrants.size() && entrants[i + 1].score.total_thousandths == score.total_thousandths;
        if (tied)
        {
            const auto* tie = decides(criteria, *entrants[i].tender, *entrants[i + 1].tender);
            score.lines.push_back(
                line(tie->criterion, 0, "competition.tie_decided",
                     {{"by", code_of(tie->kind)}, {"other", entrants[i + 1].tender->tender.text()}}));
        }
        scores.push_back(std::move(score));
    }
    return scores;
}

} // namespace

Result<std::vector<TenderScore>> compare_tenders(const AwardCriteria& criteria,
                                                 const std::vector<TenderToScore>& tenders)
{
    // Announced criteria were looked at in their own channel and regime; here it is about scales and
    // formulas.
    PROMISE(criteria_faults(criteria, Channel::dps, Regime::national).empty());
    auto errors = comparison_faults(criteria, tenders);
    if (!errors.empty())
        return refuse_by(competition_sentences(), Fault::invalid, "competition.comparison_incomplete", {})
            .in(std::move(errors));

    std::vector<const TenderToScore*> compared;
    std::vector<TenderScore> out;
    for (const auto& tender : tenders)
    {
        if (const auto* missed = missed_minimum(criteria, tender))
            out.push_back(not_compared(*missed, tender));
        else
            compared.push_back(&tender);
    }
    std::vector<Entrant> entrants;
    if (!compared.empty())
    {
        const auto* cheapest =
            *std::min_element(compared.begin(), compared.end(),
                              [](const auto* a, const auto* b) { return a->price < b->price; });
        const Scorer scorer{criteria, cheapest->price};
        for (const auto* tender : compared)
            entrants.push_back({tender, scorer.score(*tender)});
    }
    std::sort(out.begin(), out.end(),
              [](const TenderScore& a, const TenderScore& b) { return a.tender < b.tender; });
    auto scores = ranked(criteria, std::move(entrants));
    scores.insert(scores.end(), std::make_move_iterator(out.begin()), std::make_move_iterator(out.end()));
    return scores;
}

} // namespace kori
