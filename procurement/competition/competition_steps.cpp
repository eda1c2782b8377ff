#include "procurement/competition/competition_steps.hpp"

#include "core/access/access_actions.hpp"
#include "core/work/outbox.hpp"

#include <algorithm>

namespace kori::competitions
{

Result<Competition> own_competition(Transaction& tx, const Actor& actor, CompetitionId id)
{
    auto competition = find(tx, id);
    if (!competition || !actor.speaks_for(competition->authority))
        return absent();
    return std::move(*competition);
}

Result<Competition> competition_for_member(Transaction& tx, const Actor& actor, CompetitionId id)
{
    auto competition = own_competition(tx, actor, id);
    if (competition && !actor.membership)
        return refused(Fault::forbidden, "competition.not_a_member");
    return competition;
}

Result<Competition> competition_of_invited(Transaction& tx, const Actor& actor, CompetitionId id)
{
    auto competition = find(tx, id);
    if (!competition || !actor.is_provider() || !is_invited(tx, id, *actor.organisation))
        return absent();
    return std::move(*competition);
}

FieldError field(std::string pointer, std::string_view rule, Facts values)
{
    return field_error(competition_sentences(), std::move(pointer), rule, std::move(values));
}

Refusal refused(Fault fault, std::string_view rule, Facts values)
{
    return refuse_by(competition_sentences(), fault, rule, std::move(values));
}

TenderTime time_of(const Competition& competition)
{
    return competition.tender_time(TenderTimeAgreement::not_sought);
}

CompetitionFacts facts_of(const Ambient& ambient, const Competition& competition)
{
    CompetitionFacts facts;
    facts.state = competition.state;
    facts.now = ambient.received_at;
    facts.closes_at = competition.closes_at.value_or(Instant{});
    facts.has_been_opened = competition.opened_at.has_value();
    facts.openers_needed = static_cast<int>(competition.openers_needed);
    facts.cancelled_at = competition.cancelled_at;
    return facts;
}

Result<Done> move(Transaction& tx, const Ambient& ambient, Competition& competition, std::string_view verb,
                  ActsAs who, const CompetitionFacts& facts)
{
    auto next = perform_act(verb, who, facts);
    if (!next)
        return next.refusal();
    competition.state = std::move(*next);
    competition.revision += 1;
    save(tx, competition, ambient.now);
    return Done{};
}

void note(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string kind,
          const Competition& competition, Facts facts, std::string reason)
{
    facts.emplace_back("programme", competition.programme.text());
    facts.emplace_back("state", competition.state);
    facts.emplace_back("revision", competition.revision);
    journal::append(tx, ambient, access::doer_of(actor),
                    {std::move(kind),
                     competition.id.text(),
                     std::move(facts),
                     journal::Audience::organisation,
                     {competition.authority.text()},
                     std::move(reason),
                     {}});
}

void tell_all(Transaction& tx, const Ambient& ambient, std::string_view name, const Competition& competition)
{
    for (const auto& invitation : invitations_of(tx, competition.id))
        work::send(tx, ambient, name, Language::fi, invitation.provider.text(),
                   {{"competition", competition.id.text()}});
}

void plan_moments(Transaction& tx, const Ambient& ambient, const Competition& competition)
{
    PROMISE(competition.closes_at.has_value());
    const auto plan = [&](std::string_view kind, Instant at)
    {
        work::cancel(tx, ambient, kind, competition.id.text());
        work::plan(tx, ambient, kind, competition.id.text(), competition.authority, at);
    };
    // What arrives at the moment itself still counts.
    if (competition.questions_until)
        plan("competition.questions_over", competition.questions_until->plus_micros(1));
    plan("competition.closed", competition.closes_at->plus_micros(1));
    plan("competition.drafts_lapse", drafts_lapse_at(competition).plus_micros(1));
}

Result<Done> end_questions(Transaction& tx, const Ambient& ambient, Competition& competition)
{
    const auto over_after = competition.questions_until.value_or(*competition.closes_at);
    if ((competition.state != competition_state::invited &&
         competition.state != competition_state::q_and_a) ||
        ambient.received_at <= over_after)
        return Done{};
    const auto questions = questions_of(tx, competition.id);
    auto facts = facts_of(ambient, competition);
    facts.questions_unanswered = static_cast<int>(std::count_if(
        questions.begin(), questions.end(), [](const Question& question) { return !question.answer; }));
    facts.extension_is_owed = extension_owed(competition, questions, ambient.law).has_value();
    // The officer's act: the moment does what the officer set with the invitation.
    if (auto moved = move(tx, ambient, competition, "receive_tenders", ActsAs::officer, facts); !moved)
        return moved;
    note(tx, ambient, the_clock(), "competition.questions_closed", competition,
         {{"questions", static_cast<std::int64_t>(questions.size())}});
    return Done{};
}

Instant drafts_lapse_at(const Competition& competition)
{
    PROMISE(competition.closes_at.has_value());
    return competition.closes_at->plus_days(1);
}

} // namespace kori::competitions
