// The words of a decision on joining a DPS, and on what becomes of an admission (1397/2016 §123, §126, §127).
#pragma once

#include "procurement/admission/joining_steps.hpp"
#include "procurement/decision/decision_document.hpp"

namespace kori::admissions
{

// As it is served: who asked for which category, what is decided and why, which grounds and requirements it
// rests on, and what can be done about it (leave of the Market Court, §146(3)).
decisions::DecisionDocument joining_document(Transaction& tx, const Ambient& ambient,
                                             const Admission& admission, const Programme& programme,
                                             const JoiningDecision& decision,
                                             const std::vector<AssessedRow>& rows);

} // namespace kori::admissions
