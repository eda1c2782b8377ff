// What a decision on acceptance rests on: conditions and demands for evidence that the programme's baskets
// have published.
#pragma once

#include "procurement/admission/acceptance_document.hpp"
#include "procurement/admission/admission_actions.hpp"

namespace kori::admissions
{

struct Published
{
    std::vector<NamedCondition> conditions;
    std::vector<std::string> evidence;
};
Published published_in(Transaction& tx, const Programme& programme);
const NamedCondition* find_condition(const Published& published, std::string_view code);

// Whoever meets the conditions is accepted: a refusal names what was published and is not met.
Result<Done> check_grounds(Transaction& tx, const DecideOnAdmission& wish, const Admission& admission,
                           const Published& published, CivilDate today);

} // namespace kori::admissions
