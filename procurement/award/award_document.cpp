#include "procurement/award/award_document.hpp"

#include "core/access/access.hpp"
#include "core/json/reader.hpp"
#include "procurement/party/party_store.hpp"

#include <algorithm>
#include <set>

namespace kori::awards
{
namespace
{

using decisions::Section;

LocalText both(std::string text)
{
    return {text, text, {}};
}

std::string name_of(Transaction& tx, OrganisationId id)
{
    const auto organisation = access::find_organisation(tx, id);
    PROMISE(organisation.has_value());
    return organisation->name.fi;
}

// "92,5" of 92500 thousandths; "1234,50" of cents.
std::string decimal(std::int64_t number, std::int64_t scale, bool keeps_zeros)
{
    auto rest = std::to_string(number % scale + scale).substr(1);
    while (!keeps_zeros && !rest.empty() && rest.back() == '0')
        rest.pop_back();
    return std::to_string(number / scale) + (rest.empty() ? "" : "," + rest);
}
std::string points(std::int64_t thousandths)
{
    return decimal(thousandths, 1'000, false);
}
std::string euros(std::int64_t cents)
{
    return decimal(cents, 100, true) + " €";
}

json::Object values_of(const Facts& facts)
{
    json::Object values;
    for (const auto& fact : facts)
        if (const auto* number = std::get_if<std::int64_t>(&fact.value))
            values.add(fact.name, *number);
        else
            values.add(fact.name, std::get<std::string>(fact.value));
    return values;
}

Facts facts_in(const json::Value& values)
{
    Facts facts;
    for (const auto& [name, value] : values.object().members())
        if (value.is_integer())
            facts.emplace_back(name, value.integer());
        else
            facts.emplace_back(name, value.text());
    return facts;
}

Section decided_section(Transaction& tx, const Competition& competition, const AwardDecision& decision)
{
    Section section{{"Päätös", "Beslut", {}}, {competition.name}};
    if (decision.kind == award_kind::interruption)
        section.paragraphs.push_back({"Hankinta keskeytetään.", "Upphandlingen avbryts.", {}});
    else if (decision.kind == award_kind::correction)
        section.paragraphs.push_back(
            {"Hankintayksikkö poistaa aiemman päätöksen ja ratkaisee asian uudelleen.",
             "Upphandlande enheten undanröjer det tidigare beslutet och avgör ärendet "
             "på nytt.",
             {}});
    for (const auto& place : places_of(tx, decision.id))
        if (place.order_of_use > 0)
        {
            const auto line = std::to_string(place.order_of_use) + ". " + name_of(tx, place.tenderer);
            section.paragraphs.push_back({"Valittu: " + line, "Vald: " + line, {}});
        }
    if (competition.use == order_of_use::by_rank)
        section.paragraphs.push_back({"Seuraava valituista palvelee, kun edellinen ei voi.",
                                      "Följande bland de valda anlitas när den föregående inte kan.",
                                      {}});
    else if (competition.use == order_of_use::customer_choice)
        section.paragraphs.push_back(
            {"Asiakas valitsee valittujen joukosta.", "Kunden väljer bland de valda.", {}});
    return section;
}

Section comparison_section(const Competition& competition, const json::Array& comparison)
{
    Section section{{"Tarjousten vertailu", "Jämförelse av anbuden", {}}, {}};
    section.columns = {{"Tarjoaja", "Anbudsgivare", {}},
                       {"Vertailussa käytetty hinta", "Jämförelsepris", {}}};
    for (const auto& criterion : competition.criteria.criteria)
        section.columns.push_back({criterion.name.fi + " (enintään " + std::to_string(criterion.weight) + ")",
                                   criterion.name.sv + " (högst " + std::to_string(criterion.weight) + ")",
                                   {}});
    section.columns.push_back({"Pisteet yhteensä", "Poäng totalt", {}});
    section.columns.push_back({"Sija", "Placering", {}});
    for (const auto& row : comparison)
    {
        const bool is_compared = row.at("is_compared").boolean();
        std::vector<LocalText> cells{both(row.at("name").text()),
                                     both(euros(row.at("price_cents").integer()))};
        for (const auto& criterion : competition.criteria.criteria)
        {
            std::string shown = "–";
            for (const auto& line : row.at("lines").array())
                if (line.at("criterion").text() == criterion.code && is_compared)
                    shown = points(line.at("thousandths").integer());
            cells.push_back(both(shown));
        }
        cells.push_back(both(is_compared ? points(row.at("total_thousandths").integer()) : "–"));
        cells.push_back(is_compared ? both(std::to_string(row.at("rank").integer()))
                                    : LocalText{"alle vähimmäispisteiden", "under minimipoängen", {}});
        section.rows.push_back(std::move(cells));
    }
    return section;
}

// The addressee's own points, line by line as they can be checked by hand.
std::optional<Section> own_section(const http::Locale& locale, const json::Array& comparison,
                                   OrganisationId addressee)
{
    for (const auto& row : comparison)
    {
        if (row.at("tenderer").text() != addressee.text())
            continue;
        Section section{{"Tarjouksenne pisteet", "Poängen för ert anbud", {}}, {}};
        for (const auto& line : row.at("lines").array())
        {
            const auto values = facts_in(line.at("values"));
            const auto said = [&](Language language)
            {
                return line.at("criterion").text() + (line.at("criterion").text().empty() ? "" : ": ") +
                       locale.sentence(line.at("rule").text(), line.at("sentence").text(), values, language);
            };
            section.paragraphs.push_back({said(Language::fi), said(Language::sv), {}});
        }
        return section;
    }
    return std::nullopt;
}

LocalText ground_words(std::string_view ground)
{
    if (ground == exclusion_ground::suspended)
        return {"osallistuminen järjestelmään on keskeytetty", "deltagandet i systemet har avbrutits", {}};
    if (ground == exclusion_ground::supplier_excluded)
        return {"poissulkemisperuste", "grund för uteslutning", {}};
    if (ground == exclusion_ground::abnormally_low)
        return {"poikkeuksellisen alhainen hinta", "onormalt lågt pris", {}};
    return {"ei tarjouspyynnön mukainen", "motsvarar inte anbudsförfrågan", {}};
}

std::optional<Section> excluded_section(Transaction& tx, const Competition& competition,
                                        OrganisationId addressee)
{
    Section section{{"Vertailusta suljetut tarjoukset", "Anbud som uteslutits ur jämförelsen", {}}, {}};
    for (const auto& tender : tenders::of_competition(tx, competition.id))
    {
        if (tender.state != tender_state::excluded)
            continue;
        const auto words = ground_words(tender.ground);
        const auto name = name_of(tx, tender.tenderer);
        section.paragraphs.push_back({name + ": " + words.fi + ".", name + ": " + words.sv + ".", {}});
        if (tender.tenderer == addressee) // why in words is for whom it concerns
            section.paragraphs.push_back({"Perustelu: " + tender.reason, "Motivering: " + tender.reason, {}});
    }
    if (section.paragraphs.empty())
        return std::nullopt;
    return section;
}

Section contract_section(const Competition& competition)
{
    return {
        {"Sopimuksen tekeminen", "Avtalet", {}},
        {{"Sopimus syntyy vasta, kun siitä tehdään erillinen kirjallinen sopimus.",
          "Avtalet uppkommer först när ett separat skriftligt avtal ingås.",
          {}},
         competition.observes_standstill
             ? LocalText{"Sopimus tehdään vasta odotusajan jälkeen.",
                         "Avtalet ingås först efter väntetiden.",
                         {}}
             : LocalText{"Dynaamisessa hankintajärjestelmässä odotusaikaa ei tarvitse noudattaa, eikä sitä "
                         "noudateta.",
                         "I ett dynamiskt inköpssystem behöver väntetid inte iakttas, och den iakttas inte.",
                         {}}}};
}

Section lot_section(const Opening& opening)
{
    const auto line = "SHA-256 " + opening.lot_secret + " → " + opening.lot_number;
    return {{"Arpa", "Lottning", {}},
            {{"Arvan ilmoitettu salaisuus ja siitä tarjousten kanssa laskettu luku: " + line,
              "Den utlovade hemligheten för lotten och talet som räknats av den och anbuden: " + line,
              {}}}};
}

} // namespace

json::Array comparison_of(Transaction& tx, const Competition& competition,
                          const std::vector<TenderScore>& scores)
{
    json::Array rows;
    for (const auto& score : scores)
    {
        const auto tender = tenders::find(tx, score.tender);
        const auto form = form_of(tx, competition, score.tender);
        PROMISE(tender && form);
        json::Array lines;
        for (const auto& line : score.lines)
            lines.emplace_back(json::Object{}
                                   .add("criterion", line.criterion)
                                   .add("thousandths", line.thousandths)
                                   .add("rule", line.rule)
                                   .add("sentence", line.sentence)
                                   .add("values", values_of(line.values)));
        rows.emplace_back(json::Object{}
                              .add("tender", tender->id)
                              .add("tenderer", tender->tenderer)
                              .add("name", name_of(tx, tender->tenderer))
                              .add("is_compared", score.is_compared)
                              .add("rank", score.rank)
                              .add("total_thousandths", score.total_thousandths)
                              .add("price_cents", form->price)
                              .add("lines", std::move(lines)));
    }
    return rows;
}

std::vector<OrganisationId> addressees_of(Transaction& tx, CompetitionId competition)
{
    std::set<OrganisationId> all;
    for (const auto& tender : tenders::of_competition(tx, competition))
        if (was_opened(tender.state))
        {
            all.insert(tender.tenderer);
            all.insert(tender.group.begin(), tender.group.end());
        }
    return {all.begin(), all.end()};
}

std::string contact_of(Transaction& tx, OrganisationId authority)
{
    for (const auto& contact : access::functional_contacts(tx, authority))
        if (contact.purpose == "procurement")
            return contact.email;
    return {};
}

decisions::DecisionDocument document_for(Transaction& tx, const Ambient& ambient, const http::Locale& locale,
                                         const Competition& competition, const AwardDecision& decision,
                                         OrganisationId addressee)
{
    const auto entity = parties::find(tx, competition.authority);
    decisions::DecisionWords words;
    words.title =
        decision.kind == award_kind::award ? LocalText{"Hankintapäätös", "Upphandlingsbeslut", {}}
        : decision.kind == award_kind::interruption
            ? LocalText{"Päätös hankinnan keskeyttämisestä", "Beslut om avbrytande av upphandling", {}}
            : LocalText{"Hankintaoikaisu", "Upphandlingsrättelse", {}};
    words.number = decision.id.text();
    words.authority = name_of(tx, competition.authority);
    words.addressee = name_of(tx, addressee);
    words.decided_on = finnish_date(decision.decided_at);
    words.sent_on = ambient.today();
    words.is_correction = decision.follows.has_value();
    words.contact = contact_of(tx, competition.authority);
    words.facts = {
        Channel::dps, competition.regime,
        decision.kind == award_kind::interruption ? DecisionKind::interruption : DecisionKind::award,
        entity ? entity->kind : EntityKind::employment_authority, !competition.observes_standstill};

    words.sections.push_back(decided_section(tx, competition, decision));
    words.sections.push_back({{"Perustelut", "Motivering", {}}, {decision.reasons}});
    if (decision.kind == award_kind::award)
    {
        const auto comparison = json::read_stored(decision.comparison);
        words.sections.push_back(comparison_section(competition, comparison.array()));
        if (auto own = own_section(locale, comparison.array(), addressee))
            words.sections.push_back(std::move(*own));
        if (auto excluded = excluded_section(tx, competition, addressee))
            words.sections.push_back(std::move(*excluded));
        words.sections.push_back(contract_section(competition));
        if (const auto opening = assessments::find_opening(tx, competition.id))
            words.sections.push_back(lot_section(*opening));
    }
    return decisions::make_document(words, ambient.law);
}

} // namespace kori::awards
