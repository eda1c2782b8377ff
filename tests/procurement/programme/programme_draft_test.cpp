#include "tests/procurement/programme/programme_scene.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

namespace
{

test::Answer patch(World& world, std::string_view id, const json::Object& body, std::string_view token,
                   std::string etag)
{
    return world.ask(http::Method::patch, path_of(id), body,
                     {.token = std::string{token}, .if_match = std::move(etag), .key = {}, .headers = {}});
}

} // namespace

TEST_CASE("a draft is seen by its own authority only", "[programme]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto other = world.authority("Toinen alue", "0112038-9");
    const auto id = begin(world, area, draft());
    CHECK(world.get(path_of(id), area.coach.token).status == 200);
    CHECK(world.get(path_of(id), other.token).status == 404);
    CHECK(world.get(path_of(id)).status == 404);
    const auto of_authority = "/api/v1/programmes?authority=" + area.authority;
    CHECK(world.get(of_authority, area.officer.token).body.at("items").array().size() == 1);
    CHECK(world.get(of_authority, other.token).body.at("items").array().empty());
    CHECK(world.get("/api/v1/programmes", area.officer.token).body.at("items").array().empty());
}

TEST_CASE("a published programme is seen by everybody", "[programme]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto id = begin(world, area, draft());
    REQUIRE(act(world, id, "publish", area.officer.token).status == 200);
    const auto seen = world.get(path_of(id));
    REQUIRE(seen.status == 200);
    CHECK(seen.body.at("state").text() == "PUBLISHED_INITIAL");
    CHECK(seen.body.at("answer_working_days").integer() == 7);
    CHECK(seen.body.at("takes_requests").boolean());
    CHECK(world.get("/api/v1/programmes").body.at("items").array().size() == 1);
    CHECK(world.get("/api/v1/programmes?authority=" + area.authority).body.at("items").array().size() == 1);
}

TEST_CASE("only a procurement officer begins a programme", "[programme]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto provider = world.provider("Savon Työpolku ry", "0112038-9");
    for (const auto& token : {area.admin.token, area.coach.token, area.decider.token, area.finance.token,
                              area.auditor.token, provider.token})
        CHECK(world.post("/api/v1/programmes", draft(), token).status == 403);
    CHECK(world.post("/api/v1/programmes", draft()).status == 401);
}

TEST_CASE("open acceptance stands in no procurement regime at its beginning", "[programme]")
{
    World world;
    const auto area = test::make_kuopio(world);
    for (const auto* regime : {"eu_level", "annex_e", "national", "below_threshold"})
    {
        const auto refused =
            world.post("/api/v1/programmes", test::with(draft(), "regime", regime), area.officer.token);
        CHECK(refused.status == 422);
        CHECK(refused.refuses("/regime", "programme.regime_does_not_fit_channel"));
    }
}

TEST_CASE("publication tells at once all that the programme lacks", "[programme]")
{
    World world;
    test::Area area;
    area.admin = world.authority("Uusi alue", "0201256-6"); // it has not said which area it is
    area.officer = world.member(area.admin, {"procurement_officer"});
    const auto id =
        begin(world, area,
              test::without(test::with(draft(), "name", json::Object{}.add("fi", "Palvelut")), "ends_on"));
    for (const auto* verb : {"publish", "open"})
    {
        const auto refused = act(world, id, verb, area.officer.token);
        CHECK(refused.status == 422);
        CHECK(refused.rule() == "programme.not_complete");
        CHECK(refused.refuses("/name/sv", "programme.name_missing"));
        CHECK_FALSE(refused.refuses("/name/fi", "programme.name_missing"));
        CHECK(refused.refuses("/ends_on", "programme.end_missing"));
        CHECK(refused.refuses("/authority", "programme.no_entity"));
    }
    CHECK(world.get(path_of(id)).status == 404);
}

TEST_CASE("a programme ends after the day on which it is published", "[programme]")
{
    World world; // 2 March 2026
    const auto area = test::make_kuopio(world);
    const auto today = begin(world, area, test::with(draft(), "ends_on", "2026-03-02"));
    const auto refused = act(world, today, "publish", area.officer.token);
    CHECK(refused.refuses("/ends_on", "programme.end_in_past"));
    const auto tomorrow = begin(world, area, test::with(draft(), "ends_on", "2026-03-03"));
    CHECK(act(world, tomorrow, "publish", area.officer.token).status == 200);
}

TEST_CASE("a draft changes only for somebody who saw its newest state", "[programme]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto id = begin(world, area, draft());
    const auto seen = world.get(path_of(id), area.officer.token);
    const auto change = json::Object{}.add("may_close", true).add("answer_working_days", nullptr);
    CHECK(patch(world, id, change, area.officer.token, "").status == 428);
    CHECK(patch(world, id, change, area.officer.token, "\"9-x\"").status == 412);
    const auto changed = patch(world, id, change, area.officer.token, seen.etag());
    REQUIRE(changed.status == 200);
    CHECK(changed.body.at("may_close").boolean());
    CHECK(changed.body.find("answer_working_days") == nullptr); // null takes it away
    CHECK(changed.body.at("ends_on").text() == "2027-01-01");   // what is left out stays
    CHECK(patch(world, id, change, area.officer.token, seen.etag()).status == 412);
}

TEST_CASE("what is published is no longer changed like a draft", "[programme]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto id = begin(world, area, draft());
    const auto opened = act(world, id, "open", area.officer.token);
    REQUIRE(opened.status == 200);
    const auto refused =
        patch(world, id, json::Object{}.add("may_close", true), area.officer.token, opened.etag());
    CHECK(refused.status == 409);
    CHECK(refused.rule() == "programme.not_a_draft");
}

TEST_CASE("the channel is no field of a change", "[programme]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto id = begin(world, area, draft());
    const auto seen = world.get(path_of(id), area.officer.token);
    const auto refused =
        patch(world, id, json::Object{}.add("channel", "DPS"), area.officer.token, seen.etag());
    CHECK(refused.status == 422);
    CHECK(refused.refuses("/channel", "field.unknown"));
}

TEST_CASE("another authority's programme looks absent to every act", "[programme]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto other = test::make_area(world, "Toinen alue", "0112038-9", "44", {}, {});
    const auto id = begin(world, area, draft());
    REQUIRE(act(world, id, "open", area.officer.token).status == 200);
    const auto theirs = act(world, id, "terminate", other.decider.token, because("x"));
    const auto absent =
        act(world, "prg_00000000000000000000000000", "terminate", other.decider.token, because("x"));
    CHECK(theirs.status == 404);
    CHECK(theirs.rule() == absent.rule());
    CHECK(patch(world, id, json::Object{}.add("may_close", true), other.officer.token, "\"1-x\"").status ==
          404);
    CHECK(act(world, id, "regime", other.decider.token, because("x").add("regime", "annex_e")).status == 404);
}

TEST_CASE("a repeated key begins one programme", "[programme]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const test::Ask how{
        .token = area.officer.token, .if_match = {}, .key = "one-and-the-same-key", .headers = {}};
    const auto first = world.ask(http::Method::post, "/api/v1/programmes", draft(), how);
    const auto second = world.ask(http::Method::post, "/api/v1/programmes", draft(), how);
    CHECK(first.status == 201);
    CHECK(second.raw.body == first.raw.body);
    CHECK(world.get("/api/v1/programmes?authority=" + area.authority, area.officer.token)
              .body.at("items")
              .array()
              .size() == 1);
}
