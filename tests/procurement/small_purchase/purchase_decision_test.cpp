// Decisions, their documents and their correction (§135), and the order.
#include "tests/procurement/small_purchase/purchase_scene.hpp"

using namespace kori;
using namespace kori::test;

namespace
{

LocalText words()
{
    return {"Tarve muuttui", "Behovet ändrades", ""};
}

json::Object because()
{
    return json::Object{}.add("reasons", words());
}

json::Object correction(std::string_view ground)
{
    return json::Object{}.add("ground", ground).add("reasons", words());
}

CivilDate on(int year, unsigned month, unsigned day)
{
    return CivilDate{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
}

bool holds(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

// Two offers are in; the first is the cheaper one.
struct TwoOffers : PurchaseScene
{
    std::string id = invited(Money::euros(10'000));
    std::string cheap = offered(world, first, id, Money::euros(9'000));
    std::string dear = offered(world, second, id, Money::euros(9'500));
    json::Object award = award_to(cheap, {first, second});

    TwoOffers() { world.move_to(world.now().plus_hours(25)); }
    Answer decide() { return act(id, "decide", area.decider, award); }
    Answer ask_for_correction(const World::Member& who)
    {
        return act(id, "correction-requests", who, json::Object{}.add("reason", "Hinta on luettu väärin."));
    }
};

} // namespace

TEST_CASE("the decision maker decides, with reasons for each who made an offer", "[small_purchase]")
{
    TwoOffers scene;
    CHECK(scene.act(scene.id, "decide", scene.area.officer, scene.award).status == 403);
    const auto one = scene.act(scene.id, "decide", scene.area.decider, award_to(scene.cheap, {scene.first}));
    CHECK(one.status == 422);
    CHECK(one.refuses("/addressees", "small_purchase.reasons_missing"));
    const auto stranger = scene.act(scene.id, "decide", scene.area.decider,
                                    award_to(scene.cheap, {scene.first, scene.second, scene.third}));
    CHECK(stranger.refuses("/addressees/2/addressee", "small_purchase.addressee_unknown"));
    CHECK(scene.state_of(scene.id) == "OFFERS_IN");
    CHECK(scene.tasks_of(scene.area.decider) == std::vector<std::string>{"small_purchase.decide"});

    REQUIRE(scene.decide().status == 200);
    CHECK(scene.state_of(scene.id) == "DECIDED");
    CHECK(scene.tasks_of(scene.area.decider).empty());
    CHECK(scene.kinds_about(scene.id).back() == "small_purchase.decided");
    CHECK(scene.decide().status == 409);
}

TEST_CASE("each gets its own copy, with prices and the correction of §135, never with the Market Court",
          "[small_purchase][T17]")
{
    TwoOffers scene;
    REQUIRE(scene.decide().status == 200);
    const auto all = scene.decisions(scene.id, scene.area.decider.token);
    REQUIRE(all.size() == 1);
    CHECK(all[0].at("served").array().size() == 2);
    CHECK(all[0].at("remedies").texts() == std::vector<std::string>{"procurement_correction"});
    const auto mine = scene.decisions(scene.id, scene.second.token);
    REQUIRE(mine.size() == 1);
    REQUIRE(mine[0].at("served").array().size() == 1);
    const auto& copy = mine[0].at("served").array()[0];
    CHECK(copy.at("addressee").text() == scene.second.organisation);
    for (const auto* language : {"fi", "sv"})
    {
        const auto& html = copy.at("document").at(language).text();
        CHECK(holds(html, "Pohjolan Polku oy"));
        CHECK(holds(html, "9 000,00 €"));
        CHECK(holds(html, "9 500,00 €"));
        CHECK(holds(html, "1397/2016"));
        CHECK_FALSE(holds(html, "arkkinaoikeu"));
        CHECK_FALSE(holds(html, "arknadsdomstol"));
    }
    CHECK(holds(copy.at("document").at("fi").text(), "Perustelut tälle (fi)"));
    // Who made no offer has no decision to read, and nobody reads another's offer yet.
    CHECK(scene.see(scene.id, scene.third).status == 404);
    CHECK(scene.offers(scene.id, scene.second.token).size() == 1);
    CHECK(scene.see(scene.id, scene.second).body.find("chosen") == nullptr);
}

TEST_CASE("without an offer there is nothing to decide: the purchase is interrupted and dropped",
          "[small_purchase]")
{
    PurchaseScene scene;
    const auto id = scene.invited(Money::euros(10'000));
    scene.world.move_to(scene.world.now().plus_hours(25));
    const auto refused =
        scene.act(id, "decide", scene.area.decider, award_to("pof_00000000000000000000000000", {}));
    CHECK(refused.status == 409);
    CHECK(refused.rule() == "small_purchase.no_offers");
    CHECK(scene.act(id, "interrupt", scene.area.officer, because()).status == 403);
    REQUIRE(scene.act(id, "interrupt", scene.area.decider, because()).status == 200);
    CHECK(scene.decisions(id, scene.first.token).size() == 1); // the invited learn of it
    REQUIRE(scene.act(id, "drop", scene.area.officer).status == 200);
    CHECK(scene.state_of(id) == "DROPPED");
    CHECK(scene.tasks_of(scene.area.decider).empty());
}

TEST_CASE("the order can follow at once, and from it on the purchase is public but for trade secrets",
          "[small_purchase]")
{
    TwoOffers scene;
    REQUIRE(scene.decide().status == 200);
    CHECK(scene.world.get(PurchaseScene::path_of(scene.id)).status == 404);
    CHECK(scene.act(scene.id, "order", scene.area.decider).status == 403);
    REQUIRE(scene.act(scene.id, "order", scene.area.officer).status ==
            200); // no standstill below the threshold
    const auto seen = scene.world.get(PurchaseScene::path_of(scene.id));
    REQUIRE(seen.status == 200);
    CHECK(seen.body.at("chosen").at("price_cents").integer() == 900'000);
    CHECK(seen.body.find("estimate") == nullptr);
    for (const std::string& token : {std::string{}, scene.third.token, scene.area.coach.token})
    {
        const auto offers = scene.offers(scene.id, token);
        REQUIRE(offers.size() == 2);
        for (const auto& offer : offers)
        {
            CHECK(offer.find("trade_secret") == nullptr);
            CHECK(offer.find("evidence") == nullptr);
        }
        const auto decisions = scene.decisions(scene.id, token);
        REQUIRE(decisions.size() == 1);
        CHECK(decisions[0].at("served").array().empty());
    }
    // One's own and, for the buyer, all of them whole.
    for (const auto& offer : scene.offers(scene.id, scene.second.token))
        CHECK((offer.find("trade_secret") != nullptr) ==
              (offer.at("provider").text() == scene.second.organisation));
    for (const auto& offer : scene.offers(scene.id, scene.area.auditor.token))
        CHECK(offer.at("evidence").array().size() == 1);
    CHECK(scene.entries_about(scene.id).back().audience == "everyone");
    for (const auto* verb : {"order", "drop"})
        CHECK(scene.act(scene.id, verb, scene.area.officer).status == 409);
    CHECK(scene.act(scene.id, "interrupt", scene.area.decider, because()).status == 409);
}

TEST_CASE("a party asks for a correction in time, and the decision is made again beside the old one",
          "[small_purchase][T17]")
{
    TwoOffers scene;
    CHECK(scene.ask_for_correction(scene.second).rule() == "small_purchase.nothing_to_correct");
    REQUIRE(scene.decide().status == 200);
    const auto early = scene.act(scene.id, "correct", scene.area.decider, correction("request"));
    CHECK(early.status == 422);
    CHECK(early.refuses("/ground", "small_purchase.no_request_in_time"));
    CHECK(scene.ask_for_correction(scene.third).status == 404);
    const auto asked = scene.ask_for_correction(scene.second);
    REQUIRE(asked.status == 201);
    CHECK_FALSE(asked.body.at("is_late").boolean());
    CHECK(scene.tasks_of(scene.area.decider) ==
          std::vector<std::string>{"small_purchase.correction_requested"});
    // The other party does not read it.
    CHECK(scene.decisions(scene.id, scene.first.token)[0].at("requests").array().empty());

    CHECK(scene.act(scene.id, "correct", scene.area.officer, correction("request")).status == 403);
    REQUIRE(scene.act(scene.id, "correct", scene.area.decider, correction("request")).status == 200);
    CHECK(scene.state_of(scene.id) == "OFFERS_IN");
    REQUIRE(
        scene.act(scene.id, "decide", scene.area.decider, award_to(scene.dear, {scene.first, scene.second}))
            .status == 200);
    const auto decisions = scene.decisions(scene.id, scene.area.auditor.token);
    REQUIRE(decisions.size() == 3);
    CHECK(decisions[0].at("offer").text() == scene.cheap);
    CHECK(decisions[1].at("kind").text() == "correction");
    CHECK(decisions[1].at("replaces").text() == decisions[0].at("id").text());
    CHECK(decisions[1].at("remedies").array().empty()); // §135: the decision on it is final
    CHECK(decisions[2].at("offer").text() == scene.dear);
    CHECK(scene.kinds_about(scene.id).back() == "small_purchase.decided");
}

TEST_CASE("a request is in time for 14 days from the municipal receipt, and later kept as late",
          "[small_purchase][T17][T51]")
{
    // Decided on Tuesday 3 March: received three days later, 14 days from then, a Friday.
    const auto last = end_of_day(on(2026, 3, 20));
    const auto asked_at = [](TwoOffers& scene, Instant at)
    {
        REQUIRE(scene.decide().status == 200);
        const auto copy = scene.decisions(scene.id, scene.second.token)[0].at("served").array()[0];
        CHECK(copy.at("correction_until").instant() == end_of_day(on(2026, 3, 20)));
        scene.world.move_to(at);
        const auto asked = scene.ask_for_correction(scene.second);
        REQUIRE(asked.status == 201);
        return asked.body.at("is_late").boolean();
    };
    TwoOffers early;
    CHECK_FALSE(asked_at(early, last.plus_micros(-1'000'000)));
    CHECK(early.act(early.id, "correct", early.area.decider, correction("request")).status == 200);
    TwoOffers late;
    CHECK(asked_at(late, last.plus_micros(1)));
    const auto refused = late.act(late.id, "correct", late.area.decider, correction("request"));
    CHECK(refused.status == 422);
    CHECK(refused.rule() == "small_purchase.no_request_in_time");
    CHECK(late.state_of(late.id) == "DECIDED");
}

TEST_CASE("by itself the buyer corrects for 90 days from the decision", "[small_purchase][T18]")
{
    const auto last = end_of_day(on(2026, 6, 1)); // 3 March and 90 days
    TwoOffers in_time;
    REQUIRE(in_time.decide().status == 200);
    in_time.world.move_to(last.plus_micros(-1'000'000));
    CHECK(in_time.act(in_time.id, "correct", in_time.area.decider, correction("own_initiative")).status ==
          200);
    TwoOffers late;
    REQUIRE(late.decide().status == 200);
    late.world.move_to(last.plus_micros(1));
    const auto refused = late.act(late.id, "correct", late.area.decider, correction("own_initiative"));
    CHECK(refused.status == 409);
    CHECK(refused.rule() == "small_purchase.correction_too_late");
}

TEST_CASE(
    "an interruption before the close is taken back while the time runs, and then ends as it would have",
    "[small_purchase][T18]")
{
    PurchaseScene scene;
    const auto close = scene.tomorrow();
    const auto id = scene.need(Money::euros(10'000));
    REQUIRE(scene.act(id, "announce", scene.area.officer, json::Object{}.add("offers_close", close)).status ==
            200);
    const auto offer = offered(scene.world, scene.third, id, Money::euros(9'000));
    REQUIRE(scene.act(id, "interrupt", scene.area.decider, because()).status == 200);
    // Whoever has made an offer is told; the buyer does not learn who that is before the close.
    CHECK(scene.decisions(id, scene.third.token)[0].at("served").array().size() == 1);
    CHECK(scene.decisions(id, scene.area.decider.token)[0].at("served").array().empty());
    CHECK(scene.entries_about(id).back().organisations == std::vector{scene.area.authority});
    CHECK(scene.act(id, "offers", scene.first, good_offer_of(Money::euros(1))).status == 409);
    const auto early = scene.act(id, "correct", scene.area.decider, correction("own_initiative"));
    CHECK(early.rule() == "small_purchase.time_not_over");
    REQUIRE(scene.act(id, "reopen", scene.area.decider, correction("own_initiative")).status == 200);
    scene.world.move_to(close.plus_micros(1));
    CHECK(scene.state_of(id) == "OFFERS_IN");
    CHECK(scene.act(id, "decide", scene.area.decider, award_to(offer, {scene.third})).status == 200);
}

TEST_CASE("an interruption lets nothing run on, and comes too late to be reopened after the close",
          "[small_purchase]")
{
    PurchaseScene scene;
    const auto id = scene.invited(Money::euros(10'000));
    const auto offer = offered(scene.world, scene.first, id, Money::euros(9'000));
    REQUIRE(scene.act(id, "interrupt", scene.area.decider, because()).status == 200);
    scene.world.move_to(scene.world.now().plus_hours(25));
    CHECK(scene.state_of(id) == "INTERRUPTED");
    const auto refused = scene.act(id, "reopen", scene.area.decider, correction("own_initiative"));
    CHECK(refused.status == 409);
    CHECK(refused.rule() == "small_purchase.offer_too_late");
    REQUIRE(scene.act(id, "correct", scene.area.decider, correction("own_initiative")).status == 200);
    CHECK(scene.act(id, "decide", scene.area.decider, award_to(offer, {scene.first})).status == 200);
}

TEST_CASE("who saw an older state of the purchase does not move it", "[small_purchase]")
{
    TwoOffers scene;
    const auto seen = scene.see(scene.id, scene.area.decider).etag();
    REQUIRE(scene.decide().status == 200);
    const auto stale =
        scene.world.ask(http::Method::post, PurchaseScene::path_of(scene.id) + "/interrupt", because(),
                        {.token = scene.area.decider.token, .if_match = seen, .key = {}, .headers = {}});
    CHECK(stale.status == 412);
    CHECK(scene.state_of(scene.id) == "DECIDED");
}
