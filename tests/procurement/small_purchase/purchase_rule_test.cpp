// The buyer's published rule, and the need that is begun under it.
#include "tests/procurement/small_purchase/purchase_scene.hpp"

using namespace kori;
using namespace kori::test;

namespace
{

std::string rules_of(const PurchaseScene& scene)
{
    return "/api/v1/programmes/" + scene.programme + "/purchase-rules";
}

std::string needs_of(const std::string& programme)
{
    return "/api/v1/programmes/" + programme + "/small-purchases";
}

} // namespace

TEST_CASE("officers draft the rule, the decision maker publishes it, and then everybody reads it",
          "[small_purchase]")
{
    PurchaseScene scene;
    const auto& area = scene.area;
    CHECK(scene.world.post(rules_of(scene), good_rule(), area.decider.token).status == 403);
    CHECK(scene.world.post(rules_of(scene), good_rule(), scene.first.token).status == 403);
    const auto draft =
        scene.world.post(rules_of(scene), with(good_rule(), "fewest_invited", 3), area.officer.token);
    REQUIRE(draft.status == 201);
    CHECK(draft.body.at("number").integer() == 2);
    const auto path = "/api/v1/purchase-rules/" + draft.body.at("id").text();
    CHECK(scene.world.get(path).status == 404);
    CHECK(scene.world.get(path, area.coach.token).status == 200);
    CHECK(scene.world.get(rules_of(scene)).body.at("items").array().size() == 1);
    CHECK(scene.world.get(rules_of(scene), area.officer.token).body.at("items").array().size() == 2);

    CHECK(scene.world.post(path + "/publish", {}, area.officer.token).status == 403);
    REQUIRE(scene.world.post(path + "/publish", {}, area.decider.token).status == 200);
    CHECK(scene.world.get(path).body.at("published_at").is_text());
    const auto again = scene.world.post(path + "/publish", {}, area.decider.token);
    CHECK(again.status == 409);
    CHECK(again.rule() == "small_purchase.rule_published_already");
    CHECK(scene.kinds_about(draft.body.at("id").text()) ==
          std::vector<std::string>{"small_purchase.rule_drafted", "small_purchase.rule_published"});
}

TEST_CASE("a rule names a way and how many are invited, and another authority has none of it",
          "[small_purchase]")
{
    PurchaseScene scene;
    const auto token = scene.area.officer.token;
    const auto wayless = scene.world.post(
        rules_of(scene), with(with(good_rule(), "may_invite", false), "may_announce", false), token);
    CHECK(wayless.status == 422);
    CHECK(wayless.refuses("", "small_purchase.rule_without_way"));
    const auto nobody = scene.world.post(rules_of(scene), with(good_rule(), "fewest_invited", 0), token);
    CHECK(nobody.status == 422);
    CHECK(nobody.refuses("/fewest_invited", "small_purchase.fewest_invited"));
    CHECK(scene.world.post(rules_of(scene), with(good_rule(), "fewest_invited", 1), token).status == 201);

    const auto other = make_area(scene.world, "Toinen alue", "0112038-9", "01", {"091"});
    CHECK(scene.world.post(rules_of(scene), good_rule(), other.officer.token).status == 404);
    const auto draft = scene.world.post(rules_of(scene), good_rule(), token).body.at("id").text();
    CHECK(scene.world.post("/api/v1/purchase-rules/" + draft + "/publish", {}, other.decider.token).status ==
          404);
    const auto open = open_programme(scene.world, scene.area);
    const auto refused =
        scene.world.post("/api/v1/programmes/" + open + "/purchase-rules", good_rule(), token);
    CHECK(refused.status == 409);
    CHECK(refused.rule() == "small_purchase.other_channel");
}

TEST_CASE("only the newest draft is published", "[small_purchase]")
{
    PurchaseScene scene;
    const auto older = scene.world.post(rules_of(scene), good_rule(), scene.area.officer.token);
    REQUIRE(scene.world.post(rules_of(scene), good_rule(), scene.area.officer.token).status == 201);
    const auto refused = scene.world.post("/api/v1/purchase-rules/" + older.body.at("id").text() + "/publish",
                                          {}, scene.area.decider.token);
    CHECK(refused.status == 409);
    CHECK(refused.rule() == "small_purchase.rule_superseded");
}

TEST_CASE("a purchase keeps the rule under which it was begun", "[small_purchase]")
{
    PurchaseScene scene;
    const auto begun = scene.need(Money::euros(10'000));
    auto stricter = with(good_rule(), "fewest_invited", 3);
    const auto later = publish_rule(scene.world, scene.area, scene.programme, stricter);
    const auto after = scene.need(Money::euros(10'000));
    const auto call = json::Object{}
                          .add("providers", json::Array{scene.first.organisation, scene.second.organisation})
                          .add("offers_close", scene.tomorrow());
    CHECK(scene.see(begun, scene.area.officer).body.at("rule").text() == scene.rule);
    CHECK(scene.see(after, scene.area.officer).body.at("rule").text() == later);
    CHECK(scene.act(begun, "invite", scene.area.officer, call).status == 200);
    const auto refused = scene.act(after, "invite", scene.area.officer, call);
    CHECK(refused.status == 422);
    CHECK(refused.rule() == "small_purchase.too_few_invited");
    CHECK(scene.state_of(after) == "NEED");
}

TEST_CASE("without a published rule no need is stated", "[small_purchase]")
{
    PurchaseScene scene;
    const auto bare = purchase_programme(scene.world, scene.area);
    const auto token = scene.area.officer.token;
    const auto draft = scene.world.post("/api/v1/programmes/" + bare + "/purchase-rules", good_rule(), token);
    REQUIRE(draft.status == 201);
    const auto refused = scene.world.post(needs_of(bare), good_need(Money::euros(1'000)), token);
    CHECK(refused.status == 409);
    CHECK(refused.rule() == "small_purchase.rule_not_published");
    REQUIRE(scene.world
                .post("/api/v1/purchase-rules/" + draft.body.at("id").text() + "/publish", {},
                      scene.area.decider.token)
                .status == 200);
    CHECK(scene.world.post(needs_of(bare), good_need(Money::euros(1'000)), token).status == 201);
}

TEST_CASE("a need is stated by an officer, in a programme of this channel, and seen by nobody outside",
          "[small_purchase]")
{
    PurchaseScene scene;
    const auto& area = scene.area;
    const auto need = good_need(Money::euros(10'000));
    for (const auto& token : {area.decider.token, area.coach.token, area.auditor.token, scene.first.token})
        CHECK(scene.world.post(needs_of(scene.programme), need, token).status == 403);
    const auto open = open_programme(scene.world, area);
    CHECK(scene.world.post(needs_of(open), need, area.officer.token).rule() ==
          "small_purchase.other_channel");
    const auto other = make_area(scene.world, "Toinen alue", "0112038-9", "01", {"091"});
    CHECK(scene.world.post(needs_of(scene.programme), need, other.officer.token).status == 404);

    const auto id = scene.need(Money::euros(10'000));
    for (const auto& who : {area.officer, area.decider, area.auditor})
        CHECK(scene.see(id, who).body.at("estimate").at("value_cents").integer() == 1'000'000);
    for (const auto& who : {area.coach, scene.first, other.officer})
        CHECK(scene.see(id, who).status == 404);
    CHECK(scene.world.get(PurchaseScene::path_of(id)).status == 404);
    for (const auto* verb : {"drop", "order"})
        CHECK(scene.act(id, verb, other.officer).status == 404);
    CHECK(scene.world.get("/api/v1/small-purchases", area.officer.token).body.at("items").array().size() ==
          1);
    CHECK(scene.world.get("/api/v1/small-purchases", scene.first.token).body.at("items").array().empty());
    CHECK(scene.kinds_about(id) == std::vector<std::string>{"small_purchase.need_stated"});
}

TEST_CASE("what is wrong with a need is told of its field", "[small_purchase]")
{
    PurchaseScene scene;
    const auto state = [&](const json::Object& need)
    { return scene.world.post(needs_of(scene.programme), need, scene.area.officer.token); };
    const auto good = good_need(Money::euros(10'000));
    const auto value = [](std::string_view basis)
    { return json::Object{}.add("basis", basis).add("price_cents", Money::euros(1'000)); };
    CHECK(state(with(good, "cpv", "79634000-8")).refuses("/cpv", "cpv.check_digit"));
    CHECK(state(with(good, "kind", "Guidance ")).refuses("/kind", "small_purchase.kind_form"));
    CHECK(state(with(good, "value", value("monthly").add("options", json::Array{})))
              .refuses("/value/options", "small_purchase.value_of_other_basis"));
    CHECK(state(with(good, "value", value("contract").add("months", 12)))
              .refuses("/value/months", "small_purchase.value_of_other_basis"));
    CHECK(scene.world.get("/api/v1/small-purchases", scene.area.officer.token)
              .body.at("items")
              .array()
              .empty());
}

TEST_CASE("a value counts options (§27) and an open-ended monthly price 48 times (§30)", "[small_purchase]")
{
    PurchaseScene scene;
    const auto option = json::Object{}.add("name", "jatkoryhmä").add("value_cents", Money::euros(2'500));
    const auto with_option = json::Object{}
                                 .add("basis", "contract")
                                 .add("price_cents", Money::euros(10'000))
                                 .add("options", json::Array{option});
    const auto id =
        stated_need(scene.world, scene.area, scene.programme, with(good_need(Money{}), "value", with_option));
    const auto estimate = [&] { return scene.see(id, scene.area.officer).body.at("estimate"); };
    CHECK(estimate().at("value_cents").integer() == 1'250'000);
    CHECK(estimate().at("lines").array().size() == 2);

    const auto monthly = json::Object{}.add("basis", "monthly").add("price_cents", Money::euros(1'000));
    const auto estimated = [&](const json::Object& value)
    { return scene.act(id, "estimate", scene.area.officer, json::Object{}.add("value", value)); };
    REQUIRE(estimated(monthly).status == 200);
    CHECK(estimate().at("value_cents").integer() == 4'800'000);
    CHECK(estimate().at("rule").text() == "value.open_ended");
    CHECK(estimate().at("number").integer() == 2);
    REQUIRE(estimated(with(monthly, "months", 6)).status == 200);
    CHECK(estimate().at("value_cents").integer() == 600'000);
    CHECK(scene.kinds_about(id).back() == "small_purchase.need_restated");
}

TEST_CASE("one kind has one threshold class, so no code covers for another", "[small_purchase]")
{
    PurchaseScene scene;
    const auto first = scene.need(Money::euros(1'000));
    const auto annex = with(good_need(Money::euros(1'000)), "cpv", job_search_cpv);
    const auto refused = scene.world.post(needs_of(scene.programme), annex, scene.area.officer.token);
    CHECK(refused.status == 422);
    CHECK(refused.refuses("/kind", "small_purchase.kind_of_other_class"));
    CHECK(scene.world
              .post(needs_of(scene.programme), with(annex, "kind", "job_search"), scene.area.officer.token)
              .status == 201);
    REQUIRE(scene.act(first, "drop", scene.area.officer).status == 200);
    CHECK(scene.world.post(needs_of(scene.programme), annex, scene.area.officer.token).status == 201);
}

TEST_CASE("what the Act forbids below its threshold has no way in", "[small_purchase]")
{
    PurchaseScene scene;
    // Nobody is admitted to a system: the Act and its system do not apply (§25(2)).
    const auto asked =
        scene.world.post("/api/v1/programmes/" + scene.programme + "/requests", {}, scene.first.token);
    CHECK(asked.status == 409);
    const auto divided = scene.world.post("/api/v1/programmes/" + scene.programme + "/categories",
                                          json::Object{}
                                              .add("name", LocalText{"Osa", "Del", ""})
                                              .add("description", LocalText{"Osa", "Del", ""})
                                              .add("cpv", guidance_cpv)
                                              .add("form", "contract"),
                                          scene.area.officer.token);
    INFO(divided.raw.body);
    CHECK(divided.rule() == "system.not_a_system");
    // No fee for taking part: an offer has nothing of the kind.
    const auto id = scene.invited(Money::euros(10'000));
    const auto fee = scene.act(id, "offers", scene.first,
                               json::Object{good_offer_of(Money::euros(1))}.add("fee_cents", 100));
    CHECK(fee.refuses("/fee_cents", "field.unknown"));
    // Nothing is chosen in a programme whose purchases outgrew the channel.
    const auto begun = scene.need(Money::euros(10'000));
    REQUIRE(scene.world
                .post("/api/v1/programmes/" + scene.programme + "/regime",
                      json::Object{}.add("regime", "national").add("reason", "Arvo kasvoi"),
                      scene.area.decider.token)
                .status == 200);
    const auto refused = scene.act(begun, "announce", scene.area.officer,
                                   json::Object{}.add("offers_close", scene.tomorrow()));
    CHECK(refused.status == 409);
    CHECK(refused.rule() == "small_purchase.outgrown");
    CHECK(scene.world.post(needs_of(scene.programme), good_need(Money::euros(1)), scene.area.officer.token)
              .rule() == "small_purchase.outgrown");
}
