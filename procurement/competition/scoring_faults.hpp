// What keeps tenders from being compared: a part of compare_tenders.
#pragma once

#include "procurement/competition/scoring.hpp"

namespace kori
{

// Pointers into the list of tenders ("/3/price"); empty = they can be compared. The criteria are without
// faults.
std::vector<FieldError> comparison_faults(const AwardCriteria& criteria,
                                          const std::vector<TenderToScore>& tenders);

} // namespace kori
