// The running total of a kind: below means below, at need, call, decision and order (§25, §30, §31).
#include "procurement/system/system_store.hpp"
#include "tests/procurement/small_purchase/purchase_scene.hpp"

using namespace kori;
using namespace kori::test;

namespace
{

std::string needs_of(const std::string& programme)
{
    return "/api/v1/programmes/" + programme + "/small-purchases";
}

std::string totals_of(const std::string& programme)
{
    return "/api/v1/programmes/" + programme + "/small-purchase-totals";
}

CivilDate on(int year, unsigned month, unsigned day)
{
    return CivilDate{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
}

} // namespace

TEST_CASE("a need a cent below the threshold is a small purchase, at it it is none", "[small_purchase]")
{
    PurchaseScene scene;
    const auto state = [&](Money price)
    { return scene.world.post(needs_of(scene.programme), good_need(price), scene.area.officer.token); };
    CHECK(state(Money::cents(5'999'999)).status == 201);
    const auto before = scene.world.get("/api/v1/small-purchases", scene.area.officer.token);
    const auto refused = state(Money::cents(6'000'000));
    CHECK(refused.status == 409);
    CHECK(refused.rule() == "total.reaches_threshold");
    CHECK(refused.raw.body.find("6000000") != std::string::npos);
    CHECK(scene.world.get("/api/v1/small-purchases", scene.area.officer.token).body == before.body);
    // Annex E: another class, another threshold.
    const auto annex = [&](Money price)
    {
        const auto need = with(with(good_need(price), "cpv", job_search_cpv), "kind", "job_search");
        return scene.world.post(needs_of(scene.programme), need, scene.area.officer.token).status;
    };
    CHECK(annex(Money::cents(39'999'999)) == 201);
    CHECK(annex(Money::cents(40'000'000)) == 409);
}

TEST_CASE("a total near the threshold is shown and given as a task once", "[small_purchase]")
{
    PurchaseScene scene;
    const auto warned = [&]
    {
        const auto tasks = scene.tasks_of(scene.area.officer);
        return std::count(tasks.begin(), tasks.end(), "small_purchase.total_near");
    };
    const auto far = scene.need(Money::cents(4'799'999));
    CHECK(scene.see(far, scene.area.officer).body.at("total").at("verdict").text() == "within");
    CHECK(warned() == 0);
    const auto id = scene.need(Money::cents(4'800'000));
    const auto seen = scene.see(id, scene.area.officer);
    CHECK(seen.body.at("total").at("verdict").text() == "near");
    CHECK(seen.body.at("total").at("rule").text() == "total.near");
    CHECK(seen.body.at("total").at("limit_cents").integer() == 6'000'000);
    CHECK(warned() == 1);
    invite_to(scene.world, scene.area, id, {scene.first, scene.second}, scene.tomorrow());
    CHECK(warned() == 1);
}

TEST_CASE("what was ordered and what is needed add up, over all programmes of the authority",
          "[small_purchase]")
{
    PurchaseScene scene;
    const auto made = scene.ordered(Money::euros(30'000));
    const auto elsewhere = purchase_programme(scene.world, scene.area);
    publish_rule(scene.world, scene.area, elsewhere);
    const auto state = [&](Money price, std::string_view kind)
    {
        return scene.world.post(needs_of(elsewhere), with(good_need(price), "kind", kind),
                                scene.area.officer.token);
    };
    CHECK(state(Money::cents(2'999'999), "guidance").status == 201);
    const auto entries = scene.world.entries();
    const auto refused = state(Money::euros(30'000), "guidance");
    CHECK(refused.status == 409);
    CHECK(refused.rule() == "total.adds_up");
    // The refusal says which purchases add up, to the officer and to whoever looks later.
    CHECK(refused.refuses("", "small_purchase.adds_to_total"));
    CHECK(refused.raw.body.find(made.purchase) != std::string::npos);
    CHECK(scene.world.entries() == entries + 1);
    CHECK(state(Money::euros(30'000), "another_kind").status == 201);
    // §27(5): a unit that answers for itself is counted alone.
    const auto alone =
        with(with(good_need(Money::euros(30'000)), "unit", "north"), "unit_is_independent", true);
    CHECK(scene.world.post(needs_of(elsewhere), alone, scene.area.officer.token).status == 201);
}

TEST_CASE("another authority's purchases are none of this one's total", "[small_purchase]")
{
    PurchaseScene scene;
    scene.ordered(Money::euros(30'000));
    const auto other = make_area(scene.world, "Toinen alue", "0112038-9", "01", {"091"});
    const auto programme = purchase_programme(scene.world, other);
    publish_rule(scene.world, other, programme);
    CHECK(
        scene.world.post(needs_of(programme), good_need(Money::euros(59'000)), other.officer.token).status ==
        201);
}

TEST_CASE("the total is looked at again at the call, at the decision and at the order", "[small_purchase]")
{
    PurchaseScene scene;
    const auto needed = scene.need(Money::euros(30'000));
    const auto called = scene.ended(Money::euros(30'000));
    const auto decided = scene.decided(Money::euros(30'000));

    // The call of the second and the decision on the third meet what was decided on the first.
    const auto call = scene.act(needed, "announce", scene.area.officer,
                                json::Object{}.add("offers_close", scene.tomorrow()));
    CHECK(call.status == 409);
    CHECK(call.rule() == "total.adds_up");
    CHECK(scene.state_of(needed) == "NEED");
    const auto award = award_to(called.offer, {scene.first});
    const auto decision = scene.act(called.purchase, "decide", scene.area.decider, award);
    CHECK(decision.status == 409);
    CHECK(decision.rule() == "total.adds_up");
    CHECK(scene.state_of(called.purchase) == "OFFERS_IN");
    CHECK(scene.decisions(called.purchase, scene.area.decider.token).empty());

    // What is corrected away frees its place again.
    REQUIRE(scene
                .act(decided.purchase, "correct", scene.area.decider,
                     json::Object{}
                         .add("ground", "own_initiative")
                         .add("reasons", LocalText{"Laskuvirhe", "Räknefel", ""}))
                .status == 200);
    REQUIRE(scene.act(called.purchase, "decide", scene.area.decider, award).status == 200);

    // Something that came from elsewhere meanwhile stops the order.
    const auto commit = [&](std::int64_t cents)
    {
        scene.world.store().write_and_wait(
            [&](Transaction& tx)
            {
                systems::commit_value(tx,
                                      {*OrganisationId::parse(scene.area.authority),
                                       *ProgrammeId::parse(scene.programme),
                                       {"spu_00000000000000000000000001", "guidance", "services", false,
                                        finnish_date(scene.world.now()), Money::cents(cents)}},
                                      scene.world.now());
                return Verdict::keep;
            });
    };
    commit(3'000'000);
    const auto order = scene.act(called.purchase, "order", scene.area.officer);
    CHECK(order.status == 409);
    CHECK(order.rule() == "total.adds_up");
    CHECK(scene.state_of(called.purchase) == "DECIDED");
    commit(2'999'999);
    CHECK(scene.act(called.purchase, "order", scene.area.officer).status == 200);
}

TEST_CASE("totals are read by officer and auditor of the authority only", "[small_purchase]")
{
    PurchaseScene scene;
    const auto made = scene.ordered(Money::euros(20'000));
    const auto other = make_area(scene.world, "Toinen alue", "0112038-9", "01", {"091"});
    for (const auto& path : {totals_of(scene.programme), totals_of(scene.programme) + "/adding-up"})
    {
        for (const auto& who : {scene.area.officer, scene.area.auditor})
            CHECK(scene.world.get(path, who.token).status == 200);
        for (const auto& who : {scene.area.coach, scene.area.decider, scene.first})
            CHECK(scene.world.get(path, who.token).status == 403);
        CHECK(scene.world.get(path, other.auditor.token).status == 404);
    }
    const auto totals = scene.world.get(totals_of(scene.programme), scene.area.auditor.token).body;
    REQUIRE(totals.at("kinds").array().size() == 1);
    const auto& kind = totals.at("kinds").array()[0];
    CHECK(kind.at("kind").text() == "guidance");
    CHECK(kind.at("total_cents").integer() == 2'000'000);
    CHECK(kind.at("limit_cents").integer() == 6'000'000);
    REQUIRE(kind.at("rows").array().size() == 1);
    CHECK(kind.at("rows").array()[0].at("purchase").text() == made.purchase);
    CHECK(scene.world.get(totals_of(scene.programme) + "/adding-up", scene.area.auditor.token)
              .body.at("kinds")
              .array()
              .empty());
}

TEST_CASE("an auditor finds what was split over the turn of a year (§31)", "[small_purchase]")
{
    PurchaseScene scene;
    // This buyer counted calendar years only.
    publish_rule(scene.world, scene.area, scene.programme, with(good_rule(), "period", "calendar"));
    scene.world.move_to(start_of_day(on(2026, 12, 1)));
    const auto december = scene.ordered(Money::euros(30'000));
    scene.world.move_to(start_of_day(on(2027, 1, 11)));
    const auto january = scene.ordered(Money::euros(30'000));
    const auto split = [&]
    {
        return scene.world.get(totals_of(scene.programme) + "/adding-up", scene.area.auditor.token)
            .body.at("kinds")
            .array();
    };
    CHECK(split().empty());
    publish_rule(scene.world, scene.area, scene.programme, good_rule());
    const auto found = split();
    REQUIRE(found.size() == 1);
    CHECK(found[0].at("rule").text() == "total.adds_up");
    CHECK(found[0].at("total_cents").integer() == 6'000'000);
    const auto& rows = found[0].at("rows").array();
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].at("purchase").text() == december.purchase);
    CHECK(rows[1].at("purchase").text() == january.purchase);
    // And from now on the buyer's own rule stops it.
    CHECK(scene.world.post(needs_of(scene.programme), good_need(Money::euros(1)), scene.area.officer.token)
              .rule() == "total.adds_up");
}
