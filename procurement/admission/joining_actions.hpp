// Joining a DPS (1397/2016 §51, §52(2), §80–92): a request for each category, a self-declaration kept by the
// provider, clocks of law, decisions with remedies of the Procurement Act.
#pragma once

#include "procurement/admission/admission_actions.hpp"
#include "procurement/admission/joining_store.hpp"

namespace kori::admissions
{

// The provider's side: joining_request.cpp.
Result<Admission> start_joining(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                const Programme& programme, const std::optional<CategoryId>& category);
// A new version; requests that confirmed an earlier one stay with it.
Result<SelfDeclaration> record_declaration(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                           const DeclarationContent& content);
// The newest declaration and all evidence still hold, for this request (§87(2)).
Result<Admission> confirm_declaration(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                      AdmissionId id, const std::vector<RequirementAnswer>& answers);
// Refuses "admission.incomplete" with every field. Sealed in the initial window, waiting while the system is
// closed, else its clock begins.
Result<Admission> submit_joining(Transaction& tx, const Ambient& ambient, const Actor& actor, AdmissionId id);

// The authority's review: joining_review.cpp.
Result<Admission> open_joining(Transaction& tx, const Ambient& ambient, const Actor& actor, AdmissionId id);
// T03, in a single case with its reason, which the provider is told; while T02 still runs.
Result<Admission> extend_clock(Transaction& tx, const Ambient& ambient, const Actor& actor, AdmissionId id,
                               const std::string& reason);
// A competition says that a call for tenders goes out. Refuses "admission.before_use_clocks_run" while a
// request is still in the longer time (T04).
Result<Done> note_call(Transaction& tx, const Ambient& ambient, ProgrammeId programme);

// What an admitted provider is asked: joining_hearing.cpp. Nothing is taken from it unheard.
struct AskProvider
{
    AdmissionId admission;
    std::string kind; // "renewal" (of declaration or evidence, T12), "hearing" (its view)
    std::vector<std::string> about;
    std::string reason;
    Instant answer_until; // not before T12 is over
};
Result<Admission> ask_provider(Transaction& tx, const Ambient& ambient, const Actor& actor,
                               const AskProvider& wish);
Result<Admission> answer_hearing(Transaction& tx, const Ambient& ambient, const Actor& actor, AdmissionId id,
                                 const std::string& answer);

// Decisions: joining_decision.cpp. Outcomes of JoiningDecision.
Result<JoiningDecision> decide_joining(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                       const DecideOnAdmission& wish);
// On the authority's own initiative within T18 (§132–135): a rejection or removal is decided again.
Result<JoiningDecision> correct_joining(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                        const DecideOnAdmission& wish);

} // namespace kori::admissions
