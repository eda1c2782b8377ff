// Every decided line again from its stored inputs, to the same cent and in the same words.
#pragma once

#include "marketplace/outcome/outcome_store.hpp"

#include <string>
#include <vector>

namespace kori::outcomes
{

// Sentences on what differs; empty = everything comes out the same. Lines decided by another version of the
// rule are told too: whoever changes the rule keeps the old one for them.
std::vector<std::string> recompute(Transaction& tx);
std::vector<std::string> recompute_of(Transaction& tx, ClaimId claim);

} // namespace kori::outcomes
