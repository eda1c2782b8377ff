// What every act on a competition shares: whose it is, the move by the table of acts, journal, messages.
#pragma once

#include "core/journal/journal.hpp"
#include "procurement/competition/competition_actions.hpp"
#include "procurement/competition/competition_acts.hpp"
#include "procurement/rule/rule.hpp"

namespace kori::competitions
{

inline constexpr std::string_view task_tender = "competition.tender"; // of everybody invited
inline constexpr std::string_view task_answer = "competition.answer_question";
inline constexpr std::string_view task_extend = "competition.extend_deadline";
inline constexpr std::string_view task_blocked = "competition.blocked";

// The actor's own; another authority's looks absent.
Result<Competition> own_competition(Transaction& tx, const Actor& actor, CompetitionId id);
// The same, for an act that records which member did it.
Result<Competition> competition_for_member(Transaction& tx, const Actor& actor, CompetitionId id);
// The actor's organisation is invited; to everybody else it looks absent.
Result<Competition> competition_of_invited(Transaction& tx, const Actor& actor, CompetitionId id);

FieldError field(std::string pointer, std::string_view rule, Facts values = {});
Refusal refused(Fault fault, std::string_view rule, Facts values = {});

TenderTime time_of(const Competition& competition);
CompetitionFacts facts_of(const Ambient& ambient, const Competition& competition);
// Performs, raises the revision and saves.
Result<Done> move(Transaction& tx, const Ambient& ambient, Competition& competition, std::string_view verb,
                  ActsAs who, const CompetitionFacts& facts);

// For the authority alone: an entry that named all invited would tell each of them who the others are.
void note(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string kind,
          const Competition& competition, Facts facts = {}, std::string reason = {});
// The same message to each of them.
void tell_all(Transaction& tx, const Ambient& ambient, std::string_view name, const Competition& competition);
// From now on for the deadline in force.
void plan_moments(Transaction& tx, const Ambient& ambient, const Competition& competition);
// Tenders only, once the questions are over and none waits for its answer; else as it was.
Result<Done> end_questions(Transaction& tx, const Ambient& ambient, Competition& competition);

// Until when a draft may still be handed in, so that what comes late is kept and told as late.
// ASSUMED: a day; later nobody means this deadline.
Instant drafts_lapse_at(const Competition& competition);

} // namespace kori::competitions
