// What every act on a request shares: whose it is, the move by the state table, the journal, tasks and
// messages.
#pragma once

#include "procurement/admission/admission_actions.hpp"

namespace kori::admissions
{

// Names of entries, tasks and messages begin with the channel's word: "acceptance.submitted" in open
// acceptance, "admission.submitted" in a DPS.
std::string named(const Admission& admission, std::string_view what);
inline constexpr std::string_view task_answer = "answer";
inline constexpr std::string_view task_overdue = "overdue";
inline constexpr std::string_view task_clarify = "clarify";
inline constexpr std::string_view task_leaving = "confirm_leaving";
inline constexpr std::int64_t batch = 10'000; // rows of one programme in one act

// The provider's own request; another's looks absent.
Result<Admission> own_request(Transaction& tx, const Actor& actor, AdmissionId id);
// An authority acts on a request from its submission on; on a sealed one not before it is opened, and the try
// is entered.
Result<Admission> received_request(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                   AdmissionId id);
// The same, for an act that records which member did it.
Result<Admission> request_for_member(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                     AdmissionId id);
// No act of one channel touches a request of the other (domain.md 4.1).
Result<Done> check_channel(const Admission& admission, Channel channel);

// What arrives in a DPS's initial window is closed to everybody at the authority until the window is over;
// what was taken back meanwhile stays closed (domain.md 7.2).
bool is_sealed(Transaction& tx, const Admission& admission, Instant now);

Programme programme_of(Transaction& tx, const Admission& admission);

// Can a provider that has a request in this state start another one?
bool leaves_room(std::string_view state);

// A refusal because of one field, told of the whole and of the field.
Refusal bad_field(std::string pointer, const std::string& rule, const std::string& sentence,
                  const Facts& values = {});

void note(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string kind,
          const Admission& admission, Facts facts,
          journal::Audience audience = journal::Audience::organisation);

// Moves by the channel's state table and saves.
Result<Done> move(Transaction& tx, const Ambient& ambient, Admission& admission, std::string_view verb);

// `what`: task_answer and the like.
void give_task(Transaction& tx, const Ambient& ambient, OrganisationId organisation, std::string_view role,
               std::string_view what, const Admission& about, std::optional<Instant> due_at);
void finish_task(Transaction& tx, const Ambient& ambient, std::string_view what, const Admission& about);

void tell(Transaction& tx, const Ambient& ambient, std::string_view what, OrganisationId recipient,
          const Admission& admission);

} // namespace kori::admissions
