#include "core/journal/journal.hpp"
#include "procurement/admission/admission_store.hpp"
#include "tests/procurement/admission/acceptance_scene.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace kori;
using namespace kori::test;

namespace
{

json::Object grounds()
{
    return json::Object{}.add("reasons",
                              LocalText{"Ehto ei enää täyty.", "Villkoret uppfylls inte längre.", ""});
}

} // namespace

TEST_CASE("a provider asks to join, is accepted and stands on the public list", "[acceptance]")
{
    AcceptanceScene scene;
    const auto request = scene.reviewed();
    CHECK(scene.accepted_count() == 0);
    const auto decided = scene.ask(request, "decision", scene.area.decider, decision("accepted"));
    REQUIRE(decided.status == 200);
    CHECK(decided.body.at("state").text() == "ACCEPTED");

    const auto list = scene.world.get("/api/v1/programmes/" + scene.programme + "/accepted");
    REQUIRE(list.body.at("items").array().size() == 1);
    CHECK(list.body.at("items").array()[0].at("provider").text() == scene.provider.organisation);
    CHECK(list.body.at("items").array()[0].at("name").at("fi").text() == "Savon Työpolku ry");
    CHECK(scene.entries_about(request) ==
          std::vector<std::string>{"acceptance.request_started", "acceptance.submitted", "acceptance.opened",
                                   "acceptance.accepted"});
    scene.world.store().read(
        [&](Transaction& tx)
        {
            CHECK(admissions::is_accepted_in(tx, *ProgrammeId::parse(scene.programme),
                                             *OrganisationId::parse(scene.provider.organisation)));
            const auto message = tx.query("/* test.messages */ SELECT recipient FROM outbox_message"
                                          " WHERE template = 'acceptance.decided'");
            REQUIRE(message.size() == 1);
            CHECK(message[0].text(0) == scene.provider.organisation);
        });
}

TEST_CASE("whoever meets the conditions is accepted: a rejection names what was published and is not met",
          "[acceptance]")
{
    AcceptanceScene scene;
    const auto request = scene.reviewed();
    const auto bare = scene.ask(request, "decision", scene.area.decider, decision("rejected"));
    CHECK(bare.status == 422);
    CHECK(bare.refuses("/failed_conditions", "acceptance.ground_missing"));
    CHECK(scene.ask(request, "decision", scene.area.decider, decision("rejected", {"taste"}))
              .refuses("/failed_conditions/0", "acceptance.condition_not_published"));
    CHECK(scene.ask(request, "decision", scene.area.decider, decision("rejected", {}, {"photo"}))
              .refuses("/missing_evidence/0", "acceptance.evidence_not_asked"));
    CHECK(scene.ask(request, "decision", scene.area.decider, decision("accepted", {"places"}))
              .refuses("/failed_conditions", "acceptance.ground_not_expected"));
    CHECK(scene.ask(request, "decision", scene.area.decider, decision("rejected", {"places"})).status == 200);
}

TEST_CASE("evidence that is on file is not missing, evidence that ran out is", "[acceptance]")
{
    struct Case
    {
        const char* because;
        const char* valid_to;
        int status;
    };
    const auto cases = {
        Case{"today is its last day", "2026-03-03", 422},
        Case{"today is the first day without it", "2026-03-02", 200},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        AcceptanceScene scene;
        const auto request = scene.reviewed();
        REQUIRE(scene
                    .ask(request, "evidence", scene.provider,
                         json::Object{}
                             .add("code", "tax_certificate")
                             .add("valid_from", "2026-01-01")
                             .add("valid_to", c.valid_to)
                             .add("statement", "Verovelkatodistus"))
                    .status == 200);
        const auto answer =
            scene.ask(request, "decision", scene.area.decider, decision("rejected", {}, {"tax_certificate"}));
        CHECK(answer.status == c.status);
        if (c.status == 422)
            CHECK(answer.refuses("/missing_evidence/0", "acceptance.evidence_on_file"));
    }
}

TEST_CASE("a decision carries the municipal remedies in both languages and never the Procurement Act",
          "[acceptance][T51]")
{
    AcceptanceScene scene;
    const auto request = scene.reviewed();
    const auto decided =
        scene.ask(request, "decision", scene.area.decider, decision("rejected", {}, {"tax_certificate"}));
    REQUIRE(decided.status == 200);
    const auto& row = decided.body.at("decisions").array()[0];
    CHECK(row.at("remedy").text() == "municipal_correction");
    const auto fi = row.at("document").at("fi").text();
    const auto sv = row.at("document").at("sv").text();
    for (const auto* part :
         {"OIKAISUVAATIMUSOHJE", "14 päivän kuluessa", "30 päivän kuluessa", "hallinto-oikeuteen",
          "kuntalaki 410/2015", "Selvitys puuttuu.", "tax_certificate", "Lähetetty: 2026-03-02"})
    {
        INFO(part);
        CHECK(fi.find(part) != std::string::npos);
    }
    for (const auto* part :
         {"BEGÄRAN OM OMPRÖVNING", "14 dagar", "30 dagar", "förvaltningsdomstolen", "410/2015"})
    {
        INFO(part);
        CHECK(sv.find(part) != std::string::npos);
    }
    for (const auto* name : {"1397/2016", "ankintalak", "pphandlingslag", "arkkinaoikeu", "rocurement Act"})
    {
        INFO(name);
        CHECK(decided.raw.body.find(name) == std::string::npos);
    }
}

TEST_CASE("reasons that rest on the Procurement Act are refused in this channel", "[acceptance]")
{
    AcceptanceScene scene;
    const auto request = scene.reviewed();
    for (const auto* text :
         {"Hankintalain 80 § mukaan", "hankintalaki", "laki 1397/2016", "Laki julkisista hankinnoista"})
    {
        INFO(text);
        auto body = decision("rejected", {"places"});
        body = with(body, "reasons", LocalText{text, "Skäl", ""});
        CHECK(scene.ask(request, "decision", scene.area.decider, body)
                  .refuses("/reasons", "acceptance.reasons_from_another_channel"));
    }
    auto board = with(decision("rejected", {"places"}), "reasons",
                      LocalText{"Hankintalautakunnan linjaus", "Skäl", ""});
    CHECK(scene.ask(request, "decision", scene.area.decider, board).status == 200);
}

TEST_CASE("no sentence of the acceptance names the Procurement Act", "[acceptance]")
{
    for (const auto* file :
         {"config/locale/fi.json", "config/locale/sv.json", "procurement/admission/admission_actions.cpp",
          "procurement/admission/admission_api.cpp"})
    {
        std::ifstream source{file};
        REQUIRE(source);
        std::string line;
        while (std::getline(source, line))
        {
            const bool is_ours = std::string{file}.ends_with(".cpp")
                                     ? line.find("//") == std::string::npos
                                     : line.find("\"acceptance.") != std::string::npos;
            if (!is_ours)
                continue;
            INFO(line);
            for (const auto* name : {"1397/2016", "ankintalak", "pphandlingslag", "rocurement Act"})
                CHECK(line.find(name) == std::string::npos);
        }
    }
}

TEST_CASE("a decision needs its reasons in Finnish and Swedish", "[acceptance]")
{
    AcceptanceScene scene;
    const auto request = scene.reviewed();
    const auto body = json::Object{}.add("outcome", "accepted").add("reasons", LocalText{"Hyvä", "", ""});
    CHECK(scene.ask(request, "decision", scene.area.decider, body)
              .refuses("/reasons/sv", "field.missing_language"));
}

TEST_CASE("an acceptance is suspended, restored and taken away by decisions of their own", "[acceptance]")
{
    AcceptanceScene scene;
    const auto request = accept_provider(scene.world, scene.area, scene.programme, scene.provider);
    REQUIRE(scene.ask(request, "suspension", scene.area.decider, grounds()).status == 200);
    CHECK(scene.accepted_count() == 0);
    CHECK(scene.ask(request, "suspension", scene.area.decider, grounds()).rule() ==
          "acceptance.transition_not_listed");
    REQUIRE(scene.ask(request, "restoration", scene.area.decider, grounds()).status == 200);
    CHECK(scene.accepted_count() == 1);
    const auto removed = scene.ask(request, "removal", scene.area.decider, grounds());
    REQUIRE(removed.status == 200);
    CHECK(scene.accepted_count() == 0);
    std::vector<std::string> outcomes;
    for (const auto& row : removed.body.at("decisions").array())
        outcomes.push_back(row.at("outcome").text());
    CHECK(outcomes == std::vector<std::string>{"accepted", "suspended", "restored", "removed"});
    // A new request is possible after a removal.
    CHECK(scene.world.post("/api/v1/programmes/" + scene.programme + "/requests", {}, scene.provider.token)
              .status == 201);
}

TEST_CASE("a correction is a new decision that replaces the old one, which stays as it was", "[acceptance]")
{
    AcceptanceScene scene;
    const auto request = scene.reviewed();
    const auto first = scene.ask(request, "decision", scene.area.decider, decision("rejected", {"places"}));
    const auto old_id = first.body.at("decisions").array()[0].at("id").text();
    const auto before =
        scene.world.get("/api/v1/acceptance-decisions/" + old_id, scene.provider.token).raw.body;
    const auto corrected = scene.ask(request, "correction", scene.area.decider, decision("accepted"));
    REQUIRE(corrected.status == 200);
    CHECK(corrected.body.at("state").text() == "ACCEPTED");
    const auto& row = corrected.body.at("decisions").array()[1];
    CHECK(row.at("replaces").text() == old_id);
    CHECK(row.at("document").at("fi").text().find("korvaa aiemman päätöksen") != std::string::npos);
    CHECK(scene.world.get("/api/v1/acceptance-decisions/" + old_id, scene.provider.token).raw.body == before);
}

TEST_CASE("a correction without a standing decision, or to what it cannot become, is refused", "[acceptance]")
{
    AcceptanceScene scene;
    const auto request = scene.reviewed();
    CHECK(scene.ask(request, "correction", scene.area.decider, decision("accepted")).rule() ==
          "acceptance.nothing_to_correct");
    REQUIRE(scene.ask(request, "decision", scene.area.decider, decision("rejected", {"places"})).status ==
            200);
    CHECK(scene.ask(request, "correction", scene.area.decider, decision("restored")).rule() ==
          "acceptance.nothing_to_correct");
    submitted_request(scene.world, scene.provider, scene.programme);
    CHECK(scene.ask(request, "correction", scene.area.decider, decision("accepted")).rule() ==
          "acceptance.newer_request");
}
