// What becomes of an admission to a DPS: renewal, hearing, suspension, removal, leaving, correction.
#include "core/base/civil_date.hpp"
#include "core/journal/journal.hpp"
#include "procurement/admission/joining_store.hpp"
#include "tests/support/joining.hpp"
#include "tests/support/provider.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

namespace
{

struct Scene
{
    World world;
    kori::test::Area area = make_kuopio(world);
    World::Member provider = world.provider("Savon Työpolku ry", business_id_of(1));
    MadeSystem system = make_system(world, area);
    std::string request = admitted_provider(world, area, provider, system);

    Answer act(std::string_view verb, const World::Member& who, json::Value body = {})
    {
        return world.post("/api/v1/requests/" + request + "/" + std::string{verb}, body, who.token);
    }
    Answer decide(std::string_view route, json::Object wish) { return act(route, area.decider, wish); }
    std::string state()
    {
        return world.get("/api/v1/requests/" + request, provider.token).body.at("state").text();
    }
    json::Value joining()
    {
        return world.get("/api/v1/requests/" + request, provider.token).body.at("joining");
    }
    json::Object asking(Instant until)
    {
        return json::Object{}
            .add("reason", "Todistus on vanhentunut.")
            .add("about", json::Array{"tax_certificate"})
            .add("answer_until", until);
    }
    // A renewal that ends at noon of the eighth day.
    void ask_renewal()
    {
        REQUIRE(act("renewal", area.officer, asking(world.now().plus_days(9))).status == 200);
    }
    StandingKind standing(Instant at)
    {
        auto kind = StandingKind::none;
        world.store().read(
            [&](Transaction& tx)
            {
                const auto found = admissions::standing_in(tx, *CategoryId::parse(system.category),
                                                           *OrganisationId::parse(provider.organisation), at);
                kind = found.kind;
                if (kind != StandingKind::none)
                    CHECK(found.admission->text() == request);
            });
        return kind;
    }
    std::size_t invited()
    {
        std::size_t count = 0;
        world.store().read(
            [&](Transaction& tx)
            {
                count = admissions::members_in(tx, *ProgrammeId::parse(system.programme),
                                               *CategoryId::parse(system.category))
                            .size();
            });
        return count;
    }
    bool listed()
    {
        return !world.get("/api/v1/programmes/" + system.programme + "/members")
                    .body.at("items")
                    .array()
                    .empty();
    }
};

json::Object grounds(json::Array failed = {})
{
    return json::Object{}
        .add("reasons", LocalText{"Selvitys puuttuu.", "Utredningen saknas.", ""})
        .add("failed_conditions", std::move(failed));
}

} // namespace

TEST_CASE("renewed evidence is asked for with at least five working days", "[admission][T12]")
{
    Scene scene;
    // Asked on Monday 2 March: the fifth working day is Monday 9 March.
    const auto earliest = start_of_day(*parse_date("2026-03-10")).plus_micros(-1);
    const auto early = scene.act("renewal", scene.area.officer, scene.asking(earliest.plus_micros(-1)));
    CHECK(early.refuses("/answer_until", "admission.time_too_short"));
    CHECK(scene.state() == "ADMITTED");
    CHECK(scene.act("renewal", scene.provider, scene.asking(earliest)).status == 403);
    auto unknown = scene.asking(earliest);
    unknown = with(unknown, "about", json::Array{"being_small"});
    CHECK(scene.act("renewal", scene.area.officer, unknown).refuses("/about/0", "admission.unknown_code"));
    REQUIRE(scene.act("renewal", scene.area.officer, scene.asking(earliest)).status == 200);
    CHECK(scene.state() == "RENEWAL_ASKED");
    CHECK(scene.act("hearing", scene.area.officer, scene.asking(earliest)).rule() ==
          "admission.hearing_runs");
    // Until it is decided, the provider stays invited.
    CHECK(scene.invited() == 1);
    CHECK(scene.listed());
    CHECK(scene.standing(scene.world.now()) == StandingKind::admitted);
}

TEST_CASE("a provider that answers the renewal stays admitted by decision", "[admission][T12]")
{
    Scene scene;
    scene.ask_renewal();
    CHECK(scene.decide("suspension", grounds()).rule() == "admission.not_heard");
    REQUIRE(scene.act("confirmation", scene.provider, confirmation()).status == 200);
    REQUIRE(scene.act("hearing-answer", scene.provider, json::Object{}.add("answer", "Kaikki on voimassa."))
                .status == 200);
    CHECK(scene.act("hearing-answer", scene.provider, json::Object{}.add("answer", "Vielä.")).rule() ==
          "admission.nothing_to_answer");
    REQUIRE(scene.decide("decision", joining_decision("renewed")).status == 200);
    CHECK(scene.state() == "ADMITTED");
    CHECK(scene.joining().at("decisions").array().size() == 2);
    CHECK(scene.joining().at("hearings").array().at(0).at("answer").text() == "Kaikki on voimassa.");
}

TEST_CASE("nothing is taken from a provider unheard, and silence is heard when its time is over",
          "[admission]")
{
    Scene scene;
    CHECK(scene.decide("suspension", grounds()).rule() == "admission.not_heard");
    CHECK(scene.decide("removal", grounds()).rule() == "admission.not_heard");
    CHECK(scene.state() == "ADMITTED");
    scene.ask_renewal();
    scene.world.move_days(8);
    CHECK(scene.decide("suspension", grounds()).rule() == "admission.not_heard");
    scene.world.move_days(2);
    const auto before = scene.world.now();
    REQUIRE(scene.decide("suspension", grounds()).status == 200);
    CHECK(scene.state() == "SUSPENDED");
    CHECK(scene.invited() == 0);
    CHECK_FALSE(scene.listed());
    CHECK(scene.standing(scene.world.now()) == StandingKind::suspended);
    CHECK(scene.standing(before) == StandingKind::admitted);
    // What was heard before the suspension does not carry the removal, too.
    CHECK(scene.decide("removal", grounds()).rule() == "admission.not_heard");
    REQUIRE(scene.act("hearing", scene.area.officer, scene.asking(scene.world.now().plus_days(9))).status ==
            200);
    REQUIRE(scene.act("hearing-answer", scene.provider, json::Object{}.add("answer", "Emme jatka.")).status ==
            200);
    REQUIRE(scene.decide("removal", grounds(json::Array{"contract_deficiencies"})).status == 200);
    CHECK(scene.state() == "REMOVED");
    CHECK(scene.standing(scene.world.now()) == StandingKind::none);
    CHECK(begun_joining(scene.world, scene.provider, scene.system) != scene.request);
}

TEST_CASE("a suspended admission is restored by decision", "[admission]")
{
    Scene scene;
    scene.ask_renewal();
    REQUIRE(scene.act("hearing-answer", scene.provider, json::Object{}.add("answer", "Viipyy.")).status ==
            200);
    REQUIRE(scene.decide("suspension", grounds()).status == 200);
    REQUIRE(scene.decide("restoration", grounds()).status == 200);
    CHECK(scene.state() == "ADMITTED");
    CHECK(scene.invited() == 1);
}

TEST_CASE("evidence that runs out is asked for by itself on that day", "[admission][T42]")
{
    Scene scene;
    scene.world.move_to(start_of_day(*parse_date("2027-01-01")).plus_micros(-1'000'000));
    CHECK(scene.state() == "ADMITTED");
    scene.world.move_to(start_of_day(*parse_date("2027-01-01")));
    CHECK(scene.state() == "RENEWAL_ASKED");
    const auto asked = scene.joining().at("hearings").array().at(0);
    CHECK(asked.at("about").texts() == std::vector<std::string>{"tax_certificate"});
    // Five working days from New Year's Day: Epiphany does not count.
    CHECK(asked.at("answer_until").text() ==
          to_text(start_of_day(*parse_date("2027-01-12")).plus_micros(-1)));
    CHECK(scene.invited() == 1);
    scene.world.move_to(start_of_day(*parse_date("2027-01-12")));
    const auto tasks = scene.world.get("/api/v1/tasks", scene.area.decider.token).body.at("items").array();
    REQUIRE(tasks.size() == 1);
    CHECK(tasks[0].at("kind").text() == "admission.look_again");
}

TEST_CASE("whoever renews its evidence in time is not asked, until the declaration is a year old",
          "[admission][T42]")
{
    Scene scene;
    scene.world.move_to(start_of_day(*parse_date("2026-12-15")));
    show_tax_certificate(scene.world, scene.provider, scene.request, "2028-01-01");
    scene.world.move_to(start_of_day(*parse_date("2027-03-02")).plus_micros(-1'000'000));
    CHECK(scene.state() == "ADMITTED");
    scene.world.move_to(start_of_day(*parse_date("2027-03-02")));
    CHECK(scene.state() == "RENEWAL_ASKED");
    CHECK(scene.joining().at("hearings").array().at(0).at("about").texts() ==
          std::vector<std::string>{"self_declaration"});
}

TEST_CASE("a provider leaves without anybody's leave, and stands there until it is confirmed", "[admission]")
{
    Scene scene;
    REQUIRE(scene.act("leave", scene.provider).status == 200);
    CHECK(scene.state() == "LEAVING");
    CHECK(scene.invited() == 0);
    CHECK(scene.standing(scene.world.now()) == StandingKind::admitted);
    scene.world.move_days(1);
    REQUIRE(scene.act("confirm-leaving", scene.area.officer).status == 200);
    CHECK(scene.state() == "LEFT");
    CHECK(scene.standing(scene.world.now()) == StandingKind::none);
    CHECK(scene.standing(scene.world.now().plus_days(-1)) == StandingKind::admitted);
}

TEST_CASE("a rejection is corrected within ninety days, and nothing is overwritten", "[admission][T18]")
{
    for (const bool late : {false, true})
    {
        INFO(late);
        World world;
        const auto area = make_kuopio(world);
        const auto system = make_system(world, area);
        const auto provider = world.provider("Savon Työpolku ry", business_id_of(1));
        const auto request = reviewed_joining(world, area, provider, system);
        const auto path = "/api/v1/requests/" + request;
        REQUIRE(world
                    .post(path + "/decision", joining_decision("rejected", json::Array{"false_information"}),
                          area.decider.token)
                    .status == 200);
        CHECK(world.post(path + "/correction", joining_decision("restored"), area.decider.token).rule() ==
              "admission.nothing_to_correct");
        // Decided on 2 March: the ninetieth day is 31 May.
        const auto end = start_of_day(*parse_date("2026-06-01"));
        world.move_to(late ? end : end.plus_micros(-1'000'000));
        const auto corrected =
            world.post(path + "/correction", joining_decision("admitted"), area.decider.token);
        CHECK(corrected.status == (late ? 409 : 200));
        if (late)
        {
            CHECK(corrected.rule() == "admission.correction_too_late");
            continue;
        }
        CHECK(corrected.body.at("state").text() == "ADMITTED");
        const auto decisions = corrected.body.at("joining").at("decisions").array();
        REQUIRE(decisions.size() == 2);
        CHECK(decisions[1].at("replaces").text() == decisions[0].at("id").text());
        CHECK(decisions[0].at("outcome").text() == "rejected");
    }
}

TEST_CASE("an extract is looked at, never kept, and told to nobody but the authority", "[admission][T28]")
{
    Scene scene;
    const auto check = [&](std::string_view day)
    {
        return scene.act("checks", scene.area.officer,
                         json::Object{}.add("extract_on", day).add("result", "ground_found"));
    };
    CHECK(check("2025-03-01").refuses("/extract_on", "acceptance.extract_too_old"));
    REQUIRE(check("2025-03-02").status == 200);
    CHECK(scene.world.get("/api/v1/requests/" + scene.request, scene.provider.token).body.find("checks") ==
          nullptr);
    const auto rows = scene.world.get("/api/v1/requests/" + scene.request, scene.area.officer.token)
                          .body.at("joining")
                          .at("assessment")
                          .array();
    CHECK(rows.back().at("about").text() == "criminal_record");
    CHECK(rows.back().at("verdict").text() == "to_be_judged");
}

TEST_CASE("when the system ends, requests lapse and admissions end", "[admission]")
{
    Scene scene;
    const auto second = scene.world.provider("Toinen ry", business_id_of(2));
    const auto pending = submitted_joining(scene.world, second, scene.system);
    const auto ended =
        scene.world.post("/api/v1/programmes/" + scene.system.programme + "/terminate",
                         json::Object{}.add("reason", "Tarve on päättynyt"), scene.area.decider.token);
    REQUIRE(ended.status == 200);
    CHECK(scene.state() == "ENDED");
    CHECK(scene.world.get("/api/v1/requests/" + pending, second.token).body.at("state").text() == "LAPSED");
    CHECK_FALSE(scene.listed());
    CHECK(scene.standing(scene.world.now()) == StandingKind::none);
    scene.world.move_days(30);
    CHECK(scene.world.get("/api/v1/programmes/" + scene.system.programme + "/clock-counters")
              .body.at("missed")
              .integer() == 0);
}
