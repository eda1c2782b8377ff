#include "core/crypto/crypto.hpp"
#include "procurement/decision/cites.hpp"
#include "procurement/decision/decision_document.hpp"
#include "tests/procurement/limit/limit_samples.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::decisions;
using samples::law_of_the_tree;

namespace
{

decisions::DecisionWords words(DecisionFacts facts)
{
    decisions::DecisionWords made;
    made.title = {"Hankintapäätös", "Upphandlingsbeslut", {}};
    made.number = "dcn_1";
    made.authority = "Kuopion työllisyysalue";
    made.addressee = "Apu & Tuki <ry>";
    made.decided_on = samples::on("2026-03-02");
    made.sent_on = samples::on("2026-03-03");
    made.sections = {{{"Vertailu", "Jämförelse", {}},
                      {{"Ensimmäinen\nToinen", "Första", {}}, {"Vain suomeksi", {}, {}}},
                      {{"Tarjoaja", "Anbudsgivare", {}}, {"Pisteet", "Poäng", {}}},
                      {{{"Apu ry", "Apu rf", {}}, {"92,5", "92,5", {}}}}}};
    made.facts = facts;
    made.contact = "kirjaamo@kuopio.example";
    return made;
}

DecisionDocument document(DecisionFacts facts)
{
    return make_document(words(facts), law_of_the_tree());
}

bool has(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

constexpr DecisionFacts award{Channel::dps, Regime::eu_level, DecisionKind::award,
                              EntityKind::employment_authority, false};
constexpr DecisionFacts acceptance{Channel::open_acceptance, Regime::not_a_public_contract,
                                   DecisionKind::joining, EntityKind::employment_authority, false};

} // namespace

TEST_CASE("a decision is a page of its own in each language, read by machines too", "[decision]")
{
    const auto made = document(award);
    for (const auto* page : {&made.html.fi, &made.html.sv})
    {
        CHECK(page->starts_with("<!DOCTYPE html>\n<html lang=\"" +
                                std::string{page == &made.html.fi ? "fi" : "sv"}));
        CHECK(has(*page, "<th scope=\"col\">"));
        CHECK(has(*page, "<th scope=\"row\">"));
        CHECK(has(*page, "<caption>"));
        CHECK(has(*page, "<time datetime=\"2026-03-03\">3.3.2026</time>"));
        CHECK(has(*page, "dcn_1"));
        CHECK_FALSE(has(*page, "<script"));
    }
    CHECK(has(made.html.fi, "<h1>Hankintapäätös</h1>"));
    CHECK(has(made.html.sv, "<h1>Upphandlingsbeslut</h1>"));
    CHECK(made.html.en.empty());
}

TEST_CASE("what somebody wrote is text and never markup", "[decision]")
{
    const auto made = document(award);
    CHECK(has(made.html.fi, "Apu &amp; Tuki &lt;ry&gt;"));
    CHECK_FALSE(has(made.html.fi, "<ry>"));
    CHECK(has(made.html.fi, "<p>Ensimmäinen</p>\n<p>Toinen</p>"));
}

TEST_CASE("a text without Swedish stands in Finnish and says so", "[decision]")
{
    CHECK(has(document(award).html.sv, "<p lang=\"fi\">Vain suomeksi</p>"));
    CHECK_FALSE(has(document(award).html.fi, "lang=\"fi\">Vain"));
}

TEST_CASE("the instructions name body, days and act", "[decision][T17][T19][T20][T21][T26]")
{
    const auto made = document(award);
    CHECK(made.remedies == std::vector<std::string>{"procurement_correction", "market_court"});
    CHECK(has(made.html.fi, "hankintaoikaisua 14 päivän kuluessa"));
    CHECK(has(made.html.fi, "markkinaoikeuteen 14 päivän kuluessa"));
    CHECK(has(made.html.fi, "6 kuukauden kuluessa päätöksen tekemisestä"));
    CHECK(has(made.html.fi, "saapuneen lähettämispäivänä, kirjeen 7. päivänä"));
    CHECK(has(made.html.fi, "kirjaamo@kuopio.example"));
    CHECK(has(made.html.sv, "upphandlingsrättelse hos den myndighet som fattat beslutet inom 14 dagar"));
    CHECK(has(made.html.sv, "inom 6 månader"));

    auto without = award;
    without.without_standstill = true;
    CHECK(has(document(without).html.fi, "markkinaoikeuteen 30 päivän kuluessa"));
    CHECK(has(document(without).html.sv, "marknadsdomstolen inom 30 dagar"));
}

TEST_CASE("a decision on joining a system tells of the leave that is needed", "[decision]")
{
    auto joining = award;
    joining.kind = DecisionKind::joining;
    CHECK(has(document(joining).html.fi, "käsittelyluvan"));
    CHECK(has(document(joining).html.sv, "behandlingstillstånd"));
    CHECK_FALSE(has(document(award).html.fi, "käsittelyluvan"));
}

TEST_CASE("a small purchase never tells of the Market Court, and a claim's answer stands", "[decision]")
{
    const auto small = document({Channel::small_purchase, Regime::below_threshold, DecisionKind::award,
                                 EntityKind::employment_authority, false});
    CHECK(has(small.html.fi, "Hankintaoikaisu"));
    CHECK_FALSE(has(small.html.fi, "arkkinaoikeu"));
    CHECK_FALSE(has(small.html.sv, "arknadsdomstol"));
    const auto claim = document({Channel::small_purchase, Regime::below_threshold, DecisionKind::claim,
                                 EntityKind::employment_authority, false});
    CHECK(claim.remedies.empty());
    CHECK(has(claim.html.fi, "Tähän päätökseen ei voi hakea muutosta."));
}

TEST_CASE("open acceptance has municipal remedies, and a text with the other act is never made",
          "[decision][T51]")
{
    const auto made = document(acceptance);
    CHECK(made.remedies == std::vector<std::string>{"municipal_correction", "administrative_court"});
    CHECK(has(made.html.fi, "hallinto-oikeuteen 30 päivän kuluessa"));
    CHECK(has(made.html.fi, "3. päivänä lähettämisestä"));
    CHECK_FALSE(cites_procurement_act(made.html));

    auto wrong = words(acceptance);
    wrong.sections[0].paragraphs.push_back({"Hankintalain 80 §:n nojalla", "x", {}});
    CHECK_THROWS_AS(make_document(wrong, law_of_the_tree()), BrokenPromise);
    wrong.facts = award;
    CHECK_NOTHROW(make_document(wrong, law_of_the_tree()));
}

TEST_CASE("the same words give the same bytes, and the digest covers both languages", "[decision]")
{
    const auto made = document(award);
    CHECK(made.html == document(award).html);
    CHECK(made.digest == to_hex(crypto::sha256(made.html.fi + '\0' + made.html.sv)));
    auto other = words(award);
    other.title.sv = "Beslut";
    CHECK(make_document(other, law_of_the_tree()).digest != made.digest);
}

TEST_CASE("a corrected decision says that it replaces another one", "[decision][T18]")
{
    auto corrected = words(award);
    corrected.is_correction = true;
    CHECK(has(make_document(corrected, law_of_the_tree()).html.fi, "korvaa aiemman"));
    CHECK_FALSE(has(document(award).html.fi, "korvaa aiemman"));
}
