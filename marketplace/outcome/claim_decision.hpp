// What the rule's word on a claim rests on (caps, what was paid before, the money left), and keeping it.
#pragma once

#include "marketplace/outcome/claim_matter.hpp"

namespace kori::outcomes
{

// The rule's word, kept with everything that went into it.
ClaimDecision decide_and_keep(Transaction& tx, const Ambient& ambient, const ClaimWithOrder& matter,
                              std::string stage, std::string by);
// As the journal tells it.
Facts facts_of(const OutcomeDecision& decision);

} // namespace kori::outcomes
