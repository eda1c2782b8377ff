// A competition up to its deadline: drafted, sent to everybody admitted, asked about, its deadline moved,
// cancelled. Tenders: tender_actions.hpp. What happens from the opening on stands elsewhere.
#pragma once

#include "core/access/actor.hpp"
#include "core/base/ambient.hpp"
#include "core/base/result.hpp"
#include "core/work/due.hpp"
#include "procurement/competition/competition_store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori::competitions
{

// What the buyer writes before the invitation. What it lacks is told when it is sent.
struct CompetitionTerms
{
    LocalText name;
    LocalText description = {};
    AwardCriteria criteria = {};
    std::vector<AskedPart> parts = {};
    Money estimated_value;
    bool value_is_told = false;
    CivilDate service_from;
    CivilDate service_until;
    std::int64_t winners_most = 1;
    std::string use = std::string{order_of_use::single};
    std::string accelerated_reason = {}; // empty: not accelerated
    bool documents_withheld = false;
    bool observes_standstill = false;
    std::int64_t openers_needed = 2;
    std::vector<MembershipId> openers = {};
    std::optional<Instant> questions_until = {};
    std::optional<Instant> closes_at = {};
};
CompetitionTerms terms_of(Transaction& tx, const Competition& competition);

// Drafts: draft_actions.cpp. Refuses competition.only_in_system, competition.terms_refused (fields).
Result<Competition> create_draft(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                 ProgrammeId programme, CategoryId category, const CompetitionTerms& terms);
Result<Competition> change_draft(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                 CompetitionId id, const CompetitionTerms& terms);
Result<Competition> drop_draft(Transaction& tx, const Ambient& ambient, const Actor& actor, CompetitionId id);
// The signed-in person's own public key; a later one takes the place of the earlier for competitions to come.
Result<RegisteredOpenerKey> register_opener_key(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                                const std::string& key_text);

// Invitations: invitation_actions.cpp. All admitted in the category at the same moment (§52(1)); the key pair
// is made here, and its private half never leaves this call but in locked shares.
Result<Competition> invite(Transaction& tx, const Ambient& ambient, const Actor& actor, CompetitionId id);
// Those admitted since, when may_still_invite says so. Refuses competition.too_late_to_invite, nobody_new.
Result<Competition> invite_newcomers(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                     CompetitionId id);

// Questions and the deadline: question_actions.cpp.
Result<Question> ask(Transaction& tx, const Ambient& ambient, const Actor& actor, CompetitionId id,
                     const std::string& question);
struct AnswerToAll
{
    CompetitionId competition;
    QuestionId question;
    std::string told_question; // as everybody reads it
    std::string answer;
};
Result<Question> answer(Transaction& tx, const Ambient& ambient, const Actor& actor, const AnswerToAll& wish);
Result<Competition> extend_deadline(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                    CompetitionId id, Instant closes_at, ExtensionGround ground,
                                    const std::string& reason);
// The first day on which tenders may close, when an answer came too late for the deadline in force (T09).
std::optional<CivilDate> extension_owed(const Competition& competition,
                                        const std::vector<Question>& questions, const LawBook& law);

// §125. The written decision with its instructions is the award's.
Result<Competition> cancel(Transaction& tx, const Ambient& ambient, const Actor& actor, CompetitionId id,
                           const std::string& reason);

// Due moments, "competition.questions_over", "competition.closed" and "competition.drafts_lapse".
void add_due_acts(work::DueActs& acts);

} // namespace kori::competitions
