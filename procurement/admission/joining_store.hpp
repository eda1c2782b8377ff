// What is on record of joining a DPS beside the request itself: declarations, confirmations, clocks,
// hearings, decisions.
#pragma once

#include "procurement/admission/admission_store.hpp"
#include "procurement/admission/assessment.hpp"
#include "procurement/admission/joining_clock.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kori
{

struct SelfDeclarationTag
{
    static constexpr std::string_view prefix = "sdc";
};
using SelfDeclarationId = Id<SelfDeclarationTag>;
// One version of what a provider declares of itself; it never changes.
struct SelfDeclaration
{
    SelfDeclarationId id;
    OrganisationId provider;
    std::int64_t number; // from 1
    DeclarationContent content;
    MembershipId recorded_by;
    Instant recorded_at;
};

// "This still holds", said for one request (§87(2)). A later one stands in its place.
struct JoiningStatement
{
    AdmissionId admission;
    std::int64_t number; // from 1
    SelfDeclarationId declaration;
    std::vector<RequirementAnswer> answers;
    MembershipId confirmed_by;
    Instant confirmed_at;
};

struct JoiningClock
{
    AdmissionId admission;
    ProgrammeId programme;
    ClockStart start;
    CivilDate started_on;
    std::string limit; // "T02", "T03", "T04"
    Instant due_at;    // the last moment in time
    std::optional<std::string> extension_reason = {};
    std::optional<Instant> extended_at = {};
    std::optional<Instant> decided_at = {};
    std::optional<Instant> ended_at = {}; // withdrawn, or the programme ended
};

// How a programme keeps its clocks; "open" ones run and are in time.
struct ClockCounters
{
    std::int64_t kept = 0;
    std::int64_t missed = 0; // decided late, or due and undecided
    std::int64_t open = 0;
};

struct JoiningHearingTag
{
    static constexpr std::string_view prefix = "hea";
};
using JoiningHearingId = Id<JoiningHearingTag>;
struct JoiningHearing
{
    JoiningHearingId id;
    AdmissionId admission;
    std::string kind;               // "renewal", "hearing"
    std::vector<std::string> about; // codes of grounds, requirements, "criminal_record", "self_declaration"
    std::string reason;
    std::string asked_by; // membership id, or "clock"
    Instant asked_at;
    Instant answer_until;
    std::optional<std::string> answer = {};
    std::optional<Instant> answered_at = {};
};

// Immutable; a correction is a new one that names what it replaces.
struct JoiningDecision
{
    AdmissionDecisionId id;
    AdmissionId admission;
    std::string outcome;             // "admitted", "rejected", "renewed", "suspended", "restored", "removed"
    std::vector<std::string> failed; // codes of grounds and requirements
    LocalText reasons;
    std::string verdict; // of the assessment at that moment
    LocalText html;      // as served, fi and sv
    std::string digest;
    std::vector<std::string> remedies;
    Instant decided_at;
    MembershipId decided_by;
    std::optional<AdmissionDecisionId> replaces = {};
};

// Where a provider stands in a category.
enum class StandingKind
{
    admitted, // also while a renewal is asked, and until a leave is confirmed
    suspended,
    none,
};
struct Standing
{
    StandingKind kind = StandingKind::none;
    std::optional<AdmissionId> admission = {}; // by which it stands, or stood last
};

namespace admissions
{

void insert(Transaction& tx, const SelfDeclaration& declaration);
std::optional<SelfDeclaration> newest_declaration(Transaction& tx, OrganisationId provider);
std::optional<SelfDeclaration> find_declaration(Transaction& tx, SelfDeclarationId id);

void insert(Transaction& tx, const JoiningStatement& statement);
std::optional<JoiningStatement> statement_of(Transaction& tx, AdmissionId admission); // the newest

void save(Transaction& tx, const JoiningClock& clock); // inserts the first, else replaces
std::optional<JoiningClock> clock_of(Transaction& tx, AdmissionId admission);
ClockCounters clock_counters(Transaction& tx, ProgrammeId programme, Instant now);
// The first call for tenders in a system puts it in use: from then on nobody's request gets the longer time
// (T04).
void note_first_call(Transaction& tx, ProgrammeId programme, Instant now); // again: nothing happens
bool is_in_use(Transaction& tx, ProgrammeId programme);
// Is any request still in the longer time that only a system not yet in use has (T04)? While it is, no call
// for tenders may go out (§51(2)).
bool runs_before_use(Transaction& tx, ProgrammeId programme);

void insert(Transaction& tx, const JoiningHearing& hearing);
void answer_hearing(Transaction& tx, JoiningHearingId id, std::string_view answer, Instant now);
std::vector<JoiningHearing> hearings_of(Transaction& tx, AdmissionId admission); // oldest first

void insert(Transaction& tx, const JoiningDecision& decision);
std::optional<JoiningDecision> find_joining_decision(Transaction& tx, AdmissionDecisionId id);
std::vector<JoiningDecision> joining_decisions_of(Transaction& tx, AdmissionId admission); // oldest first

// Where the provider stood in that category at that moment, by the decisions made until then: what a
// competition asks at its deadline and before the award.
Standing standing_in(Transaction& tx, CategoryId category, OrganisationId provider, Instant at);

// Providers with at least one current membership in the programme, by id.
std::vector<OrganisationId> member_providers(Transaction& tx, ProgrammeId programme,
                                             std::string_view after_id, std::int64_t limit);
// All that the provider declared to anybody until `until`, and what it declared with this request at any
// time.
std::vector<DeclaredEvidence> declared_until(Transaction& tx, OrganisationId provider, Instant until,
                                             AdmissionId admission);

} // namespace admissions
} // namespace kori
