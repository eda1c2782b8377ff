#include "procurement/award/assessment_actions.hpp"

#include "core/access/access.hpp"
#include "core/work/outbox.hpp"

#include <algorithm>

namespace kori::awards
{
namespace
{

void tell(Transaction& tx, const Ambient& ambient, std::string_view name, const Tender& tender)
{
    work::send(tx, ambient, name, Language::fi, tender.tenderer.text(),
               {{"competition", tender.competition.text()}, {"tender", tender.id.text()}});
}

// The opened tenders of this competition that the wish names; a foreign one looks absent.
Result<std::vector<Tender>> named(Transaction& tx, const Competition& competition,
                                  const std::vector<TenderId>& ids)
{
    std::vector<Tender> all;
    for (const auto& id : ids)
    {
        auto tender = tenders::find(tx, id);
        if (!tender || tender->competition != competition.id || !was_opened(tender->state))
            return bad_field("/tenders/" + std::to_string(all.size()), "award.no_such_tender",
                             "This competition has no such opened tender.");
        all.push_back(std::move(*tender));
    }
    return all;
}

Result<Done> check_answer_time(const Ambient& ambient, Instant answer_by)
{
    if (answer_by <= ambient.received_at)
        return bad_field("/answer_by", "award.answer_time_past", "The time to answer lies ahead.");
    return Done{};
}

Refusal not_now()
{
    return refuse(Fault::conflict, "award.not_now", "The competition is not where this is done.");
}

} // namespace

Result<Competition> check_compliance(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                     CompetitionId id)
{
    auto competition = own_competition(tx, actor, id);
    if (!competition)
        return competition;
    if (!competition->closes_at)
        return not_now();
    const auto facts = facts_of(tx, ambient, *competition);

    if (auto moved = move(tx, ambient, *competition, "check_compliance", ActsAs::officer, facts); !moved)
        return moved.refusal();

    note(tx, ambient, actor, "competition.compliance_begun", *competition, {});
    return competition;
}

Result<Tender> judge(Transaction& tx, const Ambient& ambient, const Actor& actor, TenderId id,
                     const Verdict& verdict)
{
    auto own = opened_tender(tx, actor, id);
    if (!own)
        return own.refusal();
    auto& [competition, tender] = *own;

    auto facts = facts_of(tx, ambient, competition, tender);
    facts.ground = verdict.ground;
    facts.reason = verdict.reason;
    if (verdict.is_compliant)
    {
        if (!form_of(tx, competition, tender.id))
            return refuse(Fault::conflict, "award.form_unreadable",
                          "The form of this tender cannot be read, so it cannot be compared.");
    }
    tender.ground = verdict.is_compliant ? std::string{} : verdict.ground;
    tender.reason = verdict.is_compliant ? std::string{} : verdict.reason;
    const auto* verb = verdict.is_compliant ? "find_compliant" : "exclude";
    if (auto moved = move(tx, ambient, tender, verb, ActsAs::officer, facts); !moved)
        return moved.refusal();

    note(tx, ambient, actor, verdict.is_compliant ? "tender.found_compliant" : "tender.excluded", competition,
         {{"tender", tender.id.text()}, {"ground", tender.ground}});
    return tender;
}

Result<Tender> take_back(Transaction& tx, const Ambient& ambient, const Actor& actor, TenderId id,
                         const std::string& reason)
{
    auto own = opened_tender(tx, actor, id);
    if (!own)
        return own.refusal();
    auto& [competition, tender] = *own;

    auto facts = facts_of(tx, ambient, competition, tender);
    facts.reason = reason;
    tender.ground.clear();
    tender.reason.clear();
    if (auto moved = move(tx, ambient, tender, "take_back", ActsAs::officer, facts); !moved)
        return moved.refusal();

    note(tx, ambient, actor, "tender.exclusion_taken_back", competition, {{"tender", tender.id.text()}},
         reason);
    return tender;
}

Result<std::vector<CompletionRequest>> ask_completion(Transaction& tx, const Ambient& ambient,
                                                      const Actor& actor, CompetitionId id,
                                                      const AskCompletion& wish)
{
    auto competition = own_competition(tx, actor, id);
    if (!competition)
        return competition.refusal();
    PROMISE(actor.membership.has_value());
    const auto asked = named(tx, *competition, wish.tenders);
    if (!asked)
        return asked.refusal();

    if (competition->state != competition_state::compliance)
        return not_now();
    if (auto ahead = check_answer_time(ambient, wish.answer_by); !ahead)
        return ahead.refusal();
    auto all = assessments::completions_of(tx, id);
    std::vector<CompletionRequest> requests;
    for (const auto& tender : *asked)
        requests.push_back({ambient.next<CompletionTag>(), id, tender.id, wish.fault, wish.question,
                            ambient.received_at, wish.answer_by, *actor.membership});
    all.insert(all.end(), requests.begin(), requests.end());
    std::vector<Completion> together;
    for (const auto& one : all)
        together.push_back({one.tender.text(), one.fault, one.asked_at, one.answer_by});
    if (auto faults = completion_faults(together); !faults.empty())
        return bad_field("/answer_by", "award.completion_unequal",
                         "Others were asked about this fault with another time to answer.");

    for (std::size_t i = 0; i < requests.size(); ++i)
    {
        if (!assessments::insert(tx, requests[i]))
            return bad_field("/tenders/" + std::to_string(i), "award.completion_asked",
                             "This tenderer was asked about this fault already.");
        tell(tx, ambient, "tender.completion_asked", (*asked)[i]);
    }

    for (const auto& request : requests)
        note(tx, ambient, actor, "tender.completion_asked", *competition,
             {{"tender", request.tender.text()},
              {"fault", wish.fault},
              {"answer_by", to_text(wish.answer_by)}});
    return requests;
}

Result<CompletionRequest> answer_completion(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                            CompletionId id, const std::string& answer)
{
    auto request = assessments::find_completion(tx, id);
    if (!request)
        return absent();
    const auto own = tenders_own(tx, actor, request->tender);
    if (!own)
        return own.refusal();

    if (request->answered_at)
        return refuse(Fault::conflict, "award.answered_already", "This has been answered.");
    if (ambient.received_at > request->answer_by)
        return refuse(Fault::too_late, "award.answer_too_late", "The time to answer is over.");

    request->answer = answer;
    request->answered_at = ambient.received_at;
    assessments::answer_completion(tx, id, answer, ambient.received_at);

    note(tx, ambient, actor, "tender.completion_answered", own->competition,
         {{"tender", request->tender.text()}, {"fault", request->fault}}, {}, {own->tender.tenderer});
    return *request;
}

Result<Competition> ask_low_price(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                  CompetitionId id, const AskLowPrice& wish)
{
    auto competition = own_competition(tx, actor, id);
    if (!competition)
        return competition;
    PROMISE(actor.membership.has_value());
    const auto asked = named(tx, *competition, wish.tenders);
    if (!asked)
        return asked.refusal();
    if (!competition->closes_at)
        return not_now();

    if (auto ahead = check_answer_time(ambient, wish.answer_by); !ahead)
        return ahead.refusal();
    auto facts = facts_of(tx, ambient, *competition);
    facts.low_prices_suspected = static_cast<int>(asked->size());
    if (auto moved = move(tx, ambient, *competition, "ask_low_price", ActsAs::officer, facts); !moved)
        return moved.refusal();
    for (std::size_t i = 0; i < asked->size(); ++i)
    {
        const auto& tender = (*asked)[i];
        if (tender.state != tender_state::compliant)
            return bad_field("/tenders/" + std::to_string(i), "award.tender_not_compared",
                             "This tender is not in the comparison.");
        if (!assessments::insert(tx, LowPriceQuestion{tender.id, id, wish.question, ambient.received_at,
                                                      wish.answer_by, *actor.membership}))
            return bad_field("/tenders/" + std::to_string(i), "award.low_price_asked",
                             "This price has been asked about already.");
        tell(tx, ambient, "tender.low_price_asked", tender);
    }

    for (const auto& tender : *asked)
        note(tx, ambient, actor, "tender.low_price_asked", *competition,
             {{"tender", tender.id.text()}, {"answer_by", to_text(wish.answer_by)}});
    return competition;
}

Result<LowPriceQuestion> answer_low_price(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                          TenderId id, const std::string& answer)
{
    const auto own = tenders_own(tx, actor, id);
    if (!own)
        return own.refusal();
    auto question = assessments::find_low_price(tx, id);
    if (!question)
        return absent();

    if (question->answered_at)
        return refuse(Fault::conflict, "award.answered_already", "This has been answered.");
    if (ambient.received_at > question->answer_by)
        return refuse(Fault::too_late, "award.answer_too_late", "The time to answer is over.");

    question->answer = answer;
    question->answered_at = ambient.received_at;
    assessments::answer_low_price(tx, id, answer, ambient.received_at);

    note(tx, ambient, actor, "tender.low_price_explained", own->competition, {{"tender", id.text()}}, {},
         {own->tender.tenderer});
    return *question;
}

} // namespace kori::awards
