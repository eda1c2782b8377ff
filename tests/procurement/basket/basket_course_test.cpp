#include "core/storage/store.hpp"
#include "procurement/basket/basket_actions.hpp"
#include "tests/procurement/basket/basket_scene.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

TEST_CASE("a basket is paused and resumed, and closes in two steps", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto basket = test::active_basket(world, area, test::good_terms());
    CHECK(world.get(path_of(basket)).body.at("takes_customers").boolean());
    CHECK(act(world, basket, "pause", area.officer.token, because("Tauko")).body.at("state").text() ==
          "PAUSED");
    CHECK_FALSE(world.get(path_of(basket)).body.at("takes_customers").boolean());
    CHECK(act(world, basket, "resume", area.officer.token).body.at("state").text() == "ACTIVE");
    CHECK(act(world, basket, "close-to-new", area.officer.token, because("Loppuu")).body.at("state").text() ==
          "CLOSING");
    CHECK_FALSE(world.get(path_of(basket)).body.at("takes_offers").boolean());
    CHECK(ids_in(world.get("/api/v1/baskets")) == std::vector{basket});
    CHECK(act(world, basket, "close", area.officer.token).body.at("state").text() == "CLOSED");
    CHECK(ids_in(world.get("/api/v1/baskets")).empty());
    CHECK(world.get(path_of(basket)).status == 200);
}

TEST_CASE("an act that the basket's state does not know is refused by the table's rule", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto basket =
        test::draft_basket(world, area, test::open_programme(world, area), test::good_terms());
    const auto refused = [&](std::string_view verb, const json::Value& body = {})
    {
        INFO(verb);
        const auto answer = act(world, basket, verb, area.officer.token, body);
        CHECK(answer.status == 409);
        CHECK(answer.rule() == "basket.transition_not_listed");
    };
    for (const auto* verb : {"activate", "resume", "close", "archive"})
        refused(verb);
    refused("pause", because("x"));
    refused("close-to-new", because("x"));
    REQUIRE(act(world, basket, "publish", area.officer.token).status == 200);
    for (const auto* verb : {"resume", "archive", "drop"})
        refused(verb);
    CHECK(act(world, basket, "publish", area.officer.token).rule() == "basket.no_draft");
    REQUIRE(act(world, basket, "close", area.officer.token).status == 200); // nobody could be inside yet
    refused("publish");
    refused("draft");
}

TEST_CASE("a basket does not close while orders of it run", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto basket = test::active_basket(world, area, test::good_terms());
    REQUIRE(act(world, basket, "close-to-new", area.officer.token, because("Loppuu")).status == 200);
    Actor officer;
    officer.kind = ActorKind::member;
    officer.organisation = OrganisationId::parse(area.authority);
    officer.organisation_kind = OrganisationKind::authority;
    const auto close_with = [&](std::int64_t running)
    {
        std::string told;
        world.store().write_and_wait(
            [&](Transaction& tx)
            {
                crypto::SeededRandomness random{"close"};
                const Ambient ambient{world.now(), world.now(), random,
                                      world.application().environment().law};
                const auto closed =
                    baskets::close(tx, ambient, officer, *BasketId::parse(basket),
                                   {.running_orders = [&](Transaction&, BasketId) { return running; }});
                told = closed ? closed->state : closed.refusal().rule;
                return Verdict::undo;
            });
        return told;
    };
    CHECK(close_with(1) == "basket.orders_running");
    CHECK(close_with(0) == "CLOSED");
}

TEST_CASE("a basket is published and activated only while its programme runs", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto made = world.post("/api/v1/programmes",
                                 json::Object{}
                                     .add("name", LocalText{"Palvelut", "Tjänster", ""})
                                     .add("channel", "OPEN_ACCEPTANCE")
                                     .add("regime", "not_a_public_contract")
                                     .add("ends_on", "2030-01-01"),
                                 area.officer.token);
    const auto programme = made.body.at("id").text();
    const auto move = [&](std::string_view verb, const json::Value& body = {})
    {
        return world
            .post("/api/v1/programmes/" + programme + "/" + std::string{verb}, body, area.officer.token)
            .status;
    };
    const auto basket = test::draft_basket(world, area, programme, test::good_terms());
    CHECK(act(world, basket, "publish", area.officer.token).rule() == "basket.programme_not_open");
    REQUIRE(move("publish") == 200);
    CHECK(act(world, basket, "publish", area.officer.token).status == 200);
    CHECK(act(world, basket, "activate", area.officer.token).rule() == "basket.programme_not_open");
    REQUIRE(move("open") == 200);
    CHECK(act(world, basket, "activate", area.officer.token).status == 200);
}

TEST_CASE("when a programme ends, its baskets take nobody new", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto programme = test::open_programme(world, area);
    const auto active = test::draft_basket(world, area, programme, test::good_terms());
    const auto waiting = test::draft_basket(world, area, programme, test::good_terms());
    const auto draft = test::draft_basket(world, area, programme, test::good_terms());
    REQUIRE(act(world, active, "publish", area.officer.token).status == 200);
    test::activate(world, area, active);
    REQUIRE(act(world, waiting, "publish", area.officer.token).status == 200);
    REQUIRE(world
                .post("/api/v1/programmes/" + programme + "/terminate", because("Tarve poistui"),
                      area.decider.token)
                .status == 200);
    CHECK(state_of(world, active) == "CLOSING"); // those inside finish
    CHECK(state_of(world, waiting) == "CLOSED"); // nobody is inside
    CHECK(state_of(world, draft, area.officer.token) == "DRAFT");
    CHECK(act(world, draft, "publish", area.officer.token).rule() == "basket.programme_not_open");
    const auto late = world.post("/api/v1/programmes/" + programme + "/baskets",
                                 json::Object{}.add("terms", json::Object{}), area.officer.token);
    CHECK(late.rule() == "basket.programme_over");
}

TEST_CASE("at sunset a basket closes to new customers", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto active = test::active_basket(world, area, test::good_terms());
    const auto waiting = test::published_basket(world, area, test::good_terms());
    world.move_to(*parse_instant("2027-02-28T21:59:59Z")); // the last second of 28 February in Helsinki
    CHECK(state_of(world, active) == "ACTIVE");
    world.move_to(*parse_instant("2027-02-28T22:00:01Z"));
    CHECK(state_of(world, active) == "CLOSING");
    CHECK(state_of(world, waiting) == "CLOSED");
    CHECK(entries_about(world, active).back().kind == "basket.sunset");
    CHECK(entries_about(world, active).back().actor == "clock");
    CHECK(world.get(path_of(active) + "?as_of=2027-02-28").body.at("state").text() == "ACTIVE");
    CHECK(world.get(path_of(active) + "?as_of=2027-03-01").body.at("state").text() == "CLOSING");
}

TEST_CASE("a new version moves the sunset", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto basket = test::active_basket(world, area, test::good_terms());
    test::publish_version(world, area, basket, test::with(test::good_terms(), "sunset_on", "2027-06-01"));
    world.move_to(*parse_instant("2027-03-05T10:00:00Z"));
    CHECK(state_of(world, basket) == "ACTIVE");
    world.move_to(*parse_instant("2027-06-01T10:00:00Z"));
    CHECK(state_of(world, basket) == "CLOSING");
}

TEST_CASE("on its review day a basket becomes a task of the procurement officers, until a new version",
          "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto basket = test::active_basket(world, area, test::good_terms());
    const auto tasks = [&]
    {
        std::vector<std::string> about;
        const auto page = world.get("/api/v1/tasks", area.officer.token);
        for (const auto& task : page.body.at("items").array())
            if (task.at("kind").text() == "basket.review")
                about.push_back(task.at("about").text());
        return about;
    };
    CHECK(tasks().empty());
    world.move_to(*parse_instant("2026-09-01T10:00:00Z"));
    CHECK(tasks() == std::vector{basket});
    test::publish_version(world, area, basket, test::with(test::good_terms(), "review_on", "2026-12-01"));
    CHECK(tasks().empty());
}
