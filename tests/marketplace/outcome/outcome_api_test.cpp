#include "marketplace/app/invariants.hpp"
#include "marketplace/outcome/outcome_actions.hpp"
#include "marketplace/outcome/recompute.hpp"
#include "tests/support/chain.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <thread>

using namespace kori;
using namespace kori::test;

namespace
{

std::string state_of(World& world, const Market& market, std::string_view claim)
{
    return world.get("/api/v1/claims/" + std::string{claim}, market.area.finance.token)
        .body.at("state")
        .text();
}

std::int64_t entries_of(World& world, std::string_view kind, std::string_view about)
{
    std::int64_t count = 0;
    world.store().read(
        [&](Transaction& tx)
        {
            for (const auto& entry : journal::about(tx, about))
                count += entry.kind == kind ? 1 : 0;
        });
    return count;
}

std::int64_t open_tasks(World& world, std::string_view kind, std::string_view about)
{
    std::int64_t count = 0;
    world.store().read(
        [&](Transaction& tx)
        {
            count = tx.query_one("/* test.tasks */ SELECT count(*) FROM task WHERE kind = ? AND about = ? "
                                 "AND done_us IS NULL",
                                 kind, about)
                        ->integer(0);
        });
    return count;
}

std::vector<std::string> broken(World& world)
{
    std::vector<std::string> faults;
    world.store().read([&](Transaction& tx) { faults = app::broken_invariants(tx); });
    return faults;
}

std::string rule_of(const json::Value& claim, std::size_t reason = 0)
{
    return claim.at("decisions").array().back().at("reasons").array().at(reason).at("rule").text();
}

json::Object job(World& world, int starts = 0)
{
    return json::Object{}.add("job_starts_on", today(world, starts)).add("hours_per_week", 30);
}

Answer post_claim(World& world, std::string_view claim, std::string_view path, std::string_view token,
                  const json::Value& body = {})
{
    return world.post("/api/v1/claims/" + std::string{claim} + "/" + std::string{path}, body, token);
}

json::Object because(std::string_view ground)
{
    return json::Object{}.add("ground", ground);
}

// Who has that claim among open tasks.
int tasks_about(World& world, std::string_view kind, std::string_view about, std::string_view token)
{
    int count = 0;
    const auto tasks = world.get("/api/v1/tasks?limit=200", token);
    for (const auto& task : tasks.body.at("items").array())
        count += task.at("kind").text() == kind && task.at("about").text() == about ? 1 : 0;
    return count;
}

std::vector<std::string> claims_seen(World& world, std::string_view token)
{
    std::vector<std::string> ids;
    const auto page = world.get("/api/v1/claims", token);
    for (const auto& one : page.body.at("items").array())
        ids.push_back(one.at("id").text());
    return ids;
}

} // namespace

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

TEST_CASE("a claim explains itself in the caller's language", "[outcome]")
{
    World world;
    const auto market = make_market(world);
    const auto order = order_in(world, market, "STARTED");
    const auto id = claimed(world, order, "start", on(world));
    const auto sentence = [&](std::string language)
    {
        const auto answer = world.ask(http::Method::get, "/api/v1/claims/" + id, {},
                                      {.token = order.provider.token,
                                       .if_match = {},
                                       .key = {},
                                       .language = std::move(language),
                                       .headers = {}});
        return answer.body.at("decisions").array().at(0).at("reasons").array().at(0).at("sentence").text();
    };
    CHECK(sentence("en") == "1 × 30000 cents of start are accepted: 30000 cents.");
    CHECK(sentence("fi") != sentence("en"));
    CHECK(sentence("sv") != sentence("en"));
    CHECK(sentence("fi") != sentence("sv"));
}

TEST_CASE("what the rule refuses at once is rejected with its reason and never reaches a verifier",
          "[outcome]")
{
    World world;
    const auto market = make_market(world);
    const auto order = order_in(world, market, "STARTED");
    const auto made = claim(world, order, "start", json::Object{}.add("happened_on", today(world, 1)));
    REQUIRE(made.status == 201);
    CHECK(made.body.at("state").text() == "REJECTED");
    CHECK(rule_of(made.body) == "outcome.fact_in_future");
    CHECK(confirm(world, made.body.at("id").text(), market.area.finance.token).rule() ==
          "claim.transition_not_listed");
    CHECK(open_tasks(world, "claim.verify", made.body.at("id").text()) == 0);
}

TEST_CASE("claims belong to orders that were started, and to components that the offer prices", "[outcome]")
{
    World world;
    const auto market = make_market(world);
    const auto waiting = order_in(world, market, "ACCEPTED");
    CHECK(claim(world, waiting, "start", on(world)).rule() == "claim.order_takes_no_claims");
    const auto order = order_in(world, market, "STARTED");
    CHECK(claim(world, order, "gift", on(world)).refuses("/component", "claim.component_unknown"));
    CHECK(world
              .post("/api/v1/orders/" + order.id + "/claims",
                    json::Object{}.add("component", "start").add("facts", on(world)),
                    market.suppliers[1].member.token)
              .status == 404);
    const auto never = order_in(world, market, "SENT");
    REQUIRE(act(world, never.id, "drop", market.area.coach.token, because("customer_found_work")).status ==
            200);
    CHECK(claim(world, never, "start", on(world)).rule() == "claim.order_takes_no_claims");
}

TEST_CASE("the claimant's organisation verifies nothing, whatever its member may do elsewhere", "[outcome]")
{
    World world;
    const auto market = make_market(world);
    const auto order = order_in(world, market, "STARTED");
    const auto id = claimed(world, order, "start", on(world));
    CHECK(confirm(world, id, order.provider.token).status == 403); // no such duty
    // With the duty of a finance officer in its own organisation, it is still the claimant.
    world.store().write_and_wait(
        [&](Transaction& tx)
        {
            Actor claimant;
            claimant.kind = ActorKind::member;
            claimant.membership = MembershipId::parse(order.provider.membership);
            claimant.organisation = OrganisationId::parse(order.provider.organisation);
            claimant.organisation_kind = OrganisationKind::authority;
            claimant.roles = {std::string{role::finance_officer}};
            auto& environment = world.application().environment();
            const Ambient ambient{world.now(), world.now(), environment.random, environment.law};
            const auto refused = outcomes::confirm(tx, ambient, claimant, *ClaimId::parse(id));
            REQUIRE_FALSE(refused);
            CHECK(refused.refusal().rule == "claim.verifier_is_claimant");
            return Verdict::undo;
        });
    CHECK(state_of(world, market, id) == "VERIFYING");
}

TEST_CASE("an outcome is confirmed by who is named for it, and by nobody of another area", "[outcome]")
{
    World world;
    const auto market = make_market(world);
    const auto order = order_in(world, market, "STARTED");
    const auto id = claimed(world, order, "job", job(world));
    CHECK(confirm(world, id, market.area.coach.token).rule() ==
          "claim.verifier_not_named"); // the authority, not the coach
    const auto other = world.authority("Toinen alue", "0112038-9");
    CHECK(confirm(world, id, world.member(other, {"finance_officer"}).token).status == 404);
    CHECK(confirm(world, id, market.area.finance.token).status == 200);
}

// 380/2023 §124: rights reach as far as the task.
TEST_CASE("a coach decides and sees the claims of his own customers alone", "[outcome][privacy]")
{
    World world;
    const auto market = make_market(world, verified_by_coach(good_terms()));
    const auto& coach = market.area.coach;
    const auto order = order_in(world, market, "STARTED");
    const auto id = claimed(world, order, "job", on(world));
    const auto colleague = world.member(market.area.admin, {"coach"});
    const auto none = post_claim(world, "clm_00000000000000000000000000", "confirm", colleague.token);
    REQUIRE(none.status == 404);
    const std::vector<std::pair<std::string_view, json::Value>> acts = {
        {"confirm", {}},
        {"reject", because("evidence_missing")},
        {"more-info", json::Object{}.add("facts", json::Array{"happened_on"})},
        {"resolve", with(because("evidence_given"), "in_favour", true)}};
    for (const auto& [act, body] : acts)
    {
        INFO(act);
        const auto refused = post_claim(world, id, act, colleague.token, body);
        CHECK(refused.status == 404);
        CHECK(refused.rule() == none.rule());
    }
    CHECK(world.get("/api/v1/claims/" + id, colleague.token).status == 404);
    CHECK(claims_seen(world, colleague.token).empty());
    CHECK(claims_seen(world, coach.token) == std::vector<std::string>{id});
    CHECK(claims_seen(world, market.area.finance.token) == std::vector<std::string>{id});

    // A duty about all claims of the authority shows them, and verifies as the authority.
    const auto both = world.member(market.area.admin, {"coach", "finance_officer"});
    CHECK(claims_seen(world, both.token) == std::vector<std::string>{id});
    const auto examiner = world.member(market.area.admin, {"coach", "auditor"});
    CHECK(world.get("/api/v1/claims/" + id, examiner.token).status == 200);
    CHECK(post_claim(world, id, "confirm", examiner.token).status == 404);

    const auto again = json::Object{}.add("membership", colleague.membership);
    REQUIRE(
        world.post("/api/v1/customers/" + order.choice.customer + "/coaches", again, market.area.admin.token)
            .status == 204);
    CHECK(claims_seen(world, colleague.token) == std::vector<std::string>{id});
    CHECK(confirm(world, id, colleague.token).status == 200);
}

TEST_CASE("the task to verify waits for the customer's coach, not for every coach of the area",
          "[outcome][privacy]")
{
    World world;
    const auto market = make_market(world, verified_by_coach(good_terms()));
    const auto colleague = world.member(market.area.admin, {"coach"});
    const auto order = order_in(world, market, "STARTED");
    const auto step = claimed(world, order, "job", on(world));
    CHECK(tasks_about(world, "claim.verify", step, market.area.coach.token) == 1);
    CHECK(tasks_about(world, "claim.verify", step, colleague.token) == 0);
    CHECK(tasks_about(world, "claim.verify", step, market.area.finance.token) == 0);
    // What no coach verifies waits for the finance officers.
    const auto start = claimed(world, order, "start", on(world));
    CHECK(tasks_about(world, "claim.verify", start, market.area.finance.token) == 1);
    CHECK(tasks_about(world, "claim.verify", start, market.area.coach.token) == 0);
    REQUIRE(confirm(world, step, market.area.coach.token).status == 200);
    CHECK(tasks_about(world, "claim.verify", step, market.area.coach.token) == 0);
}

// 906/2019 §17, 1050/2018 §6(2)
TEST_CASE("who looked at a customer is whole: orders, contact, claims and payables, also by the provider",
          "[outcome][privacy][journal]")
{
    World world;
    const auto market = make_market(world);
    const auto order = order_in(world, market, "STARTED");
    REQUIRE(identify(world, market.area, order.choice.customer).status == 200);
    const auto worker = world.member(order.provider, {"worker"});
    const auto id = claimed(world, order, "start", on(world));
    const auto confirmed = confirm(world, id, market.area.finance.token);
    REQUIRE(confirmed.status == 200);
    const auto looks = [&]
    {
        const auto page = world.get("/api/v1/customers/" + order.choice.customer + "/views?limit=200",
                                    market.area.auditor.token);
        return page.body.at("items").array();
    };
    struct Case
    {
        std::string path;
        std::string route;
        const World::Member& who;
    };
    const std::vector<Case> cases = {
        {"/api/v1/orders/" + order.id, "/api/v1/orders/{order}", worker},
        {"/api/v1/orders/" + order.id + "/notes", "/api/v1/orders/{order}/notes", worker},
        {"/api/v1/orders/" + order.id + "/contact", "/api/v1/orders/{order}/contact", worker},
        {"/api/v1/orders/" + order.id + "/thread", "/api/v1/orders/{order}/thread", order.provider},
        {"/api/v1/claims/" + id, "/api/v1/claims/{claim}", worker},
        {"/api/v1/claims/" + id, "/api/v1/claims/{claim}", market.area.finance},
        {"/api/v1/payables/" + confirmed.body.at("payable").text(), "/api/v1/payables/{payable}", worker},
        {"/api/v1/payables/" + confirmed.body.at("payable").text() + "/thread",
         "/api/v1/payables/{payable}/thread", order.provider},
        {"/api/v1/choice-receipts/" + order.choice.receipt, "/api/v1/choice-receipts/{receipt}",
         order.provider}};
    for (const auto& look : cases)
    {
        INFO(look.path);
        const auto before = looks().size();
        REQUIRE(world.get(look.path, look.who.token).status == 200);
        const auto after = looks();
        REQUIRE(after.size() == before + 2); // and the auditor's own look before
        CHECK(after.back().at("by").text() == look.who.membership);
        CHECK(after.back().at("organisation").text() == look.who.organisation);
        CHECK(after.back().at("route").text() == look.route);
        // The authority reads the entry itself; it never ties the person to the provider.
        world.store().read(
            [&](Transaction& tx)
            {
                const auto entry = journal::find(tx, after.back().at("entry").text());
                REQUIRE(entry.has_value());
                CHECK(std::find(entry->organisations.begin(), entry->organisations.end(),
                                market.area.authority) != entry->organisations.end());
                CHECK(journal::leaf_bytes(*entry).find("person:") == std::string::npos);
            });
    }
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

TEST_CASE("silence accepts nothing: the clocks of a verification only call for people", "[outcome][T41]")
{
    World world;
    const auto market = make_market(world);
    const auto order = order_in(world, market, "STARTED");
    const auto id = claimed(world, order, "start", on(world)); // 2 March
    world.move_to(*parse_instant("2026-03-16T21:59:00Z"));
    CHECK(entries_of(world, "claim.verification_overdue", id) == 0);
    world.move_to(*parse_instant("2026-03-16T22:00:00Z")); // day 14 is over
    CHECK(entries_of(world, "claim.verification_overdue", id) == 1);
    CHECK(open_tasks(world, "claim.verification_overdue", id) == 1);
    world.move_to(*parse_instant("2026-04-01T20:59:00Z"));
    CHECK(entries_of(world, "claim.verification_stopped", id) == 0);
    world.move_to(*parse_instant("2026-04-01T21:00:00Z")); // day 30 is over
    CHECK(entries_of(world, "claim.verification_stopped", id) == 1);
    CHECK(state_of(world, market, id) == "VERIFYING");
    CHECK(world.get("/api/v1/payables", market.area.finance.token).body.at("items").array().empty());
    REQUIRE(confirm(world, id, market.area.finance.token).status == 200);
    CHECK(open_tasks(world, "claim.verification_overdue", id) == 0);
}

TEST_CASE("a verifier asks for facts, and the provider's answer is decided on again", "[outcome]")
{
    World world;
    const auto market = make_market(world);
    const auto order = order_in(world, market, "STARTED");
    const auto id = claimed(world, order, "job", job(world));
    const auto ask = json::Object{}.add("facts", json::Array{"hours_per_week"});
    REQUIRE(post_claim(world, id, "more-info", market.area.finance.token, ask).status == 200);
    CHECK(state_of(world, market, id) == "MORE_INFO");
    CHECK(confirm(world, id, market.area.finance.token).rule() == "claim.transition_not_listed");
    const auto answered = post_claim(world, id, "facts", order.provider.token,
                                     json::Object{}.add("facts", job(world).add("quantity", 1)));
    REQUIRE(answered.status == 200);
    CHECK(answered.body.at("state").text() == "VERIFYING");
    CHECK(answered.body.at("decisions").array().size() == 2);
    CHECK(confirm(world, id, market.area.finance.token).status == 200);

    const auto silent = claimed(world, order_in(world, market, "STARTED"), "start", on(world));
    REQUIRE(post_claim(world, silent, "more-info", market.area.finance.token,
                       json::Object{}.add("facts", json::Array{"happened_on"}))
                .status == 200);
    world.move_days(15);
    CHECK(state_of(world, market, silent) == "VERIFYING");
}

TEST_CASE("a rejection names a ground, may be disputed, and another person resolves it", "[outcome]")
{
    World world;
    const auto market = make_market(world);
    const auto order = order_in(world, market, "STARTED");
    const auto second = world.member(market.area.admin, {"finance_officer"});
    const auto id = claimed(world, order, "start", on(world));
    CHECK(post_claim(world, id, "reject", market.area.finance.token, because("we_do_not_like_it")).status ==
          422);
    REQUIRE(post_claim(world, id, "reject", market.area.finance.token, because("evidence_missing")).status ==
            200);
    REQUIRE(post_claim(world, id, "dispute", order.provider.token).status == 200);
    const auto favour = because("evidence_given").add("in_favour", true);
    CHECK(post_claim(world, id, "resolve", market.area.finance.token, favour).rule() ==
          "claim.resolved_by_same_person");
    const auto resolved = post_claim(world, id, "resolve", second.token, favour);
    REQUIRE(resolved.status == 200);
    CHECK(resolved.body.at("state").text() == "PAYABLE");
    CHECK(resolved.body.at("decisions").array().back().at("stage").text() == "resolved");

    const auto other = claimed(world, order, "job", job(world));
    REQUIRE(post_claim(world, other, "reject", market.area.finance.token, because("did_not_happen")).status ==
            200);
    REQUIRE(post_claim(world, other, "dispute", order.provider.token).status == 200);
    const auto against =
        post_claim(world, other, "resolve", second.token, because("did_not_happen").add("in_favour", false));
    CHECK(against.body.at("state").text() == "CLOSED");
    CHECK(broken(world).empty());
}

TEST_CASE("a rejection that nobody disputes is closed after a month", "[outcome]")
{
    World world;
    const auto market = make_market(world);
    const auto id = claimed(world, order_in(world, market, "STARTED"), "start", on(world));
    REQUIRE(post_claim(world, id, "reject", market.area.finance.token, because("evidence_missing")).status ==
            200);
    world.move_to(*parse_instant("2026-04-01T20:59:00Z"));
    CHECK(state_of(world, market, id) == "REJECTED");
    world.move_to(*parse_instant("2026-04-01T21:00:00Z"));
    CHECK(state_of(world, market, id) == "CLOSED");
}

TEST_CASE("acts on a claim that its state does not list are refused by the table", "[outcome]")
{
    struct Act
    {
        const char* path;
        const char* verb;
        bool is_providers;
        json::Value body;
    };
    World world;
    const auto market =
        make_market(world, good_terms(), Money::euros(90'000), with(good_offer(), "capacity", 200));
    const auto other = world.member(market.area.admin, {"finance_officer"});
    const std::vector<Act> acts = {
        {"confirm", "accept", false, {}},
        {"reject", "reject", false, because("did_not_happen")},
        {"more-info", "ask_more", false, json::Object{}.add("facts", json::Array{"happened_on"})},
        {"facts", "answer", true, json::Object{}.add("facts", on(world))},
        {"withdraw", "withdraw", true, {}},
        {"dispute", "dispute", true, {}},
        {"resolve", "resolve", false, because("did_not_happen").add("in_favour", false)},
    };
    const auto order = order_in(world, market, "STARTED");
    const auto id = claimed(world, order, "start", on(world));
    // DRAFT, SUBMITTED and AUTO_CHECK are passed through within one transaction.
    for (const auto state : claim_states().states)
        for (const auto& one : acts)
        {
            if (state == claim_state::draft || state == claim_state::submitted ||
                state == claim_state::auto_check)
                continue;
            INFO(state << " " << one.path);
            world.store().write_and_wait(
                [&](Transaction& tx)
                {
                    // What an earlier act of this test made payable is out of the way.
                    tx.change("/* test.reverse */ UPDATE payable SET state = 'REVERSED' WHERE claim_id = ?",
                              id);
                    tx.change("/* test.put */ UPDATE outcome_claim SET state = ?, payable_id = NULL, "
                              "rejected_by = NULL WHERE id = ?",
                              state, id);
                    return Verdict::keep;
                });
            const auto& token = one.is_providers ? order.provider.token : other.token;
            const auto answer = post_claim(world, id, one.path, token, one.body);
            const bool is_listed = claim_states().allows(state, one.verb);
            CHECK(answer.status == (is_listed ? 200 : 409));
            CHECK(answer.rule() == (is_listed ? "" : "claim.transition_not_listed"));
        }
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

TEST_CASE("claims of others are absent, whoever asks", "[outcome]")
{
    World world;
    const auto market = make_market(world);
    const auto order = order_in(world, market, "STARTED");
    const auto id = claimed(world, order, "start", on(world));
    const auto other = world.authority("Toinen alue", "0112038-9");
    const auto stranger = world.member(other, {"finance_officer"});
    const auto absent = world.get("/api/v1/claims/clm_00000000000000000000000000", stranger.token);
    for (const auto& token : {stranger.token, market.suppliers[1].member.token})
    {
        const auto answer = world.get("/api/v1/claims/" + id, token);
        CHECK(answer.status == absent.status);
        CHECK(answer.rule() == absent.rule());
        CHECK(world.get("/api/v1/claims", token).body.at("items").array().empty());
    }
    CHECK(post_claim(world, id, "reject", stranger.token, because("did_not_happen")).status == 404);
    CHECK(post_claim(world, id, "withdraw", market.suppliers[1].member.token).status == 404);
    CHECK(world.get("/api/v1/claims?state=VERIFYING", market.area.finance.token)
              .body.at("items")
              .array()
              .size() == 1);
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
