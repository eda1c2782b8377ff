// What keeps a basket from being published: everything is looked at, everything that is missing is listed.
#include "procurement/basket/basket.hpp"

#include "core/base/law_book.hpp"

#include <algorithm>

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

// Collects the errors of one basket; each member looks at one part of it.
class Inspection
{
public:
    Inspection(const BasketTerms& terms, Channel channel, CivilDate today, const LawBook& law)
        : terms_{terms}, channel_{channel}, today_{today}, law_{law}
    {
    }

    std::vector<FieldError> all()
    {
        look_at_texts();
        look_at_lists();
        look_at_duration();
        look_at_legal_forms();
        look_at_alternatives();
        look_at_dates();
        look_at_caps();
        look_at_rules();
        look_at_prices();
        look_at_share();
        look_at_outcomes();
        look_at_channel();
        return std::move(errors_);
    }

private:
    void add(std::string pointer, std::string_view rule, Facts values = {})
    {
        errors_.push_back(field_error(sentences, std::move(pointer), rule, std::move(values)));
    }

    void require_text(const LocalText& text, const std::string& field, std::string_view rule,
                      Facts values = {})
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

    void look_at_texts()
    {
        require_text(terms_.name, "name", "basket.text_missing", {{"field", "name"}});
        require_text(terms_.aim, "aim", "basket.text_missing", {{"field", "aim"}});
        require_text(terms_.benefit, "benefit", "basket.text_missing", {{"field", "benefit"}});
        require_text(terms_.duty_to_those_who_need_more, "duty_to_those_who_need_more", "basket.text_missing",
                     {{"field", "duty_to_those_who_need_more"}});
    }

    void require_codes(const std::vector<std::string>& codes, const std::string& field)
    {
        if (codes.empty())
            add("/" + field, "basket.list_empty", {{"field", field}});
        for (const auto& code : doubled(codes))
            add("/" + field, "basket.code_doubled", {{"code", code}, {"field", field}});
    }

    void look_at_lists()
    {
        require_codes(terms_.service_types, "service_types");
        require_codes(terms_.target_groups, "target_groups");
        require_codes(terms_.needs, "needs");
        require_codes(terms_.municipalities, "municipalities");
        require_codes(terms_.delivery_modes, "delivery_modes");
        require_codes(terms_.languages, "languages");
    }

    void look_at_duration()
    {
        const auto& limits = terms_.duration;
        if (limits.min_days && *limits.min_days <= 0)
            add("/duration/min_days", "basket.duration_not_positive");
        if (limits.max_days && *limits.max_days <= 0)
            add("/duration/max_days", "basket.duration_not_positive");
        if (limits.min_days && limits.max_days && *limits.min_days > *limits.max_days)
            add("/duration/max_days", "basket.duration_crossed",
                {{"min", *limits.min_days}, {"max", *limits.max_days}});
    }

    // §91: the legal form is no ground of rejection, unless a statute says so for these days.
    void look_at_legal_forms()
    {
        const auto& conditions = terms_.boundary_conditions;
        const bool has_condition =
            std::any_of(conditions.begin(), conditions.end(), [](const BoundaryCondition& condition)
                        { return condition.kind == ConditionKind::legal_form_among; });
        if (terms_.eligible_legal_forms.empty() && !has_condition)
            return;
        if (!terms_.legal_form_ground)
        {
            add("/legal_form_ground", "basket.legal_ground_missing");
            return;
        }
        const auto& ground = *terms_.legal_form_ground;
        const auto day = to_text(today_);
        if (law_.find("legal_form_ground." + ground.code, today_) == nullptr)
            add("/legal_form_ground/code", "basket.legal_ground_unknown",
                {{"ground", ground.code}, {"day", day}});
        if (ground.statute.empty())
            add("/legal_form_ground/statute", "basket.legal_ground_statute_missing");
        if (!ground.validity.contains(today_))
            add("/legal_form_ground/valid_from", "basket.legal_ground_not_in_force",
                {{"ground", ground.code}, {"day", day}});
        require_text(ground.reason, "legal_form_ground/reason", "basket.legal_ground_reason_missing");
    }

    void look_at_alternatives()
    {
        if (terms_.is_niche && terms_.niche_reason.empty())
            add("/niche_reason", "basket.niche_reason_missing");
        if (!terms_.is_niche && !terms_.niche_reason.empty())
            add("/is_niche", "basket.niche_not_marked");
        // Two is no policy: with one there is nothing to choose.
        if (terms_.minimum_alternatives < (terms_.is_niche ? 1 : 2))
            add("/minimum_alternatives", "basket.alternatives_too_few");
    }

    void look_at_dates()
    {
        if (!terms_.review_on)
            add("/review_on", "basket.review_missing");
        else if (*terms_.review_on <= today_)
            add("/review_on", "basket.review_in_past",
                {{"review", to_text(*terms_.review_on)}, {"day", to_text(today_)}});
        if (!terms_.sunset_on)
            add("/sunset_on", "basket.sunset_missing");
        else if (terms_.review_on && *terms_.sunset_on <= *terms_.review_on)
            add("/sunset_on", "basket.sunset_before_review",
                {{"sunset", to_text(*terms_.sunset_on)}, {"review", to_text(*terms_.review_on)}});
        for (std::size_t i = 0; i < terms_.price_rise_dates.size(); ++i)
            if (terms_.price_rise_dates[i] < today_)
                add("/price_rise_dates/" + std::to_string(i), "basket.price_rise_in_past",
                    {{"day", to_text(terms_.price_rise_dates[i])}});
    }

    template <class Number>
    void require_positive(const std::optional<Number>& cap, const std::string& pointer, std::string_view name)
    {
        if (cap && *cap <= Number{})
            add(pointer, "basket.cap_not_positive", {{"cap", name}});
    }

    void look_at_caps()
    {
        require_positive(terms_.capacity_cap, "/capacity_cap", "capacity_cap");
        require_positive(terms_.budget_cap, "/budget_cap_cents", "budget_cap");
        require_positive(terms_.person_cap, "/person_cap_cents", "person_cap");
        if (terms_.person_cap && terms_.budget_cap && *terms_.person_cap > *terms_.budget_cap)
            add("/person_cap_cents", "basket.cap_person_above_budget");
    }

    template <class Part>
    void look_at_parts(const std::vector<Part>& parts, const std::string& field)
    {
        std::vector<std::string> codes;
        for (std::size_t i = 0; i < parts.size(); ++i)
        {
            auto faults = faults_of(parts[i], "/" + field + "/" + std::to_string(i));
            errors_.insert(errors_.end(), faults.begin(), faults.end());
            if (!parts[i].code.empty())
                codes.push_back(parts[i].code);
        }
        for (const auto& code : doubled(codes))
            add("/" + field, "basket.code_doubled", {{"code", code}, {"field", field}});
    }

    void look_at_rules()
    {
        look_at_parts(terms_.eligibility_rules, "eligibility_rules");
        look_at_parts(terms_.boundary_conditions, "boundary_conditions");
    }

    void look_at_prices()
    {
        if (terms_.is_civic && !terms_.price_components.empty())
            add("/price_components", "basket.civic_with_prices");
        if (!terms_.is_civic && terms_.price_components.empty())
            add("/price_components", "basket.price_model_missing");
        std::vector<std::string> codes;
        for (std::size_t i = 0; i < terms_.price_components.size(); ++i)
        {
            const auto& component = terms_.price_components[i];
            look_at_component(component, "price_components/" + std::to_string(i));
            if (!component.code.empty())
                codes.push_back(component.code);
        }
        for (const auto& code : doubled(codes))
            add("/price_components", "basket.code_doubled", {{"code", code}, {"field", "price_components"}});
    }

    void look_at_component(const PriceComponent& component, const std::string& field)
    {
        const auto& kind = row_of(component.kind);
        const auto pointer = "/" + field;
        if (component.code.empty())
            add(pointer + "/code", "basket.component_code_missing");
        require_text(component.name, field + "/name", "basket.component_text_missing");
        if (std::find(kind.units.begin(), kind.units.end(), component.unit) == kind.units.end())
            add(pointer + "/unit", "basket.component_unit_unknown",
                {{"kind", kind.code}, {"unit", component.unit}});
        if (component.ceiling <= Money{})
            add(pointer + "/ceiling_cents", "basket.component_ceiling_missing");
        if (kind.needs_reason && component.stated_reason.empty())
            add(pointer + "/stated_reason", "basket.component_reason_missing", {{"kind", kind.code}});
        if (component.expected_quantity < 0)
            add(pointer + "/expected_quantity", "basket.component_quantity_negative");
        look_at_component_outcome(component, pointer);
        look_at_component_caps(component, pointer + "/caps");
    }

    void look_at_component_outcome(const PriceComponent& component, const std::string& pointer)
    {
        const auto& kind = row_of(component.kind);
        if (!kind.is_outcome)
        {
            if (!component.outcome.empty())
                add(pointer + "/outcome", "basket.component_outcome_not_allowed", {{"kind", kind.code}});
            return;
        }
        if (component.outcome.empty())
        {
            add(pointer + "/outcome", "basket.component_outcome_missing", {{"kind", kind.code}});
            return;
        }
        if (find_outcome(terms_, component.outcome) == nullptr)
            add(pointer + "/outcome", "basket.component_outcome_not_in_set",
                {{"outcome", component.outcome}});
        const auto outcome = parse_outcome(component.outcome);
        if (component.kind == ComponentKind::retention && outcome && !outcome->kind->has_months)
            add(pointer + "/outcome", "basket.retention_outcome_expected");
    }

    void look_at_component_caps(const PriceComponent& component, const std::string& pointer)
    {
        const auto& caps = component.caps;
        require_positive(caps.quantity_per_person, pointer + "/quantity_per_person", "quantity_per_person");
        require_positive(caps.quantity_per_order, pointer + "/quantity_per_order", "quantity_per_order");
        require_positive(caps.money_per_person, pointer + "/money_per_person_cents", "money_per_person");
        require_positive(caps.money_per_order, pointer + "/money_per_order_cents", "money_per_order");
        if (caps.quantity_per_person && caps.quantity_per_order &&
            *caps.quantity_per_order > *caps.quantity_per_person)
            add(pointer + "/quantity_per_order", "basket.cap_order_above_person");
        if (caps.money_per_person && caps.money_per_order && *caps.money_per_order > *caps.money_per_person)
            add(pointer + "/money_per_order_cents", "basket.cap_order_above_person");
        if (caps.money_per_order && *caps.money_per_order < component.ceiling)
            add(pointer + "/money_per_order_cents", "basket.cap_below_one_unit",
                {{"cap", "money_per_order"}});
        if (caps.money_per_person && *caps.money_per_person < component.ceiling)
            add(pointer + "/money_per_person_cents", "basket.cap_below_one_unit",
                {{"cap", "money_per_person"}});
        if (caps.money_per_person && terms_.person_cap && *caps.money_per_person > *terms_.person_cap)
            add(pointer + "/money_per_person_cents", "basket.cap_component_above_person");
    }

    // domain.md 8.2 (b): the share is judged at the ceilings here, and again for each offer's own prices.
    void look_at_share()
    {
        const bool pays_outcomes =
            std::any_of(terms_.price_components.begin(), terms_.price_components.end(),
                        [](const PriceComponent& component) { return row_of(component.kind).is_outcome; });
        if (!terms_.outcome_share_band)
        {
            if (pays_outcomes)
                add("/outcome_share_band", "basket.share_band_missing");
            return;
        }
        const auto& band = *terms_.outcome_share_band;
        if (band.at_least_basis_points < 0 || band.at_most_basis_points > 10'000 ||
            band.at_least_basis_points > band.at_most_basis_points)
        {
            add("/outcome_share_band", "basket.share_band_crossed");
            return;
        }
        const bool has_negatives =
            std::any_of(terms_.price_components.begin(), terms_.price_components.end(),
                        [](const PriceComponent& component)
                        { return component.ceiling.is_negative() || component.expected_quantity < 0; });
        const auto share = has_negatives
                               ? std::nullopt
                               : outcome_share(terms_.price_components, ceilings_of(terms_.price_components));
        if (share && (*share < band.at_least_basis_points || *share > band.at_most_basis_points))
            add("/outcome_share_band", "basket.share_outside_band",
                {{"share", *share},
                 {"at_least", band.at_least_basis_points},
                 {"at_most", band.at_most_basis_points}});
    }

    void look_at_outcomes()
    {
        if (terms_.outcomes.empty() && !terms_.is_civic)
            add("/outcomes", "basket.outcome_set_empty");
        std::vector<std::string> codes;
        for (std::size_t i = 0; i < terms_.outcomes.size(); ++i)
        {
            look_at_outcome(terms_.outcomes[i], "outcomes/" + std::to_string(i));
            codes.push_back(terms_.outcomes[i].code);
        }
        for (const auto& code : doubled(codes))
            add("/outcomes", "basket.code_doubled", {{"code", code}, {"field", "outcomes"}});
    }

    void look_at_outcome(const BasketOutcome& outcome, const std::string& field)
    {
        const auto pointer = "/" + field;
        const auto known = parse_outcome(outcome.code);
        if (!known)
            add(pointer + "/code", "basket.outcome_unknown", {{"outcome", outcome.code}});
        require_text(outcome.definition, field + "/definition", "basket.outcome_text_missing",
                     {{"outcome", outcome.code}});
        if (outcome.verifiers.empty())
            add(pointer + "/verifiers", "basket.verifier_missing", {{"outcome", outcome.code}});
        for (std::size_t i = 0; i < outcome.verifiers.size(); ++i)
        {
            const auto verifier = outcome.verifiers[i];
            const auto at = pointer + "/verifiers/" + std::to_string(i);
            if (verifier == Verifier::provider)
                add(at, "basket.verifier_is_claimant", {{"outcome", outcome.code}});
            else if (known && !may_verify(*known->kind, verifier))
                add(at, "basket.verifier_not_allowed",
                    {{"verifier", code_of(verifier)}, {"outcome", outcome.code}});
        }
        if (outcome.min_hours_per_week && *outcome.min_hours_per_week < 0)
            add(pointer + "/min_hours_per_week", "basket.outcome_limit_negative",
                {{"outcome", outcome.code}});
        if (outcome.min_days && *outcome.min_days < 0)
            add(pointer + "/min_days", "basket.outcome_limit_negative", {{"outcome", outcome.code}});
        if (outcome.days_after_end < 0)
            add(pointer + "/days_after_end", "basket.outcome_limit_negative", {{"outcome", outcome.code}});
    }

    void look_at_channel()
    {
        if (is_forbidden(channel_, channel_verb::set_weights) && !terms_.award_criteria.empty())
            add("/award_criteria", "basket.award_criteria_forbidden");
    }

    const BasketTerms& terms_;
    Channel channel_;
    CivilDate today_;
    const LawBook& law_;
    std::vector<FieldError> errors_;
};

} // namespace

std::vector<FieldError> missing_for_publication(const BasketTerms& terms, Channel channel, CivilDate today,
                                                const LawBook& law)
{
    return Inspection{terms, channel, today, law}.all();
}

RuleSentences basket_sentences()
{
    return sentences;
}

} // namespace kori
