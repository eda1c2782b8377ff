// Components and facts of claims, and the rule asked about them.
#pragma once

#include "marketplace/outcome/outcome_rule.hpp"
#include "tests/marketplace/offer/sample_offer.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace kori::test
{

using samples::day;

// The service ran from 2 March to 31 August 2026.
inline const Validity service_days{day(2026, 3, 2), day(2026, 9, 1)};
inline const CivilDate claimed_on = day(2027, 6, 1);

inline ComponentTerms terms(const std::string& component)
{
    const auto found = component_terms(samples::basket(), samples::offer(), component);
    REQUIRE(found);
    return *found;
}

inline ComponentTerms of_kind(ComponentKind kind, const std::string& unit)
{
    ComponentTerms made;
    made.component = "part";
    made.kind = kind;
    made.unit = unit;
    made.price = Money::euros(50);
    return made;
}

inline ClaimFacts moment(CivilDate on)
{
    ClaimFacts facts;
    facts.happened_on = on;
    return facts;
}

inline ClaimFacts range(CivilDate from, CivilDate to, std::int64_t quantity)
{
    ClaimFacts facts;
    facts.from = from;
    facts.to = to;
    facts.quantity = quantity;
    return facts;
}

inline ClaimFacts job(CivilDate starts_on)
{
    ClaimFacts facts;
    facts.job_starts_on = starts_on;
    facts.hours_per_week = 30;
    return facts;
}

inline OutcomeDecision decided(const ComponentTerms& component, const ClaimFacts& facts,
                               const CapsUsed& used = {}, CivilDate on = claimed_on)
{
    const auto decision = decide_outcome(component, facts, used, service_days, on);
    CHECK_FALSE(decision.reasons.empty());
    CHECK(decision.rule_version == "outcome/1");
    return decision;
}

inline std::vector<std::string> rules(const OutcomeDecision& decision)
{
    std::vector<std::string> names;
    for (const auto& reason : decision.reasons)
        names.push_back(reason.rule);
    return names;
}

using Names = std::vector<std::string>;

} // namespace kori::test
