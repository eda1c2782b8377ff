#include "procurement/award/award_steps.hpp"

#include "core/access/access_actions.hpp"
#include "core/base/law_book.hpp"
#include "procurement/admission/admission_store.hpp"
#include "procurement/award/lots.hpp"
#include "procurement/limit/limit.hpp"

#include <algorithm>

namespace kori::awards
{
namespace
{

std::vector<UserId> users_of(const std::vector<Evaluator>& evaluators)
{
    std::vector<UserId> users;
    for (const auto& evaluator : evaluators)
        users.push_back(evaluator.user);
    return users;
}

void add_tenders(Transaction& tx, const Competition& competition, CompetitionFacts& facts)
{
    for (const auto& tender : tenders::of_competition(tx, competition.id))
    {
        if (tender.state == tender_state::opened)
            ++facts.tenders_undecided;
        if (tender.state == tender_state::compliant || tender.state == tender_state::excluded)
            facts.has_passed_compliance = true;
        if (tender.state != tender_state::compliant)
            continue;
        ++facts.tenders_compliant;
        if (!is_standing(tx, competition, tender.tenderer))
            ++facts.suspended_compared;
        if (const auto asked = assessments::find_low_price(tx, tender.id); asked && !asked->answered_at)
            ++facts.low_prices_unexplained;
    }
}

// What stands of the decision in force.
void add_decision(Transaction& tx, const Ambient& ambient, const Competition& competition,
                  CompetitionFacts& facts)
{
    const auto decision = decision_in_force(tx, competition.id);
    if (!decision)
        return;
    facts.decisions_in_force = 1;
    facts.standstill_ends_on = standstill_of(tx, decision->id);
    for (const auto& place : places_of(tx, decision->id))
        if (place.state == place_state::waiting)
            ++facts.winners_pending;
    const auto own = end_of({Channel::dps, competition.regime, LimitStage::own_correction, // T18
                             decision->decided_at},
                            ambient.law);
    if (own)
        facts.own_correction_closes_on = own->end_on;
    const auto requests = requests_about(tx, decision->id);
    facts.has_timely_request =
        std::any_of(requests.begin(), requests.end(), [](const auto& one) { return one.in_time; });
}

bool are_equal(const std::vector<CompletionRequest>& requests)
{
    std::vector<Completion> completions;
    for (const auto& request : requests)
        completions.push_back({request.tender.text(), request.fault, request.asked_at, request.answer_by});
    return completion_faults(completions).empty();
}

} // namespace

Result<Competition> own_competition(Transaction& tx, const Actor& actor, CompetitionId id)
{
    auto competition = competitions::find(tx, id);
    if (!competition || !actor.speaks_for(competition->authority))
        return absent();
    return std::move(*competition);
}

std::optional<TenderForm> form_of(Transaction& tx, const Competition& competition, TenderId tender)
{
    const auto part = assessments::find_part(tx, tender, tenders::form_part);
    if (!part || !part->fault.empty())
        return std::nullopt;
    auto form = tenders::read_form(part->content, competition.criteria);
    return form ? std::optional{std::move(*form)} : std::nullopt;
}

bool was_opened(std::string_view state)
{
    return state == tender_state::opened || state == tender_state::compliant ||
           state == tender_state::excluded;
}

Result<OwnTender> opened_tender(Transaction& tx, const Actor& actor, TenderId id)
{
    auto tender = tenders::find(tx, id);
    if (!tender || !was_opened(tender->state))
        return absent();
    auto competition = own_competition(tx, actor, tender->competition);
    if (!competition)
        return competition.refusal();
    return OwnTender{std::move(*competition), std::move(*tender)};
}

Result<OwnTender> tenders_own(Transaction& tx, const Actor& actor, TenderId id)
{
    auto tender = tenders::find(tx, id);
    if (!tender || !was_opened(tender->state) || !actor.speaks_for(tender->tenderer))
        return absent();
    auto competition = competitions::find(tx, tender->competition);
    PROMISE(competition.has_value());
    return OwnTender{std::move(*competition), std::move(*tender)};
}

bool is_standing(Transaction& tx, const Competition& competition, OrganisationId provider)
{
    const auto admission = admissions::find_in(tx, competition.category, provider);
    return admission && (admission->state == admission_state::admitted ||
                         admission->state == admission_state::renewal_asked);
}

bool has_declared_no_conflict(Transaction& tx, CompetitionId competition, UserId user)
{
    bool said_no = false;
    for (const auto& declaration : assessments::declarations_of(tx, competition))
        if (declaration.user == user)
            said_no = !declaration.has_conflict; // the newest counts
    return said_no;
}

CompetitionFacts facts_of(Transaction& tx, const Ambient& ambient, const Competition& competition)
{
    CompetitionFacts facts;
    facts.state = competition.state;
    facts.channel = Channel::dps;
    facts.now = ambient.received_at;
    PROMISE(competition.closes_at.has_value());
    facts.closes_at = *competition.closes_at;
    facts.openers_needed = static_cast<int>(competition.openers_needed);
    for (const auto& opener : competitions::openers_of(tx, competition.id))
        facts.openers_named.push_back(opener.user);
    facts.has_been_opened = competition.opened_at.has_value();
    facts.winners_most = static_cast<int>(competition.winners_most);
    facts.has_order_of_use = competition.use != order_of_use::single;
    add_tenders(tx, competition, facts);
    if (competition.state == competition_state::compliance)
        facts.has_passed_compliance = true;
    facts.completions_are_equal = are_equal(assessments::completions_of(tx, competition.id));
    facts.quality_is_agreed = is_quality_agreed(tx, competition);
    for (const auto& evaluator : assessments::evaluators_of(tx, competition.id))
        if (!has_declared_no_conflict(tx, competition.id, evaluator.user))
            ++facts.conflicts_undeclared;
    add_decision(tx, ambient, competition, facts);
    return facts;
}

TenderFacts facts_of(Transaction& tx, const Ambient& ambient, const Competition& competition,
                     const Tender& tender)
{
    TenderFacts facts;
    facts.state = tender.state;
    facts.competition_state = competition.state;
    facts.received_at = ambient.received_at;
    facts.closes_at = competition.closes_at.value_or(ambient.received_at);
    facts.is_suspended = !is_standing(tx, competition, tender.tenderer);
    for (const auto& request : assessments::completions_of(tx, competition.id))
        if (request.tender == tender.id && !request.answered_at && ambient.received_at <= request.answer_by)
            facts.has_open_completion = true;
    if (const auto asked = assessments::find_low_price(tx, tender.id))
        facts.low_price_is_explained = asked->answered_at || ambient.received_at > asked->answer_by;
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
    competitions::save(tx, competition, ambient.now);
    return Done{};
}

Result<Done> move(Transaction& tx, const Ambient& ambient, Tender& tender, std::string_view verb, ActsAs who,
                  const TenderFacts& facts)
{
    auto next = perform_tender_act(verb, who, facts);
    if (!next)
        return next.refusal();
    tender.state = std::move(*next);
    tender.revision += 1;
    tenders::save(tx, tender, ambient.now);
    return Done{};
}

bool is_quality_agreed(Transaction& tx, const Competition& competition)
{
    const auto evaluators = assessments::evaluators_of(tx, competition.id);
    bool any = false;
    for (const auto& tender : tenders::of_competition(tx, competition.id))
    {
        if (tender.state != tender_state::compliant)
            continue;
        any = true;
        const auto points = assessments::points_of(tx, tender.id, competition.criteria, evaluators);
        if (!quality_faults(competition.criteria, users_of(evaluators), points).empty())
            return false;
    }
    return any;
}

Result<std::vector<TenderScore>> compare(Transaction& tx, const Competition& competition)
{
    const auto opening = assessments::find_opening(tx, competition.id);
    const auto number = opening ? from_hex(opening->lot_number) : std::nullopt;
    PROMISE(number.has_value());
    const auto evaluators = assessments::evaluators_of(tx, competition.id);
    std::vector<TenderToScore> compared;
    for (const auto& tender : tenders::of_competition(tx, competition.id))
    {
        if (tender.state != tender_state::compliant)
            continue;
        const auto form = form_of(tx, competition, tender.id);
        PROMISE(form.has_value()); // nobody is found compliant without
        TenderToScore one{tender.id, form->price, {}, form->promises, lot_of(*number, tender.id)};
        for (const auto& points : assessments::points_of(tx, tender.id, competition.criteria, evaluators))
            if (points.agreed)
                one.quality.push_back({points.criterion, *points.agreed});
        compared.push_back(std::move(one));
    }
    return compare_tenders(competition.criteria, compared);
}

void note(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string kind,
          const Competition& competition, Facts facts, std::string reason, std::vector<OrganisationId> also)
{
    facts.emplace_back("state", competition.state);
    facts.emplace_back("revision", competition.revision);
    std::vector<std::string> organisations{competition.authority.text()};
    for (const auto& organisation : also)
        organisations.push_back(organisation.text());
    journal::append(tx, ambient, access::doer_of(actor),
                    {std::move(kind),
                     competition.id.text(),
                     std::move(facts),
                     journal::Audience::organisation,
                     std::move(organisations),
                     std::move(reason),
                     {}});
}

Refusal bad_field(std::string pointer, const std::string& rule, const std::string& sentence)
{
    return refuse(Fault::invalid, rule, sentence).in({{std::move(pointer), rule, sentence, {}}});
}

} // namespace kori::awards
