#include "tests/procurement/basket/basket_scene.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace kori;
using namespace kori::test;

TEST_CASE("another authority's draft looks absent", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto other = test::make_area(world, "Toinen alue", "0112038-9", "44", {}, {});
    const auto programme = test::open_programme(world, area);
    const auto basket = test::draft_basket(world, area, programme, test::good_terms());
    const std::string absent = "bsk_00000000000000000000000000";
    for (const auto* tail : {"", "/draft", "/missing", "/versions"})
    {
        INFO(tail);
        const auto theirs = world.get(path_of(basket) + tail, other.officer.token);
        CHECK(theirs.status == 404);
        CHECK(theirs.rule() == world.get(path_of(absent) + tail, other.officer.token).rule());
        CHECK(world.get(path_of(basket) + tail, area.officer.token).status == 200);
    }
    for (const auto* verb :
         {"publish", "draft", "discard-draft", "activate", "drop", "close", "archive", "resume"})
        CHECK(act(world, basket, verb, other.officer.token).status == 404);
    CHECK(put_draft(world, basket, test::good_terms(), other.officer.token, "\"1-x\"").status == 404);
    CHECK(world
              .post("/api/v1/programmes/" + programme + "/baskets",
                    json::Object{}.add("terms", json::Object{}), other.officer.token)
              .status == 404);
    CHECK(world.get(path_of(basket)).status == 404);
}

TEST_CASE("the draft of a published basket is nobody else's to see", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto other = test::make_area(world, "Toinen alue", "0112038-9", "44", {}, {});
    const auto basket = test::published_basket(world, area, test::good_terms());
    const auto begun = act(world, basket, "draft", area.officer.token);
    REQUIRE(begun.status == 200);
    const auto draft = begun.body.at("draft").text();
    CHECK(world.get(path_of(basket), other.officer.token).body.find("draft") == nullptr);
    CHECK(world.get(path_of(basket) + "/versions/" + draft, other.officer.token).status == 404);
    CHECK(world.get(path_of(basket) + "/versions/" + draft, area.officer.token).status == 200);
    CHECK(ids_in(world.get(path_of(basket) + "/versions")).size() == 1);
    CHECK(ids_in(world.get(path_of(basket) + "/versions", area.officer.token)).size() == 2);
    CHECK(world.get(path_of(basket) + "/draft", other.officer.token).status == 404);
}

TEST_CASE("only a procurement officer writes and publishes baskets", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto programme = test::open_programme(world, area);
    const auto basket = test::draft_basket(world, area, programme, test::good_terms());
    const auto provider = world.provider("Savon Työpolku ry", "0112038-9");
    for (const auto& token :
         {area.admin.token, area.coach.token, area.decider.token, area.auditor.token, provider.token})
    {
        CHECK(act(world, basket, "publish", token).status == 403);
        CHECK(world
                  .post("/api/v1/programmes/" + programme + "/baskets",
                        json::Object{}.add("terms", json::Object{}), token)
                  .status == 403);
        CHECK(put_draft(world, basket, test::good_terms(), token, "\"1-x\"").status == 403);
    }
    CHECK(act(world, basket, "publish", "").status == 401);
}

TEST_CASE("a repeated key makes one basket and publishes once", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto programme = test::open_programme(world, area);
    const auto target = "/api/v1/programmes/" + programme + "/baskets";
    const auto body = json::Object{}.add("terms", test::good_terms());
    const test::Ask how{
        .token = area.officer.token, .if_match = {}, .key = "one-and-the-same-key", .headers = {}};
    const auto first = world.ask(http::Method::post, target, body, how);
    const auto second = world.ask(http::Method::post, target, body, how);
    REQUIRE(first.status == 201);
    CHECK(second.raw.body == first.raw.body);
    CHECK(ids_in(world.get(target, area.officer.token)).size() == 1);

    const auto publish = path_of(first.body.at("id").text()) + "/publish";
    const test::Ask again{
        .token = area.officer.token, .if_match = {}, .key = "another-single-key", .headers = {}};
    const auto published = world.ask(http::Method::post, publish, {}, again);
    const auto entries = world.entries();
    CHECK(published.status == 200);
    CHECK(world.ask(http::Method::post, publish, {}, again).raw.body == published.raw.body);
    CHECK(world.entries() == entries);
}

TEST_CASE("baskets are listed by what a customer needs, in the order of their ids", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto programme = test::open_programme(world, area);
    const auto publish = [&](const json::Object& terms)
    {
        const auto id = test::draft_basket(world, area, programme, terms);
        REQUIRE(act(world, id, "publish", area.officer.token).status == 200);
        return id;
    };
    const auto both = publish(test::good_terms());
    const auto kuopio = publish(test::with(test::good_terms(), "municipalities", json::Array{"297"}));
    const auto young = publish(test::with(test::good_terms(), "target_groups", json::Array{"young"}));
    const auto skills = publish(test::with(test::good_terms(), "needs", json::Array{"skills"}));
    test::draft_basket(world, area, programme, test::good_terms());

    const auto listed = [&](std::string_view query)
    { return ids_in(world.get("/api/v1/baskets" + std::string{query})); };
    auto all = std::vector{both, kuopio, young, skills};
    std::sort(all.begin(), all.end());
    CHECK(listed("") == all);
    CHECK(listed("?municipality=297") == all);
    auto siilinjarvi = std::vector{both, young, skills};
    std::sort(siilinjarvi.begin(), siilinjarvi.end());
    CHECK(listed("?municipality=749") == siilinjarvi);
    CHECK(listed("?target_group=young") == std::vector{young});
    CHECK(listed("?need=skills&municipality=297") == std::vector{skills});
    CHECK(listed("?need=skills&target_group=young").empty());
    CHECK(listed("?programme=" + programme).size() == 4);
    // Nobody may ask for another order or for a provider.
    for (const auto* query : {"?sort=price", "?order=score", "?provider=x", "?rank=1"})
        CHECK(world.get("/api/v1/baskets" + std::string{query}).status == 422);
}

TEST_CASE("a list is read page by page", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto programme = test::open_programme(world, area);
    std::vector<std::string> made;
    for (int i = 0; i < 3; ++i)
    {
        made.push_back(test::draft_basket(world, area, programme, test::good_terms()));
        REQUIRE(act(world, made.back(), "publish", area.officer.token).status == 200);
    }
    std::sort(made.begin(), made.end());
    const auto first = world.get("/api/v1/baskets?limit=2");
    CHECK(ids_in(first) == std::vector{made[0], made[1]});
    const auto link = first.raw.header("Link").value_or("");
    const auto from = link.find('<') + 1;
    const auto rest = world.get(link.substr(from, link.find('>') - from));
    CHECK(ids_in(rest) == std::vector{made[2]});
    CHECK_FALSE(rest.raw.header("Link").has_value());
}

TEST_CASE("a new version is found by its own codes", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto basket = test::published_basket(world, area, test::good_terms());
    test::publish_version(world, area, basket,
                          test::with(test::good_terms(), "target_groups", json::Array{"young"}));
    CHECK(ids_in(world.get("/api/v1/baskets?target_group=young")) == std::vector{basket});
    CHECK(ids_in(world.get("/api/v1/baskets?target_group=long_term_unemployed")).empty());
}

TEST_CASE("a dropped draft is never public", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto basket =
        test::draft_basket(world, area, test::open_programme(world, area), test::good_terms());
    REQUIRE(act(world, basket, "drop", area.officer.token).body.at("state").text() == "DROPPED");
    CHECK(world.get(path_of(basket)).status == 404);
    CHECK(world.get(path_of(basket), area.officer.token).status == 200);
}

TEST_CASE("the journal tells of drafts to their authority and of versions to everybody", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto basket = test::active_basket(world, area, test::good_terms());
    test::publish_version(world, area, basket, test::good_terms());
    std::vector<std::string> told;
    for (const auto& entry : entries_about(world, basket))
    {
        told.push_back(entry.kind + " " + entry.audience);
        CHECK(entry.organisations == std::vector{area.authority});
        CHECK(entry.facts.find("polku") == std::string::npos); // codes and numbers, no texts
    }
    CHECK(told == std::vector<std::string>{"basket.created organisation", "basket.published everyone",
                                           "basket.activated everyone", "basket.draft_begun organisation",
                                           "basket.draft_changed organisation", "basket.published everyone"});
}
