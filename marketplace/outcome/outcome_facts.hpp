// Do the dated facts of a claim fit the service, the outcome and the day of the claim? Caps and money come
// after.
#pragma once

#include "marketplace/outcome/outcome_reasons.hpp"

namespace kori
{

// Is it claimed by the days from the first to the last, rather than by one moment?
bool is_timed(ComponentKind kind);

// Says everything that speaks against the claim; nothing said means that the facts are in order.
void look_at_facts(const ComponentTerms& terms, const ClaimFacts& facts, const Validity& service_days,
                   CivilDate claimed_on, Reasons& reasons);

} // namespace kori
