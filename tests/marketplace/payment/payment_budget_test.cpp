#include "tests/marketplace/app/broken.hpp"
#include "tests/marketplace/payment/payment_scene.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

using namespace kori;
using namespace kori::test;

TEST_CASE("a payer gives money to a basket, its own or one that it co-pays, and sees its own part",
          "[payment]")
{
    World world;
    const auto market = make_market(world, good_terms(), Money{});
    const auto county = world.authority("Hyvinvointialue", "2332748-7");
    const auto county_finance = world.member(county, {"finance_officer"});
    REQUIRE(allot(world, market.basket, 100'000, market.area.finance.token).status == 200);
    REQUIRE(allot(world, market.basket, 50'000, market.area.finance.token).status == 200);
    const auto given = allot(world, market.basket, 25'000, county_finance.token);
    REQUIRE(given.status == 200);
    REQUIRE(given.body.at("items").array().size() == 1);
    CHECK(given.body.at("items").array()[0].at("payer").text() == county.organisation);
    CHECK(given.body.at("items").array()[0].at("free_cents").integer() == 25'000);
    const auto all = world.get("/api/v1/baskets/" + market.basket + "/budget", market.area.finance.token);
    REQUIRE(all.body.at("items").array().size() == 2);
    std::int64_t allotted = 0;
    for (const auto& one : all.body.at("items").array())
        allotted += one.at("allotted_cents").integer();
    CHECK(allotted == 175'000);
    CHECK(allot(world, market.basket, 0, market.area.finance.token).status == 422);
    CHECK(allot(world, market.basket, 1'000, market.area.coach.token).status == 403);
    CHECK(allot(world, market.basket, 1'000, market.suppliers[0].member.token).status == 403);
    CHECK(broken(world).empty());
}

TEST_CASE("what one payer gives to one basket stays below what an answer can say", "[payment]")
{
    World world;
    const auto market = make_market(world, good_terms(), Money{});
    const auto all = payments::allotted_max.in_cents();
    REQUIRE(allot(world, market.basket, all - 1, market.area.finance.token).status == 200);
    const auto over = allot(world, market.basket, 2, market.area.finance.token);
    CHECK(over.status == 409);
    CHECK(over.rule() == "ledger.cap_exceeded");
    CHECK(allot(world, market.basket, 1, market.area.finance.token).status == 200);
    CHECK(allot(world, market.basket, 1, market.area.finance.token).rule() == "ledger.cap_exceeded");
    CHECK(broken(world).empty());
}

TEST_CASE("a draft basket of another area looks absent to who would pay for it", "[payment]")
{
    World world;
    const auto area = make_kuopio(world);
    const auto draft = draft_basket(world, area, open_programme(world, area), good_terms());
    const auto county = world.authority("Hyvinvointialue", "2332748-7");
    CHECK(allot(world, draft, 1'000, world.member(county, {"finance_officer"}).token).status == 404);
    CHECK(allot(world, draft, 1'000, area.finance.token).status == 200);
}

TEST_CASE("a drop gives three payers back what each reserved, to the cent", "[payment]")
{
    World world;
    const auto market = make_market(world, good_terms(), Money::cents(500'000));
    const auto payers = three_payers(world, market);
    const auto choice = choice_of(world, market);
    const auto order =
        order_of(world, market, choice, "STARTED", order_wish(world).add("payers", payers.shares));
    const auto budget = [&](const std::string& payer)
    { return balance(world, AccountKind::budget, payer, market.basket); };
    const auto held = [&](const std::string& payer)
    { return balance(world, AccountKind::commitment, payer, order.id); };
    // 150000 cents by 3333/3333/3334.
    CHECK(held(market.area.authority) == Money::cents(49'995));
    CHECK(held(payers.county.organisation) == Money::cents(49'995));
    CHECK(held(payers.state.organisation) == Money::cents(50'010));

    const auto id = claimed(world, order, "start", on(world));
    REQUIRE(confirm(world, id, market.area.finance.token).status == 200);
    const auto owed = [&](const std::string& payer)
    { return balance(world, AccountKind::payable, payer, order.provider.organisation); };
    CHECK(owed(market.area.authority) + owed(payers.county.organisation) + owed(payers.state.organisation) ==
          Money::cents(30'000));
    const auto before =
        held(market.area.authority) + held(payers.county.organisation) + held(payers.state.organisation);
    CHECK(before == Money::cents(120'000));
    const auto dropped = act(world, order.id, "drop", market.area.coach.token,
                             json::Object{}.add("ground", "customer_found_work"));
    REQUIRE(dropped.status == 200);
    for (const auto& payer : {market.area.authority, payers.county.organisation, payers.state.organisation})
    {
        CHECK(held(payer) == Money{});
        CHECK(budget(payer) + owed(payer) == Money::cents(500'000));
    }
    CHECK(broken(world).empty());
}

TEST_CASE("one payer's empty budget stops the acceptance for all", "[payment]")
{
    World world;
    const auto market = make_market(world, good_terms(), Money::cents(500'000));
    const auto poor = world.authority("Hyvinvointialue", "2332748-7");
    REQUIRE(allot(world, market.basket, 74'999, world.member(poor, {"finance_officer"}).token).status == 200);
    json::Array shares;
    shares.emplace_back(json::Object{}.add("payer", market.area.authority).add("basis_points", 5'000));
    shares.emplace_back(json::Object{}.add("payer", poor.organisation).add("basis_points", 5'000));
    const auto order = order_of(world, market, choice_of(world, market), "ACKNOWLEDGED",
                                order_wish(world).add("payers", shares));
    CHECK(act(world, order.id, "accept", order.provider.token).rule() == "ledger.cap_exceeded");
    CHECK(balance(world, AccountKind::budget, market.area.authority, market.basket) == Money::cents(500'000));
    REQUIRE(allot(world, market.basket, 1, world.member(poor, {"finance_officer"}).token).status == 200);
    CHECK(act(world, order.id, "accept", order.provider.token).status == 200);
    CHECK(balance(world, AccountKind::budget, poor.organisation, market.basket) == Money{});
    CHECK(broken(world).empty());
}

TEST_CASE("a storm of parallel acceptances ends exactly at the budget", "[payment]")
{
    World world;
    const auto market = make_market(world, good_terms(), Money::euros(3'000)); // for two orders of 1500
    std::vector<Ordered> waiting;
    for (int i = 0; i < 5; ++i)
        waiting.push_back(order_in(world, market, "ACKNOWLEDGED"));
    std::atomic<int> accepted = 0;
    std::atomic<int> refused = 0;
    std::vector<std::thread> storm;
    for (const auto& order : waiting)
        storm.emplace_back(
            [&]
            {
                http::Request request;
                request.method = http::Method::post;
                request.target = "/api/v1/orders/" + order.id + "/accept";
                request.peer = "127.0.0.1";
                request.is_secure = true;
                request.received_at = world.now();
                request.id = "storm-" + order.id;
                request.headers = {{"authorization", "Bearer " + order.provider.token},
                                   {"idempotency-key", "storm-" + order.id}};
                const auto status = world.application().desk().handle_and_wait(std::move(request)).status;
                accepted += status == 200 ? 1 : 0;
                refused += status == 409 ? 1 : 0;
            });
    for (auto& one : storm)
        one.join();
    CHECK(accepted == 2);
    CHECK(refused == 3);
    CHECK(balance(world, AccountKind::budget, market.area.authority, market.basket) == Money{});
    CHECK(broken(world).empty());
}

TEST_CASE("the ledger refuses to book what would take an account below zero", "[payment]")
{
    World world;
    const auto market = make_market(world, good_terms(), Money::cents(100));
    auto& environment = world.application().environment();
    CHECK_THROWS_AS(
        world.store().write_and_wait(
            [&](Transaction& tx)
            {
                const Ambient ambient{world.now(), world.now(), environment.random, environment.law};
                const std::vector<PayerShare> shares{{market.area.authority, 10'000}};
                payments::book(tx, ambient, *OrganisationId::parse(market.area.authority),
                               *BasketId::parse(market.basket),
                               ledger::reserve("ord_test", market.basket, Money::cents(101), shares));
                return Verdict::keep;
            }),
        BrokenPromise);
    CHECK(balance(world, AccountKind::budget, market.area.authority, market.basket) == Money::cents(100));
}

TEST_CASE("the invariants find a changed cent", "[payment]")
{
    World world;
    const auto market = make_market(world);
    confirm(world, claimed(world, order_in(world, market, "STARTED"), "start", on(world)),
            market.area.finance.token);
    REQUIRE(broken(world).empty());
    const std::vector<const char*> forgeries = {
        "/* test.posting */ UPDATE ledger_posting SET amount_cents = amount_cents + 1 WHERE line = 1",
        "/* test.sum */ UPDATE ledger_balance SET balance_cents = balance_cents + 1 WHERE kind = 'budget'",
        "/* test.use */ UPDATE ledger_use SET used_cents = used_cents - 1",
        "/* test.payable */ UPDATE payable SET amount_cents = amount_cents + 1",
        "/* test.state */ UPDATE payable SET state = 'LOST'",
        "/* test.claim */ UPDATE payable SET claim_id = 'clm_00000000000000000000000000'",
        "/* test.receipt */ UPDATE service_order SET receipt_id = 'rcp_00000000000000000000000000'",
        "/* test.decision */ DELETE FROM outcome_decision",
    };
    for (const auto* forgery : forgeries)
    {
        INFO(forgery);
        world.store().write_and_wait(
            [&](Transaction& tx)
            {
                CHECK(tx.change(forgery) >= 1);
                CHECK_FALSE(app::broken_invariants(tx).empty());
                return Verdict::undo;
            });
    }
}
