#include "tests/support/world.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using kori::test::World;

namespace
{

// Kuopio 297 belongs to employment area 17, Siilinjärvi 749 too.
test::Answer become(World& world, const World::Member& admin, std::string_view kind, std::string_view area)
{
    return world.ask(http::Method::put, "/api/v1/authority",
                     json::Object{}.add("kind", kind).add("area_code", area),
                     {.token = admin.token, .if_match = {}, .key = {}, .headers = {}});
}

test::Answer join(World& world, const World::Member& admin, std::string_view municipality,
                  std::string_view from, std::string_view to = {})
{
    json::Object body;
    body.add("municipality", municipality).add("valid_from", from);
    if (!to.empty())
        body.add("valid_to", to);
    return world.post("/api/v1/authority/municipalities", body, admin.token);
}

std::string organiser(World& world, std::string_view municipality, std::string_view day)
{
    const auto answer = world.get("/api/v1/municipalities/" + std::string{municipality} +
                                  "/organiser?on=" + std::string{day});
    return answer.status == 200 ? answer.body.at("organisation").text() : std::to_string(answer.status);
}

} // namespace

TEST_CASE("who organises is looked up by date, and a coming change is entered beforehand", "[party]")
{
    World world;
    const auto kuopio = world.authority("Kuopion alue", "0201256-6");
    const auto other = world.authority("Toinen alue", "0112038-9");
    REQUIRE(become(world, kuopio, "employment_authority", "17").status == 200);
    REQUIRE(become(world, other, "employment_authority", "44").status == 200);
    REQUIRE(join(world, kuopio, "749", "2025-01-01", "2027-01-01").status == 201);
    REQUIRE(join(world, other, "749", "2027-01-01").status == 201);
    CHECK(organiser(world, "749", "2026-12-31") == kuopio.organisation);
    CHECK(organiser(world, "749", "2027-01-01") == other.organisation);
    CHECK(organiser(world, "749", "2024-12-31") == "404");
    CHECK(organiser(world, "297", "2026-06-01") == "404");
}

TEST_CASE("a municipality has one organiser of each kind on each day", "[party]")
{
    World world;
    const auto kuopio = world.authority("Kuopion alue", "0201256-6");
    const auto other = world.authority("Toinen alue", "0112038-9");
    const auto county = world.authority("Pohjois-Savon hyvinvointialue", "2332748-7");
    REQUIRE(become(world, kuopio, "employment_authority", "17").status == 200);
    REQUIRE(become(world, other, "employment_authority", "44").status == 200);
    REQUIRE(become(world, county, "wellbeing_county", "11").status == 200);
    REQUIRE(join(world, kuopio, "749", "2025-01-01").status == 201);
    CHECK(join(world, other, "749", "2030-01-01").rule() == "party.municipality_taken");
    CHECK(join(world, county, "749", "2025-01-01").status == 201);
    CHECK(join(world, kuopio, "999", "2026-01-01").rule() == "party.no_such_municipality");
}

TEST_CASE(
    "an area decides its own codes, clocks and duties without a release, and its neighbour keeps its own",
    "[party]")
{
    World world;
    const auto one = world.authority("Kuopion alue", "0201256-6");
    const auto two = world.authority("Toinen alue", "0112038-9");
    REQUIRE(become(world, one, "employment_authority", "17").status == 200);
    REQUIRE(become(world, two, "employment_authority", "44").status == 200);
    const auto code = json::Object{}
                          .add("list", "target_group")
                          .add("code", "laid_off")
                          .add("name", LocalText{"Lomautettu", "Permitterad", "Laid off"})
                          .add("valid_from", "2026-01-01");
    CHECK(world.post("/api/v1/authority/codes", code, one.token).status == 201);
    CHECK(world.post("/api/v1/authority/codes", code, one.token).rule() == "party.code_overlaps");
    CHECK(world.get("/api/v1/authorities/" + one.organisation + "/codes").body.at("items").array().size() ==
          1);
    CHECK(world.get("/api/v1/authorities/" + two.organisation + "/codes").body.at("items").array().empty());

    const auto coach = world.member(one, {"coach"});
    CHECK(world.get("/api/v1/members", coach.token).status == 403);
    const auto duty = json::Object{}
                          .add("role", "coach")
                          .add("permission", "access.see_members")
                          .add("granted", true)
                          .add("valid_from", "2026-03-10");
    REQUIRE(world.post("/api/v1/authority/duties", duty, one.token).status == 204);
    CHECK(world.get("/api/v1/members", coach.token).status == 403); // not yet
    world.move_days(8);
    CHECK(world.get("/api/v1/members", coach.token).status == 200);
    const auto neighbour = world.member(two, {"coach"});
    CHECK(world.get("/api/v1/members", neighbour.token).status == 403);
}

TEST_CASE("an area cannot lock itself out or give away the platform's duties", "[party]")
{
    World world;
    const auto admin = world.authority("Kuopion alue", "0201256-6");
    for (const auto* permission : {"area.manage", "platform.operate"})
        CHECK(world
                  .post("/api/v1/authority/duties",
                        json::Object{}
                            .add("role", "administrator")
                            .add("permission", permission)
                            .add("granted", false)
                            .add("valid_from", "2026-01-01"),
                        admin.token)
                  .rule() == "party.duty_is_fixed");
}

TEST_CASE("nobody gives a duty to a role of his own, and taking one away is no giving", "[party][privacy]")
{
    World world;
    const auto admin = world.authority("Kuopion alue", "0201256-6");
    const auto both = world.member(admin, {"administrator", "coach"});
    const auto set = [&](std::string_view role, bool granted, const World::Member& who)
    {
        return world.post("/api/v1/authority/duties",
                          json::Object{}
                              .add("role", role)
                              .add("permission", "payable.see")
                              .add("granted", granted)
                              .add("valid_from", "2026-01-01"),
                          who.token);
    };
    CHECK(set("administrator", true, admin).rule() == "party.own_duty");
    CHECK(set("coach", true, both).rule() == "party.own_duty");
    CHECK(set("coach", true, admin).status == 204);
    CHECK(set("coach", false, both).status == 204);
}

TEST_CASE("an area's clock has bounds", "[party]")
{
    World world;
    const auto admin = world.authority("Kuopion alue", "0201256-6");
    const auto set = [&](std::string_view name, std::int64_t value)
    {
        return world.post(
            "/api/v1/authority/values",
            json::Object{}.add("name", name).add("value", value).add("valid_from", "2026-01-01"),
            admin.token);
    };
    CHECK(set("service_level.verification.days", 30).status == 204);
    CHECK(set("service_level.verification.days", 31).rule() == "party.value_out_of_bounds"); // T41
    CHECK(set("service_level.verification.days", 0).rule() == "party.value_out_of_bounds");
    CHECK(set("invented.value", 1).rule() == "party.unknown_value");
}
