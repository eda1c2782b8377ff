#include "marketplace/app/invariants.hpp"
#include "marketplace/order/order_actions.hpp"
#include "tests/marketplace/order/order_scene.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <set>

using namespace kori;
using namespace kori::test;

namespace
{

struct Paid
{
    Ordered order;
    std::string claim;
    std::string payable;
};

Paid paid_start(World& world, const Market& market)
{
    auto order = order_in(world, market, "STARTED");
    auto id = claimed(world, order, "start", on(world));
    auto payable = confirm(world, id, market.area.finance.token).body.at("payable").text();
    return {std::move(order), std::move(id), std::move(payable)};
}

std::set<std::string> kinds_in(const json::Value& thread)
{
    std::set<std::string> kinds;
    for (const auto& entry : thread.at("journal").array())
        kinds.insert(entry.at("kind").text());
    return kinds;
}

} // namespace

TEST_CASE("one request leads from a payable line back to the programme, with proofs", "[thread]")
{
    World world;
    const auto market = make_market(world);
    const auto paid = paid_start(world, market);
    const auto path = "/api/v1/payables/" + paid.payable + "/thread";
    const auto before = world.entries();
    const auto answer = world.get(path, market.area.auditor.token);
    REQUIRE(answer.status == 200);
    CHECK(world.entries() == before + 1); // who looked
    const auto& thread = answer.body;
    CHECK(thread.at("payable").at("id").text() == paid.payable);
    CHECK(thread.at("claim").at("id").text() == paid.claim);
    CHECK(thread.at("claim")
              .at("decisions")
              .array()
              .back()
              .at("inputs")
              .at("terms")
              .at("price_cents")
              .integer() == 30'000);
    CHECK(thread.at("order").at("id").text() == paid.order.id);
    CHECK(thread.at("receipt").at("id").text() == paid.order.choice.receipt);
    CHECK(thread.at("receipt").at("chosen").text() == paid.order.choice.offer_version);
    CHECK(thread.at("offer_version").at("id").text() == paid.order.choice.offer_version);
    CHECK(thread.at("admission").at("outcome").text() == "accepted");
    CHECK(thread.at("basket_version").at("basket").text() == market.basket);
    CHECK(thread.at("programme").at("channel").text() == "OPEN_ACCEPTANCE");
    std::set<std::string> moved;
    for (const auto& entry : thread.at("ledger").array())
        moved.insert(entry.at("kind").text());
    CHECK(moved == std::set<std::string>{"reserve", "convert"});
    const auto kinds = kinds_in(thread);
    for (const auto* kind :
         {"payable.made", "claim.made", "claim.accepted", "order.made", "order.accepted", "order.started"})
        CHECK(kinds.contains(kind));
    for (const auto& entry : thread.at("journal").array())
        CHECK(entry.at("proof").text() == "included");
    CHECK(answer.raw.body.find("cus_") == std::string::npos);
}

TEST_CASE("a provider's thread of its own line keeps back receipt, inputs, reserves and shares", "[thread]")
{
    World world;
    const auto market = make_market(world);
    const auto paid = paid_start(world, market);
    const auto path = "/api/v1/payables/" + paid.payable + "/thread";
    const auto answer = world.get(path, paid.order.provider.token);
    REQUIRE(answer.status == 200);
    CHECK(answer.body.find("receipt") == nullptr);
    CHECK(answer.body.at("order").find("payers") == nullptr);
    CHECK(answer.body.at("claim").at("decisions").array().back().find("inputs") == nullptr);
    REQUIRE(answer.body.at("ledger").array().size() == 1);
    CHECK(answer.body.at("ledger").array()[0].at("kind").text() == "convert");
    CHECK_FALSE(kinds_in(answer.body).contains("order.made"));
    CHECK(kinds_in(answer.body).contains("payable.made"));

    CHECK(world.get(path, market.suppliers[1].member.token).status == 404);
    const auto other = world.authority("Toinen alue", "0112038-9");
    CHECK(world.get(path, world.member(other, {"auditor"}).token).status == 404);
    CHECK(world.get(path, market.area.coach.token).status == 403);
}

TEST_CASE(
    "a basket's thread leads down to claims and lines, page by page, and an order's to everything around it",
    "[thread]")
{
    World world;
    const auto market = make_market(world);
    const auto one = paid_start(world, market);
    const auto two = paid_start(world, market);
    const auto path = "/api/v1/baskets/" + market.basket + "/thread";
    const auto page = world.get(path + "?limit=1", market.area.officer.token);
    REQUIRE(page.status == 200);
    REQUIRE(page.body.at("items").array().size() == 1);
    CHECK(page.body.at("items").array()[0].at("order").text() == one.order.id);
    const auto link = page.raw.header("Link").value_or("");
    REQUIRE_FALSE(link.empty());
    const auto rest = world.get(link.substr(1, link.find('>') - 1), market.area.officer.token);
    CHECK(rest.body.at("items").array()[0].at("payables").texts() == std::vector{two.payable});
    CHECK(rest.body.at("items").array()[0].at("claims").texts() == std::vector{two.claim});
    CHECK(world.get(path, one.order.provider.token).status == 404);

    const auto thread = world.get("/api/v1/orders/" + one.order.id + "/thread", market.area.finance.token);
    REQUIRE(thread.status == 200);
    CHECK(thread.body.at("claims").array().size() == 1);
    CHECK(thread.body.at("payables").array()[0].at("id").text() == one.payable);
    CHECK(thread.body.at("ledger").array().size() == 2);
}

// 380/2023 §116; 621/1999 §24(1)(25).
TEST_CASE("who books a provider's money sees in a thread no person's facts and no payers", "[thread]")
{
    World world;
    const auto market = make_market(world);
    const auto [county, order] = co_paid_order(world, market);
    const auto id = claimed(world, order, "start", on(world));
    const auto payable = confirm(world, id, market.area.finance.token).body.at("payable").text();
    const auto bookkeeper = world.member(order.provider, {"finance"});
    const auto names = [](const json::Value& object)
    {
        std::set<std::string> all;
        for (const auto& [name, value] : object.object().members())
            all.insert(name);
        return all;
    };
    const auto of_payable = world.get("/api/v1/payables/" + payable + "/thread", bookkeeper.token);
    const auto of_order = world.get("/api/v1/orders/" + order.id + "/thread", bookkeeper.token);
    REQUIRE(of_payable.status == 200);
    REQUIRE(of_order.status == 200);
    for (const auto* answer : {&of_payable, &of_order})
    {
        CHECK(names(answer->body.at("order")) == std::set<std::string>{"id", "state", "planned_start_on",
                                                                       "sent_at", "accepted_at",
                                                                       "started_on"});
        const auto& part =
            answer == &of_payable ? answer->body.at("claim") : answer->body.at("claims").array().at(0);
        CHECK(names(part) == std::set<std::string>{"id", "component", "quantity", "verdict", "reasons"});
        CHECK(part.at("verdict").text() == "accepted");
    }
    // Neither does the manager learn who pays, nor how many do.
    for (const auto& token : {bookkeeper.token, order.provider.token})
    {
        const auto answer = world.get("/api/v1/payables/" + payable + "/thread", token);
        CHECK(answer.raw.body.find(county.organisation) == std::string::npos);
        const auto& booked = answer.body.at("ledger").array();
        REQUIRE(booked.size() == 1);
        REQUIRE(booked.at(0).at("postings").array().size() == 1);
        const auto& posting = booked.at(0).at("postings").array().at(0);
        CHECK(posting.at("account").text() == "payable");
        CHECK(posting.at("amount_cents").integer() == 30'000);
        CHECK(posting.find("payer") == nullptr);
    }
    CHECK(world.get("/api/v1/payables/" + payable + "/thread", market.area.auditor.token)
              .raw.body.find(county.organisation) != std::string::npos);
}

TEST_CASE("a thread shows officers no needs, and a provider none after the order was dropped", "[thread]")
{
    World world;
    const auto market = make_market(world);
    const auto paid = paid_start(world, market);
    const auto needs_in = [&](const std::string& path, const std::string& token)
    {
        const auto answer = world.get(path, token);
        REQUIRE(answer.status == 200);
        return answer.body.at("order").find("needs") != nullptr;
    };
    const auto of_order = "/api/v1/orders/" + paid.order.id + "/thread";
    const auto of_payable = "/api/v1/payables/" + paid.payable + "/thread";
    for (const auto& path : {of_order, of_payable})
    {
        CHECK(needs_in(path, market.area.auditor.token));
        CHECK_FALSE(needs_in(path, market.area.finance.token));
        CHECK_FALSE(needs_in(path, market.area.officer.token));
        CHECK(needs_in(path, paid.order.provider.token));
    }
    REQUIRE(act(world, paid.order.id, "drop", market.area.coach.token,
                json::Object{}.add("ground", "customer_found_work"))
                .status == 200);
    for (const auto& path : {of_order, of_payable})
    {
        CHECK_FALSE(needs_in(path, paid.order.provider.token));
        CHECK(world.get(path, paid.order.provider.token).body.at("order").find("offer_version") != nullptr);
    }
}

TEST_CASE("a look at a basket's thread names the orders, and looks never hide an act", "[thread]")
{
    World world;
    const auto market = make_market(world);
    const auto paid = paid_start(world, market);
    const auto path = "/api/v1/baskets/" + market.basket + "/thread";
    for (int i = 0; i < 201; ++i)
        REQUIRE(world.get(path, market.area.auditor.token).status == 200);
    world.store().read(
        [&](Transaction& tx)
        {
            const auto looks = journal::about(tx, market.basket);
            CHECK(looks.back().kind == "viewed");
            CHECK(looks.back().facts.find(paid.order.id) != std::string::npos);
        });
    const auto kinds =
        kinds_in(world.get("/api/v1/payables/" + paid.payable + "/thread", market.area.auditor.token).body);
    CHECK(kinds.contains("viewed"));
    CHECK(kinds.contains("basket.published"));
}

// Random legal and illegal moves of orders, claims and lines: nothing becomes an orphan and no invariant
// breaks.
TEST_CASE("no orphan in either direction over a random history", "[thread][simulation]")
{
    constexpr std::uint32_t seed = 20'260'302;
    INFO("seed " << seed);
    std::mt19937 random{seed};
    const auto pick = [&](std::size_t size) { return static_cast<std::size_t>(random() % size); };
    World world{"random-history"};
    const auto market =
        make_market(world, with(good_terms(), "person_cap_cents", 100'000), Money::euros(20'000));
    const auto other_finance = world.member(market.area.admin, {"finance_officer"});
    std::vector<Ordered> orders;
    std::vector<std::string> claims;
    std::set<std::string> payables;
    std::string touched;
    int successes = 0;
    const auto done = [&](const Answer& answer)
    {
        REQUIRE(answer.status < 500);
        successes += answer.status < 300 ? 1 : 0;
        return answer.status < 300;
    };
    for (int step = 0; step < 600; ++step)
    {
        const auto kind = random() % 10;
        if (orders.size() < 20 && (orders.empty() || kind == 0 || step % 20 == 1))
        {
            // One draw a statement: compilers evaluate arguments in orders of their own.
            const auto* const state = pick(3) == 0 ? "SENT" : "STARTED";
            const auto provider = pick(2);
            orders.push_back(order_in(world, market, state, provider));
            touched = orders.back().id;
        }
        else if (kind < 4)
        {
            const auto& order = orders[pick(orders.size())];
            const auto& one = orders::order_acts()[pick(orders::order_acts().size())];
            // Most orders live on, so that something can be claimed.
            const std::set<std::string_view> ends{"drop", "transfer", "close", "decline", "complete"};
            if (ends.contains(one.verb) && pick(5) != 0)
                continue;
            json::Object body;
            if (one.takes_ground)
                body.add("ground", one.verb == "decline"    ? "no_capacity"
                                   : one.verb == "transfer" ? "acceptance_ended"
                                                            : "customer_found_work");
            if (one.takes_kind)
                body.add("kind", orders::note_kinds(one.verb).front());
            if (one.takes_day)
                body.add("day", today(world));
            const auto& token =
                one.side == orders::OrderSide::provider ? order.provider.token : market.area.coach.token;
            done(act(world, order.id, one.path, token, body.empty() ? json::Value{} : json::Value{body}));
            touched = order.id;
        }
        else if (kind < 7)
        {
            const auto& order = orders[pick(orders.size())];
            const auto facts = pick(2) == 0 ? on(world)
                                            : json::Object{}
                                                  .add("job_starts_on", today(world))
                                                  .add("hours_per_week", 15 + static_cast<int>(pick(10)));
            const auto made = claim(world, order, pick(2) == 0 ? "start" : "job", facts);
            if (done(made))
                claims.push_back(made.body.at("id").text());
            touched = order.id;
        }
        else if (kind < 9 && !claims.empty())
        {
            const auto& id = pick(3) == 0 ? claims[pick(claims.size())] : claims.back();
            const std::vector<std::pair<const char*, json::Value>> acts = {
                {"confirm", {}},
                {"confirm", {}},
                {"reject", json::Object{}.add("ground", "did_not_happen")},
                {"resolve", json::Object{}.add("ground", "evidence_given").add("in_favour", true)}};
            const auto& [path, body] = acts[pick(acts.size())];
            const auto answer = world.post("/api/v1/claims/" + id + "/" + path, body,
                                           std::string_view{path} == "resolve" ? other_finance.token
                                                                               : market.area.finance.token);
            if (done(answer) && answer.body.find("payable") != nullptr)
                payables.insert(answer.body.at("payable").text());
            for (const auto& order : orders)
                if (answer.status == 200 && order.id == answer.body.at("order").text() && pick(3) == 0)
                    done(world.post("/api/v1/claims/" + id + "/dispute", {}, order.provider.token));
        }
        else if (!payables.empty() && pick(3) == 0)
            done(world.post("/api/v1/payables/" + *payables.begin() + "/reverse",
                            json::Object{}.add("ground", "wrong_facts"), market.area.finance.token));
        else
            world.move_days(1 + static_cast<int>(pick(3)));
        world.store().read(
            [&](Transaction& tx)
            {
                CHECK(app::broken_invariants_of(tx, *OrderId::parse(touched)).empty());
                if (step % 20 == 0)
                    CHECK(app::broken_invariants(tx).empty());
            });
    }
    CHECK(successes > 80);
    REQUIRE(payables.size() > 3);
    std::vector<std::string> faults;
    world.store().read([&](Transaction& tx) { faults = app::broken_invariants(tx); });
    CHECK(faults.empty());
    for (const auto& payable : payables)
        CHECK(world.get("/api/v1/payables/" + payable + "/thread", market.area.auditor.token).status == 200);
    for (const auto& order : orders)
        CHECK(world.get("/api/v1/orders/" + order.id + "/thread", market.area.auditor.token).status == 200);
}
