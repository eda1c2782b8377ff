// Who a basket is for: rules about the customer, checked with reasons when the basket is agreed (an override
// is the action's: it names person and reason). Everything here is declared by the coach; nothing is derived,
// least of all an age from an identity code (domain.md 10.7).
#pragma once

#include "core/base/text.hpp"
#include "procurement/rule/rule.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

enum class EligibilityKind
{
    target_group,      // any of codes
    age_band,          // any of codes; the band is declared as a code
    municipality,      // any of codes
    need,              // any of codes
    language,          // any of codes
    unemployment_band, // any of codes; months of unemployment as a declared band
    declared,          // one code of a statement that must be declared as true
};
std::string_view code_of(EligibilityKind kind);
std::optional<EligibilityKind> parse_eligibility_kind(std::string_view code);

struct EligibilityRule
{
    std::string code; // the basket's own name for it, unique in the basket
    EligibilityKind kind = EligibilityKind::target_group;
    LocalText text;
    std::vector<std::string> codes;
    bool operator==(const EligibilityRule&) const = default;
};

// Coded and declared; nothing in it identifies a person. Empty = not declared.
struct CustomerFacts
{
    std::vector<std::string> target_groups;
    std::string age_band;
    std::string municipality;
    std::vector<std::string> needs;
    std::vector<std::string> languages;
    std::string unemployment_band;
    std::map<std::string, bool> declared;
};

std::vector<FieldError> faults_of(const EligibilityRule& rule, const std::string& pointer);

// One result a rule, in the rules' order. The values hold the rule's codes, never the customer's facts.
std::vector<RuleResult> check_eligibility(const std::vector<EligibilityRule>& rules,
                                          const CustomerFacts& facts);

RuleSentences eligibility_sentences();

} // namespace kori
