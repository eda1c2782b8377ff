#include "marketplace/app/invariants.hpp"
#include "marketplace/payment/payment_actions.hpp"
#include "tests/support/chain.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <set>
#include <thread>

using namespace kori;
using namespace kori::test;

namespace
{

std::vector<std::string> broken(World& world)
{
    std::vector<std::string> faults;
    world.store().read([&](Transaction& tx) { faults = app::broken_invariants(tx); });
    return faults;
}

Money balance(World& world, AccountKind kind, const std::string& payer, const std::string& about)
{
    Money result;
    world.store().read([&](Transaction& tx) { result = payments::balance_of(tx, {kind, payer, about}); });
    return result;
}

Answer allot(World& world, std::string_view basket, std::int64_t cents, std::string_view token)
{
    return world.post("/api/v1/baskets/" + std::string{basket} + "/budget",
                      json::Object{}.add("amount_cents", cents), token);
}

Answer reverse(World& world, std::string_view payable, std::string_view token)
{
    return world.post("/api/v1/payables/" + std::string{payable} + "/reverse",
                      json::Object{}.add("ground", "wrong_facts"), token);
}

struct ThreePayers
{
    World::Member county;
    World::Member state;
    json::Array shares;
};

ThreePayers three_payers(World& world, const Market& market)
{
    ThreePayers payers{
        world.authority("Hyvinvointialue", "2332748-7"), world.authority("Toinen alue", "0112038-9"), {}};
    for (const auto* one : {&payers.county, &payers.state})
        if (allot(world, market.basket, 500'000, world.member(*one, {"finance_officer"}).token).status != 200)
            throw std::runtime_error{"no budget"};
    const auto share = [&](const std::string& payer, int part)
    { payers.shares.emplace_back(json::Object{}.add("payer", payer).add("basis_points", part)); };
    share(market.area.authority, 3'333);
    share(payers.county.organisation, 3'333);
    share(payers.state.organisation, 3'334);
    return payers;
}

} // namespace

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

TEST_CASE("a mistaken line is reversed by a contra entry, and the outcome may be claimed again", "[payment]")
{
    World world;
    const auto market = make_market(world);
    const auto order = order_in(world, market, "STARTED");
    const auto id = claimed(world, order, "start", on(world));
    const auto payable = confirm(world, id, market.area.finance.token).body.at("payable").text();
    CHECK(reverse(world, payable, order.provider.token).status == 403);
    const auto reversed = reverse(world, payable, market.area.finance.token);
    REQUIRE(reversed.status == 200);
    CHECK(reversed.body.at("state").text() == "REVERSED");
    CHECK(balance(world, AccountKind::payable, market.area.authority, order.provider.organisation) ==
          Money{});
    CHECK(balance(world, AccountKind::commitment, market.area.authority, order.id) == Money::cents(150'000));
    CHECK(reverse(world, payable, market.area.finance.token).rule() == "payable.transition_not_listed");
    const auto again = confirm(world, claimed(world, order, "start", on(world)), market.area.finance.token);
    CHECK(again.body.at("state").text() == "PAYABLE");
    CHECK(broken(world).empty());
}

TEST_CASE("the money of a line that is reversed after the order ended goes back to the budget", "[payment]")
{
    World world;
    const auto market = make_market(world);
    const auto order = order_in(world, market, "STARTED");
    const auto payable = confirm(world, claimed(world, order, "start", on(world)), market.area.finance.token)
                             .body.at("payable")
                             .text();
    REQUIRE(act(world, order.id, "drop", market.area.coach.token,
                json::Object{}.add("ground", "customer_found_work"))
                .status == 200);
    CHECK(balance(world, AccountKind::budget, market.area.authority, market.basket) == Money::cents(970'000));
    REQUIRE(reverse(world, payable, market.area.finance.token).status == 200);
    CHECK(balance(world, AccountKind::budget, market.area.authority, market.basket) ==
          Money::cents(1'000'000));
    CHECK(broken(world).empty());
}

TEST_CASE("payable lines are shown to the two parties and absent for everybody else", "[payment]")
{
    World world;
    const auto market = make_market(world);
    const auto order = order_in(world, market, "STARTED");
    const auto payable = confirm(world, claimed(world, order, "start", on(world)), market.area.finance.token)
                             .body.at("payable")
                             .text();
    const auto other = world.authority("Toinen alue", "0112038-9");
    const auto stranger = world.member(other, {"finance_officer"});
    for (const auto& token : {market.area.finance.token, order.provider.token})
    {
        CHECK(world.get("/api/v1/payables/" + payable, token).status == 200);
        CHECK(world.get("/api/v1/payables", token).body.at("items").array().size() == 1);
        CHECK(world.get("/api/v1/payables?state=REVERSED", token).body.at("items").array().empty());
    }
    for (const auto& token : {stranger.token, market.suppliers[1].member.token})
    {
        CHECK(world.get("/api/v1/payables/" + payable, token).status == 404);
        CHECK(world.get("/api/v1/payables", token).body.at("items").array().empty());
    }
    CHECK(reverse(world, payable, stranger.token).status == 404);
    CHECK(world.get("/api/v1/payables/" + payable, market.area.coach.token).status == 403);
}

// Accounting Act 1336/1997 ch. 2 §5.
TEST_CASE("an authority that co-pays gets a voucher of its own part, which leads to no person", "[payment]")
{
    World world;
    const auto market = make_market(world, good_terms(), Money::cents(500'000));
    const auto payers = three_payers(world, market);
    const auto order = order_of(world, market, choice_of(world, market), "STARTED",
                                order_wish(world).add("payers", payers.shares));
    const auto id = claimed(world, order, "start", on(world));
    const auto payable = confirm(world, id, market.area.finance.token).body.at("payable").text();
    // A line of which the county pays nothing.
    const auto alone = confirm(world, claimed(world, order_in(world, market, "STARTED"), "start", on(world)),
                               market.area.finance.token)
                           .body.at("payable")
                           .text();
    const auto path = "/api/v1/payables/" + payable;
    std::int64_t parts =
        balance(world, AccountKind::payable, market.area.authority, order.provider.organisation).in_cents() -
        30'000;
    for (const auto* payer : {&payers.county, &payers.state})
    {
        const auto finance = world.member(*payer, {"finance_officer"});
        const auto before = world.entries();
        const auto line = world.get(path, finance.token);
        REQUIRE(line.status == 200);
        CHECK(world.entries() == before + 1);
        std::set<std::string> names;
        for (const auto& [name, value] : line.body.object().members())
            names.insert(name);
        CHECK(names == std::set<std::string>{"id", "state", "authority", "provider", "basket_version",
                                             "component", "quantity", "own_cents", "verdict", "reason",
                                             "created_at", "revision"});
        CHECK(line.body.at("verdict").text() == "accepted");
        CHECK(line.body.at("reason").text().find("start") != std::string::npos);
        for (const auto& hidden : {order.id, id, order.choice.receipt, order.choice.agreement})
            CHECK(line.raw.body.find(hidden) == std::string::npos);
        parts += line.body.at("own_cents").integer();

        const auto list = world.get("/api/v1/payables", finance.token);
        REQUIRE(list.body.at("items").array().size() == 1);
        CHECK(list.body.at("items").array()[0].at("id").text() == payable);
        CHECK(world.get("/api/v1/payables?state=PAYABLE", finance.token).body.at("items").array().size() ==
              1);
        CHECK(world.get("/api/v1/payables?state=REVERSED", finance.token).body.at("items").array().empty());
        CHECK(world.get("/api/v1/payables/" + alone, finance.token).status == 404);
        CHECK(world.get(path + "/thread", finance.token).status == 404);
        CHECK(world.get("/api/v1/orders/" + order.id, finance.token).status == 404);
        CHECK(reverse(world, payable, finance.token).status == 404);
        world.store().read(
            [&](Transaction& tx)
            {
                for (const auto& entry : journal::about(tx, payable))
                    if (entry.kind == "payable.made")
                        CHECK(journal::may_see(entry, payer->organisation, false));
            });
    }
    CHECK(parts == 30'000); // the three vouchers make the whole line
    const auto whole = world.get(path, market.area.finance.token);
    CHECK(whole.body.at("amount_cents").integer() == 30'000);
    CHECK(whole.body.find("own_cents") == nullptr);
    CHECK(world.get("/api/v1/payables", market.area.finance.token).body.at("items").array().size() == 2);
}

TEST_CASE("each look at payable lines leaves one entry that names them", "[payment]")
{
    World world;
    const auto market = make_market(world);
    const auto order = order_in(world, market, "STARTED");
    const auto payable = confirm(world, claimed(world, order, "start", on(world)), market.area.finance.token)
                             .body.at("payable")
                             .text();
    for (const auto& token : {market.area.finance.token, order.provider.token})
        for (const std::string path : {"/api/v1/payables", "/api/v1/payables/"})
        {
            const bool is_list = path.back() != '/';
            const auto before = world.entries();
            REQUIRE(world.get(is_list ? path : path + payable, token).status == 200);
            CHECK(world.entries() == before + 1);
            world.store().read(
                [&](Transaction& tx)
                {
                    const auto last = journal::about(tx, is_list ? "list" : payable).back();
                    CHECK(last.kind == "viewed");
                    CHECK(last.facts.find(payable) != std::string::npos);
                });
        }
}

TEST_CASE("a list of payable lines comes in pages", "[payment]")
{
    World world;
    const auto market = make_market(world);
    for (int i = 0; i < 3; ++i)
        confirm(world, claimed(world, order_in(world, market, "STARTED"), "start", on(world)),
                market.area.finance.token);
    const auto first = world.get("/api/v1/payables?limit=2", market.area.finance.token);
    CHECK(first.body.at("items").array().size() == 2);
    const auto link = first.raw.header("Link").value_or("");
    REQUIRE(link.size() > 20);
    const auto rest = world.get(link.substr(1, link.find('>') - 1), market.area.finance.token);
    CHECK(rest.body.at("items").array().size() == 1);
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
