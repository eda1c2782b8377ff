// Deciding, telling, waiting, correcting, interrupting. A decision binds: the decision maker makes it.
#pragma once

#include "core/http/locale.hpp"
#include "core/work/due.hpp"
#include "procurement/award/award_steps.hpp"

namespace kori::awards
{

struct Decide
{
    std::int64_t winners = 1; // the best so many, used in the order of their ranks
    LocalText reasons;        // fi and sv
};
Result<AwardDecision> decide(Transaction& tx, const Ambient& ambient, const Actor& actor, CompetitionId id,
                             const Decide& wish);

// Each addressee's own copy, electronically, with the sending date (§127, T26).
Result<Competition> notify(Transaction& tx, const Ambient& ambient, const Actor& actor,
                           const http::Locale& locale, CompetitionId id);
// T15, where the buyer announced that it observes one.
Result<Competition> begin_waiting(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                  CompetitionId id);

// A party's request, in time or not (§133, T17); the others are told at once that it is pending (§134).
Result<CorrectionRequest> ask_correction(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                         CompetitionId id, const std::string& words);
// Withdraws the decision in force by a new one; nothing is overwritten (§132–135, T17, T18).
Result<AwardDecision> correct(Transaction& tx, const Ambient& ambient, const Actor& actor,
                              const http::Locale& locale, CompetitionId id, const LocalText& reasons);
// §125, after the opening.
Result<AwardDecision> interrupt(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                const http::Locale& locale, CompetitionId id, const LocalText& reasons);

// A winner that does not sign.
Result<Competition> release(Transaction& tx, const Ambient& ambient, const Actor& actor, TenderId tender,
                            const std::string& reason);

// "award.standstill_over": the decision maker's task.
void add_due_acts(work::DueActs& acts);

} // namespace kori::awards
