// A provider asks to join, the authority answers. Acts of open acceptance, where everyone who meets the
// conditions is accepted, and those that are the same in both channels; what only a DPS knows stands in
// joining_actions.hpp.
#pragma once

#include "core/access/access_actions.hpp"
#include "core/work/due.hpp"
#include "procurement/admission/admission_store.hpp"
#include "procurement/programme/programme_store.hpp"

namespace kori::admissions
{

// The provider's request: admission_actions.cpp. `category`: demanded in a DPS, refused in open acceptance.
Result<Admission> start_request(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                ProgrammeId programme, const std::optional<CategoryId>& category);
// Open acceptance. Starts the clock of the promised answer, or waits for the programme's reopening.
Result<Admission> submit_request(Transaction& tx, const Ambient& ambient, const Actor& actor, AdmissionId id);
Result<Admission> abandon_request(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                  AdmissionId id);
Result<Admission> withdraw_request(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                   AdmissionId id);

// What is shown for it: evidence_actions.cpp.
Result<DeclaredEvidence> declare_evidence(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                          AdmissionId id, const EvidenceOnFile& evidence,
                                          const std::string& statement);
// The extract is looked at and given back: only this note stays (T28).
Result<AdmissionCheck> note_check(Transaction& tx, const Ambient& ambient, const Actor& actor, AdmissionId id,
                                  CivilDate extract_on, const std::string& result);

// The authority's review: review_actions.cpp. Taking into review is of open acceptance.
Result<Admission> take_into_review(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                   AdmissionId id);
// The clock of the answer does not stop.
Result<Admission> ask_clarification(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                    AdmissionId id, const std::string& question);
Result<Admission> answer_clarification(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                       AdmissionId id, const std::string& answer);
Result<Admission> end_waiting(Transaction& tx, const Ambient& ambient, const Actor& actor, AdmissionId id);

// The authority's decisions in open acceptance: decision_actions.cpp.
struct DecideOnAdmission
{
    AdmissionId admission;
    std::string outcome; // "accepted", "rejected", "suspended", "restored", "removed"
    LocalText reasons;
    std::vector<std::string> failed_conditions;
    std::vector<std::string> missing_evidence;
};
Result<AdmissionDecision> decide(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                 const DecideOnAdmission& wish);
// A new decision in place of the standing one, after a claim (T51) or on the authority's own initiative.
Result<AdmissionDecision> correct(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                  const DecideOnAdmission& wish);

// Leaving, and the programme's end: leaving_actions.cpp.
Result<Admission> ask_to_leave(Transaction& tx, const Ambient& ambient, const Actor& actor, AdmissionId id);
Result<Admission> confirm_leaving(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                  AdmissionId id);
// The programme ended: what was not decided lapses, who stood in it stands there no longer; running orders go
// on.
void end_with_programme(Transaction& tx, const Ambient& ambient, const Actor& actor,
                        const Programme& programme);

// Due moments, "acceptance.answer_due" and "acceptance.reopening_watch": answer_clock.cpp.
void add_due_acts(work::DueActs& acts);

} // namespace kori::admissions
