// Everything that keeps a draft from being sent to those admitted, at once.
#pragma once

#include "core/base/law_book.hpp"
#include "procurement/competition/competition_store.hpp"

#include <vector>

namespace kori::competitions
{

// Pointers into the draft as it is sent to the API. `openers` carry the newest key texts; an empty one is a
// fault. Throws LawMissing.
std::vector<FieldError> invitation_faults(const Competition& competition, const std::vector<Opener>& openers,
                                          Instant invited_at, const LawBook& law);

} // namespace kori::competitions
