#include "marketplace/outcome/outcome_actions.hpp"
#include "tests/marketplace/app/broken.hpp"
#include "tests/marketplace/outcome/claim_scene.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

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
