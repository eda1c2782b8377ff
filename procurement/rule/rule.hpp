// What a rule says about a thing: passed or not, in words. Never a score (KHO:2018:91: conditions, not
// comparison).
#pragma once

#include "core/base/result.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

// A stable rule name and its English sentences; {name} is filled from the values. Finnish and Swedish stand
// in config/locale under the rule's name, and under "<rule>.met" for the sentence of a passed rule.
struct RuleSentence
{
    std::string_view rule;
    std::string_view sentence; // when it is not met, or when there is only one thing to say
    std::string_view met;      // when it is met; empty where nothing is said then
};
using RuleSentences = std::span<const RuleSentence>;

// One rule applied to one thing. A list of these explains a check; nothing adds them up.
struct RuleResult
{
    std::string rule;
    bool passed = false;
    std::string sentence;
    Facts values;
    bool operator==(const RuleResult&) const = default;
};

bool all_passed(const std::vector<RuleResult>& results);

// The three below promise that the rule is a row of that list: a rule without a sentence is a programming
// error.
FieldError field_error(RuleSentences sentences, std::string pointer, std::string_view rule, Facts values);
RuleResult rule_result(RuleSentences sentences, std::string_view rule, bool passed, Facts values);
Refusal refuse_by(RuleSentences sentences, Fault fault, std::string_view rule, Facts values);

// The sentence with its {names} replaced by the values; unknown names stay as they are.
std::string filled(std::string_view sentence, const Facts& values);

// Code lists in sentences: "a, b, c".
std::string joined(const std::vector<std::string>& codes);
bool holds(const std::vector<std::string>& codes, std::string_view code);
// What `wanted` has and `present` has not, in the order of `wanted`.
std::vector<std::string> missing_from(const std::vector<std::string>& present,
                                      const std::vector<std::string>& wanted);
// Codes that stand more than once, each named once.
std::vector<std::string> doubled(const std::vector<std::string>& codes);

} // namespace kori
