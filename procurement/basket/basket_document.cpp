#include "procurement/basket/basket_document.hpp"

#include "core/base/promise.hpp"

namespace kori::baskets
{
namespace
{

template <class Enum>
Enum known(const std::optional<Enum>& parsed)
{
    PROMISE(parsed.has_value()); // the shape lists the codes
    return *parsed;
}

template <class Part, class Write>
json::Array array_by(const std::vector<Part>& parts, Write write)
{
    json::Array result;
    result.reserve(parts.size());
    for (const auto& part : parts)
        result.emplace_back(write(part));
    return result;
}

template <class Read>
auto parts_in(const json::Value& document, std::string_view name, Read read)
{
    std::vector<decltype(read(document))> result;
    if (const auto* items = document.find(name))
        for (const auto& item : items->array())
            result.push_back(read(item));
    return result;
}

std::vector<std::string> texts_in(const json::Value& document, std::string_view name)
{
    const auto* items = document.find(name);
    return items ? items->texts() : std::vector<std::string>{};
}

LocalText local_in(const json::Value& document, std::string_view name)
{
    const auto* text = document.find(name);
    return text ? text->local_text() : LocalText{};
}

std::string text_in(const json::Value& document, std::string_view name)
{
    return document.optional_text(name).value_or("");
}

std::optional<Money> money_in(const json::Value& document, std::string_view name)
{
    const auto cents = document.optional_integer(name);
    return cents ? std::optional{Money::cents(*cents)} : std::nullopt;
}

json::Object written(const EligibilityRule& rule)
{
    return json::Object{}
        .add("code", rule.code)
        .add("kind", code_of(rule.kind))
        .add("text", rule.text)
        .add("codes", json::array_of(rule.codes));
}

EligibilityRule rule_in(const json::Value& item)
{
    return {text_in(item, "code"), known(parse_eligibility_kind(item.at("kind").text())),
            local_in(item, "text"), texts_in(item, "codes")};
}

json::Object written(const BoundaryCondition& condition)
{
    return json::Object{}
        .add("code", condition.code)
        .add("kind", code_of(condition.kind))
        .add("text", condition.text)
        .add("codes", json::array_of(condition.codes))
        .add("match", code_of(condition.match))
        .add_if("at_least", condition.at_least)
        .add_if("at_most", condition.at_most)
        .add_if("amount_cents", condition.amount);
}

BoundaryCondition condition_in(const json::Value& item)
{
    BoundaryCondition condition;
    condition.code = text_in(item, "code");
    condition.kind = known(parse_condition_kind(item.at("kind").text()));
    condition.text = local_in(item, "text");
    condition.codes = texts_in(item, "codes");
    if (const auto match = item.optional_text("match"))
        condition.match = known(parse_match(*match));
    condition.at_least = item.optional_integer("at_least");
    condition.at_most = item.optional_integer("at_most");
    condition.amount = money_in(item, "amount_cents");
    return condition;
}

json::Object written(const PriceComponent& component)
{
    json::Object view;
    view.add("code", component.code)
        .add("kind", code_of(component.kind))
        .add("name", component.name)
        .add("unit", component.unit)
        .add("ceiling_cents", component.ceiling)
        .add("caps", json::Object{}
                         .add_if("quantity_per_person", component.caps.quantity_per_person)
                         .add_if("quantity_per_order", component.caps.quantity_per_order)
                         .add_if("money_per_person_cents", component.caps.money_per_person)
                         .add_if("money_per_order_cents", component.caps.money_per_order));
    if (!component.outcome.empty())
        view.add("outcome", component.outcome);
    if (!component.stated_reason.empty())
        view.add("stated_reason", component.stated_reason);
    return view.add("expected_quantity", component.expected_quantity);
}

PriceComponent component_in(const json::Value& item)
{
    PriceComponent component;
    component.code = text_in(item, "code");
    component.kind = known(parse_component_kind(item.at("kind").text()));
    component.name = local_in(item, "name");
    component.unit = text_in(item, "unit");
    component.ceiling = money_in(item, "ceiling_cents").value_or(Money{});
    if (const auto* caps = item.find("caps"))
        component.caps = {
            caps->optional_integer("quantity_per_person"), caps->optional_integer("quantity_per_order"),
            money_in(*caps, "money_per_person_cents"), money_in(*caps, "money_per_order_cents")};
    component.outcome = text_in(item, "outcome");
    component.stated_reason = text_in(item, "stated_reason");
    component.expected_quantity = item.optional_integer("expected_quantity").value_or(1);
    return component;
}

json::Object written(const BasketOutcome& outcome)
{
    return json::Object{}
        .add("code", outcome.code)
        .add("definition", outcome.definition)
        .add("verifiers", array_by(outcome.verifiers, [](Verifier verifier) { return code_of(verifier); }))
        .add_if("min_hours_per_week", outcome.min_hours_per_week)
        .add_if("min_days", outcome.min_days)
        .add("days_after_end", outcome.days_after_end);
}

BasketOutcome outcome_in(const json::Value& item)
{
    BasketOutcome outcome;
    outcome.code = text_in(item, "code");
    outcome.definition = local_in(item, "definition");
    for (const auto& verifier : texts_in(item, "verifiers"))
        outcome.verifiers.push_back(known(parse_verifier(verifier)));
    outcome.min_hours_per_week = item.optional_integer("min_hours_per_week");
    outcome.min_days = item.optional_integer("min_days");
    outcome.days_after_end = item.optional_integer("days_after_end").value_or(0);
    return outcome;
}

json::Object written(const LegalGround& ground)
{
    return json::Object{}
        .add("code", ground.code)
        .add("statute", ground.statute)
        .add("valid_from", ground.validity.from)
        .add_if("valid_to", ground.validity.to)
        .add("reason", ground.reason);
}

LegalGround ground_in(const json::Value& item)
{
    return {text_in(item, "code"),
            text_in(item, "statute"),
            {item.at("valid_from").date(), item.optional_date("valid_to")},
            local_in(item, "reason")};
}

} // namespace

json::Value document_of(const BasketTerms& terms)
{
    json::Object document;
    document.add("name", terms.name)
        .add("aim", terms.aim)
        .add("benefit", terms.benefit)
        .add("service_types", json::array_of(terms.service_types))
        .add("target_groups", json::array_of(terms.target_groups))
        .add("needs", json::array_of(terms.needs))
        .add("municipalities", json::array_of(terms.municipalities))
        .add("delivery_modes", json::array_of(terms.delivery_modes))
        .add("languages", json::array_of(terms.languages));
    if (!terms.cpv.empty())
        document.add("cpv", terms.cpv);
    document.add("duration", json::Object{}
                                 .add_if("min_days", terms.duration.min_days)
                                 .add_if("max_days", terms.duration.max_days));
    document.add("eligible_legal_forms", json::array_of(terms.eligible_legal_forms));
    if (terms.legal_form_ground)
        document.add("legal_form_ground", written(*terms.legal_form_ground));
    document.add("minimum_alternatives", terms.minimum_alternatives).add("is_niche", terms.is_niche);
    if (!terms.niche_reason.empty())
        document.add("niche_reason", terms.niche_reason);
    document.add_if("capacity_cap", terms.capacity_cap)
        .add_if("budget_cap_cents", terms.budget_cap)
        .add_if("person_cap_cents", terms.person_cap)
        .add_if("review_on", terms.review_on)
        .add_if("sunset_on", terms.sunset_on)
        .add("is_pilot", terms.is_pilot)
        .add("duty_to_those_who_need_more", terms.duty_to_those_who_need_more)
        .add("reveals_health", terms.reveals_health)
        .add("eligibility_rules",
             array_by(terms.eligibility_rules, [](const auto& part) { return written(part); }))
        .add("boundary_conditions",
             array_by(terms.boundary_conditions, [](const auto& part) { return written(part); }))
        .add("is_civic", terms.is_civic)
        .add("price_components",
             array_by(terms.price_components, [](const auto& part) { return written(part); }));
    if (terms.outcome_share_band)
        document.add("outcome_share_band",
                     json::Object{}
                         .add("at_least_basis_points", terms.outcome_share_band->at_least_basis_points)
                         .add("at_most_basis_points", terms.outcome_share_band->at_most_basis_points));
    document.add("price_rise_dates", json::array_of(terms.price_rise_dates))
        .add("outcomes", array_by(terms.outcomes, [](const auto& part) { return written(part); }));
    if (!terms.metric_set.empty())
        document.add("metric_set", terms.metric_set);
    document.add("award_criteria", array_by(terms.award_criteria,
                                            [](const AwardCriterion& criterion)
                                            {
                                                return json::Object{}
                                                    .add("code", criterion.code)
                                                    .add("weight_basis_points",
                                                         criterion.weight_basis_points);
                                            }));
    return document;
}

BasketTerms terms_of(const json::Value& document)
{
    BasketTerms terms;
    terms.name = local_in(document, "name");
    terms.aim = local_in(document, "aim");
    terms.benefit = local_in(document, "benefit");
    terms.service_types = texts_in(document, "service_types");
    terms.target_groups = texts_in(document, "target_groups");
    terms.needs = texts_in(document, "needs");
    terms.municipalities = texts_in(document, "municipalities");
    terms.delivery_modes = texts_in(document, "delivery_modes");
    terms.languages = texts_in(document, "languages");
    terms.cpv = text_in(document, "cpv");
    if (const auto* duration = document.find("duration"))
        terms.duration = {duration->optional_integer("min_days"), duration->optional_integer("max_days")};
    terms.eligible_legal_forms = texts_in(document, "eligible_legal_forms");
    if (const auto* ground = document.find("legal_form_ground"))
        terms.legal_form_ground = ground_in(*ground);
    terms.minimum_alternatives = document.optional_integer("minimum_alternatives").value_or(2);
    terms.is_niche = document.flag("is_niche");
    terms.niche_reason = text_in(document, "niche_reason");
    terms.capacity_cap = document.optional_integer("capacity_cap");
    terms.budget_cap = money_in(document, "budget_cap_cents");
    terms.person_cap = money_in(document, "person_cap_cents");
    terms.review_on = document.optional_date("review_on");
    terms.sunset_on = document.optional_date("sunset_on");
    terms.is_pilot = document.flag("is_pilot");
    terms.duty_to_those_who_need_more = local_in(document, "duty_to_those_who_need_more");
    terms.reveals_health = document.flag("reveals_health");
    terms.eligibility_rules = parts_in(document, "eligibility_rules", rule_in);
    terms.boundary_conditions = parts_in(document, "boundary_conditions", condition_in);
    terms.is_civic = document.flag("is_civic");
    terms.price_components = parts_in(document, "price_components", component_in);
    if (const auto* band = document.find("outcome_share_band"))
        terms.outcome_share_band = OutcomeShareBand{band->at("at_least_basis_points").integer(),
                                                    band->at("at_most_basis_points").integer()};
    terms.price_rise_dates =
        parts_in(document, "price_rise_dates", [](const json::Value& day) { return day.date(); });
    terms.outcomes = parts_in(document, "outcomes", outcome_in);
    terms.metric_set = text_in(document, "metric_set");
    terms.award_criteria = parts_in(
        document, "award_criteria", [](const json::Value& item)
        { return AwardCriterion{item.at("code").text(), item.at("weight_basis_points").integer()}; });
    return terms;
}

} // namespace kori::baskets
