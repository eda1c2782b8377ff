// What goes with a programme that passes to another entity: its requests and their open tasks.
#pragma once

#include "core/base/ambient.hpp"
#include "procurement/admission/admission_store.hpp"

namespace kori::admissions
{

// What the providers have on file for the old owner is on file for the new one, too.
void pass_all_of(Transaction& tx, const Ambient& ambient, ProgrammeId programme, OrganisationId from,
                 OrganisationId to);

} // namespace kori::admissions
