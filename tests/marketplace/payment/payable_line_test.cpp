#include "core/journal/journal.hpp"
#include "tests/marketplace/app/broken.hpp"
#include "tests/marketplace/payment/payment_scene.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace kori;
using namespace kori::test;

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
