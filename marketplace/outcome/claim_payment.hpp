// From an accepted claim to its payable line, and back.
#pragma once

#include "marketplace/outcome/claim_matter.hpp"

namespace kori::outcomes
{

// Makes the line and moves the claim to it.
Result<Payable> pay(Transaction& tx, const Ambient& ambient, const Actor& actor, ClaimWithOrder& matter,
                    const OutcomeDecision& decision);

} // namespace kori::outcomes
