// Opening the tenders together: each named person hands in an opened share after the deadline (1397/2016
// §64).
#pragma once

#include "procurement/award/award_steps.hpp"
#include "procurement/award/opening_work.hpp"

#include <memory>
#include <optional>

namespace kori::awards
{

// What the worker found out about one handed-in share, before the transaction.
struct ShareAttempt
{
    bool password_fits = false;
    std::optional<Refusal> fault;              // of the text, or of the shares together
    std::optional<CompetitionId> competition;  // that the share names
    std::shared_ptr<const WaitingShare> share; // the caller's own
    std::vector<UserId> present;               // with the caller, who is last
    std::vector<MembershipId> present_members; // likewise
    std::shared_ptr<const OpenedAll> opened;   // when enough are there
};

struct HandedIn
{
    Competition competition;
    bool was_opened = false; // else the share waits for others
};

// Refusals leave an entry "opening.refused" each: not a named opener, wrong password, a wrong or doubled
// share, before the deadline.
Result<HandedIn> hand_in_share(Transaction& tx, const Ambient& ambient, const Actor& actor, CompetitionId id,
                               const ShareAttempt& attempt);

} // namespace kori::awards
