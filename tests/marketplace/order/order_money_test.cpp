#include "marketplace/order/order_actions.hpp"
#include "tests/marketplace/order/order_scene.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

namespace
{

Money free_budget(World& world, const Market& market)
{
    const auto answer = world.get("/api/v1/baskets/" + market.basket + "/budget", market.area.finance.token);
    return answer.body.at("items").array().at(0).at("free_cents").money();
}

} // namespace

TEST_CASE("payers share an order in basis points that make the whole", "[order][payment]")
{
    World world;
    const auto market = make_market(world);
    const auto county = world.authority("Hyvinvointialue", "2332748-7");
    const auto choice = choice_of(world, market);
    const auto path = "/api/v1/agreements/" + choice.agreement + "/orders";
    const auto ask = [&](std::vector<std::pair<std::string, int>> shares)
    {
        json::Array payers;
        for (const auto& [payer, part] : shares)
            payers.emplace_back(json::Object{}.add("payer", payer).add("basis_points", part));
        return world.post(path, order_wish(world).add("payers", payers), market.area.coach.token);
    };
    const auto& own = market.area.authority;
    CHECK(ask({{own, 5'000}, {county.organisation, 4'999}}).refuses("/payers", "payer.shares_not_whole"));
    CHECK(ask({{own, 5'000}, {own, 5'000}}).refuses("/payers/1/payer", "payer.named_twice"));
    CHECK(ask({{own, 5'000}, {market.suppliers[0].member.organisation, 5'000}})
              .refuses("/payers/1/payer", "order.payer_unknown"));
    CHECK(ask({{own, 5'000}, {county.organisation, 5'000}}).status == 201);
}

TEST_CASE("acceptance reserves the expected price and takes a place", "[order][payment]")
{
    World world;
    const auto market =
        make_market(world, good_terms(), Money::euros(10'000), with(good_offer(), "capacity", 1));
    const auto order = order_in(world, market, "ACKNOWLEDGED");
    CHECK(free_budget(world, market) == Money::euros(10'000));
    const auto accepted = act(world, order.id, "accept", order.provider.token);
    REQUIRE(accepted.status == 200);
    // 300 start, 3 × 200 months, 400 job, 200 retention.
    CHECK(free_budget(world, market) == Money::euros(10'000 - 1'500));
    const auto view = world.get("/api/v1/orders/" + order.id, market.area.coach.token);
    CHECK(view.body.at("reserved_cents").integer() == 150'000);
    CHECK(world.get("/api/v1/offers/" + order.choice.offer, order.provider.token).body.at("state").text() ==
          "FULL");

    const auto second = order_in(world, market, "ACKNOWLEDGED");
    CHECK(act(world, second.id, "accept", second.provider.token).rule() == "order.no_place_free");
    REQUIRE(act(world, second.id, "waitlist", second.provider.token).status == 200);
    REQUIRE(act(world, order.id, "drop", market.area.coach.token,
                json::Object{}.add("ground", "customer_found_work"))
                .status == 200);
    CHECK(world.get("/api/v1/offers/" + order.choice.offer, order.provider.token).body.at("state").text() ==
          "LISTED");
    CHECK(act(world, second.id, "accept", second.provider.token).status == 200);
}

TEST_CASE("a basket's capacity cap holds over all offers", "[order]")
{
    World world;
    const auto market = make_market(world, with(good_terms(), "capacity_cap", 1));
    order_in(world, market, "ACCEPTED", 0);
    const auto second = order_in(world, market, "ACKNOWLEDGED", 1);
    CHECK(act(world, second.id, "accept", second.provider.token).rule() == "order.basket_full");
}

TEST_CASE("no order is accepted above the payer's budget or the basket's cap, and one is exactly at it",
          "[order][payment]")
{
    struct Case
    {
        const char* because;
        Money budget;
        Money cap;
        int status;
    };
    const std::vector<Case> cases = {
        {"both have room to the cent", Money::euros(1'500), Money::euros(1'500), 200},
        {"the payer lacks a cent", Money::cents(149'999), Money::euros(1'500), 409},
        {"the basket's cap lacks a cent", Money::euros(1'500), Money::cents(149'999), 409},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        World world;
        const auto market = make_market(world, with(good_terms(), "budget_cap_cents", c.cap), c.budget);
        const auto order = order_in(world, market, "ACKNOWLEDGED");
        const auto answer = act(world, order.id, "accept", order.provider.token);
        CHECK(answer.status == c.status);
        CHECK(answer.rule() == (c.status == 200 ? "" : "ledger.cap_exceeded"));
        CHECK(state_of(world, market, order.id) == (c.status == 200 ? "ACCEPTED" : "ACKNOWLEDGED"));
    }
}

TEST_CASE("an order that ended is closed when nothing can be claimed any more, and gives back the rest",
          "[order][payment]")
{
    World world;
    const auto market = make_market(world);
    const auto order = order_in(world, market, "COMPLETED"); // last day 2 March 2026
    CHECK(free_budget(world, market) == Money::euros(8'500));
    // First day after it 3 March, 3 months of RETAIN_3, 30 days after the end, 30 days to claim: 2 August.
    world.move_to(*parse_instant("2026-08-01T20:59:00Z"));
    CHECK(state_of(world, market, order.id) == "COMPLETED");
    world.move_to(*parse_instant("2026-08-01T21:00:00Z"));
    CHECK(state_of(world, market, order.id) == "CLOSED");
    CHECK(free_budget(world, market) == Money::euros(10'000));
}

TEST_CASE("an authority that co-pays learns nothing of an order's way, only of its money", "[order][payment]")
{
    World world;
    const auto market = make_market(world);
    const auto [county, order] = co_paid_order(world, market);
    REQUIRE(world
                .post("/api/v1/orders/" + order.id + "/reserve", json::Object{}.add("amount_cents", 100),
                      market.area.finance.token)
                .status == 200);
    world.store().read(
        [&](Transaction& tx)
        {
            for (const auto& entry : journal::about(tx, order.id))
            {
                INFO(entry.kind);
                CHECK_FALSE(journal::may_see(entry, county.organisation, false));
            }
            const auto found = orders::find(tx, *OrderId::parse(order.id));
            REQUIRE(found.has_value());
            CHECK(orders::organisations_of(*found) ==
                  std::vector{market.area.authority, order.provider.organisation});
            CHECK(orders::organisations_of_money(*found) ==
                  std::vector{market.area.authority, order.provider.organisation, county.organisation});
        });
    CHECK(world.get("/api/v1/orders/" + order.id, world.member(county, {"auditor"}).token).status == 404);
}
