// What a claim waits for: due moments, the tasks of those who are to act, and the money held meanwhile.
#pragma once

#include "marketplace/outcome/claim_matter.hpp"

namespace kori::outcomes
{

void begin_verification(Transaction& tx, const Ambient& ambient, const ClaimWithOrder& matter, Money hold);
// The verifier asked for more facts; the provider told them.
void ask_claimant(Transaction& tx, const Ambient& ambient, const Claim& claim);
void end_asking(Transaction& tx, const Ambient& ambient, const Claim& claim, Money hold);
// A rejected claim may be disputed for a while; then it is closed.
void leave_rejected(Transaction& tx, const Ambient& ambient, const Claim& claim);
void begin_dispute(Transaction& tx, const Ambient& ambient, const Claim& claim);
// The claim is decided or withdrawn: its clocks and tasks end, its hold goes, and an order that ended gives
// back the rest.
void wind_up(Transaction& tx, const Ambient& ambient, const ClaimWithOrder& matter);

} // namespace kori::outcomes
