#include "marketplace/outcome/outcome_document.hpp"

namespace kori::outcomes
{

using namespace http;

namespace
{

std::optional<Money> optional_money(const json::Value& document, std::string_view name)
{
    const auto cents = document.optional_integer(name);
    return cents ? std::optional{Money::cents(*cents)} : std::nullopt;
}

json::Object document_of(const ComponentTerms& terms)
{
    return json::Object{}
        .add("component", terms.component)
        .add("kind", code_of(terms.kind))
        .add("unit", terms.unit)
        .add("price_cents", terms.price)
        .add_if("quantity_per_person", terms.caps.quantity_per_person)
        .add_if("quantity_per_order", terms.caps.quantity_per_order)
        .add_if("money_per_person_cents", terms.caps.money_per_person)
        .add_if("money_per_order_cents", terms.caps.money_per_order)
        .add("outcome", terms.outcome)
        .add_if("min_hours_per_week", terms.min_hours_per_week)
        .add_if("min_days", terms.min_days)
        .add("days_after_end", terms.days_after_end)
        .add_if("person_cap_cents", terms.person_cap);
}

ComponentTerms terms_of(const json::Value& document)
{
    const auto kind = parse_component_kind(document.at("kind").text());
    PROMISE(kind.has_value());
    ComponentTerms terms;
    terms.component = document.at("component").text();
    terms.kind = *kind;
    terms.unit = document.at("unit").text();
    terms.price = document.at("price_cents").money();
    terms.caps = {document.optional_integer("quantity_per_person"),
                  document.optional_integer("quantity_per_order"),
                  optional_money(document, "money_per_person_cents"),
                  optional_money(document, "money_per_order_cents")};
    terms.outcome = document.at("outcome").text();
    terms.min_hours_per_week = document.optional_integer("min_hours_per_week");
    terms.min_days = document.optional_integer("min_days");
    terms.days_after_end = document.at("days_after_end").integer();
    terms.person_cap = optional_money(document, "person_cap_cents");
    return terms;
}

json::Object document_of(const CapsUsed& used)
{
    json::Array ranges;
    for (const auto& range : used.ranges_paid)
        ranges.emplace_back(json::Object{}.add("from", range.from).add("to", range.to));
    return json::Object{}
        .add("quantity_of_person", used.quantity_of_person)
        .add("quantity_of_order", used.quantity_of_order)
        .add("money_of_person_cents", used.money_of_person)
        .add("money_of_order_cents", used.money_of_order)
        .add("person_total_cents", used.person_total)
        .add_if("reserved_left_cents", used.reserved_left)
        .add_if("paid_before", used.paid_before)
        .add("ranges_paid", std::move(ranges));
}

CapsUsed used_of(const json::Value& document)
{
    CapsUsed used;
    used.quantity_of_person = document.at("quantity_of_person").integer();
    used.quantity_of_order = document.at("quantity_of_order").integer();
    used.money_of_person = document.at("money_of_person_cents").money();
    used.money_of_order = document.at("money_of_order_cents").money();
    used.person_total = document.at("person_total_cents").money();
    used.reserved_left = optional_money(document, "reserved_left_cents");
    used.paid_before = document.optional_text("paid_before");
    for (const auto& range : document.at("ranges_paid").array())
        used.ranges_paid.push_back({range.at("from").date(), range.at("to").date()});
    return used;
}

} // namespace

OutcomeDecision decide(const DecisionInputs& inputs)
{
    return decide_outcome(inputs.terms, inputs.facts, inputs.used, inputs.service_days, inputs.claimed_on);
}

json::Object document_of(const ClaimFacts& facts)
{
    return json::Object{}
        .add("quantity", facts.quantity)
        .add_if("happened_on", facts.happened_on)
        .add_if("from", facts.from)
        .add_if("to", facts.to)
        .add_if("job_starts_on", facts.job_starts_on)
        .add_if("job_ends_on", facts.job_ends_on)
        .add_if("job_agreed_on", facts.job_agreed_on)
        .add_if("hours_per_week", facts.hours_per_week)
        .add_if("checked_on", facts.checked_on)
        .add_if("cost_cents", facts.cost)
        .add("participants", facts.participants)
        .add("participant_place", facts.participant_place);
}

ClaimFacts facts_of(const json::Value& document)
{
    ClaimFacts facts;
    facts.quantity = document.optional_integer("quantity").value_or(1);
    facts.happened_on = document.optional_date("happened_on");
    facts.from = document.optional_date("from");
    facts.to = document.optional_date("to");
    facts.job_starts_on = document.optional_date("job_starts_on");
    facts.job_ends_on = document.optional_date("job_ends_on");
    facts.job_agreed_on = document.optional_date("job_agreed_on");
    facts.hours_per_week = document.optional_integer("hours_per_week");
    facts.checked_on = document.optional_date("checked_on");
    facts.cost = optional_money(document, "cost_cents");
    facts.participants = document.optional_integer("participants").value_or(1);
    facts.participant_place = document.optional_integer("participant_place").value_or(1);
    return facts;
}

json::Object document_of(const DecisionInputs& inputs)
{
    return json::Object{}
        .add("terms", document_of(inputs.terms))
        .add("facts", document_of(inputs.facts))
        .add("used", document_of(inputs.used))
        .add("service_from", inputs.service_days.from)
        .add_if("service_to", inputs.service_days.to)
        .add("claimed_on", inputs.claimed_on);
}

DecisionInputs inputs_of(const json::Value& document)
{
    return {terms_of(document.at("terms")),
            facts_of(document.at("facts")),
            used_of(document.at("used")),
            {document.at("service_from").date(), document.optional_date("service_to")},
            document.at("claimed_on").date()};
}

json::Object document_of(const OutcomeDecision& decision)
{
    json::Array reasons;
    for (const auto& reason : decision.reasons)
    {
        json::Object values;
        for (const auto& fact : reason.values)
        {
            if (const auto* number = std::get_if<std::int64_t>(&fact.value))
                values.add(fact.name, *number);
            else
                values.add(fact.name, std::get<std::string>(fact.value));
        }
        reasons.emplace_back(json::Object{}
                                 .add("rule", reason.rule)
                                 .add("sentence", reason.sentence)
                                 .add("values", std::move(values)));
    }
    return json::Object{}
        .add("verdict", code_of(decision.verdict))
        .add("accepted_quantity", decision.accepted_quantity)
        .add("amount_cents", decision.amount)
        .add("refused_quantity", decision.refused_quantity)
        .add("refused_amount_cents", decision.refused_amount)
        .add("reasons", std::move(reasons))
        .add("rule_version", decision.rule_version);
}

OutcomeDecision decision_of(const json::Value& document)
{
    OutcomeDecision decision;
    const auto& verdict = document.at("verdict").text();
    for (const auto one : {ClaimVerdict::accepted, ClaimVerdict::partly_accepted, ClaimVerdict::refused})
        if (code_of(one) == verdict)
            decision.verdict = one;
    decision.accepted_quantity = document.at("accepted_quantity").integer();
    decision.amount = document.at("amount_cents").money();
    decision.refused_quantity = document.at("refused_quantity").integer();
    decision.refused_amount = document.at("refused_amount_cents").money();
    for (const auto& reason : document.at("reasons").array())
    {
        DecisionReason made{reason.at("rule").text(), reason.at("sentence").text(), {}};
        for (const auto& [name, value] : reason.at("values").object().members())
        {
            if (value.is_integer())
                made.values.emplace_back(name, value.integer());
            else
                made.values.emplace_back(name, value.text());
        }
        decision.reasons.push_back(std::move(made));
    }
    decision.rule_version = document.at("rule_version").text();
    return decision;
}

Shape facts_shape(std::string name)
{
    const auto most = Money::euros(1'000'000);
    // Bounds of sense stand here; what the facts mean for the money is the rule's matter, with its sentences.
    return object(
        std::move(name), "Dated facts; which of them are needed follows from the component",
        {optional("quantity", integer(1, 100'000, "Units; 1 when absent", 1)),
         optional("happened_on", date("When it happened", "2026-03-09")),
         optional("from", date("First day of the time claimed", "2026-03-01")),
         optional("to", date("Last day of the time claimed", "2026-03-31")),
         optional("job_starts_on", date("First day of the job", "2026-05-01")),
         optional("job_ends_on", date("Last day of the job; absent: until further notice", "2026-12-31")),
         optional("job_agreed_on", date("When the job was agreed", "2026-04-20")),
         optional("hours_per_week", integer(0, 168, "Hours a week", 30)),
         optional("checked_on", date("When the status was looked at", "2026-11-02")),
         optional("cost_cents", money(Money::cents(1), most, "A cost, without VAT", Money::euros(40))),
         optional("participants", integer(1, 100'000, "Of a group session", 1)),
         optional("participant_place", integer(1, 100'000, "Which part of the session, from 1", 1))});
}

Shape inputs_shape()
{
    const auto most = Money::euros(1'000'000'000);
    const auto amount = [&](std::string about)
    { return money(-most, most, std::move(about), Money::euros(300)); };
    const auto count = [](std::string about)
    { return integer(-1'000'000'000, 1'000'000'000, std::move(about), 1); };
    auto terms = object(
        "DecisionTerms", "The component as the order has it",
        {required("component", text(1, 100, "Component", "start")),
         required("kind", text(1, 20, "Kind", "START")), required("unit", text(1, 20, "Unit", "person")),
         required("price_cents", amount("Of one unit, frozen in the offer")),
         optional("quantity_per_person", count("Cap")), optional("quantity_per_order", count("Cap")),
         optional("money_per_person_cents", amount("Cap")), optional("money_per_order_cents", amount("Cap")),
         required("outcome", text(0, 60, "Outcome", "")), optional("min_hours_per_week", count("Of a job")),
         optional("min_days", count("Of a job")), required("days_after_end", count("A result still counts")),
         optional("person_cap_cents", amount("Of the person over the basket"))});
    auto used =
        object("DecisionUsed", "What was decided before, as it was in that moment",
               {required("quantity_of_person", count("Units")), required("quantity_of_order", count("Units")),
                required("money_of_person_cents", amount("Of the component")),
                required("money_of_order_cents", amount("Of the component")),
                required("person_total_cents", amount("Of all components in the basket")),
                optional("reserved_left_cents", amount("Left of the order's reserve")),
                optional("paid_before", id_with_prefix("clm", "Claim that was paid for the same")),
                required("ranges_paid", list(object("DecisionRange", "Both days belong to it",
                                                    {required("from", date("First day", "2026-03-01")),
                                                     required("to", date("Last day", "2026-03-31"))}),
                                             0, 10'000, "Days paid before"))});
    return object("DecisionInputs", "Everything that went into a decision",
                  {required("terms", std::move(terms)), required("facts", facts_shape("DecidedFacts")),
                   required("used", std::move(used)),
                   required("service_from", date("First day of the service", "2026-03-02")),
                   optional("service_to", date("First day after it", "2026-09-01")),
                   required("claimed_on", date("When the claim arrived", "2026-03-10"))});
}

} // namespace kori::outcomes
