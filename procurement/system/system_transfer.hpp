// What goes with a programme that passes to another entity: its running total and the result notice that it
// owes.
#pragma once

#include "procurement/system/system_store.hpp"

namespace kori::systems
{

void pass_all_of(Transaction& tx, ProgrammeId programme, OrganisationId to);

} // namespace kori::systems
