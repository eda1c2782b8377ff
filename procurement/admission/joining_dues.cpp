// The due moments of joining a DPS: clocks that begin, fall due or are lengthened, evidence that runs out.
#include "core/base/law_book.hpp"
#include "procurement/admission/joining_steps.hpp"

#include <algorithm>

namespace kori::admissions
{
namespace
{

constexpr std::string_view decision_due = "admission.decision_due";
constexpr std::string_view window_ends = "admission.window_ends";
constexpr std::string_view reopening_watch = "admission.reopening_watch";
constexpr std::string_view recheck = "admission.recheck";
constexpr std::string_view hearing_ends = "admission.hearing_ends";

Admission request_of(Transaction& tx, const work::DueMoment& moment)
{
    const auto id = AdmissionId::parse(moment.about);
    PROMISE(id.has_value());
    auto admission = find(tx, *id);
    PROMISE(admission.has_value());
    return std::move(*admission);
}

// A clock that was missed is said aloud: to whoever decides, in the journal, and in the public counters.
void fall_due(Transaction& tx, const Ambient& ambient, const work::DueMoment& moment)
{
    const auto admission = request_of(tx, moment);
    const auto clock = clock_of(tx, admission.id);
    PROMISE(clock.has_value());
    if (clock->decided_at || clock->ended_at)
        return;
    give_task(tx, ambient, admission.authority, role::decision_maker, task_overdue, admission, moment.due_at);
    note(tx, ambient, the_clock(), "admission.clock_missed", admission,
         {{"limit", clock->limit}, {"due_at", to_text(clock->due_at)}});
    tell(tx, ambient, "clock_missed", admission.authority, admission);
}

void end_window(Transaction& tx, const Ambient& ambient, const work::DueMoment& moment)
{
    auto admission = request_of(tx, moment);
    if (admission.state != admission_state::submitted)
        return;
    const auto programme = programme_of(tx, admission);
    const auto terms = systems::find_terms(tx, programme.id);
    PROMISE(terms && terms->requests_until);
    if (!takes_requests(programme.state)) // cancelled in its window: nobody decides on the request any more
    {
        PROMISE(bool(move(tx, ambient, admission, "lapse")));
        stop_joining_clock(tx, ambient, admission);
        note(tx, ambient, the_clock(), "admission.lapsed", admission, {});
        return tell(tx, ambient, "lapsed", admission.provider, admission);
    }
    if (moment.due_at < *terms->requests_until) // the window was lengthened meanwhile
        return wait_for_window(tx, ambient, admission, *terms->requests_until);
    start_joining_clock(tx, ambient, the_clock(), admission, programme, ClockStart::window_end,
                        finnish_date(moment.due_at));
    admission.revision += 1;
    save(tx, admission, ambient.now);
}

// Looks at each midnight: what was closed then and is open now reopened on the day between.
void look_for_reopening(Transaction& tx, const Ambient& ambient, const work::DueMoment& moment)
{
    auto admission = request_of(tx, moment);
    if (admission.state != admission_state::waiting_reopening)
        return;
    const auto programme = programme_of(tx, admission);
    const auto today = finnish_date(moment.due_at);
    if (programme.state == programme_state::closed_temp)
        return wait_for_reopening(tx, ambient, admission, today);
    if (programme.state != programme_state::open)
        return;
    start_joining_clock(tx, ambient, the_clock(), admission, programme, ClockStart::reopening,
                        plus_days(today, -1));
    admission.revision += 1;
    save(tx, admission, ambient.now);
}

// What ran out since the last decision; what had run out before was judged with it.
std::vector<std::string> ran_out(const std::vector<Recheck>& all, CivilDate decided_on, CivilDate today)
{
    std::vector<std::string> codes;
    for (const auto& one : all)
        if (one.on > decided_on && one.on <= today)
            codes.push_back(one.about);
    return codes;
}

CivilDate confirmed_on(Transaction& tx, const Admission& admission)
{
    const auto statement = statement_of(tx, admission.id);
    PROMISE(statement.has_value());
    return finnish_date(statement->confirmed_at);
}

void look_again(Transaction& tx, const Ambient& ambient, const work::DueMoment& moment)
{
    auto admission = request_of(tx, moment);
    if (admission.state != admission_state::admitted)
        return; // asked, suspended or gone: the next decision plans anew
    const auto programme = programme_of(tx, admission);
    const auto today = finnish_date(moment.due_at);
    const auto decisions = joining_decisions_of(tx, admission.id);
    PROMISE(!decisions.empty());
    const auto all =
        rechecks(assessment_input(tx, admission, programme), confirmed_on(tx, admission), today, ambient.law);
    auto about = ran_out(all, finnish_date(decisions.back().decided_at), today);
    if (about.empty()) // renewed in time
        return plan_recheck(tx, ambient, admission, programme);
    if (running_hearing(tx, admission.id, ambient.received_at))
        return; // it is being asked already
    const auto until = earliest_renewal(programme.regime, ambient.received_at, ambient.law);
    PROMISE(bool(ask(tx, ambient, the_clock(), admission,
                     {ambient.next<JoiningHearingTag>(), admission.id, "renewal", std::move(about),
                      "evidence_ran_out", "clock", ambient.received_at, until})));
}

void end_hearing(Transaction& tx, const Ambient& ambient, const work::DueMoment& moment)
{
    const auto admission = request_of(tx, moment);
    const auto hearings = hearings_of(tx, admission.id);
    if (hearings.empty() || hearings.back().answer || hearings.back().answer_until >= moment.due_at)
        return;
    finish_task(tx, ambient, task_renew, admission);
    give_task(tx, ambient, admission.authority, role::decision_maker, task_look_again, admission,
              std::nullopt);
    note(tx, ambient, the_clock(), "admission.hearing_ended", admission,
         {{"hearing", hearings.back().id.text()}, {"answered", "no"}});
}

std::string id_of(LimitStage stage)
{
    return std::string{limit_of(stage).id};
}

} // namespace

void start_joining_clock(Transaction& tx, const Ambient& ambient, const Actor& actor, Admission& admission,
                         const Programme& programme, ClockStart start, CivilDate from)
{
    const auto terms = systems::find_terms(tx, programme.id);
    const auto clock = decision_clock(programme.regime, from, terms ? terms->before_use_days : std::nullopt,
                                      is_in_use(tx, programme.id), ambient.law);
    admission.clock_from = from;
    admission.answer_due_on = clock.due_on;
    save(tx, JoiningClock{admission.id, programme.id, start, from, id_of(clock.stage), clock.due_at});
    plan_decision(tx, ambient, admission, clock.due_on);
    note(tx, ambient, actor, "admission.clock_started", admission,
         {{"start", code_of(start)},
          {"clock_from", to_text(from)},
          {"limit", id_of(clock.stage)},
          {"due_on", to_text(clock.due_on)}});
}

void plan_decision(Transaction& tx, const Ambient& ambient, const Admission& admission, CivilDate due_on)
{
    work::cancel(tx, ambient, decision_due, admission.id.text());
    finish_task(tx, ambient, task_answer, admission);
    // A decision on the last day is in time until its last moment.
    work::plan(tx, ambient, decision_due, admission.id.text(), admission.authority,
               start_of_day(plus_days(due_on, 1)));
    give_task(tx, ambient, admission.authority, role::procurement_officer, task_answer, admission,
              end_of_day(due_on));
}

void wait_for_window(Transaction& tx, const Ambient& ambient, const Admission& admission, Instant ends)
{
    work::plan(tx, ambient, window_ends, admission.id.text(), admission.authority, ends);
}

void wait_for_reopening(Transaction& tx, const Ambient& ambient, const Admission& admission, CivilDate from)
{
    work::plan(tx, ambient, reopening_watch, admission.id.text(), admission.authority,
               start_of_day(plus_days(from, 1)));
}

void plan_recheck(Transaction& tx, const Ambient& ambient, const Admission& admission,
                  const Programme& programme)
{
    const auto today = finnish_date(ambient.received_at);
    const auto all =
        rechecks(assessment_input(tx, admission, programme), confirmed_on(tx, admission), today, ambient.law);
    const auto next =
        std::find_if(all.begin(), all.end(), [&](const Recheck& one) { return one.on > today; });
    work::cancel(tx, ambient, recheck, admission.id.text());
    if (next != all.end())
        work::plan(tx, ambient, recheck, admission.id.text(), admission.authority, start_of_day(next->on));
}

void wait_for_answer(Transaction& tx, const Ambient& ambient, const Admission& admission,
                     const JoiningHearing& hearing)
{
    work::plan(tx, ambient, hearing_ends, admission.id.text(), admission.authority,
               hearing.answer_until.plus_micros(1));
}

void stop_joining_clock(Transaction& tx, const Ambient& ambient, const Admission& admission)
{
    close_joining_clock(tx, ambient, admission, false);
    for (const auto kind : {decision_due, window_ends, reopening_watch, recheck, hearing_ends})
        work::cancel(tx, ambient, kind, admission.id.text());
    for (const auto what :
         {task_answer, task_overdue, task_clarify, task_leaving, task_renew, task_look_again})
        finish_task(tx, ambient, what, admission);
}

void add_joining_acts(work::DueActs& acts)
{
    acts.add(std::string{decision_due}, fall_due);
    acts.add(std::string{window_ends}, end_window);
    acts.add(std::string{reopening_watch}, look_for_reopening);
    acts.add(std::string{recheck}, look_again);
    acts.add(std::string{hearing_ends}, end_hearing);
}

} // namespace kori::admissions
