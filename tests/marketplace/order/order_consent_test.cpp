#include "tests/marketplace/order/order_scene.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

TEST_CASE("a basket that reveals health needs the customer's consent for that provider before the order",
          "[order][consent]")
{
    World world;
    const auto market = make_market(world, with(good_terms(), "reveals_health", true));
    const auto choice = choice_of(world, market);
    const auto path = "/api/v1/agreements/" + choice.agreement + "/orders";
    CHECK(world.post(path, order_wish(world), market.area.coach.token).rule() == "order.consent_missing");

    // The choice asked for it.
    const auto asked =
        world.get("/api/v1/customers/" + choice.customer + "/consents", market.area.coach.token);
    REQUIRE(asked.body.at("items").array().size() == 1);
    CHECK(asked.body.at("items").array()[0].at("state").text() == "ASKED");
    const auto consent = "/api/v1/consents/" + asked.body.at("items").array()[0].at("id").text();
    const auto given =
        world.post(consent + "/give", json::Object{}.add("how", "in_meeting"), market.area.coach.token);
    INFO(given.raw.body);
    REQUIRE(given.status == 200);
    const auto order = order_of(world, market, choice, "SENT", order_wish(world));
    const auto needs = [&]
    { return world.get("/api/v1/orders/" + order.id, order.provider.token).body.at("needs").texts(); };
    CHECK(needs() == std::vector<std::string>{"job_search"});
    REQUIRE(
        world.post(consent + "/withdraw", json::Object{}.add("how", "in_meeting"), market.area.coach.token)
            .status == 200);
    CHECK(needs().empty());
}

// 380/2023 §116(4); GDPR 7(3).
TEST_CASE("without the consent the provider of a health basket learns no name, and the coach is told",
          "[order][consent]")
{
    World world;
    const auto market = make_market(world, with(good_terms(), "reveals_health", true));
    const auto& coach = market.area.coach.token;
    const auto choice = choice_of(world, market);
    REQUIRE(identify(world, market.area, choice.customer).status == 200);
    const auto consents =
        world.get("/api/v1/customers/" + choice.customer + "/consents", coach).body.at("items");
    const auto consent = "/api/v1/consents/" + consents.array().at(0).at("id").text();
    const auto how = json::Object{}.add("how", "in_meeting");
    REQUIRE(world.post(consent + "/give", how, coach).status == 200);
    const auto order = order_of(world, market, choice, "STARTED", order_wish(world));
    const auto contact = "/api/v1/orders/" + order.id + "/contact";
    REQUIRE(world.get(contact, order.provider.token).status == 200);

    REQUIRE(world.post(consent + "/withdraw", how, coach).status == 200);
    const auto refused = world.get(contact, order.provider.token);
    CHECK(refused.status == 403);
    CHECK(refused.rule() == "order.no_contact_now");

    CHECK(members_with_task(world, "order.consent_ended", order.id) ==
          std::vector{market.area.coach.membership});
    REQUIRE(
        act(world, order.id, "drop", coach, json::Object{}.add("ground", "customer_changed_mind")).status ==
        200);
    CHECK(open_tasks(world, "order.consent_ended", order.id) == 0);
}

TEST_CASE("the coach is told, too, when a consent runs out while the order runs", "[order][consent]")
{
    World world;
    const auto market = make_market(world, with(good_terms(), "reveals_health", true));
    const auto& coach = market.area.coach.token;
    const auto choice = choice_of(world, market);
    const auto consents =
        world.get("/api/v1/customers/" + choice.customer + "/consents", coach).body.at("items");
    const auto give = json::Object{}.add("how", "in_meeting").add("valid_to", today(world, 3));
    REQUIRE(world.post("/api/v1/consents/" + consents.array().at(0).at("id").text() + "/give", give, coach)
                .status == 200);
    const auto order = order_of(world, market, choice, "STARTED", order_wish(world));
    world.move_days(2);
    CHECK(open_tasks(world, "order.consent_ended", order.id) == 0);
    world.move_days(1);
    CHECK(members_with_task(world, "order.consent_ended", order.id) ==
          std::vector{market.area.coach.membership});
    CHECK(world.get("/api/v1/orders/" + order.id + "/contact", order.provider.token).rule() ==
          "order.no_contact_now");
}
