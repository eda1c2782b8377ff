// The call and the offers: who is asked, until when, and who sees what.
#include "tests/procurement/small_purchase/purchase_scene.hpp"

using namespace kori;
using namespace kori::test;

namespace
{

json::Object call_of(const std::vector<std::string>& providers, Instant offers_close)
{
    return json::Object{}.add("providers", json::array_of(providers)).add("offers_close", offers_close);
}

json::Object until(Instant offers_close)
{
    return json::Object{}.add("offers_close", offers_close);
}

} // namespace

TEST_CASE("the invited see the purchase, the others do not, and nobody outside sees the estimate",
          "[small_purchase]")
{
    PurchaseScene scene;
    const auto id = scene.invited(Money::euros(10'000));
    for (const auto& who : {scene.first, scene.second})
    {
        const auto seen = scene.see(id, who);
        REQUIRE(seen.status == 200);
        CHECK(seen.body.find("estimate") == nullptr);
        CHECK(seen.body.find("invited") == nullptr);
        CHECK(seen.body.find("total") == nullptr);
        CHECK(seen.body.find("kind") == nullptr);
    }
    CHECK(scene.see(id, scene.third).status == 404);
    CHECK(scene.world.get(PurchaseScene::path_of(id)).status == 404);
    CHECK(scene.world.get("/api/v1/small-purchases", scene.first.token).body.at("items").array().size() == 1);
    CHECK(scene.world.get("/api/v1/small-purchases", scene.third.token).body.at("items").array().empty());
    CHECK(scene.act(id, "offers", scene.third, good_offer_of(Money::euros(1))).status == 404);
    // The buyer's own acts are not the provider's.
    CHECK(scene.act(id, "extend", scene.first, until(scene.tomorrow().plus_hours(1))).status == 403);
}

TEST_CASE("what was announced everybody sees and may answer", "[small_purchase]")
{
    PurchaseScene scene;
    const auto id = scene.need(Money::euros(10'000));
    REQUIRE(scene.act(id, "announce", scene.area.officer, until(scene.tomorrow())).status == 200);
    CHECK(scene.world.get(PurchaseScene::path_of(id)).status == 200);
    CHECK(scene.world.get("/api/v1/small-purchases").body.at("items").array().size() == 1);
    CHECK(scene.act(id, "offers", scene.third, good_offer_of(Money::euros(9'000))).status == 201);
    CHECK(scene.entries_about(id).back().audience == "everyone");
}

TEST_CASE("the call keeps the published rule", "[small_purchase]")
{
    PurchaseScene scene;
    const auto& officer = scene.area.officer;
    const auto id = scene.need(Money::euros(10'000));
    const auto one = scene.act(id, "invite", officer, call_of({scene.first.organisation}, scene.tomorrow()));
    CHECK(one.status == 422);
    CHECK(one.rule() == "small_purchase.too_few_invited");
    const auto ghost =
        scene.act(id, "invite", officer,
                  call_of({scene.first.organisation, "org_00000000000000000000000000"}, scene.tomorrow()));
    CHECK(ghost.status == 422);
    CHECK(ghost.refuses("/providers/1", "small_purchase.not_a_provider"));
    const auto self = scene.act(id, "invite", officer,
                                call_of({scene.area.authority, scene.first.organisation}, scene.tomorrow()));
    CHECK(self.refuses("/providers/0", "small_purchase.not_a_provider"));
    const auto past = scene.act(id, "announce", officer, until(scene.world.now().plus_seconds(-1)));
    CHECK(past.status == 422);
    CHECK(past.refuses("/offers_close", "small_purchase.close_in_past"));
    CHECK(scene.state_of(id) == "NEED");

    publish_rule(scene.world, scene.area, scene.programme, with(good_rule(), "may_announce", false));
    const auto quiet = scene.need(Money::euros(10'000));
    const auto refused = scene.act(quiet, "announce", officer, until(scene.tomorrow()));
    CHECK(refused.status == 409);
    CHECK(refused.rule() == "small_purchase.way_not_in_rule");
    CHECK(scene.see(quiet, scene.first).status == 404);
}

TEST_CASE("until the close nobody but its maker knows of an offer", "[small_purchase]")
{
    PurchaseScene scene;
    const auto& area = scene.area;
    const auto id = scene.invited(Money::euros(10'000));
    const auto before = scene.entries_about(id).size();
    const auto offer = offered(scene.world, scene.first, id, Money::euros(9'000));
    CHECK(scene.entries_about(id).size() == before); // told of the offer, which only its maker reads
    const auto entries = scene.entries_about(offer);
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].kind == "small_purchase.offer_submitted");
    CHECK(entries[0].organisations == std::vector{scene.first.organisation});
    for (const auto& who : {area.officer, area.decider, area.auditor, scene.second})
        CHECK(scene.offers(id, who.token).empty());
    const auto mine = scene.offers(id, scene.first.token);
    REQUIRE(mine.size() == 1);
    CHECK(mine[0].at("trade_secret").text() == "Kustannusten erittely");
    CHECK(scene.see(id, area.officer).raw.body.find("900000") == std::string::npos);

    scene.world.move_to(scene.world.now().plus_hours(25));
    CHECK(scene.state_of(id) == "OFFERS_IN");
    for (const auto& who : {area.officer, area.decider, area.auditor})
        CHECK(scene.offers(id, who.token).size() == 1);
    CHECK(scene.offers(id, scene.second.token).empty());
}

TEST_CASE("an offer is in time until the last moment of the close, and after it kept as late",
          "[small_purchase]")
{
    PurchaseScene scene;
    const auto close = scene.tomorrow();
    const auto id = scene.need(Money::euros(10'000));
    invite_to(scene.world, scene.area, id, {scene.first, scene.second}, close);
    scene.world.move_to(close.plus_micros(-1'000'000));
    CHECK(scene.act(id, "offers", scene.first, good_offer_of(Money::euros(9'000)))
              .body.at("is_late")
              .boolean() == false);
    scene.world.move_to(close.plus_micros(1));
    CHECK(scene.state_of(id) == "OFFERS_IN");
    const auto late = scene.act(id, "offers", scene.second, good_offer_of(Money::euros(1'000)));
    REQUIRE(late.status == 201);
    CHECK(late.body.at("is_late").boolean());
    CHECK(scene.offers(id, scene.area.officer.token).size() == 2);
    CHECK(scene.kinds_about(late.body.at("id").text()) ==
          std::vector<std::string>{"small_purchase.offer_late"});
    const auto facts = scene.entries_about(id).back().facts;
    INFO(facts);
    CHECK(facts.find(R"("offers":1)") != std::string::npos);
    const auto chosen = scene.act(id, "decide", scene.area.decider,
                                  award_to(late.body.at("id").text(), {scene.first, scene.second}));
    CHECK(chosen.status == 422);
    CHECK(chosen.rule() == "small_purchase.chosen_without_offer");
}

TEST_CASE("a provider's later offer takes the place of its earlier one", "[small_purchase]")
{
    PurchaseScene scene;
    const auto id = scene.invited(Money::euros(10'000));
    const auto older = offered(scene.world, scene.first, id, Money::euros(9'000));
    const auto newer = offered(scene.world, scene.first, id, Money::euros(8'000));
    scene.world.move_to(scene.world.now().plus_hours(25));
    CHECK(scene.offers(id, scene.area.officer.token).size() == 2);
    const auto refused = scene.act(id, "decide", scene.area.decider, award_to(older, {scene.first}));
    CHECK(refused.rule() == "small_purchase.chosen_without_offer");
    REQUIRE(scene.act(id, "decide", scene.area.decider, award_to(newer, {scene.first})).status == 200);
    CHECK(scene.see(id, scene.area.officer).body.at("chosen").at("price_cents").integer() == 800'000);
}

TEST_CASE("time is given to all and only made longer, and the close moves with it", "[small_purchase]")
{
    PurchaseScene scene;
    const auto close = scene.tomorrow();
    const auto id = scene.need(Money::euros(10'000));
    invite_to(scene.world, scene.area, id, {scene.first, scene.second}, close);
    const auto shorter = scene.act(id, "extend", scene.area.officer, until(close));
    CHECK(shorter.status == 422);
    CHECK(shorter.rule() == "small_purchase.time_not_longer");
    const auto later = close.plus_hours(48);
    REQUIRE(scene.act(id, "extend", scene.area.officer, until(later)).status == 200);
    scene.world.move_to(close.plus_hours(1));
    CHECK(scene.state_of(id) == "INVITED");
    CHECK_FALSE(scene.act(id, "offers", scene.first, good_offer_of(Money::euros(9'000)))
                    .body.at("is_late")
                    .boolean());
    scene.world.move_to(later.plus_micros(-1'000'000));
    CHECK(scene.state_of(id) == "INVITED");
    scene.world.move_to(later.plus_micros(1));
    CHECK(scene.state_of(id) == "OFFERS_IN");
    CHECK(scene.act(id, "extend", scene.area.officer, until(later.plus_hours(1))).status == 409);
    const auto tasks = scene.tasks_of(scene.area.decider);
    CHECK(std::count(tasks.begin(), tasks.end(), "small_purchase.decide") == 1);
}
