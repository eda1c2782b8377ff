// The words of a decision on acceptance, with the instructions on what can be done about it (T51). They never
// rest on the Procurement Act: a decision that did was annulled for it (KHO:2018:91, domain.md 4.1).
#pragma once

#include "core/base/civil_date.hpp"
#include "core/base/text.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

struct NamedCondition
{
    std::string code;
    LocalText text;
};

struct DecisionWords
{
    std::string outcome; // of AdmissionDecision
    LocalText authority;
    LocalText provider;
    LocalText programme;
    LocalText reasons;
    std::vector<NamedCondition> failed_conditions;
    std::vector<std::string> missing_evidence;
    CivilDate sent_on;
    bool is_correction = false;
    LocalText statute;                // of municipal remedies, by the kind of authority
    std::int64_t correction_days = 0; // T51.correction.days
    std::int64_t appeal_days = 0;     // T51.appeal.days
};
LocalText decision_document(const DecisionWords& words);

} // namespace kori
