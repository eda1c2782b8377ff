// What keeps a basket from being published: everything is looked at, everything that is missing is listed.
// The price model is looked at in publication_prices.cpp.
#include "procurement/basket/publication_prices.hpp"

#include "core/base/law_book.hpp"

#include <algorithm>

namespace kori
{

namespace
{

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
        look_at_prices(terms_, faults_);
        look_at_outcomes();
        look_at_channel();
        return std::move(faults_).all();
    }

private:
    void look_at_texts()
    {
        faults_.require_text(terms_.name, "name", "basket.text_missing", {{"field", "name"}});
        faults_.require_text(terms_.aim, "aim", "basket.text_missing", {{"field", "aim"}});
        faults_.require_text(terms_.benefit, "benefit", "basket.text_missing", {{"field", "benefit"}});
        faults_.require_text(terms_.duty_to_those_who_need_more, "duty_to_those_who_need_more",
                             "basket.text_missing", {{"field", "duty_to_those_who_need_more"}});
    }

    void require_codes(const std::vector<std::string>& codes, const std::string& field)
    {
        if (codes.empty())
            faults_.add("/" + field, "basket.list_empty", {{"field", field}});
        faults_.require_distinct(codes, field);
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
            faults_.add("/duration/min_days", "basket.duration_not_positive");
        if (limits.max_days && *limits.max_days <= 0)
            faults_.add("/duration/max_days", "basket.duration_not_positive");
        if (limits.min_days && limits.max_days && *limits.min_days > *limits.max_days)
            faults_.add("/duration/max_days", "basket.duration_crossed",
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
            faults_.add("/legal_form_ground", "basket.legal_ground_missing");
            return;
        }
        const auto& ground = *terms_.legal_form_ground;
        const auto day = to_text(today_);
        if (law_.find("legal_form_ground." + ground.code, today_) == nullptr)
            faults_.add("/legal_form_ground/code", "basket.legal_ground_unknown",
                        {{"ground", ground.code}, {"day", day}});
        if (ground.statute.empty())
            faults_.add("/legal_form_ground/statute", "basket.legal_ground_statute_missing");
        if (!ground.validity.contains(today_))
            faults_.add("/legal_form_ground/valid_from", "basket.legal_ground_not_in_force",
                        {{"ground", ground.code}, {"day", day}});
        faults_.require_text(ground.reason, "legal_form_ground/reason", "basket.legal_ground_reason_missing");
    }

    void look_at_alternatives()
    {
        if (terms_.is_niche && terms_.niche_reason.empty())
            faults_.add("/niche_reason", "basket.niche_reason_missing");
        if (!terms_.is_niche && !terms_.niche_reason.empty())
            faults_.add("/is_niche", "basket.niche_not_marked");
        // Two is no policy: with one there is nothing to choose.
        if (terms_.minimum_alternatives < (terms_.is_niche ? 1 : 2))
            faults_.add("/minimum_alternatives", "basket.alternatives_too_few");
    }

    void look_at_dates()
    {
        if (!terms_.review_on)
            faults_.add("/review_on", "basket.review_missing");
        else if (*terms_.review_on <= today_)
            faults_.add("/review_on", "basket.review_in_past",
                        {{"review", to_text(*terms_.review_on)}, {"day", to_text(today_)}});
        if (!terms_.sunset_on)
            faults_.add("/sunset_on", "basket.sunset_missing");
        else if (terms_.review_on && *terms_.sunset_on <= *terms_.review_on)
            faults_.add("/sunset_on", "basket.sunset_before_review",
                        {{"sunset", to_text(*terms_.sunset_on)}, {"review", to_text(*terms_.review_on)}});
        for (std::size_t i = 0; i < terms_.price_rise_dates.size(); ++i)
            if (terms_.price_rise_dates[i] < today_)
                faults_.add("/price_rise_dates/" + std::to_string(i), "basket.price_rise_in_past",
                            {{"day", to_text(terms_.price_rise_dates[i])}});
    }

    void look_at_caps()
    {
        faults_.require_positive(terms_.capacity_cap, "/capacity_cap", "capacity_cap");
        faults_.require_positive(terms_.budget_cap, "/budget_cap_cents", "budget_cap");
        faults_.require_positive(terms_.person_cap, "/person_cap_cents", "person_cap");
        if (terms_.person_cap && terms_.budget_cap && *terms_.person_cap > *terms_.budget_cap)
            faults_.add("/person_cap_cents", "basket.cap_person_above_budget");
    }

    template <class Part>
    void look_at_parts(const std::vector<Part>& parts, const std::string& field)
    {
        std::vector<std::string> codes;
        for (std::size_t i = 0; i < parts.size(); ++i)
        {
            faults_.take(faults_of(parts[i], "/" + field + "/" + std::to_string(i)));
            if (!parts[i].code.empty())
                codes.push_back(parts[i].code);
        }
        faults_.require_distinct(codes, field);
    }

    void look_at_rules()
    {
        look_at_parts(terms_.eligibility_rules, "eligibility_rules");
        look_at_parts(terms_.boundary_conditions, "boundary_conditions");
    }

    void look_at_outcomes()
    {
        if (terms_.outcomes.empty() && !terms_.is_civic)
            faults_.add("/outcomes", "basket.outcome_set_empty");
        std::vector<std::string> codes;
        for (std::size_t i = 0; i < terms_.outcomes.size(); ++i)
        {
            look_at_outcome(terms_.outcomes[i], "outcomes/" + std::to_string(i));
            codes.push_back(terms_.outcomes[i].code);
        }
        faults_.require_distinct(codes, "outcomes");
    }

    void look_at_outcome(const BasketOutcome& outcome, const std::string& field)
    {
        const auto pointer = "/" + field;
        const auto known = parse_outcome(outcome.code);
        if (!known)
            faults_.add(pointer + "/code", "basket.outcome_unknown", {{"outcome", outcome.code}});
        faults_.require_text(outcome.definition, field + "/definition", "basket.outcome_text_missing",
                             {{"outcome", outcome.code}});
        if (outcome.verifiers.empty())
            faults_.add(pointer + "/verifiers", "basket.verifier_missing", {{"outcome", outcome.code}});
        for (std::size_t i = 0; i < outcome.verifiers.size(); ++i)
        {
            const auto verifier = outcome.verifiers[i];
            const auto at = pointer + "/verifiers/" + std::to_string(i);
            if (verifier == Verifier::provider)
                faults_.add(at, "basket.verifier_is_claimant", {{"outcome", outcome.code}});
            else if (known && !may_verify(*known->kind, verifier))
                faults_.add(at, "basket.verifier_not_allowed",
                            {{"verifier", code_of(verifier)}, {"outcome", outcome.code}});
        }
        if (outcome.min_hours_per_week && *outcome.min_hours_per_week < 0)
            faults_.add(pointer + "/min_hours_per_week", "basket.outcome_limit_negative",
                        {{"outcome", outcome.code}});
        if (outcome.min_days && *outcome.min_days < 0)
            faults_.add(pointer + "/min_days", "basket.outcome_limit_negative", {{"outcome", outcome.code}});
        if (outcome.days_after_end < 0)
            faults_.add(pointer + "/days_after_end", "basket.outcome_limit_negative",
                        {{"outcome", outcome.code}});
    }

    void look_at_channel()
    {
        if (is_forbidden(channel_, channel_verb::set_weights) && !terms_.award_criteria.empty())
            faults_.add("/award_criteria", "basket.award_criteria_forbidden");
    }

    const BasketTerms& terms_;
    Channel channel_;
    CivilDate today_;
    const LawBook& law_;
    PublicationFaults faults_;
};

} // namespace

std::vector<FieldError> missing_for_publication(const BasketTerms& terms, Channel channel, CivilDate today,
                                                const LawBook& law)
{
    return Inspection{terms, channel, today, law}.all();
}

} // namespace kori
