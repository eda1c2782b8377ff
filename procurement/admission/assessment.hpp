// What the machine can say of a request to join a DPS before a person does: of every ground, requirement and
// other enterprise whether it passes, fails, or has to be judged by somebody (domain.md 4.5). Never a score.
#pragma once

#include "procurement/admission/declaration.hpp"
#include "procurement/basket/boundary_condition.hpp"
#include "procurement/programme/programme.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

enum class AssessmentVerdict
{
    passes,
    fails,
    to_be_judged,
};
std::string_view code_of(AssessmentVerdict verdict); // "passes", "fails", "to_be_judged"

struct AssessedRow
{
    std::string about; // code of the ground or requirement; business id of another enterprise
    AssessmentVerdict verdict;
    std::string rule; // names why; its sentence stands in assessment_sentences()
    std::string sentence;
    Facts values;
};

// What is kept of a criminal record extract (T28).
struct RecordCheck
{
    CivilDate extract_on;
    bool ground_found = false;
};

struct AssessmentInput
{
    Regime regime = Regime::eu_level; // of the DPS
    DeclarationContent declaration;
    std::vector<RequirementAnswer> answers;
    std::vector<std::string> requirements; // of the category
    std::vector<EvidenceOnFile> evidence;  // that the provider confirmed for this request
    std::optional<RecordCheck> record;     // the newest, when one was looked at
};

// In the order: grounds, requirements, others, record. A ground or requirement without an answer has to be
// judged. Throws LawMissing.
std::vector<AssessedRow> assess(const AssessmentInput& input, CivilDate today, const LawBook& law);
// Fails when any fails, else has to be judged when any has.
AssessmentVerdict verdict_of(const std::vector<AssessedRow>& rows);

// When something that the admission stands on runs out: the first day without it.
struct Recheck
{
    std::string about; // requirement code, "criminal_record" or "self_declaration"
    CivilDate on;
    bool operator==(const Recheck&) const = default;
};
// One for each requirement whose evidence ends (the latest piece counts), the record extract (T28), and the
// declaration, which is confirmed again at least every "service_level.declaration_confirmed.months" (T42 sets
// the same for the contractor's certificates). By day, then by name. Throws LawMissing.
std::vector<Recheck> rechecks(const AssessmentInput& input, CivilDate confirmed_on, CivilDate today,
                              const LawBook& law);

RuleSentences assessment_sentences();

} // namespace kori
