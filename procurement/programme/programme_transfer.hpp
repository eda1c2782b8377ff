// What goes with a programme that passes to another entity: the programme itself.
#pragma once

#include "procurement/programme/programme_store.hpp"

namespace kori::programmes
{

// To its new owner, `authority`; the caller has raised `revision`.
void pass_to(Transaction& tx, const Programme& programme, Instant now);

} // namespace kori::programmes
