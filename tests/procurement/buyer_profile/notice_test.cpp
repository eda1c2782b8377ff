// Notices and open data made of what the stores hold.
#include "core/base/civil_date.hpp"
#include "core/journal/journal.hpp"
#include "procurement/award/assessment_store.hpp"
#include "procurement/award/award_store.hpp"
#include "procurement/competition/tender_store.hpp"
#include "procurement/programme/programme_store.hpp"
#include "procurement/system/system_store.hpp"
#include "tests/procurement/competition/sample_competition.hpp"
#include "tests/support/provider.hpp"

#include <catch2/catch.hpp>

#include <functional>

using namespace kori;
using namespace kori::test;

namespace
{

json::Object address(std::string_view city)
{
    return json::Object{}
        .add("street", "Tulliportinkatu 31")
        .add("postal_code", "70100")
        .add("city", city)
        .add("nuts", "FI1D2")
        .add("email", "kirjaamo@kuopio.example")
        .add("phone", "+358 171234567");
}

json::Object buyer_profile()
{
    return address("Kuopio")
        .add("legal_type", "la")
        .add("activity", "gen-pub")
        .add("languages", json::Array{"fi", "sv"})
        .add("requests_uri", "https://kori.example/requests")
        .add("review_body", address("Helsinki").add("business_id", "3006157-6").add("name", "Markkinaoikeus"))
        .add("open_data", json::Object{}
                              .add("prefix", "ocds-213czf")
                              .add("base_uri", "https://kori.example/ocds")
                              .add("license_uri", "https://creativecommons.org/licenses/by/4.0/")
                              .add("policy_uri", "https://kori.example/policy")
                              .add("smallest_cell", 5));
}

json::Object winner_profile()
{
    return address("Iisalmi").add("size", "small");
}

// A dynamic purchasing system of the area with one category and one competition with a tender.
struct System
{
    World world;
    kori::test::Area area = make_kuopio(world);
    World::Member winner = world.provider("Savon Työpolku ry", business_id_of(1));
    ProgrammeId programme = samples::id<ProgrammeId>(1);
    CategoryId category = samples::id<CategoryId>(2);
    CompetitionId competition = samples::id<CompetitionId>(3);
    TenderId tender = samples::id<TenderId>(4);
    AwardDecisionId decision = samples::id<AwardDecisionId>(5);
    OrganisationId authority = *OrganisationId::parse(area.authority);
    MembershipId member = *MembershipId::parse(area.decider.membership);

    System()
    {
        write([&](Transaction& tx, const Ambient& ambient) { set_up(tx, ambient); });
    }
    void write(const std::function<void(Transaction&, const Ambient&)>& job)
    {
        world.store().write_and_wait(
            [&](Transaction& tx)
            {
                auto& environment = world.application().environment();
                job(tx, Ambient{world.now(), world.now(), environment.random, environment.law});
                return Verdict::keep;
            });
    }
    void enter(Transaction& tx, const Ambient& ambient, std::string kind, Facts facts,
               std::string reason = {})
    {
        journal::append(tx, ambient, {"clock", ""},
                        {std::move(kind),
                         programme.text(),
                         std::move(facts),
                         journal::Audience::everyone,
                         {},
                         std::move(reason),
                         {}});
    }
    void set_up(Transaction& tx, const Ambient& ambient)
    {
        Programme one{programme,
                      authority,
                      samples::words("System"),
                      Channel::dps,
                      Regime::eu_level,
                      "OPEN",
                      std::nullopt,
                      parse_date("2030-02-01"),
                      1,
                      true,
                      ambient.now};
        programmes::insert(tx, one, ambient.now);
        enter(tx, ambient, "programme.published", {{"ends_on", "2030-02-01"}});
        systems::save(tx,
                      {.programme = programme,
                       .description = samples::words("Coaching for all"),
                       .procedure = {},
                       .announced_value = Money::euros(1'000'000),
                       .nuts = "FI1D2",
                       .documents_uri = "https://kori.example/documents",
                       .requests_until = ambient.now.plus_days(31)},
                      ambient.now);
        systems::insert(tx, Category{.id = category,
                                     .programme = programme,
                                     .name = samples::words("Category"),
                                     .description = samples::words("Coaching"),
                                     .cpv = "79611000-0",
                                     .more_cpv = {},
                                     .requirements = {},
                                     .added_at = ambient.now});
    }
    void compete()
    {
        write(
            [&](Transaction& tx, const Ambient& ambient)
            {
                competitions::insert(tx,
                                     {.id = competition,
                                      .programme = programme,
                                      .category = category,
                                      .authority = authority,
                                      .regime = Regime::eu_level,
                                      .state = "SEALED",
                                      .name = samples::words("Spring competition"),
                                      .description = samples::words("Coaching"),
                                      .criteria = samples::criteria(),
                                      .parts = {},
                                      .estimated_value = Money::euros(98'765),
                                      .service_from = *parse_date("2026-09-01"),
                                      .service_until = *parse_date("2027-08-31"),
                                      .closes_at = ambient.now.plus_days(10),
                                      .invited_at = ambient.now},
                                     ambient.now);
                tenders::insert(tx,
                                {.id = tender,
                                 .competition = competition,
                                 .tenderer = *OrganisationId::parse(winner.organisation),
                                 .group = {},
                                 .state = "SUBMITTED",
                                 .digest = std::string(64, 'a'),
                                 .received_at = ambient.now},
                                ambient.now);
            });
    }
    void open()
    {
        world.move_days(11);
        write(
            [&](Transaction& tx, const Ambient& ambient)
            {
                REQUIRE(assessments::insert(tx, Opening{.competition = competition,
                                                        .opened_at = ambient.now,
                                                        .openers = {},
                                                        .tenders = 1,
                                                        .record = "{}",
                                                        .lot_secret = {},
                                                        .lot_number = {}}));
            });
    }
    void decide()
    {
        write(
            [&](Transaction& tx, const Ambient& ambient)
            {
                REQUIRE(awards::insert(tx, AwardDecision{.id = decision,
                                                         .competition = competition,
                                                         .kind = std::string{award_kind::award},
                                                         .follows = {},
                                                         .reasons = samples::words("The best"),
                                                         .comparison = "{}",
                                                         .digest = std::string(64, 'b'),
                                                         .decided_at = ambient.now,
                                                         .decided_by = member}));
                awards::insert(tx, AwardPlace{.decision = decision,
                                              .tender = tender,
                                              .tenderer = *OrganisationId::parse(winner.organisation),
                                              .price = Money::euros(87'654),
                                              .order_of_use = 1,
                                              .state = std::string{place_state::waiting}});
            });
    }
    void contract()
    {
        world.move_days(1);
        write(
            [&](Transaction& tx, const Ambient& ambient)
            {
                REQUIRE(awards::insert(tx, Contract{.id = samples::id<ContractId>(6),
                                                    .competition = competition,
                                                    .decision = decision,
                                                    .tender = tender,
                                                    .supplier = *OrganisationId::parse(winner.organisation),
                                                    .authority = authority,
                                                    .programme = programme,
                                                    .value = Money::euros(87'654),
                                                    .signed_on = finnish_date(ambient.now),
                                                    .made_at = ambient.now,
                                                    .made_by = member,
                                                    .evidence = {},
                                                    .promises = {}}));
            });
    }
    Answer put(std::string_view path, const json::Value& body, const World::Member& who)
    {
        return world.ask(http::Method::put, path, body,
                         {.token = who.token, .if_match = {}, .key = {}, .headers = {}});
    }
    void profiles()
    {
        REQUIRE(put("/api/v1/authority/notice-profile", buyer_profile(), area.admin).status == 200);
        REQUIRE(put("/api/v1/provider/notice-profile", winner_profile(), winner).status == 200);
    }
    Answer notice(std::string_view kind, const World::Member& who)
    {
        return world.get("/api/v1/programmes/" + programme.text() + "/notices/" + std::string{kind},
                         who.token);
    }
    std::string open_data(std::string_view form)
    {
        const auto told =
            world.get("/api/v1/programmes/" + programme.text() + "/ocds?form=" + std::string{form});
        REQUIRE(told.status == 200);
        return told.raw.body;
    }
};

bool has(const std::string& text, std::string_view what)
{
    return text.find(what) != std::string::npos;
}

} // namespace

TEST_CASE("the set-up notice is made of the programme, its terms and categories", "[notice]")
{
    System scene;
    scene.profiles();
    const auto made = scene.notice("set_up", scene.area.officer);
    REQUIRE(made.status == 200);
    CHECK(made.raw.header("Content-Type").value_or("").starts_with("application/xml"));
    for (const auto* word : {"System (fi)", "System (sv)", "Category (fi)", "79611000", "Tulliportinkatu 31",
                             "Markkinaoikeus", "2030-01-31", ">1000000<", "https://kori.example/requests"})
    {
        INFO(word);
        CHECK(has(made.raw.body, word));
    }
    CHECK(scene.notice("set_up", scene.area.officer).raw.body ==
          made.raw.body); // the same facts, the same bytes
    CHECK(scene.notice("end", scene.area.officer).rule() == "notice.nothing_to_tell");
    CHECK(scene.notice("change?change=1", scene.area.officer).rule() == "notice.no_such_change");
    CHECK(scene.notice("poem", scene.area.officer).status == 404);
}

TEST_CASE("without a profile the fields that lack are named", "[notice]")
{
    System scene;
    const auto refused = scene.notice("set_up", scene.area.officer);
    CHECK(refused.status == 422);
    CHECK(refused.rule() == "notice.incomplete");
    CHECK(refused.refuses("/buyer/organisation/city", "notice.missing"));
    CHECK(refused.refuses("/languages", "notice.missing"));
    CHECK(scene.world.get("/api/v1/programmes/" + scene.programme.text() + "/ocds").status == 404);
}

TEST_CASE("who makes notices, and of which system", "[notice]")
{
    System scene;
    scene.profiles();
    const auto other = make_area(scene.world, "Toinen alue", "0112038-9", "01", {"091", "049"});
    for (const auto& who : {scene.area.coach, scene.area.decider, scene.area.admin, scene.winner})
        CHECK(scene.notice("set_up", who).status == 403);
    CHECK(scene.notice("set_up", other.officer).status == 404);
    CHECK(scene.world.get("/api/v1/programmes/" + scene.programme.text() + "/notices/set_up").status == 401);
    const auto open_acceptance = open_programme(scene.world, scene.area);
    const auto path = "/api/v1/programmes/" + open_acceptance;
    CHECK(scene.world.get(path + "/notices/set_up", scene.area.officer.token).rule() == "notice.no_form");
    CHECK(scene.world.get(path + "/ocds").status == 404);
}

TEST_CASE("nothing of tenders is told before the decision, not even their number", "[notice]")
{
    System scene;
    scene.profiles();
    scene.compete();
    for (const auto* form : {"record", "releases"})
    {
        const auto told = scene.open_data(form);
        CHECK(has(told, "Spring competition"));
        CHECK_FALSE(has(told, "statistics"));
        CHECK_FALSE(has(told, "87654"));
        CHECK_FALSE(has(told, "98765")); // an estimate that nobody announced
    }
    scene.open();
    CHECK_FALSE(has(scene.open_data("record"), "statistics"));
    CHECK(scene.notice("result?competition=" + scene.competition.text(), scene.area.officer).rule() ==
          "notice.not_decided");

    scene.decide();
    const auto told = scene.open_data("record");
    CHECK(has(told, "statistics"));
    CHECK(has(told, "87654"));
    CHECK(has(told, "Savon Työpolku ry"));
}

TEST_CASE("a result notice tells a competition with its contract, alone or by quarter", "[notice][T22][T23]")
{
    System scene;
    scene.profiles();
    scene.compete();
    scene.open();
    scene.decide();
    const auto path = "result?competition=" + scene.competition.text();
    CHECK(scene.notice(path, scene.area.officer).rule() == "notice.not_decided"); // no contract yet
    scene.contract();
    const auto single = scene.notice(path, scene.area.officer);
    REQUIRE(single.status == 200);
    for (const auto* word : {"Savon Työpolku ry", ">87654<", "Iisalmi"})
    {
        INFO(word);
        CHECK(has(single.raw.body, word));
    }
    const auto quarter = scene.notice("quarter?year=2026&quarter=1", scene.area.officer);
    REQUIRE(quarter.status == 200);
    CHECK(has(quarter.raw.body, ">87654<"));
    CHECK(scene.notice("quarter?year=2026&quarter=2", scene.area.officer).rule() == "notice.nothing_to_tell");
    CHECK(scene.notice("result?competition=cmp_00000000000000000000000000", scene.area.officer).rule() ==
          "notice.no_such_competition");
}

TEST_CASE("a change of the duration is a notice of its own, and the set-up stays as it was told", "[notice]")
{
    System scene;
    scene.profiles();
    const auto before = scene.notice("set_up", scene.area.officer).raw.body;
    scene.world.move_days(1);
    scene.write(
        [&](Transaction& tx, const Ambient& ambient)
        { scene.enter(tx, ambient, "programme.duration_changed", {{"ends_on", "2029-01-01"}}, "Tarve"); });
    const auto change = scene.notice("change?change=1", scene.area.officer);
    REQUIRE(change.status == 200);
    CHECK(has(change.raw.body, "2028-12-31"));
    CHECK(scene.notice("set_up", scene.area.officer).raw.body == before);
}

TEST_CASE("the end of the system is told", "[notice]")
{
    System scene;
    scene.profiles();
    scene.world.move_days(1);
    scene.write([&](Transaction& tx, const Ambient& ambient)
                { scene.enter(tx, ambient, "programme.terminated", {}, "Tarve on päättynyt"); });
    const auto end = scene.notice("end", scene.area.officer);
    REQUIRE(end.status == 200);
    CHECK(has(end.raw.body, "DPSTerminationIndicator>true")); // BT-119
    CHECK(has(scene.open_data("releases"), "Tarve on päättynyt"));
}

TEST_CASE("a profile is refused field by field", "[notice]")
{
    System scene;
    const auto path = "/api/v1/authority/notice-profile";
    const auto bad = with(with(buyer_profile(), "legal_type", "king"), "nuts", "SE110");
    const auto refused = scene.put(path, bad, scene.area.admin);
    CHECK(refused.status == 422);
    CHECK(refused.refuses("/legal_type", "notice.bad_code"));
    CHECK(refused.refuses("/nuts", "notice.bad_code"));
    CHECK(scene
              .put(path,
                   with(buyer_profile(), "review_body",
                        address("Helsinki").add("business_id", "3006157-6").add("name", "Markkinaoikeus")),
                   scene.area.admin)
              .status == 200);
    CHECK(scene.put(path, with(buyer_profile(), "email", ""), scene.area.admin)
              .refuses("/email", "notice.missing"));
    CHECK(scene.put("/api/v1/provider/notice-profile", with(winner_profile(), "nuts", "FI"), scene.winner)
              .status == 422);
    CHECK(scene.put("/api/v1/provider/notice-profile", with(winner_profile(), "nuts", "XX1D2"), scene.winner)
              .refuses("/nuts", "notice.bad_code"));
}

TEST_CASE("each profile is its organisation's own, and a later one stands beside the earlier", "[notice]")
{
    System scene;
    const auto path = "/api/v1/authority/notice-profile";
    CHECK(scene.world.get(path, scene.area.admin.token).status == 404);
    for (const auto& who : {scene.area.officer, scene.area.decider, scene.winner})
        CHECK(scene.put(path, buyer_profile(), who).status == 403);
    CHECK(scene.put("/api/v1/provider/notice-profile", winner_profile(), scene.area.admin).status == 403);
    REQUIRE(scene.put(path, buyer_profile(), scene.area.admin).status == 200);
    const auto seen = scene.world.get(path, scene.area.officer.token);
    CHECK(seen.body.at("city").text() == "Kuopio");
    const auto stale =
        scene.world.ask(http::Method::put, path, with(buyer_profile(), "city", "Siilinjärvi"),
                        {.token = scene.area.admin.token, .if_match = "\"no\"", .key = {}, .headers = {}});
    CHECK(stale.status == 412);
    const auto changed =
        scene.world.ask(http::Method::put, path, with(buyer_profile(), "city", "Siilinjärvi"),
                        {.token = scene.area.admin.token, .if_match = seen.etag(), .key = {}, .headers = {}});
    REQUIRE(changed.status == 200);
    CHECK(changed.body.at("city").text() == "Siilinjärvi");
    int rows = 0;
    int entries = 0;
    scene.world.store().read(
        [&](Transaction& tx)
        {
            rows = static_cast<int>(
                tx.query_one(
                      "/* test.profiles */ SELECT COUNT(*) FROM notice_profile WHERE organisation_id = ?",
                      scene.area.authority)
                    ->integer(0));
            for (const auto& entry : journal::about(tx, scene.area.authority))
                entries += entry.kind == "notice.profile_written";
        });
    CHECK(rows == 2);
    CHECK(entries == 2);
}
