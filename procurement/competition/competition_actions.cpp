// What the clock does with a competition, and its cancelling.
#include "procurement/competition/competition_actions.hpp"

#include "core/access/access_actions.hpp"
#include "procurement/competition/competition_steps.hpp"
#include "procurement/competition/tender_actions.hpp"

namespace kori::competitions
{
namespace
{

Competition competition_of(Transaction& tx, const work::DueMoment& moment)
{
    const auto id = CompetitionId::parse(moment.about);
    PROMISE(id.has_value());
    auto competition = find(tx, *id);
    PROMISE(competition.has_value());
    return std::move(*competition);
}

// Those with an unanswered question keep it open; its task waits with the officer.
void questions_are_over(Transaction& tx, const Ambient& ambient, const work::DueMoment& moment)
{
    auto competition = competition_of(tx, moment);
    static_cast<void>(end_questions(tx, ambient, competition));
}

void deadline_is_over(Transaction& tx, const Ambient& ambient, const work::DueMoment& moment)
{
    auto competition = competition_of(tx, moment);
    if (!takes_tenders(competition.state))
        return;
    access::finish_tasks(tx, task_tender, competition.id.text(), ambient.now);
    // Owed answers or time stand in the way of the opening: somebody must decide what becomes of it.
    if (!end_questions(tx, ambient, competition))
        access::give_task(tx, ambient, competition.authority, role::decision_maker, task_blocked,
                          competition.id.text(), std::nullopt);
    note(tx, ambient, the_clock(), "competition.closed", competition,
         {{"closes_at", to_text(*competition.closes_at)}});
}

void drafts_lapse(Transaction& tx, const Ambient& ambient, const work::DueMoment& moment)
{
    const auto competition = competition_of(tx, moment);
    tenders::lapse_drafts(tx, ambient, competition);
}

} // namespace

Result<Competition> cancel(Transaction& tx, const Ambient& ambient, const Actor& actor, CompetitionId id,
                           const std::string& reason)
{
    auto competition = own_competition(tx, actor, id);
    if (!competition)
        return competition.refusal();

    auto facts = facts_of(ambient, *competition);
    facts.reason = reason;
    competition->cancelled_at = ambient.received_at;
    if (auto moved = move(tx, ambient, *competition, "cancel", ActsAs::approver, facts); !moved)
        return moved.refusal();
    for (const auto kind : {task_tender, task_extend, task_blocked})
        access::finish_tasks(tx, kind, id.text(), ambient.now);
    tell_all(tx, ambient, "competition.cancelled", *competition);

    note(tx, ambient, actor, "competition.cancelled", *competition, {}, reason);
    return *competition;
}

void add_due_acts(work::DueActs& acts)
{
    acts.add("competition.questions_over", questions_are_over);
    acts.add("competition.closed", deadline_is_over);
    acts.add("competition.drafts_lapse", drafts_lapse);
}

} // namespace kori::competitions
