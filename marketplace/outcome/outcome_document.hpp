// What went into a decision and what came out of it, as JSON: stored, shown and computed again from.
#pragma once

#include "core/http/shape.hpp"
#include "core/json/value.hpp"
#include "marketplace/outcome/outcome_rule.hpp"

namespace kori::outcomes
{

struct DecisionInputs
{
    ComponentTerms terms;
    ClaimFacts facts;
    CapsUsed used;
    Validity service_days;
    CivilDate claimed_on;
};
OutcomeDecision decide(const DecisionInputs& inputs);

json::Object document_of(const ClaimFacts& facts);
ClaimFacts facts_of(const json::Value& document);
json::Object document_of(const DecisionInputs& inputs);
DecisionInputs inputs_of(const json::Value& document);
json::Object document_of(const OutcomeDecision& decision);
OutcomeDecision decision_of(const json::Value& document);

http::Shape facts_shape(std::string name);
http::Shape inputs_shape();

} // namespace kori::outcomes
