#include "marketplace/outcome/outcome_actions.hpp"
#include "tests/marketplace/outcome/claim_scene.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace kori;
using namespace kori::test;

namespace
{

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
