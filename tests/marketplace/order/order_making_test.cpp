#include "tests/marketplace/order/order_scene.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

TEST_CASE("an order is made of the receipt: offer version, basket version and needs are never typed",
          "[order]")
{
    World world;
    const auto market = make_market(world);
    const auto choice = choice_of(world, market);
    const auto order = order_of(world, market, choice, "CREATED", order_wish(world));
    const auto view = world.get("/api/v1/orders/" + order.id, market.area.coach.token);
    REQUIRE(view.status == 200);
    CHECK(view.body.at("offer_version").text() == choice.offer_version);
    CHECK(view.body.at("receipt").text() == choice.receipt);
    CHECK(view.body.at("customer").text() == choice.customer);
    CHECK(view.body.at("needs").texts() == std::vector<std::string>{"job_search"});
    CHECK(view.body.at("payers").array().at(0).at("payer").text() == market.area.authority);
    CHECK(view.body.at("payers").array().at(0).at("basis_points").integer() == 10'000);
    CHECK(view.body.at("reserved_cents").integer() == 0);
    const auto agreement = world.get("/api/v1/agreements/" + choice.agreement, market.area.coach.token);
    CHECK(agreement.body.at("state").text() == "FULFILLED");
}

TEST_CASE("an order needs a choice, and one choice makes one order at a time", "[order]")
{
    World world;
    const auto market = make_market(world);
    const auto& coach = market.area.coach.token;
    const auto customer = recorded_customer(world, market.area);
    const auto agreement = agreed_basket(world, market.area, customer, market.basket);
    const auto path = [](std::string_view id) { return "/api/v1/agreements/" + std::string{id} + "/orders"; };
    CHECK(world.post(path(agreement), order_wish(world), coach).rule() == "order.nothing_chosen");

    const auto choice = choice_of(world, market);
    const auto order = order_of(world, market, choice, "SENT", order_wish(world));
    CHECK(world.post(path(choice.agreement), order_wish(world), coach).rule() == "order.receipt_in_use");
    REQUIRE(
        act(world, order.id, "drop", coach, json::Object{}.add("ground", "customer_changed_mind")).status ==
        200);
    CHECK(world.post(path(choice.agreement), order_wish(world), coach).status == 201);
}

TEST_CASE("a person may have orders with different providers side by side", "[order]")
{
    World world;
    const auto market = make_market(world);
    const auto customer = recorded_customer(world, market.area);
    for (std::size_t i = 0; i < 2; ++i)
    {
        const auto choice = chosen(world, market.area, market.basket, customer, market.suppliers.at(i).offer);
        CHECK(state_of(world, market, order_of(world, market, choice, "STARTED", order_wish(world)).id) ==
              "STARTED");
    }
}

TEST_CASE("an order starts today or later, and only while the basket takes customers", "[order]")
{
    World world;
    const auto market = make_market(world);
    const auto& coach = market.area.coach.token;
    const auto choice = choice_of(world, market);
    const auto path = "/api/v1/agreements/" + choice.agreement + "/orders";
    const auto past = json::Object{}.add("planned_start_on", today(world, -1));
    CHECK(world.post(path, past, coach).refuses("/planned_start_on", "order.start_in_the_past"));
    world.store().write_and_wait(
        [&](Transaction& tx)
        {
            tx.change("/* test.pause */ UPDATE basket SET state = 'PAUSED' WHERE id = ?", market.basket);
            return Verdict::keep;
        });
    CHECK(world.post(path, order_wish(world), coach).rule() == "order.basket_takes_no_customers");
}

TEST_CASE("a provider that lost its acceptance gets no new order, and its running ones go on", "[order]")
{
    World world;
    const auto market = make_market(world);
    const auto running = order_in(world, market, "STARTED");
    const auto waiting = order_in(world, market, "CREATED");
    const auto choice = choice_of(world, market);
    world.store().write_and_wait(
        [&](Transaction& tx)
        {
            tx.change("/* test.suspend */ UPDATE admission SET state = 'SUSPENDED' WHERE provider_id = ?",
                      running.provider.organisation);
            return Verdict::keep;
        });
    CHECK(act(world, waiting.id, "send", market.area.coach.token).rule() == "order.provider_not_accepted");
    CHECK(world
              .post("/api/v1/agreements/" + choice.agreement + "/orders", order_wish(world),
                    market.area.coach.token)
              .rule() == "order.provider_not_accepted");
    CHECK(act(world, running.id, "complete", running.provider.token, json::Object{}.add("day", today(world)))
              .status == 200);
}
