#pragma once

#include "core/base/civil_date.hpp"
#include "core/base/id.hpp"
#include "core/storage/transaction.hpp"
#include "procurement/admission/admission.hpp"
#include "procurement/basket/boundary_condition.hpp"
#include "procurement/programme/programme.hpp"
#include "procurement/system/system.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

// A provider's request to join a programme and what became of it.
struct Admission
{
    AdmissionId id;
    ProgrammeId programme;
    OrganisationId authority;
    OrganisationId provider;
    Channel channel;
    std::string state; // acceptance_state in OPEN_ACCEPTANCE, admission_state in a DPS
    std::optional<Instant> submitted_at;
    std::optional<CivilDate> answer_due_on; // the programme's promise, or the day of T02 to T04 in a DPS
    std::int64_t revision = 1;
    std::optional<CivilDate> clock_from = {};     // receipt, or the reopening when it waited for it
    std::optional<MembershipId> assessed_by = {}; // who took it into review
    std::optional<CategoryId> category = {};      // of a DPS; each request is for one
};

// Immutable; a later one revokes or corrects it with reasons of its own.
struct AdmissionDecisionTag
{
    static constexpr std::string_view prefix = "dec";
};
using AdmissionDecisionId = Id<AdmissionDecisionTag>;
struct AdmissionDecision
{
    AdmissionDecisionId id;
    AdmissionId admission;
    std::string outcome; // "accepted", "rejected", "removed", "suspended", "restored"
    LocalText reasons;
    std::string remedy; // code of the instructions that went with it: "municipal_correction" (T51)
    Instant decided_at;
    MembershipId decided_by;
    std::optional<AdmissionDecisionId> replaces;
    std::vector<std::string> failed_conditions = {}; // codes of published conditions
    std::vector<std::string> missing_evidence = {};  // codes of published demands for evidence
    LocalText document = {};                         // what was served, word for word
};

struct EvidenceTag
{
    static constexpr std::string_view prefix = "evd";
};
using EvidenceId = Id<EvidenceTag>;
// What a provider says it can show: the paper itself stays with the provider.
struct DeclaredEvidence
{
    EvidenceId id;
    AdmissionId admission; // with which it was declared; it counts for the whole authority (asked once)
    OrganisationId provider;
    OrganisationId authority;
    EvidenceOnFile evidence;
    std::string statement;
    Instant recorded_at;
};

struct AdmissionCheckTag
{
    static constexpr std::string_view prefix = "chk";
};
using AdmissionCheckId = Id<AdmissionCheckTag>;
// All that may be kept of a criminal record extract (T28).
struct AdmissionCheck
{
    AdmissionCheckId id;
    AdmissionId admission;
    std::string kind; // "criminal_record"
    CivilDate extract_on;
    std::string result; // "nothing_found", "ground_found"
    MembershipId checked_by;
    Instant checked_at;
};

struct AdmissionQuestionTag
{
    static constexpr std::string_view prefix = "qst";
};
using AdmissionQuestionId = Id<AdmissionQuestionTag>;
struct AdmissionQuestion
{
    AdmissionQuestionId id;
    AdmissionId admission;
    std::string question;
    MembershipId asked_by;
    Instant asked_at;
    std::optional<std::string> answer = {};
    std::optional<Instant> answered_at = {};
};

namespace admissions
{

void insert(Transaction& tx, const Admission& admission, Instant now);
void save(Transaction& tx, const Admission& admission, Instant now); // the caller has raised `revision`
std::optional<Admission> find(Transaction& tx, AdmissionId id);
std::optional<Admission> find_of(Transaction& tx, ProgrammeId programme,
                                 OrganisationId provider); // the newest
bool is_accepted_in(Transaction& tx, ProgrammeId programme, OrganisationId provider);
std::vector<Admission> of_provider(Transaction& tx, OrganisationId provider, std::string_view after_id,
                                   std::int64_t limit);
// Requests that wait for the authority's answer, by the promised day, then by id; those whose clock has not
// started last.
std::vector<Admission> queue_of(Transaction& tx, OrganisationId authority, std::string_view after_due,
                                std::string_view after_id, std::int64_t limit);
// Every request that the authority has received, whatever became of it.
std::vector<Admission> received_by(Transaction& tx, OrganisationId authority, std::string_view after_id,
                                   std::int64_t limit);
// Who stands in the programme today, by id.
std::vector<Admission> accepted_in(Transaction& tx, ProgrammeId programme, std::string_view after_id,
                                   std::int64_t limit);
// What was ever sent in to a programme, by id: no drafts and nothing that was given up before.
std::vector<Admission> submitted_in(Transaction& tx, ProgrammeId programme, std::string_view after_id,
                                    std::int64_t limit);
// Has that provider ever sent a request to join the programme?
bool has_asked(Transaction& tx, ProgrammeId programme, OrganisationId provider);
// Who is invited in a category of a DPS (§52(1)): admitted, also while a renewal is asked; by provider.
std::vector<Admission> members_in(Transaction& tx, ProgrammeId programme, CategoryId category);
// That provider's current memberships in a DPS, by category.
std::vector<Admission> memberships_of(Transaction& tx, ProgrammeId programme, OrganisationId provider);
// The newest of that provider in that category of a DPS, whatever its state.
std::optional<Admission> find_in(Transaction& tx, CategoryId category, OrganisationId provider);
// Of one programme, in any of these two states.
std::vector<Admission> in_state(Transaction& tx, ProgrammeId programme, std::string_view state,
                                std::int64_t limit);
// What sorts a request without a due day after all others in the queue.
inline constexpr std::string_view no_due_day = "9999-12-31";

void insert(Transaction& tx, const AdmissionDecision& decision);
// The decision by which the provider stands in the programme now.
std::optional<AdmissionDecision> standing_decision(Transaction& tx, AdmissionId admission);
std::optional<AdmissionDecision> find_decision(Transaction& tx, AdmissionDecisionId id);
std::vector<AdmissionDecision> decisions_of(Transaction& tx, AdmissionId admission);
// On all requests to join the programme, by id.
std::vector<AdmissionDecision> decisions_in(Transaction& tx, ProgrammeId programme, std::string_view after_id,
                                            std::int64_t limit);

void insert(Transaction& tx, const DeclaredEvidence& evidence);
// Evidence that the provider has on file for this authority (code and validity; documents are elsewhere).
std::vector<EvidenceOnFile> evidence_of(Transaction& tx, OrganisationId provider, OrganisationId authority);
std::vector<DeclaredEvidence> declarations_of(Transaction& tx, OrganisationId provider,
                                              OrganisationId authority);

void insert(Transaction& tx, const AdmissionCheck& check);
std::vector<AdmissionCheck> checks_of(Transaction& tx, AdmissionId admission);

void insert(Transaction& tx, const AdmissionQuestion& question);
void answer_question(Transaction& tx, AdmissionQuestionId id, std::string_view answer, Instant now);
std::vector<AdmissionQuestion> questions_of(Transaction& tx, AdmissionId admission);

} // namespace admissions
} // namespace kori
