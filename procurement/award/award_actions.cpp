#include "procurement/award/award_actions.hpp"

#include "core/access/access.hpp"
#include "core/base/law_book.hpp"
#include "core/crypto/crypto.hpp"
#include "core/work/outbox.hpp"
#include "procurement/award/award_document.hpp"
#include "procurement/limit/limit.hpp"

#include <algorithm>

namespace kori::awards
{
namespace
{

constexpr std::string_view standstill_over = "award.standstill_over";
constexpr std::string_view task_contract = "award.contract";
constexpr std::string_view task_correction = "award.correction_asked";

Refusal not_now()
{
    return refuse(Fault::conflict, "award.not_now", "The competition is not where this is done.");
}

bool is_told(const LocalText& text)
{
    return !text.fi.empty() && !text.sv.empty();
}

// The next of the competition's chain; refused when somebody else decided meanwhile.
Result<AwardDecision> recorded(Transaction& tx, const Ambient& ambient, const Actor& actor,
                               const Competition& competition, std::string_view kind,
                               const LocalText& reasons, std::string comparison)
{
    const auto before = newest_decision(tx, competition.id);
    AwardDecision decision{ambient.next<AwardDecisionTag>(),
                           competition.id,
                           before ? before->number + 1 : 1,
                           std::string{kind},
                           before ? std::optional{before->id} : std::nullopt,
                           reasons,
                           std::move(comparison),
                           {},
                           ambient.now,
                           *actor.membership};
    json::Object content;
    content.add("id", decision.id)
        .add("competition", competition.id)
        .add("number", decision.number)
        .add("kind", decision.kind)
        .add("reasons", reasons)
        .add("comparison", decision.comparison)
        .add("decided_at", decision.decided_at);
    decision.digest = to_hex(crypto::sha256(json::write_canonical(content)));
    if (!insert(tx, decision))
        return refuse(Fault::conflict, "award.decided_already",
                      "Another decision was made meanwhile: look at it first.");
    return decision;
}

CivilDate received_on(const Ambient& ambient, const Competition& competition)
{
    const auto end =
        end_of({Channel::dps, competition.regime, LimitStage::receipt_electronic, ambient.now}, ambient.law);
    return end ? end->end_on : ambient.today(); // T26
}

// How many copies were sent.
int serve(Transaction& tx, const Ambient& ambient, const http::Locale& locale, const Competition& competition,
          const AwardDecision& decision)
{
    const auto addressees = addressees_of(tx, competition.id);
    for (const auto& addressee : addressees)
    {
        const auto document = document_for(tx, ambient, locale, competition, decision, addressee);
        insert(tx, AwardCopy{decision.id, addressee, document.html, document.digest, ambient.now,
                             received_on(ambient, competition)});
        work::send(tx, ambient, "award.decided", Language::fi, addressee.text(),
                   {{"competition", competition.id.text()}, {"decision", decision.id.text()}});
    }
    return static_cast<int>(addressees.size());
}

Facts facts_about(const AwardDecision& decision, int copies)
{
    Facts facts{{"decision", decision.id.text()},
                {"kind", decision.kind},
                {"number", decision.number},
                {"digest", decision.digest}};
    if (decision.follows)
        facts.emplace_back("follows", decision.follows->text());
    if (copies > 0)
        facts.emplace_back("copies", copies);
    return facts;
}

void stop_waiting(Transaction& tx, const Ambient& ambient, CompetitionId id)
{
    work::cancel(tx, ambient, standstill_over, id.text());
    access::finish_tasks(tx, task_contract, id.text(), ambient.now);
    access::finish_tasks(tx, task_correction, id.text(), ambient.now);
}

} // namespace

Result<AwardDecision> decide(Transaction& tx, const Ambient& ambient, const Actor& actor, CompetitionId id,
                             const Decide& wish)
{
    auto competition = own_competition(tx, actor, id);
    if (!competition)
        return competition.refusal();
    PROMISE(actor.membership && actor.user);
    if (!competition->opened_at)
        return not_now();

    auto facts = facts_of(tx, ambient, *competition);
    if (!has_declared_no_conflict(tx, id, *actor.user))
        ++facts.conflicts_undeclared;
    facts.has_reasons = is_told(wish.reasons);
    for (int rank = 1; rank <= wish.winners; ++rank)
        facts.winner_ranks.push_back(rank);
    const auto next = perform_act("decide", ActsAs::approver, facts);
    if (!next)
        return next.refusal();
    const auto scores = compare(tx, *competition);
    if (!scores)
        return scores.refusal();
    const auto compared =
        std::count_if(scores->begin(), scores->end(), [](const auto& score) { return score.is_compared; });
    if (wish.winners > compared)
        return bad_field("/winners", "award.too_many_winners",
                         "There are not so many tenders that reach every minimum.");

    const auto rows = comparison_of(tx, *competition, *scores);
    const auto decision =
        recorded(tx, ambient, actor, *competition, award_kind::award, wish.reasons, json::write(rows));
    if (!decision)
        return decision;
    for (const auto& row : rows)
    {
        if (!row.at("is_compared").boolean())
            continue;
        const auto rank = row.at("rank").integer();
        const bool wins = rank <= wish.winners;
        insert(tx, AwardPlace{decision->id, row.at("tender").id<TenderTag>(),
                              row.at("tenderer").id<OrganisationTag>(), rank,
                              row.at("total_thousandths").integer(), row.at("price_cents").money(),
                              wins ? rank : 0,
                              std::string{wins ? place_state::waiting : place_state::not_winner}});
    }
    if (auto moved = move(tx, ambient, *competition, "decide", ActsAs::approver, facts); !moved)
        return moved.refusal();

    auto told = facts_about(*decision, 0);
    told.emplace_back("winners", wish.winners);
    note(tx, ambient, actor, "competition.decided", *competition, std::move(told));
    return decision;
}

Result<Competition> notify(Transaction& tx, const Ambient& ambient, const Actor& actor,
                           const http::Locale& locale, CompetitionId id)
{
    auto competition = own_competition(tx, actor, id);
    if (!competition)
        return competition;
    if (!competition->opened_at)
        return not_now();

    auto facts = facts_of(tx, ambient, *competition);
    facts.has_instructions = !contact_of(tx, competition->authority).empty();
    facts.recipients_missing = 0; // every party has a post box here
    if (auto moved = move(tx, ambient, *competition, "notify", ActsAs::officer, facts); !moved)
        return moved.refusal();
    const auto decision = decision_in_force(tx, id);
    PROMISE(decision.has_value());
    const auto copies = serve(tx, ambient, locale, *competition, *decision);

    note(tx, ambient, actor, "competition.decision_sent", *competition, facts_about(*decision, copies), {},
         addressees_of(tx, id));
    return competition;
}

Result<Competition> begin_waiting(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                  CompetitionId id)
{
    auto competition = own_competition(tx, actor, id);
    if (!competition)
        return competition;
    const auto decision = decision_in_force(tx, id);
    if (!competition->opened_at || !decision)
        return not_now();
    if (!competition->observes_standstill)
        return refuse(Fault::conflict, "award.standstill_not_announced",
                      "The competition did not announce that it observes a standstill.");

    auto facts = facts_of(tx, ambient, *competition);
    const auto copies = copies_of(tx, decision->id);
    if (copies.empty())
        return not_now();
    const auto last = std::max_element(copies.begin(), copies.end(), [](const auto& a, const auto& b)
                                       { return a.received_on < b.received_on; });
    const auto end = end_of({Channel::dps, competition->regime, LimitStage::standstill_in_system, // T15
                             start_of_day(last->received_on)},
                            ambient.law);
    if (!end)
        return end.refusal();
    facts.standstill_ends_on = end->end_on;
    if (auto moved = move(tx, ambient, *competition, "wait", ActsAs::officer, facts); !moved)
        return moved.refusal();
    begin_standstill(tx, decision->id, end->end_on, ambient.now);
    work::plan(tx, ambient, standstill_over, id.text(), competition->authority,
               start_of_day(plus_days(end->end_on, 1)));

    note(tx, ambient, actor, "competition.standstill_begun", *competition,
         {{"decision", decision->id.text()}, {"until", to_text(end->end_on)}}, {}, addressees_of(tx, id));
    return competition;
}

Result<CorrectionRequest> ask_correction(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                         CompetitionId id, const std::string& words)
{
    const auto competition = competitions::find(tx, id);
    const auto decision = competition ? decision_in_force(tx, id) : std::nullopt;
    const auto copy =
        decision && actor.organisation ? find_copy(tx, decision->id, *actor.organisation) : std::nullopt;
    if (!copy)
        return absent();

    const auto end = end_of({Channel::dps, competition->regime, LimitStage::correction, // T17
                             start_of_day(copy->received_on)},
                            ambient.law);
    if (!end)
        return end.refusal();
    CorrectionRequest request{ambient.next<CorrectionRequestTag>(),
                              id,
                              decision->id,
                              *actor.organisation,
                              words,
                              ambient.received_at,
                              is_kept(*end, ambient.received_at)};
    insert(tx, request);
    access::give_task(tx, ambient, competition->authority, role::decision_maker, task_correction, id.text(),
                      std::nullopt);
    for (const auto& other : copies_of(tx, decision->id))
        if (other.recipient != *actor.organisation)
            work::send(tx, ambient, "award.correction_pending", Language::fi, other.recipient.text(),
                       {{"competition", id.text()}, {"decision", decision->id.text()}});

    note(tx, ambient, actor, "competition.correction_asked", *competition,
         {{"request", request.id.text()},
          {"decision", decision->id.text()},
          {"in_time", yes_no(request.in_time)}},
         {}, {*actor.organisation});
    return request;
}

Result<AwardDecision> correct(Transaction& tx, const Ambient& ambient, const Actor& actor,
                              const http::Locale& locale, CompetitionId id, const LocalText& reasons)
{
    auto competition = own_competition(tx, actor, id);
    if (!competition)
        return competition.refusal();
    PROMISE(actor.membership.has_value());
    if (!competition->opened_at || !decision_in_force(tx, id))
        return not_now();

    auto facts = facts_of(tx, ambient, *competition);
    facts.reason = is_told(reasons) ? std::string_view{reasons.fi} : std::string_view{};
    facts.is_told_to_concerned = true; // everybody gets a copy below
    if (auto moved = move(tx, ambient, *competition, "correct", ActsAs::approver, facts); !moved)
        return moved.refusal();
    const auto decision = recorded(tx, ambient, actor, *competition, award_kind::correction, reasons, {});
    if (!decision)
        return decision;
    stop_waiting(tx, ambient, id);
    const auto copies = serve(tx, ambient, locale, *competition, *decision);

    note(tx, ambient, actor, "competition.corrected", *competition, facts_about(*decision, copies), {},
         addressees_of(tx, id));
    return decision;
}

Result<AwardDecision> interrupt(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                const http::Locale& locale, CompetitionId id, const LocalText& reasons)
{
    auto competition = own_competition(tx, actor, id);
    if (!competition)
        return competition.refusal();
    PROMISE(actor.membership.has_value());
    if (!competition->opened_at)
        return not_now(); // before the opening it is cancelled, and nobody's tender is known

    auto facts = facts_of(tx, ambient, *competition);
    facts.reason = is_told(reasons) ? std::string_view{reasons.fi} : std::string_view{};
    competition->cancelled_at = ambient.now;
    if (auto moved = move(tx, ambient, *competition, "cancel", ActsAs::approver, facts); !moved)
        return moved.refusal();
    const auto decision = recorded(tx, ambient, actor, *competition, award_kind::interruption, reasons, {});
    if (!decision)
        return decision;
    stop_waiting(tx, ambient, id);
    const auto copies = serve(tx, ambient, locale, *competition, *decision);

    note(tx, ambient, actor, "competition.interrupted", *competition, facts_about(*decision, copies), {},
         addressees_of(tx, id));
    return decision;
}

Result<Competition> release(Transaction& tx, const Ambient& ambient, const Actor& actor, TenderId tender,
                            const std::string& reason)
{
    auto own = opened_tender(tx, actor, tender);
    if (!own)
        return own.refusal();
    auto& competition = own->competition;

    auto facts = facts_of(tx, ambient, competition);
    facts.reason = reason;
    const auto decision = decision_in_force(tx, competition.id);
    std::optional<AwardPlace> place;
    if (decision)
        for (const auto& one : places_of(tx, decision->id))
            if (one.tender == tender && one.order_of_use > 0 && one.state != place_state::released)
                place = one;
    facts.is_winner_in_force = place.has_value();
    facts.winner_has_contract = place && place->state == place_state::contracted;
    if (auto moved = move(tx, ambient, competition, "release_winner", ActsAs::approver, facts); !moved)
        return moved.refusal();
    place->state = place_state::released;
    place->reason = reason;
    save_state(tx, *place);

    note(tx, ambient, actor, "competition.winner_released", competition,
         {{"tender", tender.text()}, {"decision", decision->id.text()}}, reason, {own->tender.tenderer});
    return competition;
}

void add_due_acts(work::DueActs& acts)
{
    acts.add(std::string{standstill_over},
             [](Transaction& tx, const Ambient& ambient, const work::DueMoment& moment)
             {
                 const auto id = CompetitionId::parse(moment.about);
                 PROMISE(id.has_value());
                 const auto competition = competitions::find(tx, *id);
                 PROMISE(competition.has_value());
                 if (competition->state != competition_state::standstill)
                     return;
                 access::give_task(tx, ambient, competition->authority, role::decision_maker, task_contract,
                                   id->text(), std::nullopt);
                 note(tx, ambient, the_clock(), "competition.standstill_over", *competition, {});
             });
}

} // namespace kori::awards
