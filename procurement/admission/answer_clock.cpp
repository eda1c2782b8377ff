#include "procurement/admission/answer_clock.hpp"

#include "core/base/law_book.hpp"
#include "procurement/admission/joining_steps.hpp"
#include "procurement/party/party_actions.hpp"

namespace kori::admissions
{
namespace
{

constexpr std::string_view answer_due = "acceptance.answer_due";
constexpr std::string_view reopening_watch = "acceptance.reopening_watch";

Admission request_of(Transaction& tx, const work::DueMoment& moment)
{
    const auto id = AdmissionId::parse(moment.about);
    PROMISE(id.has_value());
    auto admission = find(tx, *id);
    PROMISE(admission.has_value());
    return std::move(*admission);
}

bool is_undecided(std::string_view state)
{
    using namespace acceptance_state;
    return state == submitted || state == waiting_reopening || state == under_review ||
           state == clarification;
}

void fall_due(Transaction& tx, const Ambient& ambient, const work::DueMoment& moment)
{
    const auto admission = request_of(tx, moment);
    if (!is_undecided(admission.state))
        return;
    give_task(tx, ambient, admission.authority, role::decision_maker, task_overdue, admission, moment.due_at);
    note(tx, ambient, the_clock(), "acceptance.answer_overdue", admission,
         {{"answer_due_on", to_text(*admission.answer_due_on)}, {"overdue_from", to_text(moment.due_at)}});
    tell(tx, ambient, "answer_overdue", admission.authority, admission);
}

// Looks at each midnight: what was closed then and is open now reopened on the day between.
void look_for_reopening(Transaction& tx, const Ambient& ambient, const work::DueMoment& moment)
{
    auto admission = request_of(tx, moment);
    if (admission.state != acceptance_state::waiting_reopening)
        return;
    const auto programme = programme_of(tx, admission);
    const auto today = finnish_date(moment.due_at);
    if (programme.state == programme_state::closed_temp)
        return watch_for_reopening(tx, ambient, admission, today);
    if (programme.state == programme_state::open)
        PROMISE(bool(reopen(tx, ambient, the_clock(), admission, programme, plus_days(today, -1))));
}

} // namespace

void start_clock(Transaction& tx, const Ambient& ambient, Admission& admission, const Programme& programme,
                 CivilDate from)
{
    const auto days = programme.answer_working_days
                          ? *programme.answer_working_days
                          : parties::value_for(tx, ambient.law, admission.authority,
                                               "service_level.acceptance_answer.working_days", from);
    admission.clock_from = from;
    admission.answer_due_on = answer_promised_by(from, static_cast<int>(days), ambient.law);
    // An answer on the promised day is in time until its last moment.
    work::plan(tx, ambient, answer_due, admission.id.text(), admission.authority,
               start_of_day(plus_days(*admission.answer_due_on, 1)));
    give_task(tx, ambient, admission.authority, role::procurement_officer, task_answer, admission,
              end_of_day(*admission.answer_due_on));
}

void watch_for_reopening(Transaction& tx, const Ambient& ambient, const Admission& admission, CivilDate from)
{
    work::plan(tx, ambient, reopening_watch, admission.id.text(), admission.authority,
               start_of_day(plus_days(from, 1)));
}

Result<Done> reopen(Transaction& tx, const Ambient& ambient, const Actor& actor, Admission& admission,
                    const Programme& programme, CivilDate reopened_on)
{
    work::cancel(tx, ambient, reopening_watch, admission.id.text());
    start_clock(tx, ambient, admission, programme, reopened_on);
    if (auto moved = move(tx, ambient, admission, "reopen"); !moved)
        return moved;
    note(tx, ambient, actor, "acceptance.clock_started", admission,
         {{"clock_from", to_text(reopened_on)}, {"answer_due_on", to_text(*admission.answer_due_on)}});
    return Done{};
}

void stop_clock(Transaction& tx, const Ambient& ambient, const Admission& admission)
{
    if (admission.channel == Channel::dps)
        return stop_joining_clock(tx, ambient, admission);
    work::cancel(tx, ambient, answer_due, admission.id.text());
    work::cancel(tx, ambient, reopening_watch, admission.id.text());
    for (const auto what : {task_answer, task_overdue, task_clarify, task_leaving})
        finish_task(tx, ambient, what, admission);
}

void add_due_acts(work::DueActs& acts)
{
    acts.add(std::string{answer_due}, fall_due);
    acts.add(std::string{reopening_watch}, look_for_reopening);
    add_joining_acts(acts);
}

} // namespace kori::admissions
