// What goes with a programme that passes to another entity: its baskets and their open tasks.
#pragma once

#include "procurement/basket/basket_store.hpp"

namespace kori::baskets
{

void pass_all_of(Transaction& tx, ProgrammeId programme, OrganisationId from, OrganisationId to);

} // namespace kori::baskets
