#include "marketplace/outcome/recompute.hpp"
#include "tests/marketplace/app/broken.hpp"
#include "tests/marketplace/outcome/claim_scene.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

using namespace kori;
using namespace kori::test;

TEST_CASE("from order to payable: what is confirmed becomes owed, to the cent", "[outcome][payment]")
{
    World world;
    const auto market = make_market(world);
    const auto order = order_in(world, market, "STARTED");
    const auto made = claim(world, order, "start", on(world));
    REQUIRE(made.status == 201);
    CHECK(made.body.at("state").text() == "VERIFYING");
    CHECK(rule_of(made.body) == "outcome.accepted");
    CHECK(made.body.at("decisions").array().at(0).at("amount_cents").integer() == 30'000);

    const auto confirmed = confirm(world, made.body.at("id").text(), market.area.finance.token);
    REQUIRE(confirmed.status == 200);
    CHECK(confirmed.body.at("state").text() == "PAYABLE");
    const auto payable = confirmed.body.at("payable").text();
    const auto line = world.get("/api/v1/payables/" + payable, market.area.finance.token);
    REQUIRE(line.status == 200);
    CHECK(line.body.at("amount_cents").integer() == 30'000);
    CHECK(line.body.at("state").text() == "PAYABLE");
    CHECK(line.body.at("provider").text() == order.provider.organisation);
    const auto view = world.get("/api/v1/orders/" + order.id, market.area.coach.token);
    CHECK(view.body.at("reserved_cents").integer() == 150'000);
    CHECK(view.body.at("left_cents").integer() == 120'000);
    CHECK(entries_of(world, "claim.accepted", made.body.at("id").text()) == 1);
    CHECK(entries_of(world, "payable.made", payable) == 1);
    CHECK(open_tasks(world, "claim.verify", made.body.at("id").text()) == 0);
    CHECK(broken(world).empty());
}

TEST_CASE("one outcome of a person and period is paid once across providers", "[outcome][payment]")
{
    World world;
    const auto market = make_market(world);
    const auto customer = recorded_customer(world, market.area);
    std::vector<Ordered> orders;
    for (std::size_t i = 0; i < 2; ++i)
        orders.push_back(order_of(
            world, market, chosen(world, market.area, market.basket, customer, market.suppliers.at(i).offer),
            "STARTED", order_wish(world)));
    // Both are claimed before either is confirmed: the second confirmation sees the first.
    const auto first = claimed(world, orders[0], "job", job(world));
    const auto second = claimed(world, orders[1], "job", job(world));
    REQUIRE(confirm(world, first, market.area.finance.token).body.at("state").text() == "PAYABLE");
    const auto late = confirm(world, second, market.area.finance.token);
    REQUIRE(late.status == 200);
    CHECK(late.body.at("state").text() == "REJECTED");
    CHECK(rule_of(late.body) == "outcome.paid_before");
    const auto third = claim(world, orders[1], "job", job(world));
    CHECK(third.body.at("state").text() == "REJECTED");
    CHECK(rule_of(third.body) == "outcome.paid_before");

    // A start pays for each provider's own first meeting.
    CHECK(confirm(world, claimed(world, orders[0], "start", on(world)), market.area.finance.token)
              .body.at("state")
              .text() == "PAYABLE");
    CHECK(confirm(world, claimed(world, orders[1], "start", on(world)), market.area.finance.token)
              .body.at("state")
              .text() == "PAYABLE");
    CHECK(rule_of(claim(world, orders[0], "start", on(world)).body) == "outcome.paid_before");
    CHECK(broken(world).empty());
}

TEST_CASE("the same kind of outcome a year later is another one", "[outcome]")
{
    struct Case
    {
        const char* because;
        int days;
        const char* state;
    };
    const std::vector<Case> cases = {
        {"364 days later it is the same period", 364, "REJECTED"},
        {"365 days later it is another", 365, "PAYABLE"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        World world;
        const auto market = make_market(world, with(good_terms(), "sunset_on", "2028-03-01"));
        const auto customer = recorded_customer(world, market.area);
        const auto order = [&](std::size_t supplier)
        {
            return order_of(
                world, market,
                chosen(world, market.area, market.basket, customer, market.suppliers.at(supplier).offer),
                "STARTED", order_wish(world));
        };
        const auto early = order(0);
        const auto early_job = job(world);
        REQUIRE(confirm(world, claimed(world, early, "job", early_job), market.area.finance.token).status ==
                200);
        world.move_days(c.days);
        const auto again = claim(world, order(1), "job", job(world));
        REQUIRE(again.status == 201);
        if (again.body.at("state").text() == "VERIFYING")
            CHECK(confirm(world, again.body.at("id").text(), market.area.finance.token)
                      .body.at("state")
                      .text() == c.state);
        else
            CHECK(again.body.at("state").text() == c.state);
    }
}

TEST_CASE("the caps are those of the confirmation, not of the claim", "[outcome][payment]")
{
    World world;
    auto terms = good_terms();
    json::Array components;
    for (const auto& component : terms.find("price_components")->array())
        components.emplace_back(component.at("code").text() == "month"
                                    ? json::Value{with(component.object(), "caps",
                                                       json::Object{}.add("money_per_order_cents", 30'000))}
                                    : component);
    const auto market = make_market(world, with(terms, "price_components", components));
    const auto order = order_in(world, market, "STARTED");
    world.move_days(62);
    const auto month = [&](std::string from, std::string to)
    { return json::Object{}.add("quantity", 1).add("from", from).add("to", to); };
    const auto first = claimed(world, order, "month", month("2026-03-02", "2026-04-01"));
    const auto second = claimed(world, order, "month", month("2026-04-02", "2026-05-01"));
    const auto one = confirm(world, first, market.area.finance.token);
    CHECK(one.body.at("decisions").array().back().at("amount_cents").integer() == 20'000);
    const auto two = confirm(world, second, market.area.finance.token);
    CHECK(two.body.at("decisions").array().front().at("amount_cents").integer() == 20'000);
    CHECK(two.body.at("decisions").array().back().at("amount_cents").integer() == 10'000);
    CHECK(two.body.at("decisions").array().back().at("verdict").text() == "partly_accepted");
    CHECK(two.body.at("state").text() == "PAYABLE");
    CHECK(broken(world).empty());
}

TEST_CASE("a storm of parallel confirmations ends exactly at the cap", "[outcome][payment]")
{
    World world;
    auto terms = good_terms();
    json::Array components;
    for (const auto& component : terms.find("price_components")->array())
        components.emplace_back(component.at("code").text() == "month"
                                    ? json::Value{with(with(component.object(), "unit", "week"), "caps",
                                                       json::Object{}.add("money_per_order_cents", 50'005))}
                                    : component);
    const auto market = make_market(world, with(terms, "price_components", components));
    const auto order = order_in(world, market, "STARTED");
    world.move_days(70);
    std::vector<std::string> claims;
    for (int week = 0; week < 8; ++week)
        claims.push_back(
            claimed(world, order, "month",
                    json::Object{}
                        .add("from", to_text(plus_days(*parse_date("2026-03-02"), 7 * week)))
                        .add("to", to_text(plus_days(*parse_date("2026-03-02"), 7 * week + 6)))));
    std::atomic<int> answered = 0;
    std::vector<std::thread> storm;
    for (std::size_t i = 0; i < claims.size(); ++i)
        storm.emplace_back(
            [&, i]
            {
                http::Request request;
                request.method = http::Method::post;
                request.target = "/api/v1/claims/" + claims[i] + "/confirm";
                request.peer = "127.0.0.1";
                request.is_secure = true;
                request.received_at = world.now();
                request.id = "storm-" + std::to_string(i);
                request.headers = {{"authorization", "Bearer " + market.area.finance.token},
                                   {"idempotency-key", "storm-key-of-claim-" + std::to_string(i)}};
                if (world.application().desk().handle_and_wait(std::move(request)).status == 200)
                    ++answered;
            });
    for (auto& one : storm)
        one.join();
    CHECK(answered == 8);
    std::int64_t owed = 0;
    const auto lines = world.get("/api/v1/payables", market.area.finance.token);
    for (const auto& line : lines.body.at("items").array())
        owed += line.at("amount_cents").integer();
    CHECK(owed == 50'005);
    CHECK(broken(world).empty());
}

TEST_CASE("a claim that came before the end keeps its money when the order is dropped, and no more",
          "[outcome][payment]")
{
    World world;
    const auto market = make_market(world);
    const auto order = order_in(world, market, "STARTED");
    const auto id = claimed(world, order, "start", on(world));
    REQUIRE(act(world, order.id, "drop", market.area.coach.token, because("customer_found_work")).status ==
            200);
    const auto left = [&]
    {
        return world.get("/api/v1/orders/" + order.id, market.area.coach.token)
            .body.at("left_cents")
            .integer();
    };
    CHECK(left() == 30'000);
    CHECK(act(world, order.id, "close", market.area.coach.token).rule() == "order.claims_open");
    REQUIRE(confirm(world, id, market.area.finance.token).body.at("state").text() == "PAYABLE");
    CHECK(left() == 0);
    const auto late = claim(world, order, "job", job(world));
    CHECK(rule_of(late.body) == "outcome.reserved_money");
    REQUIRE(world
                .post("/api/v1/orders/" + order.id + "/reserve", json::Object{}.add("amount_cents", 40'000),
                      market.area.finance.token)
                .status == 200);
    CHECK(broken(world).empty());
    CHECK(confirm(world, claimed(world, order, "job", job(world)), market.area.finance.token)
              .body.at("state")
              .text() == "PAYABLE");
    CHECK(broken(world).empty());
    CHECK(act(world, order.id, "close", market.area.coach.token).status == 200);
    CHECK(broken(world).empty());
}

TEST_CASE("money reserved after the end, for a claim that never comes, is free again when the order closes",
          "[outcome][payment]")
{
    World world;
    const auto market = make_market(world);
    const auto order = order_in(world, market, "STARTED");
    REQUIRE(act(world, order.id, "drop", market.area.coach.token, because("customer_found_work")).status ==
            200);
    REQUIRE(world
                .post("/api/v1/orders/" + order.id + "/reserve", json::Object{}.add("amount_cents", 10'000),
                      market.area.finance.token)
                .status == 200);
    CHECK(broken(world).empty());
    REQUIRE(act(world, order.id, "close", market.area.coach.token).status == 200);
    CHECK(broken(world).empty());
    CHECK(world.get("/api/v1/orders/" + order.id, market.area.coach.token).body.at("left_cents").integer() ==
          0);
}

TEST_CASE("every decided line comes out the same again, and a changed one is found", "[outcome]")
{
    World world;
    const auto market = make_market(world);
    const auto order = order_in(world, market, "STARTED");
    REQUIRE(confirm(world, claimed(world, order, "start", on(world)), market.area.finance.token).status ==
            200);
    REQUIRE(confirm(world, claimed(world, order, "job", job(world)), market.area.finance.token).status ==
            200);
    claim(world, order, "job", job(world));
    const auto differences = [&]
    {
        std::vector<std::string> found;
        world.store().read([&](Transaction& tx) { found = outcomes::recompute(tx); });
        return found;
    };
    CHECK(differences().empty());
    world.store().write_and_wait(
        [&](Transaction& tx)
        {
            CHECK(tx.change("/* test.forge */ UPDATE outcome_decision SET decision = replace(decision, "
                            "'\"amount_cents\":40000',"
                            " '\"amount_cents\":40001') WHERE stage = 'verified'") == 2);
            return Verdict::keep;
        });
    CHECK(differences().size() == 1);
    CHECK_FALSE(broken(world).empty());
}
