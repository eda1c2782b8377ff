// Questions of those invited, answers to all of them, and a deadline that moves (T08, T09).
#include "core/access/access_actions.hpp"
#include "procurement/competition/competition_steps.hpp"

#include <algorithm>

namespace kori::competitions
{
namespace
{

constexpr std::size_t questions_most = 50; // of one asker; ASSUMED: keeps one from blocking the answers

// The day of the answer that the deadline is owed for, the latest one.
std::optional<CivilDate> late_answer_on(const Competition& competition,
                                        const std::vector<Question>& questions, const LawBook& law)
{
    std::optional<CivilDate> latest;
    for (const auto& question : questions)
    {
        if (!question.answered_at)
            continue;
        const auto day = finnish_date(*question.answered_at);
        const auto earliest = earliest_close_after_answer(day, time_of(competition), law);
        if (earliest && finnish_date(*competition.closes_at) < *earliest && (!latest || *latest < day))
            latest = day;
    }
    return latest;
}

void note_question(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string kind,
                   const Question& question, OrganisationId concerned, Facts facts)
{
    facts.emplace_back("competition", question.competition.text());
    journal::append(tx, ambient, access::doer_of(actor),
                    {std::move(kind),
                     question.id.text(),
                     std::move(facts),
                     journal::Audience::organisation,
                     {concerned.text()},
                     {},
                     {}});
}

} // namespace

std::optional<CivilDate> extension_owed(const Competition& competition,
                                        const std::vector<Question>& questions, const LawBook& law)
{
    const auto day = late_answer_on(competition, questions, law);
    return day ? earliest_close_after_answer(*day, time_of(competition), law) : std::nullopt;
}

Result<Question> ask(Transaction& tx, const Ambient& ambient, const Actor& actor, CompetitionId id,
                     const std::string& text)
{
    const auto competition = competition_of_invited(tx, actor, id);
    if (!competition)
        return competition.refusal();

    if (competition->state != competition_state::q_and_a)
        return refused(Fault::conflict, "competition.no_questions_now");
    if (ambient.received_at > *competition->questions_until)
        return refused(Fault::too_late, "competition.questions_over");
    const auto questions = questions_of(tx, id);
    const auto own =
        static_cast<std::size_t>(std::count_if(questions.begin(), questions.end(), [&](const Question& other)
                                               { return other.asker == *actor.organisation; }));
    if (own >= questions_most)
        return refused(Fault::conflict, "competition.too_many_questions",
                       {{"max", static_cast<std::int64_t>(questions_most)}});

    const Question question{ambient.next<QuestionTag>(), id, *actor.organisation, text, ambient.received_at};
    insert(tx, question);
    const auto due_on = answers_due_on(*competition->closes_at, time_of(*competition), ambient.law);
    access::give_task(tx, ambient, competition->authority, role::procurement_officer, task_answer,
                      question.id.text(), due_on ? end_of_day(*due_on) : *competition->closes_at);

    // The asker's alone: not even the buyer learns who asked.
    note_question(tx, ambient, actor, "competition.question_asked", question, *actor.organisation, {});
    return question;
}

Result<Question> answer(Transaction& tx, const Ambient& ambient, const Actor& actor, const AnswerToAll& wish)
{
    auto competition = competition_for_member(tx, actor, wish.competition);
    if (!competition)
        return competition.refusal();
    auto question = find_question(tx, wish.question);
    if (!question || question->competition != competition->id)
        return absent();

    if (question->answer)
        return refused(Fault::conflict, "competition.answered_already");
    auto facts = facts_of(ambient, *competition);
    facts.answer_goes_to_all = true; // below, in the same transaction
    if (auto moved = move(tx, ambient, *competition, "answer", ActsAs::officer, facts); !moved)
        return moved.refusal();
    question->told_question = wish.told_question;
    question->answer = wish.answer;
    question->answered_by = *actor.membership;
    question->answered_at = ambient.received_at;
    save_answer(tx, *question);
    access::finish_tasks(tx, task_answer, question->id.text(), ambient.now);
    tell_all(tx, ambient, "competition.question_answered", *competition);

    Facts told;
    if (const auto owed = extension_owed(*competition, questions_of(tx, competition->id), ambient.law))
    {
        told.emplace_back("extension_owed_to", to_text(*owed));
        access::finish_tasks(tx, task_extend, competition->id.text(), ambient.now);
        access::give_task(tx, ambient, competition->authority, role::procurement_officer, task_extend,
                          competition->id.text(), *competition->closes_at);
    }
    note_question(tx, ambient, actor, "competition.question_answered", *question, competition->authority,
                  std::move(told));
    // The last answer may come after the questions were over. While something is still open, it waits.
    static_cast<void>(end_questions(tx, ambient, *competition));
    return *question;
}

Result<Competition> extend_deadline(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                    CompetitionId id, Instant closes_at, ExtensionGround ground,
                                    const std::string& reason)
{
    auto competition = own_competition(tx, actor, id);
    if (!competition)
        return competition.refusal();
    // The state speaks first: a draft has no deadline that could move.
    if (auto listed = competition_states().move(competition->state, "extend_deadline"); !listed)
        return listed.refusal();

    const auto late = late_answer_on(*competition, questions_of(tx, id), ambient.law);
    // What is owed for a late answer is owed whatever the buyer calls it.
    const auto judged = late ? ExtensionGround::late_answer : ground;
    auto faults = extension_faults({ambient.received_at, *competition->closes_at, closes_at, judged, late},
                                   time_of(*competition), ambient.law, "/closes_at");
    auto facts = facts_of(ambient, *competition);
    facts.extension_has_faults = !faults.empty();
    facts.extension_is_told_to_all = true; // below, in the same transaction
    if (auto allowed = perform_act("extend_deadline", ActsAs::officer, facts); !allowed)
        return Refusal{allowed.refusal()}.in(std::move(faults));

    const auto old = *competition->closes_at;
    competition->closes_at = closes_at;
    if (auto moved = move(tx, ambient, *competition, "extend_deadline", ActsAs::officer, facts); !moved)
        return moved.refusal();
    plan_moments(tx, ambient, *competition);
    access::finish_tasks(tx, task_extend, id.text(), ambient.now);
    tell_all(tx, ambient, "competition.deadline_moved", *competition);

    note(tx, ambient, actor, "competition.deadline_moved", *competition,
         {{"closed_at", to_text(old)},
          {"closes_at", to_text(closes_at)},
          {"late_answer", yes_no(late.has_value())}},
         reason);
    static_cast<void>(end_questions(tx, ambient, *competition));
    return *competition;
}

} // namespace kori::competitions
