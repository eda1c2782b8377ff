#include "core/journal/journal.hpp"
#include "core/storage/store.hpp"
#include "marketplace/choice/agreement_store.hpp"
#include "tests/support/customer.hpp"
#include "tests/support/provider.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using kori::test::World;

namespace
{

struct Scene
{
    World world;
    test::Area area = test::make_kuopio(world);
    std::string basket = test::active_basket(world, area, test::good_terms());
    std::string customer = test::recorded_customer(world, area);

    test::Answer propose(std::string_view of, std::string_view into, std::string_view override_reason = {})
    {
        json::Object body;
        body.add("basket", into);
        if (!override_reason.empty())
            body.add("override_reason", override_reason);
        return world.post("/api/v1/customers/" + std::string{of} + "/agreements", body, area.coach.token);
    }
    test::Answer move(std::string_view agreement, std::string_view verb)
    {
        const auto body = verb == "withdraw" ? json::Object{}.add("reason", "wrong basket")
                                             : json::Object{}.add("how", "by_phone");
        return world.post("/api/v1/agreements/" + std::string{agreement} + "/" + std::string{verb}, body,
                          area.coach.token);
    }
    std::string state(std::string_view agreement)
    {
        return world.get("/api/v1/agreements/" + std::string{agreement}, area.coach.token)
            .body.at("state")
            .text();
    }
};

} // namespace

TEST_CASE("needs are recorded in several talks, and completing makes them the customer's facts", "[need]")
{
    Scene scene;
    auto& world = scene.world;
    const auto path = "/api/v1/customers/" + scene.customer + "/need-assessments";
    const auto needs = [](json::Array codes)
    { return json::Object{}.add("target_groups", json::Array{"young"}).add("needs", std::move(codes)); };
    CHECK(world.post(path, needs(json::Array{"tea"}), scene.area.coach.token)
              .refuses("/needs/0", "customer.unknown_code"));
    const auto made = world.post(path, needs(json::Array{}), scene.area.coach.token);
    REQUIRE(made.status == 201);
    const auto one = "/api/v1/need-assessments/" + made.body.at("id").text();
    CHECK(world.post(one + "/complete", {}, scene.area.coach.token).rule() == "need_assessment.no_needs");
    REQUIRE(world.post(one + "/record", needs(json::Array{"skills"}), scene.area.coach.token).status == 200);
    REQUIRE(world.post(one + "/complete", {}, scene.area.coach.token).body.at("state").text() == "DONE");
    const auto facts =
        world.get("/api/v1/customers/" + scene.customer, scene.area.coach.token).body.at("facts");
    CHECK(facts.at("needs").texts() == std::vector<std::string>{"skills"});
    CHECK(facts.at("target_groups").texts() == std::vector<std::string>{"young"});
    CHECK(world.post(one + "/record", needs(json::Array{"skills"}), scene.area.coach.token).rule() ==
          "need_assessment.transition_not_listed");

    const auto later =
        world.post(path, needs(json::Array{"job_search"}), scene.area.coach.token).body.at("id").text();
    REQUIRE(
        world.post("/api/v1/need-assessments/" + later + "/complete", {}, scene.area.coach.token).status ==
        200);
    CHECK(world.get(one, scene.area.coach.token).body.at("state").text() == "OUTDATED");
    CHECK(world.get(path, scene.area.coach.token).body.at("items").array().size() == 2);
}

TEST_CASE("a basket is proposed by the coach and agreed by the customer, who says how", "[agreement]")
{
    Scene scene;
    const auto proposed = scene.propose(scene.customer, scene.basket);
    REQUIRE(proposed.status == 201);
    CHECK(proposed.body.at("state").text() == "PROPOSED");
    CHECK(proposed.body.at("eligibility").array()[0].at("passed").boolean());
    CHECK(proposed.body.find("override_by") == nullptr);
    const auto id = proposed.body.at("id").text();
    const auto agreed = scene.move(id, "agree");
    REQUIRE(agreed.status == 200);
    CHECK(agreed.body.at("state").text() == "AGREED");
    CHECK(agreed.body.at("told_how").text() == "by_phone");
    CHECK(scene.world.get("/api/v1/customers/" + scene.customer + "/agreements", scene.area.coach.token)
              .body.at("items")
              .array()
              .size() == 1);
}

TEST_CASE("an agreement names a basket and can never name a provider", "[agreement]")
{
    Scene scene;
    for (const auto* member : {"provider", "offer", "providers", "preferred_provider"})
    {
        const auto answer =
            scene.world.post("/api/v1/customers/" + scene.customer + "/agreements",
                             json::Object{}.add("basket", scene.basket).add(member, scene.area.authority),
                             scene.area.coach.token);
        CHECK(answer.status == 422);
        CHECK(answer.refuses("/" + std::string{member}, "field.unknown"));
    }
}

TEST_CASE("a customer whom a rule shuts out comes in only by a named override with a reason", "[agreement]")
{
    Scene scene;
    const auto facts = test::good_customer().find("facts")->object();
    const auto outsider = test::recorded_customer(
        scene.world, scene.area,
        test::with(test::good_customer(), "facts", test::with(facts, "target_groups", json::Array{"young"})));
    const auto refused = scene.propose(outsider, scene.basket);
    CHECK(refused.status == 422);
    CHECK(refused.rule() == "agreement.not_eligible");
    CHECK(refused.refuses("/basket", "eligibility.target_group"));
    const auto let_in = scene.propose(outsider, scene.basket, "Soon long-term unemployed");
    REQUIRE(let_in.status == 201);
    CHECK(let_in.body.at("override_by").text() == scene.area.coach.membership);
    CHECK(let_in.body.at("override_reason").text() == "Soon long-term unemployed");
    const auto id = let_in.body.at("id").text();
    CHECK(scene.move(id, "agree").status == 200);
    // The reason is a sentence about a person: not for the auditor's coded view, not for the journal.
    const auto coded = scene.world.get("/api/v1/agreements/" + id, scene.area.auditor.token);
    REQUIRE(coded.status == 200);
    CHECK(coded.body.find("override_reason") == nullptr);
    CHECK(coded.body.find("customer") == nullptr);
    CHECK(coded.body.at("override_by").text() == scene.area.coach.membership);
    std::string entries;
    scene.world.store().read(
        [&](Transaction& tx)
        {
            for (const auto& entry : journal::about(tx, id))
                entries += journal::leaf_bytes(entry);
        });
    CHECK(entries.find("agreement.proposed") != std::string::npos);
    CHECK(entries.find("Soon") == std::string::npos);
}

TEST_CASE("what fitted when proposed must still fit when the customer agrees", "[agreement]")
{
    Scene scene;
    const auto id = scene.propose(scene.customer, scene.basket).body.at("id").text();
    const auto path = "/api/v1/customers/" + scene.customer;
    const auto facts = test::good_customer().find("facts")->object();
    REQUIRE(test::put_seen(scene.world, path, path,
                           test::with(test::good_customer(), "facts",
                                      test::with(facts, "target_groups", json::Array{"young"})),
                           scene.area.coach.token)
                .status == 200);
    CHECK(scene.move(id, "agree").rule() == "agreement.not_eligible");
    CHECK(scene.state(id) == "PROPOSED");
}

TEST_CASE("a basket that takes no customers yet, or no more, is not proposed", "[agreement]")
{
    Scene scene;
    const auto published = test::published_basket(scene.world, scene.area, test::good_terms());
    CHECK(scene.propose(scene.customer, published).rule() == "agreement.basket_takes_no_customers");
    REQUIRE(scene.world
                .post("/api/v1/baskets/" + scene.basket + "/pause", json::Object{}.add("reason", "full"),
                      scene.area.officer.token)
                .status == 200);
    CHECK(scene.propose(scene.customer, scene.basket).rule() == "agreement.basket_takes_no_customers");
}

TEST_CASE("a basket of another authority looks like an absent one", "[agreement]")
{
    Scene scene;
    const auto other = test::make_area(scene.world, "Toinen alue", "0112038-9", "44", {"624"});
    const auto stranger = test::recorded_customer(scene.world, other);
    const auto body = json::Object{}.add("basket", scene.basket);
    const auto theirs =
        scene.world.post("/api/v1/customers/" + stranger + "/agreements", body, other.coach.token);
    const auto nobodys =
        scene.world.post("/api/v1/customers/" + stranger + "/agreements",
                         json::Object{}.add("basket", "bsk_00000000000000000000000000"), other.coach.token);
    CHECK(theirs.rule() == "agreement.no_such_basket");
    CHECK(theirs.rule() == nobodys.rule());
    CHECK(theirs.status == nobodys.status);
    CHECK(scene.world.post("/api/v1/customers/" + scene.customer + "/agreements", body, other.coach.token)
              .status == 404);
}

TEST_CASE("an agreement of somebody else's customer looks absent", "[agreement]")
{
    Scene scene;
    const auto id = test::agreed_basket(scene.world, scene.area, scene.customer, scene.basket);
    const auto colleague = scene.world.member(scene.area.admin, {"coach"});
    const auto path = "/api/v1/agreements/" + id;
    CHECK(scene.world.get(path, colleague.token).status == 404);
    CHECK(scene.world.post(path + "/withdraw", json::Object{}.add("reason", "x"), colleague.token).status ==
          404);
    CHECK(scene.world.post(path + "/choice-sessions", {}, colleague.token).status == 404);
    CHECK(scene.world.get(path, scene.area.officer.token).status == 403);
    CHECK(scene.world.get(path, scene.area.coach.token).status == 200);
}

TEST_CASE("an agreement moves only as its table says", "[agreement]")
{
    Scene scene;
    const auto declined = scene.propose(scene.customer, scene.basket).body.at("id").text();
    REQUIRE(scene.move(declined, "decline").body.at("state").text() == "DECLINED");
    for (const auto* verb : {"agree", "decline", "withdraw"})
        CHECK(scene.move(declined, verb).rule() == "basket_agreement.transition_not_listed");
    const auto agreed = test::agreed_basket(scene.world, scene.area, scene.customer, scene.basket);
    CHECK(scene.move(agreed, "agree").rule() == "basket_agreement.transition_not_listed");
    REQUIRE(scene.move(agreed, "withdraw").status == 200);
    CHECK(scene.state(agreed) == "WITHDRAWN");
    const auto stale = scene.propose(scene.customer, scene.basket).body.at("id").text();
    CHECK(scene.world
              .ask(http::Method::post, "/api/v1/agreements/" + stale + "/agree",
                   json::Object{}.add("how", "online"),
                   {.token = scene.area.coach.token, .if_match = "\"9-x\"", .key = {}, .headers = {}})
              .status == 412);
}

TEST_CASE("a proposal that nobody answers expires at its due moment", "[agreement]")
{
    Scene scene;
    const auto id = scene.propose(scene.customer, scene.basket).body.at("id").text();
    const auto agreed = test::agreed_basket(scene.world, scene.area, scene.customer, scene.basket);
    const auto due = scene.world.now().plus_days(14); // service_level.choice_open.days
    scene.world.move_to(due.plus_seconds(-60));
    CHECK(scene.state(id) == "PROPOSED");
    scene.world.move_to(due.plus_seconds(1));
    CHECK(scene.state(id) == "EXPIRED");
    CHECK(scene.state(agreed) == "AGREED");
}

TEST_CASE("a new version of the basket between proposal and agreement is agreed anew", "[agreement]")
{
    Scene scene;
    const auto id = scene.propose(scene.customer, scene.basket).body.at("id").text();
    test::publish_version(scene.world, scene.area, scene.basket,
                          test::with(test::good_terms(), "minimum_alternatives", 3));
    CHECK(scene.move(id, "agree").rule() == "choice.basket_changed");
    const auto again = scene.propose(scene.customer, scene.basket).body.at("id").text();
    CHECK(scene.move(again, "agree").status == 200);
}

TEST_CASE("an order fulfils an agreement once", "[agreement]")
{
    Scene scene;
    const auto id =
        *BasketAgreementId::parse(test::agreed_basket(scene.world, scene.area, scene.customer, scene.basket));
    scene.world.store().write_and_wait(
        [&](Transaction& tx)
        {
            choices::fulfil(tx, id);
            CHECK_THROWS_AS(choices::fulfil(tx, id), BrokenPromise);
            return Verdict::keep;
        });
    CHECK(scene.state(id.text()) == "FULFILLED");
}
