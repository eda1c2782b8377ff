// Boundary conditions of a basket (reunaehdot): structured, testable, pass or fail. Never a score.
#pragma once

#include "core/base/civil_date.hpp"
#include "core/base/money.hpp"
#include "core/base/text.hpp"
#include "core/base/validity.hpp"
#include "procurement/rule/rule.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

enum class ConditionKind
{
    covers_municipalities,  // codes; match
    offers_languages,       // codes; match
    offers_delivery_modes,  // codes; match
    capacity_at_least,      // at_least: persons at the same time
    price_at_most,          // code of the component, amount
    legal_form_among,       // codes
    staff_qualification,    // codes; match; declared by the provider
    evidence_present,       // codes; match; valid on the day of the check
    accessibility_declared, // codes; match
    starts_within_days,     // at_most: days between two starts
    duration_within,        // at_least and at_most: days
    statement_declared,     // code of a yes/no statement that must be answered yes
};
std::string_view code_of(ConditionKind kind); // "covers_municipalities", …
std::optional<ConditionKind> parse_condition_kind(std::string_view code);

enum class Match
{
    all_of, // every listed code
    any_of, // at least one of them
};
std::string_view code_of(Match match);
std::optional<Match> parse_match(std::string_view code);

struct BoundaryCondition
{
    std::string code; // the basket's own name for it, unique in the basket
    ConditionKind kind = ConditionKind::capacity_at_least;
    LocalText text; // what a provider reads; Finnish and Swedish are required
    std::vector<std::string> codes;
    Match match = Match::all_of;
    std::optional<std::int64_t> at_least;
    std::optional<std::int64_t> at_most;
    std::optional<Money> amount;
    bool operator==(const BoundaryCondition&) const = default;
};

struct EvidenceOnFile
{
    std::string code;
    Validity validity;
    bool operator==(const EvidenceOnFile&) const = default;
};

// What the conditions are checked against: facts of the offer and of its provider on one day.
struct OfferFacts
{
    CivilDate on;
    std::vector<std::string> municipalities;
    std::vector<std::string> languages;
    std::vector<std::string> delivery_modes;
    std::int64_t capacity = 0;
    std::map<std::string, Money> prices; // by component code
    std::string legal_form;
    std::vector<std::string> qualifications;
    std::vector<EvidenceOnFile> evidence;
    std::vector<std::string> accessibility;
    std::optional<std::int64_t> start_within_days;
    std::optional<std::int64_t> duration_min_days;
    std::optional<std::int64_t> duration_max_days;
    std::map<std::string, bool> statements;
};

// Is the condition itself whole and testable? `pointer` names it in the request body.
std::vector<FieldError> faults_of(const BoundaryCondition& condition, const std::string& pointer);

// The rule is "condition.<kind>"; the values hold the condition's code, what was asked and what was found.
RuleResult check_condition(const BoundaryCondition& condition, const OfferFacts& facts);

RuleSentences condition_sentences();

} // namespace kori
