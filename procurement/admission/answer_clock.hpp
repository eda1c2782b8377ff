// The clock of the promised answer: it runs from receipt, or from the reopening that a request waited for.
#pragma once

#include "procurement/admission/admission_steps.hpp"

namespace kori::admissions
{

// The programme's own promise, else the area's, else the default: whole working days after the day of
// receipt.
void start_clock(Transaction& tx, const Ambient& ambient, Admission& admission, const Programme& programme,
                 CivilDate from);
// Looks again at the midnight after `from`.
void watch_for_reopening(Transaction& tx, const Ambient& ambient, const Admission& admission, CivilDate from);
// What waited for the reopening is submitted from that day on.
Result<Done> reopen(Transaction& tx, const Ambient& ambient, const Actor& actor, Admission& admission,
                    const Programme& programme, CivilDate reopened_on);
// The request is decided or over, in whichever channel: nothing about it waits any more.
void stop_clock(Transaction& tx, const Ambient& ambient, const Admission& admission);

} // namespace kori::admissions
