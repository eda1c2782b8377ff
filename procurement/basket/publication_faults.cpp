#include "procurement/basket/publication_faults.hpp"

namespace kori
{

namespace
{

constexpr RuleSentence sentences[] = {
    {"basket.text_missing", "The text {field} is missing in {language}.", ""},
    {"basket.list_empty", "The basket needs at least one of {field}.", ""},
    {"basket.code_doubled", "{code} stands more than once in {field}.", ""},
    {"basket.price_model_missing", "The basket needs a price component, or the mark of a civic service.", ""},
    {"basket.civic_with_prices", "A civic service has no price components.", ""},
    {"basket.component_code_missing", "The price component needs a code of its own.", ""},
    {"basket.component_text_missing", "The name of the price component is missing in {language}.", ""},
    {"basket.component_unit_unknown", "{kind} is not priced by {unit}.", ""},
    {"basket.component_ceiling_missing", "The price component needs a ceiling above zero.", ""},
    {"basket.component_reason_missing", "{kind} pays for time and needs a stated reason.", ""},
    {"basket.component_quantity_negative", "An expected quantity is not negative.", ""},
    {"basket.component_outcome_missing", "{kind} is paid for an outcome and must name one.", ""},
    {"basket.component_outcome_not_in_set", "The outcome {outcome} is not in the basket's outcome set.", ""},
    {"basket.component_outcome_not_allowed", "{kind} is not paid for an outcome and names none.", ""},
    {"basket.retention_outcome_expected",
     "RETENTION is paid for a status after n months (RETAIN_n, NO_RETURN_n).", ""},
    {"basket.cap_not_positive", "The cap {cap} must be above zero.", ""},
    {"basket.cap_order_above_person", "The cap of one order is above the cap of the person.", ""},
    {"basket.cap_below_one_unit", "The cap {cap} is below the ceiling of one unit.", ""},
    {"basket.cap_person_above_budget", "The cap of one person is above the whole budget.", ""},
    {"basket.cap_component_above_person", "The cap of the component is above the cap of the person.", ""},
    {"basket.share_band_missing", "Outcome components need an outcome share band.", ""},
    {"basket.share_band_crossed", "The share band is not between 0 and 10000 basis points, lower end first.",
     ""},
    {"basket.share_outside_band",
     "At the ceilings {share} basis points are paid for outcomes, outside {at_least} to {at_most}.", ""},
    {"basket.outcome_set_empty", "The basket needs an outcome set.", ""},
    {"basket.outcome_unknown", "The outcome {outcome} is not in the catalogue.", ""},
    {"basket.outcome_text_missing", "The definition of the outcome {outcome} is missing in {language}.", ""},
    {"basket.verifier_missing", "The outcome {outcome} needs somebody who verifies it.", ""},
    {"basket.verifier_is_claimant", "The claimant's own organisation does not verify {outcome}.", ""},
    {"basket.verifier_not_allowed", "{verifier} cannot verify {outcome}.", ""},
    {"basket.outcome_limit_negative", "A limit of the outcome {outcome} is not negative.", ""},
    {"basket.alternatives_too_few", "A customer compares at least two offers, unless the basket is a niche.",
     ""},
    {"basket.niche_reason_missing", "A niche basket needs a recorded reason.", ""},
    {"basket.niche_not_marked", "A reason for a niche is given, but the basket is not marked as one.", ""},
    {"basket.legal_ground_missing", "Shutting out a legal form needs a dated legal ground.", ""},
    {"basket.legal_ground_unknown", "The legal ground {ground} is not in the law book on {day}.", ""},
    {"basket.legal_ground_not_in_force", "The legal ground {ground} is not valid on {day}.", ""},
    {"basket.legal_ground_statute_missing", "The legal ground must name its statute and paragraph.", ""},
    {"basket.legal_ground_reason_missing", "The legal ground must be explained in {language}.", ""},
    {"basket.review_missing", "The basket needs a review date.", ""},
    {"basket.review_in_past", "The review date {review} is not after {day}.", ""},
    {"basket.sunset_missing", "The basket needs a sunset date.", ""},
    {"basket.sunset_before_review", "The sunset date {sunset} is not after the review date {review}.", ""},
    {"basket.duration_not_positive", "A limit of the duration must be above zero.", ""},
    {"basket.duration_crossed", "The shortest duration {min} is above the longest {max}.", ""},
    {"basket.award_criteria_forbidden", "Open acceptance knows no award criteria and no weights.", ""},
    {"basket.price_rise_in_past", "The announced day {day} for price rises is in the past.", ""},
};

} // namespace

void PublicationFaults::add(std::string pointer, std::string_view rule, Facts values)
{
    errors_.push_back(field_error(sentences, std::move(pointer), rule, std::move(values)));
}

void PublicationFaults::require_text(const LocalText& text, const std::string& field, std::string_view rule,
                                     Facts values)
{
    for (const auto* language : {"fi", "sv"})
    {
        const auto& content = std::string_view{language} == "fi" ? text.fi : text.sv;
        if (!content.empty())
            continue;
        auto all = values;
        all.emplace_back("language", language);
        add("/" + field + "/" + language, rule, std::move(all));
    }
}

void PublicationFaults::require_distinct(const std::vector<std::string>& codes, const std::string& field)
{
    for (const auto& code : doubled(codes))
        add("/" + field, "basket.code_doubled", {{"code", code}, {"field", field}});
}

void PublicationFaults::take(std::vector<FieldError> more)
{
    errors_.insert(errors_.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

RuleSentences basket_sentences()
{
    return sentences;
}

} // namespace kori
