// What every act on a request shares: whose it is, the move by the state table, the journal, tasks and
// messages.
#pragma once

#include "procurement/admission/admission_actions.hpp"

namespace kori::admissions
{

inline constexpr std::string_view task_answer = "acceptance.answer";
inline constexpr std::string_view task_overdue = "acceptance.overdue";
inline constexpr std::string_view task_clarify = "acceptance.clarify";
inline constexpr std::string_view task_leaving = "acceptance.confirm_leaving";
inline constexpr std::int64_t batch = 10'000; // rows of one programme in one act

// The provider's own request; another's looks absent.
Result<Admission> own_request(Transaction& tx, const Actor& actor, AdmissionId id);
// An authority sees a request from its submission on.
Result<Admission> received_request(Transaction& tx, const Actor& actor, AdmissionId id);
// The same, for an act that records which member did it.
Result<Admission> request_for_member(Transaction& tx, const Actor& actor, AdmissionId id);

Programme programme_of(Transaction& tx, const Admission& admission);

// Can a provider that has a request in this state start another one?
bool leaves_room(std::string_view state);

// A refusal because of one field, told of the whole and of the field.
Refusal bad_field(std::string pointer, const std::string& rule, const std::string& sentence,
                  const Facts& values = {});

void note(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string kind,
          const Admission& admission, Facts facts,
          journal::Audience audience = journal::Audience::organisation);

// Moves by the state table and saves.
Result<Done> move(Transaction& tx, const Ambient& ambient, Admission& admission, std::string_view verb);

void give_task(Transaction& tx, const Ambient& ambient, OrganisationId organisation, std::string_view role,
               std::string_view kind, AdmissionId about, std::optional<Instant> due_at);

void tell(Transaction& tx, const Ambient& ambient, std::string_view name, OrganisationId recipient,
          const Admission& admission);

} // namespace kori::admissions
