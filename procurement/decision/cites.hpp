// Does a text name the act that open acceptance never rests on? A decision that did was annulled for it
// (KHO:2018:91, domain.md 4.1).
#pragma once

#include "core/base/text.hpp"

namespace kori::decisions
{

bool cites_procurement_act(const LocalText& text);

} // namespace kori::decisions
