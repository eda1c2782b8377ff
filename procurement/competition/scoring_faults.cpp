#include "procurement/competition/scoring_faults.hpp"

#include "procurement/competition/competition.hpp"
#include "procurement/competition/quality.hpp"

#include <algorithm>

namespace kori
{

namespace
{

constexpr std::int64_t most_promised = 1'000'000'000; // as in criteria: an amount that somebody could keep

class Inspection
{
public:
    explicit Inspection(const AwardCriteria& criteria) : criteria_{criteria} {}

    std::vector<FieldError> all(const std::vector<TenderToScore>& tenders)
    {
        for (std::size_t i = 0; i < tenders.size(); ++i)
        {
            const auto here = "/" + std::to_string(i);
            for (std::size_t j = 0; j < i; ++j)
            {
                if (tenders[j].tender == tenders[i].tender)
                    add(here + "/tender", "competition.tender_doubled",
                        {{"tender", tenders[i].tender.text()}});
                if (tenders[j].lot == tenders[i].lot)
                    add(here + "/lot", "competition.lot_doubled");
            }
            look_at_price(tenders[i], here);
            look_at_points(tenders[i], here);
            look_at_promises(tenders[i], here);
        }
        return std::move(errors_);
    }

private:
    void add(std::string pointer, std::string_view rule, Facts values = {})
    {
        errors_.push_back(field_error(competition_sentences(), std::move(pointer), rule, std::move(values)));
    }

    void look_at_price(const TenderToScore& tender, const std::string& here)
    {
        if (tender.price.is_negative())
            add(here + "/price", "competition.price_negative");
        if (criteria_.fixed_price && tender.price != *criteria_.fixed_price)
            add(here + "/price", "competition.price_is_fixed",
                {{"price_cents", criteria_.fixed_price->in_cents()}});
    }

    // Exactly one row for each criterion of that kind, and none for anything else.
    template <class Rows>
    void require_rows(const Rows& rows, CriterionKind kind, const std::string& here, const std::string& field,
                      std::string_view missing)
    {
        for (const auto& criterion : criteria_.criteria)
        {
            const auto count = std::count_if(rows.begin(), rows.end(), [&](const auto& row)
                                             { return row.criterion == criterion.code; });
            if (criterion.kind == kind && count == 0)
                add(here + "/" + field, missing, {{"criterion", criterion.code}});
            if (criterion.kind == kind && count > 1)
                add(here + "/" + field, "competition.criterion_doubled", {{"code", criterion.code}});
        }
        for (std::size_t i = 0; i < rows.size(); ++i)
        {
            const auto* criterion = find_criterion(criteria_, rows[i].criterion);
            if (criterion == nullptr || criterion->kind != kind)
                add(here + "/" + field + "/" + std::to_string(i) + "/criterion",
                    "competition.points_of_no_criterion", {{"criterion", rows[i].criterion}});
        }
    }

    void look_at_points(const TenderToScore& tender, const std::string& here)
    {
        require_rows(tender.quality, CriterionKind::quality, here, "quality", "competition.points_missing");
        for (std::size_t i = 0; i < tender.quality.size(); ++i)
        {
            const auto& row = tender.quality[i];
            const auto* criterion = find_criterion(criteria_, row.criterion);
            if (criterion != nullptr && criterion->kind == CriterionKind::quality &&
                !is_step(*criterion, row.points))
                add(here + "/quality/" + std::to_string(i) + "/points", "competition.points_not_on_scale",
                    {{"points", row.points}});
        }
    }

    void look_at_promises(const TenderToScore& tender, const std::string& here)
    {
        require_rows(tender.promises, CriterionKind::outcome_promise, here, "promises",
                     "competition.promised_amount_missing");
        for (std::size_t i = 0; i < tender.promises.size(); ++i)
            if (tender.promises[i].amount < 0 || tender.promises[i].amount > most_promised)
                add(here + "/promises/" + std::to_string(i) + "/amount",
                    "competition.promised_amount_out_of_range", {{"max", most_promised}});
    }

    const AwardCriteria& criteria_;
    std::vector<FieldError> errors_;
};

} // namespace

std::vector<FieldError> comparison_faults(const AwardCriteria& criteria,
                                          const std::vector<TenderToScore>& tenders)
{
    return Inspection{criteria}.all(tenders);
}

} // namespace kori
