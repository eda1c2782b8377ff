#include "tests/marketplace/customer/customer_scene.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

TEST_CASE("a coach records a pseudonymous customer and becomes its coach", "[customer]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto made = world.post("/api/v1/customers", test::good_customer(), area.coach.token);
    REQUIRE(made.status == 201);
    const auto id = made.body.at("id").text();
    CHECK(id.starts_with("cus_"));
    const auto seen = world.get(path_of(id), area.coach.token);
    REQUIRE(seen.status == 200);
    CHECK(seen.body.at("language").text() == "so");
    CHECK(seen.body.at("needs_interpreter").boolean());
    CHECK(seen.body.at("plan_reference").text() == "TS-2026-0001");
    CHECK(seen.body.at("facts").at("needs").texts() == std::vector<std::string>{"job_search"});
    const auto mine = world.get("/api/v1/customers", area.coach.token);
    REQUIRE(mine.body.at("items").array().size() == 1);
    CHECK(mine.body.at("items").array()[0].at("id").text() == id);
}

TEST_CASE("employers and future entrepreneurs are customers too", "[customer]")
{
    World world;
    const auto area = test::make_kuopio(world);
    for (const auto* kind : {"employer", "future_entrepreneur"})
        CHECK(
            world.post("/api/v1/customers", test::with(test::good_customer(), "kind", kind), area.coach.token)
                .status == 201);
    CHECK(
        world
            .post("/api/v1/customers", test::with(test::good_customer(), "kind", "tourist"), area.coach.token)
            .refuses("/kind", "field.not_listed"));
}

TEST_CASE("only a coach records customers", "[customer]")
{
    World world;
    const auto area = test::make_kuopio(world);
    for (const auto* token : {&area.admin.token, &area.officer.token, &area.decider.token,
                              &area.finance.token, &area.auditor.token})
        CHECK(world.post("/api/v1/customers", test::good_customer(), *token).status == 403);
    CHECK(world.post("/api/v1/customers", test::good_customer()).status == 401);
}

TEST_CASE("coded facts are the area's own codes of that day, and no free text fits in", "[customer]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto facts = test::good_customer().find("facts")->object();
    struct Row
    {
        const char* member;
        json::Value value;
        const char* pointer;
        const char* rule;
    };
    const std::vector<Row> rows = {
        {"target_groups", json::Array{"unknown_group"}, "/facts/target_groups/0",
         "customer.unknown_code"}, // of no list
        {"target_groups", json::Array{"young", "job_search"}, "/facts/target_groups/1",
         "customer.unknown_code"}, // a need
        {"needs", json::Array{"tea"}, "/facts/needs/0", "customer.unknown_code"},
        {"municipality", "999", "/facts/municipality", "customer.no_such_municipality"},
        {"age_band", "about 45, tired", "/facts/age_band", "customer.not_a_code"}, // a sentence
        {"unemployment_band", "Long", "/facts/unemployment_band", "customer.not_a_code"},
        {"declared", json::Object{}.add("Has a bad back", true), "/facts/declared", "customer.not_a_code"},
    };
    for (const auto& row : rows)
    {
        INFO(row.pointer);
        const auto answer =
            world.post("/api/v1/customers",
                       test::with(test::good_customer(), "facts", test::with(facts, row.member, row.value)),
                       area.coach.token);
        CHECK(answer.status == 422);
        CHECK(answer.refuses(row.pointer, row.rule));
    }
    CHECK(world
              .post("/api/v1/customers", test::with(test::good_customer(), "language", "klingon language"),
                    area.coach.token)
              .status == 422);
}

TEST_CASE("a repeated key records one customer, byte for byte", "[customer]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const test::Ask how{
        .token = area.coach.token, .if_match = {}, .key = "the-same-key-twice", .headers = {}};
    const auto one = world.ask(http::Method::post, "/api/v1/customers", test::good_customer(), how);
    const auto two = world.ask(http::Method::post, "/api/v1/customers", test::good_customer(), how);
    CHECK(one.status == 201);
    CHECK(one.raw.body == two.raw.body);
    CHECK(world.get("/api/v1/customers", area.coach.token).body.at("items").array().size() == 1);
}

TEST_CASE("facts change with If-Match only, and the kind never", "[customer]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto id = test::recorded_customer(world, area);
    const auto wish = test::with(test::good_customer(), "language", "sv");
    const auto put = [&](std::string_view if_match)
    {
        return world.ask(
            http::Method::put, path_of(id), wish,
            {.token = area.coach.token, .if_match = std::string{if_match}, .key = {}, .headers = {}});
    };
    CHECK(put("").status == 428);
    CHECK(put("\"7-x\"").status == 412);
    CHECK(put("\"1-x\"").status == 200);
    CHECK(put("\"1-x\"").status == 412);
    CHECK(world.get(path_of(id), area.coach.token).body.at("language").text() == "sv");
    CHECK(test::put_seen(world, path_of(id), path_of(id), test::with(wish, "kind", "employer"),
                         area.coach.token)
              .rule() == "customer.kind_is_fixed");
}
