#include "procurement/buyer_profile/notice_gathering.hpp"

#include "core/base/promise.hpp"
#include "core/journal/journal.hpp"
#include "core/json/reader.hpp"
#include "procurement/award/assessment_store.hpp"
#include "procurement/award/award_store.hpp"
#include "procurement/competition/competition_store.hpp"
#include "procurement/competition/tender_store.hpp"
#include "procurement/system/system_store.hpp"

#include <algorithm>

namespace kori::buyer_profiles
{
namespace
{

// ASSUMED: the set-up notice tells that price and quality are compared, and the call for tenders how (§52(3))
const LocalText told_in_call{"Kerrotaan tarjouspyynnössä.", "Anges i anbudsförfrågan.", ""};
// ASSUMED: what is not told as a code of its own
constexpr std::string_view other_reason = "other";

json::Value facts_in(const journal::Entry& entry)
{
    return json::read_stored(entry.facts);
}

LocalText both(const std::string& words)
{
    return {words, words, ""};
}

// Entries name the first day without the system; notices its last day.
std::optional<CivilDate> last_day_in(const journal::Entry& entry)
{
    const auto facts = facts_in(entry);
    const auto* day = facts.find("ends_on");
    const auto parsed = day != nullptr && day->is_text() ? parse_date(day->text()) : std::nullopt;
    return parsed ? std::optional{plus_days(*parsed, -1)} : std::nullopt;
}

bool is_publishing(const journal::Entry& entry)
{
    return entry.kind == "programme.published" || entry.kind == "programme.opened";
}

void add_life(notice::System& system, const Programme& programme, const std::vector<journal::Entry>& entries)
{
    if (programme.ends_on)
        system.ends = plus_days(*programme.ends_on, -1);
    const auto set_up = std::find_if(entries.begin(), entries.end(),
                                     [](const auto& one) { return is_publishing(one) && last_day_in(one); });
    if (set_up != entries.end())
        system.ends = *last_day_in(*set_up);
    for (const auto& entry : entries)
    {
        if (entry.kind == "programme.duration_changed")
            if (const auto last = last_day_in(entry))
                system.changes.push_back({entry.at,
                                          "update-add",
                                          {"Viimeinen voimassaolopäivä on " + to_text(*last) + ".",
                                           "Den sista giltighetsdagen är " + to_text(*last) + ".", ""},
                                          *last});
        if (entry.kind == "programme.terminated")
            system.end = notice::SystemEnd{entry.at, both(entry.reason), true};
        if (entry.kind == "programme.expired")
            system.end = notice::SystemEnd{
                entry.at, {"Voimassaolo on päättynyt.", "Giltighetstiden har gått ut.", ""}, false};
    }
}

void add_categories(Transaction& tx, notice::System& system, const Programme& programme)
{
    for (const auto& category : systems::categories_of(tx, programme.id))
    {
        notice::Category one;
        one.id = category.id.text();
        one.name = category.name;
        one.description = category.description;
        one.cpv = category.cpv;
        one.more_cpv = category.more_cpv;
        one.announced_value = category.announced_value;
        one.criteria = {{"price", {"Hinta", "Pris", ""}}, {"quality", {"Laatu", "Kvalitet", ""}}};
        one.weighting = told_in_call;
        if (category.added_at > system.published_at)
        {
            one.added_at = category.added_at;
            system.changes.push_back(
                {category.added_at,
                 "update-add",
                 {"Uusi osa-alue: " + category.name.fi, "En ny kategori: " + category.name.sv, ""},
                 std::nullopt});
        }
        system.categories.push_back(std::move(one));
    }
    std::stable_sort(system.changes.begin(), system.changes.end(),
                     [](const auto& a, const auto& b) { return a.at < b.at; });
}

notice::System system_of(Transaction& tx, const Programme& programme)
{
    notice::System system;
    system.id = programme.id.text();
    system.channel = programme.channel;
    system.regime = programme.regime;
    system.title = programme.name;
    system.published_at = programme.published_at.value_or(Instant{});
    system.starts = finnish_date(system.published_at);
    system.first_requests_until = system.published_at;
    if (const auto terms = systems::find_terms(tx, programme.id))
    {
        system.description = terms->description;
        system.procedure = terms->procedure;
        system.announced_value = terms->announced_value;
        system.nuts = terms->nuts;
        system.documents_uri = terms->documents_uri;
        system.others_may_use = terms->others_may_use;
        system.first_requests_until = terms->requests_until.value_or(system.published_at);
    }
    add_life(system, programme, journal::about(tx, programme.id.text()));
    add_categories(tx, system, programme);
    return system;
}

notice::Organisation organisation_of(Transaction& tx, OrganisationId id)
{
    const auto organisation = access::find_organisation(tx, id);
    PROMISE(organisation.has_value());
    return winner_of(*organisation, find_winner(tx, id).value_or(WinnerProfile{}));
}

notice::Contract contract_of(Transaction& tx, const Contract& made, const kori::Competition& competition)
{
    notice::Contract contract;
    contract.id = made.id.text();
    contract.reference = made.id.text(); // ASSUMED: the buyer's own number is not kept
    contract.recorded_at = made.made_at;
    contract.signed_on = made.signed_on;
    contract.value = made.value;
    contract.from = competition.service_from;
    contract.until = competition.service_until;
    auto value = made.value;
    for (const auto& change : awards::changes_of(tx, made.id))
    {
        value += change.value;
        contract.changes.push_back({change.changed_at, both(change.reason), value, std::nullopt});
    }
    return contract;
}

notice::Decision decision_of(Transaction& tx, const AwardDecision& made, const kori::Competition& competition)
{
    notice::Decision decision{made.decided_at, {}, {}};
    if (made.kind == award_kind::interruption)
    {
        decision.no_award_code = other_reason;
        return decision;
    }
    const auto contracts = awards::contracts_of(tx, competition.id);
    for (const auto& place : awards::places_of(tx, made.id))
    {
        if (place.order_of_use == 0 || place.state == place_state::released)
            continue;
        notice::Award award;
        award.id = made.id.text() + "-" + std::to_string(place.rank);
        award.tender_reference = place.tender.text();
        award.winners = {organisation_of(tx, place.tenderer)};
        const auto tender = tenders::find(tx, place.tender);
        PROMISE(tender.has_value());
        for (const auto& member : tender->group)
            award.winners.push_back(organisation_of(tx, member));
        award.value = place.price;
        for (const auto& contract : contracts)
            if (contract.tender == place.tender)
                award.contract = contract_of(tx, contract, competition);
        decision.awards.push_back(std::move(award));
    }
    if (decision.awards.empty())
        decision.no_award_code = "no-signed";
    return decision;
}

void add_deadlines(Transaction& tx, notice::Competition& one, const kori::Competition& competition)
{
    one.tenders_until = competition.closes_at.value_or(one.invited_at);
    bool is_first = true;
    for (const auto& entry : journal::about(tx, competition.id.text()))
    {
        if (entry.kind != "competition.deadline_moved")
            continue;
        const auto facts = facts_in(entry);
        const auto before = parse_instant(facts.at("closed_at").text());
        const auto after = parse_instant(facts.at("closes_at").text());
        PROMISE(before && after);
        if (is_first)
            one.tenders_until = *before;
        is_first = false;
        one.deadline_changes.push_back({entry.at, *after});
    }
}

std::optional<notice::Opening> opening_of(Transaction& tx, CompetitionId competition)
{
    const auto opening = assessments::find_opening(tx, competition);
    if (!opening)
        return std::nullopt;
    std::int64_t excluded = 0;
    for (const auto& tender : tenders::of_competition(tx, competition))
        if (tender.state == tender_state::excluded)
            ++excluded;
    return notice::Opening{opening->opened_at, opening->tenders, opening->tenders - excluded};
}

notice::Competition competition_of(Transaction& tx, const kori::Competition& competition)
{
    notice::Competition one;
    one.id = competition.id.text();
    one.category = competition.category.text();
    one.title = competition.name;
    one.invited_at = *competition.invited_at;
    add_deadlines(tx, one, competition);
    if (competition.value_is_told)
        one.estimated_value = competition.estimated_value;
    one.service_from = competition.service_from;
    one.service_until = competition.service_until;
    one.opening = opening_of(tx, competition.id);
    one.cancelled_at = competition.cancelled_at;
    if (const auto decision = awards::decision_in_force(tx, competition.id))
    {
        if (one.opening)
            one.decision = decision_of(tx, *decision, competition);
        else if (!one.cancelled_at) // broken off before anybody read a tender
            one.cancelled_at = decision->decided_at;
    }
    if (one.decision)
        one.cancelled_at.reset(); // the decision tells it
    return one;
}

} // namespace

void add_buyer(notice::NoticeFacts& facts, const Organisation& authority, const BuyerProfile& profile)
{
    facts.buyer = {profile.address, profile.legal_type, profile.activity};
    facts.buyer.organisation.business_id = authority.business_id.value_or("");
    facts.buyer.organisation.name = authority.name.fi;
    facts.review_body = profile.review_body;
    facts.languages = profile.languages;
    facts.system.requests_uri = profile.requests_uri;
    facts.system.request_languages = profile.languages;
}

notice::Organisation winner_of(const Organisation& provider, const WinnerProfile& profile)
{
    auto winner = profile.address;
    winner.business_id = provider.business_id.value_or("");
    winner.name = provider.name.fi;
    winner.natural_person = provider.legal_form == "person";
    return winner;
}

notice::NoticeFacts gather(Transaction& tx, const Programme& programme, const LawBook& law)
{
    notice::NoticeFacts facts;
    facts.system = system_of(tx, programme);
    const auto authority = access::find_organisation(tx, programme.authority);
    PROMISE(authority.has_value());
    add_buyer(facts, *authority, find_buyer(tx, programme.authority).value_or(BuyerProfile{}));
    const auto days = std::to_string(law.integer("T19.days", facts.system.starts));
    facts.appeal_period = {days + " päivää päätöksen ja valitusosoituksen tiedoksisaannista.",
                           days + " dagar från delfåendet av beslutet och besvärsanvisningen.", ""};
    for (const auto& competition : competitions::of_programme(tx, programme.id))
        if (competition.invited_at)
            facts.competitions.push_back(competition_of(tx, competition));
    std::stable_sort(facts.competitions.begin(), facts.competitions.end(),
                     [](const auto& a, const auto& b) { return a.invited_at < b.invited_at; });
    return facts;
}

} // namespace kori::buyer_profiles
