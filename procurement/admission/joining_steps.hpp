// What the acts of joining share: what is known of a request, and its due moments.
#pragma once

#include "procurement/admission/admission_steps.hpp"
#include "procurement/admission/joining_actions.hpp"
#include "procurement/system/system_store.hpp"

namespace kori::admissions
{

inline constexpr std::string_view task_renew = "renew";
inline constexpr std::string_view task_look_again = "look_again";

Category category_of(Transaction& tx, const Admission& admission);
// What the machine's assessment looks at; before a confirmation nothing is declared.
AssessmentInput assessment_input(Transaction& tx, const Admission& admission, const Programme& programme);

// Begins T02 or T04 from that day; the caller saves the request.
void start_joining_clock(Transaction& tx, const Ambient& ambient, const Actor& actor, Admission& admission,
                         const Programme& programme, ClockStart start, CivilDate from);
// Replaces the due moment and the officer's task of the running clock.
void plan_decision(Transaction& tx, const Ambient& ambient, const Admission& admission, CivilDate due_on);
// Opens at the end of the initial window.
void wait_for_window(Transaction& tx, const Ambient& ambient, const Admission& admission,
                     Instant window_ends);
// Looks at each midnight whether the system is open again.
void wait_for_reopening(Transaction& tx, const Ambient& ambient, const Admission& admission, CivilDate from);
// Looks again when the first thing that the admission stands on runs out.
void plan_recheck(Transaction& tx, const Ambient& ambient, const Admission& admission,
                  const Programme& programme);
void wait_for_answer(Transaction& tx, const Ambient& ambient, const Admission& admission,
                     const JoiningHearing& hearing);

// The hearing that still waits: unanswered, its time not over.
std::optional<JoiningHearing> running_hearing(Transaction& tx, AdmissionId admission, Instant at);
// Was the provider heard since the last decision: answered, or had its time?
bool is_heard(Transaction& tx, AdmissionId admission, Instant at);
// Asks, moves on a renewal, tells the provider.
Result<Done> ask(Transaction& tx, const Ambient& ambient, const Actor& actor, Admission& admission,
                 JoiningHearing hearing);

// Decided, or over without a decision (`is_decided` false): no due moment waits, all tasks are done.
void close_joining_clock(Transaction& tx, const Ambient& ambient, const Admission& admission,
                         bool is_decided);
void stop_joining_clock(Transaction& tx, const Ambient& ambient, const Admission& admission);

// "admission.decision_due", "admission.window_ends", "admission.reopening_watch", "admission.recheck",
// "admission.hearing_ends": joining_dues.cpp.
void add_joining_acts(work::DueActs& acts);

} // namespace kori::admissions
