#include "tests/procurement/notice/a_life.hpp"

#include "core/base/promise.hpp"

namespace kori::test
{

namespace
{

using namespace std::chrono;

notice::Organisation organisation(const char* business_id, const char* name, const char* email)
{
    notice::Organisation one;
    one.business_id = business_id;
    one.name = name;
    one.street = "Esimerkkikatu 1";
    one.postal_code = "15100";
    one.city = "Lahti";
    one.nuts = "FI1C6";
    one.email = email;
    one.phone = "+358 401234567";
    return one;
}

notice::System system_of(Regime regime)
{
    notice::System one;
    one.id = "prg_01j9z3k8h0000000000000000a";
    one.regime = regime;
    one.title = {"Työllisyyspalvelujen dynaaminen hankintajärjestelmä",
                 "Dynamiskt inköpssystem för sysselsättningstjänster", ""};
    one.description = {"Valmennus & ohjaus. Avoin koko voimassaolonsa ajan, voidaan sulkea väliaikaisesti.",
                       "Träning & handledning. Öppet under hela giltighetstiden, kan stängas tillfälligt.",
                       ""};
    one.categories = {
        {"coaching",
         {"Työhönvalmennus", "Arbetsträning", ""},
         {"Valmennus työhön.", "Träning för arbete.", ""},
         "79611000-0",
         {"80530000-8"},
         Money::euros(8'000'000),
         {},
         {},
         {}},
        {"career",
         {"Uravalmennus", "Karriärträning", ""},
         {"Urasuunnittelu.", "Karriärplanering.", ""},
         "79634000-7",
         {},
         Money::euros(4'000'000),
         {},
         {},
         {}},
        {"training",
         {"Ammatillinen koulutus", "Yrkesutbildning", ""},
         {"Lyhyet koulutukset.", "Korta utbildningar.", ""},
         "80530000-8",
         {},
         Money::euros(1'000'000),
         {},
         {},
         moment("2027-02-01T09:00:00+02:00")},
    };
    for (auto& category : one.categories)
    {
        category.weighting = {"Painot kerrotaan tarjouspyynnössä.", "Vikterna anges i anbudsförfrågan.", ""};
        category.criteria = {{"price", {"Hinta 40 %", "Pris 40 %", ""}},
                             {"quality", {"Laatu 60 %", "Kvalitet 60 %", ""}}};
    }
    one.procedure = {"Kaikki hyväksytyt kutsutaan jokaiseen kilpailutukseen.",
                     "Alla antagna bjuds in till varje konkurrensutsättning.", ""};
    one.announced_value = Money::euros(13'000'000);
    one.nuts = "FI1C6";
    one.starts = 2026y / March / 2;
    one.ends = 2030y / January / 31;
    one.published_at = moment("2026-01-15T08:00:00+02:00");
    one.first_requests_until = moment("2026-02-16T12:00:00+02:00");
    one.documents_uri = "https://kori.example.org/programmes/1/documents";
    one.requests_uri = "https://kori.example.org/programmes/1/requests";
    one.request_languages = {Language::fi, Language::sv};
    one.changes = {{moment("2027-02-01T09:00:00+02:00"),
                    "update-add",
                    {"Uusi osa-alue, voimassaolo lyhenee.", "En ny kategori, giltighetstiden förkortas.", ""},
                    2029y / June / 30}};
    one.end = notice::SystemEnd{moment("2029-07-02T09:00:00+03:00"),
                                {"Voimassaolo on päättynyt.", "Giltighetstiden har gått ut.", ""},
                                false};
    return one;
}

notice::Competition awarded()
{
    notice::Competition one;
    one.id = "cmp_01ja00000000000000000000a7";
    one.category = "coaching";
    one.title = {"Työhönvalmennus, kevät 2026", "Arbetsträning, våren 2026", ""};
    one.invited_at = moment("2026-04-01T08:00:00+03:00");
    one.tenders_until = moment("2026-04-13T12:00:00+03:00");
    one.deadline_changes = {{moment("2026-04-08T10:00:00+03:00"), moment("2026-04-15T12:00:00+03:00")}};
    one.estimated_value = Money::euros(240'000);
    one.customers = 40;
    one.service_from = 2026y / May / 1;
    one.service_until = 2027y / April / 30;
    one.opening = notice::Opening{moment("2026-04-15T12:30:00+03:00"), 3, 2};

    notice::Contract contract;
    contract.id = "ctr_01jb00000000000000000000c1";
    contract.reference = "LAHTI/2026/17";
    contract.recorded_at = moment("2026-05-05T10:00:00+03:00");
    contract.signed_on = 2026y / May / 4;
    contract.value = Money::cents(22'800'050);
    contract.from = 2026y / May / 15;
    contract.until = 2027y / April / 30;
    contract.changes = {{moment("2026-11-02T09:00:00+02:00"),
                         {"Lisää asiakkaita, alle 10 %.", "Fler kunder, under 10 %.", ""},
                         Money::euros(245'000),
                         2027y / June / 30}};
    contract.end = notice::ContractEnd{moment("2027-07-01T09:00:00+03:00"), false};

    notice::Award award;
    award.id = "awd_01jb00000000000000000000a1";
    award.tender_reference = "Tarjous 2";
    award.winners = {organisation("0112038-9", "Valmennus Aalto Oy", "tarjoukset@aalto.example"),
                     organisation("0201256-6", "Urapolku Bergman", "")};
    award.winners[0].size = "small";
    award.winners[1].natural_person = true;
    award.winners[1].size = "micro";
    award.winners[1].phone.clear();
    award.value = Money::cents(22'800'050);
    award.contract = contract;
    one.decision = notice::Decision{moment("2026-04-20T12:00:00+03:00"), {award}, ""};
    return one;
}

notice::Competition without_winner()
{
    notice::Competition one;
    one.id = "cmp_01jc00000000000000000000a8";
    one.category = "career";
    one.title = {"Uravalmennus, pieni ryhmä", "Karriärträning, en liten grupp", ""};
    one.invited_at = moment("2026-05-04T08:00:00+03:00");
    one.tenders_until = moment("2026-05-18T12:00:00+03:00");
    one.customers = 3;
    one.service_from = 2026y / August / 1;
    one.service_until = 2026y / December / 31;
    one.opening = notice::Opening{moment("2026-05-18T12:30:00+03:00"), 0, 0};
    one.decision = notice::Decision{moment("2026-05-20T12:00:00+03:00"), {}, "no-rece"};
    return one;
}

notice::Competition still_sealed()
{
    notice::Competition one;
    one.id = "cmp_01jd00000000000000000000a9";
    one.category = "training";
    one.title = {"Hitsauskoulutus", "Svetsutbildning", ""};
    one.invited_at = moment("2027-03-01T08:00:00+02:00");
    one.tenders_until = moment("2027-03-15T12:00:00+02:00");
    one.service_from = 2027y / May / 1;
    one.service_until = 2027y / October / 31;
    return one;
}

} // namespace

Instant moment(const char* text)
{
    const auto parsed = parse_instant(text);
    PROMISE(parsed.has_value());
    return *parsed;
}

notice::NoticeFacts life_of_a_system(Regime regime)
{
    notice::NoticeFacts facts;
    facts.buyer = {organisation("2332748-7", "Esimerkin työllisyysalue", "kirjaamo@example.org"), "la",
                   "gen-pub"};
    facts.review_body = organisation("3006157-6", "Markkinaoikeus", "markkinaoikeus@example.org");
    facts.appeal_period = {"14 päivää päätöksen tiedoksisaannista.", "14 dagar från delfåendet av beslutet.",
                           ""};
    facts.languages = {Language::fi, Language::sv};
    facts.system = system_of(regime);
    facts.competitions = {awarded(), without_winner(), still_sealed()};
    return facts;
}

} // namespace kori::test
