// What goes with a programme that passes to another entity: its questions and their open tasks.
#pragma once

#include "procurement/dialogue/dialogue_store.hpp"

namespace kori::dialogues
{

void pass_all_of(Transaction& tx, ProgrammeId programme, OrganisationId from, OrganisationId to);

} // namespace kori::dialogues
