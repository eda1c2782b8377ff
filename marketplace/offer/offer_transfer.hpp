// What goes with a programme that passes to another entity: the offers in its baskets.
#pragma once

#include "marketplace/offer/offer_store.hpp"

namespace kori::offers
{

void pass_all_of(Transaction& tx, ProgrammeId programme, OrganisationId to);

} // namespace kori::offers
