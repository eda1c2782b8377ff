// The price model in a publication: components, their caps, and the share that is paid for outcomes.
#pragma once

#include "procurement/basket/publication_faults.hpp"

namespace kori
{

void look_at_prices(const BasketTerms& terms, PublicationFaults& faults);

} // namespace kori
