#include "core/storage/store.hpp"
#include "marketplace/offer/shown_offers.hpp"
#include "tests/marketplace/offer/offer_scene.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

TEST_CASE("the list of a basket says of each offer what the offer says of itself", "[offer]")
{
    OfferScene scene;
    listed_offer(scene.world, scene.provider, scene.basket);
    const auto other = accepted_provider(scene.world, scene.area, programme_of(scene.world, scene.basket), 7);
    listed_offer(scene.world, other, scene.basket);
    const auto listed = scene.list().body.at("items").array();
    CHECK(listed.size() == 2);
    for (const auto& item : listed)
        CHECK(item == scene.world.get("/api/v1/offers/" + item.at("id").text()).body);
}

TEST_CASE("an offer is shown only as long as its provider stands accepted", "[offer]")
{
    OfferScene scene;
    const auto offer = listed_offer(scene.world, scene.provider, scene.basket);
    scene.decide_on_acceptance("suspension");
    CHECK(scene.listed().empty());
    CHECK_FALSE(scene.see(offer, scene.provider.token).body.at("is_shown").boolean());
    scene.decide_on_acceptance("restoration");
    CHECK(scene.listed() == std::vector<std::string>{offer});
    REQUIRE(
        scene.world.post("/api/v1/requests/" + scene.request + "/leave", {}, scene.provider.token).status ==
        200);
    CHECK(scene.listed().empty());
    scene.world.store().read(
        [&](Transaction& tx)
        {
            CHECK(offers::shown_in(tx, *BasketId::parse(scene.basket), finnish_date(scene.world.now()))
                      .empty());
        });
}

TEST_CASE("a removed provider's offers are shown no longer", "[offer]")
{
    OfferScene scene;
    listed_offer(scene.world, scene.provider, scene.basket);
    scene.decide_on_acceptance("removal");
    CHECK(scene.listed().empty());
}

TEST_CASE("a new version of the basket hides the offers that do not keep it, and only those", "[offer]")
{
    OfferScene scene;
    const auto small = listed_offer(scene.world, scene.provider, scene.basket);
    const auto large =
        listed_offer(scene.world, scene.provider, scene.basket, with(good_offer(), "capacity", 20));
    auto condition = json::Object{}
                         .add("code", "places")
                         .add("kind", "capacity_at_least")
                         .add("text", LocalText{"Vähintään 20", "Minst 20", ""})
                         .add("at_least", 20);
    const auto version = publish_version(scene.world, scene.area, scene.basket,
                                         with(good_terms(), "boundary_conditions", json::Array{condition}));
    CHECK(scene.listed() == std::vector<std::string>{large});
    REQUIRE(edit_offer(scene.world, scene.provider, small, with(good_offer(), "capacity", 20)).status == 200);
    const auto mended = submit_offer(scene.world, scene.provider, small);
    CHECK(mended.body.at("current").at("checked_against").text() == version);
    CHECK(scene.listed().size() == 2);
}

TEST_CASE("a paused offer is not shown until it is resumed, a withdrawn one never again", "[offer]")
{
    OfferScene scene;
    const auto offer = listed_offer(scene.world, scene.provider, scene.basket);
    REQUIRE(scene.act(offer, "pause", scene.provider).status == 200);
    CHECK(scene.listed().empty());
    // A new version of a paused offer stays paused.
    REQUIRE(edit_offer(scene.world, scene.provider, offer, with(good_offer(), "capacity", 12)).status == 200);
    CHECK(submit_offer(scene.world, scene.provider, offer).body.at("state").text() == "PAUSED");
    REQUIRE(scene.act(offer, "resume", scene.provider).status == 200);
    CHECK(scene.listed().size() == 1);
    REQUIRE(scene.act(offer, "withdraw", scene.provider).status == 200);
    CHECK(scene.listed().empty());
    CHECK(scene.act(offer, "resume", scene.provider).rule() == "offer.transition_not_listed");
    CHECK(scene.act(offer, "submit", scene.provider).rule() == "offer.over");
    CHECK(edit_offer(scene.world, scene.provider, offer, good_offer()).rule() == "offer.over");
}

TEST_CASE("a full offer is still shown, and stays full unless it gets more room", "[offer]")
{
    OfferScene scene;
    const auto offer = listed_offer(scene.world, scene.provider, scene.basket);
    const auto set_full = [&](bool is_full)
    {
        scene.world.store().write_and_wait(
            [&](Transaction& tx)
            {
                offers::set_full(tx, *OfferId::parse(offer), is_full);
                return Verdict::keep;
            });
    };
    set_full(true);
    set_full(true);
    CHECK(scene.see(offer).body.at("state").text() == "FULL");
    CHECK(scene.listed().size() == 1);
    REQUIRE(edit_offer(scene.world, scene.provider, offer,
                       with(good_offer(), "languages", json::Array{"fi", "sv"}))
                .status == 200);
    CHECK(submit_offer(scene.world, scene.provider, offer).body.at("state").text() == "FULL");
    REQUIRE(edit_offer(scene.world, scene.provider, offer, with(good_offer(), "capacity", 11)).status == 200);
    CHECK(submit_offer(scene.world, scene.provider, offer).body.at("state").text() == "LISTED");
    set_full(false);
    CHECK(scene.see(offer).body.at("state").text() == "LISTED");
}

TEST_CASE("a draft is the provider's own, a submitted offer the authority's too, a listed one everybody's",
          "[offer]")
{
    OfferScene scene;
    const auto stranger = accepted_provider(scene.world, scene.area, scene.programme, 2);
    const auto offer = draft_offer(scene.world, scene.provider, scene.basket,
                                   with(good_offer(), "languages", json::Array{"en"}));
    CHECK(scene.see(offer, scene.provider.token).status == 200);
    for (const auto& token :
         {scene.area.officer.token, scene.area.coach.token, stranger.token, std::string{}})
        CHECK(scene.see(offer, token).status == 404);
    CHECK(scene.world.get("/api/v1/offers", scene.area.officer.token).body.at("items").array().empty());
    CHECK(scene.act(offer, "submit", stranger).status == 404);

    submit_offer(scene.world, scene.provider, offer); // returned
    CHECK(scene.see(offer, scene.area.officer.token).body.at("draft").at("check").at("passed").boolean() ==
          false);
    for (const auto& token : {scene.area.coach.token, stranger.token, std::string{}})
        CHECK(scene.see(offer, token).status == 404);

    REQUIRE(edit_offer(scene.world, scene.provider, offer, good_offer()).status == 200);
    CHECK(scene.see(offer, scene.area.officer.token).body.find("draft") == nullptr);
    submit_offer(scene.world, scene.provider, offer);
    for (const auto& token : {scene.area.coach.token, stranger.token, std::string{}})
    {
        const auto seen = scene.see(offer, token);
        REQUIRE(seen.status == 200);
        CHECK(seen.body.at("current").find("check") == nullptr);
        CHECK(scene.see(offer + "/versions", token).body.at("items").array().size() == 1);
    }
    CHECK(scene.see(offer + "/versions", scene.provider.token).body.at("items").array().size() == 2);
    CHECK(scene.act(offer, "pause", stranger).status == 404);
}

TEST_CASE("another provider's description cannot be offered, nor one that is retired", "[offer]")
{
    OfferScene scene;
    const auto stranger = accepted_provider(scene.world, scene.area, scene.programme, 2);
    const auto theirs = describe(scene.world, stranger);
    const auto put = [&](const std::string& description)
    {
        return scene.world.post("/api/v1/baskets/" + scene.basket + "/offers",
                                json::Object{}.add("description", description).add("terms", good_offer()),
                                scene.provider.token);
    };
    CHECK(put(theirs).refuses("/description", "offer.no_such_description"));
    CHECK(scene.world.get("/api/v1/descriptions/" + theirs, scene.provider.token).status == 404);
    const auto own = describe(scene.world, scene.provider);
    REQUIRE(scene.world.post("/api/v1/descriptions/" + own + "/retire", {}, scene.provider.token).status ==
            200);
    CHECK(put(own).rule() == "offer.description_retired");
}

TEST_CASE("only a basket that takes offers takes them", "[offer]")
{
    OfferScene scene;
    const auto offer = draft_offer(scene.world, scene.provider, scene.basket);
    const auto draft = draft_basket(scene.world, scene.area, scene.programme, good_terms());
    const auto description = describe(scene.world, scene.provider);
    const auto body = json::Object{}.add("description", description).add("terms", good_offer());
    CHECK(scene.world.post("/api/v1/baskets/" + draft + "/offers", body, scene.provider.token).status == 404);
    CHECK(scene.world.get("/api/v1/baskets/" + draft + "/offers").status == 404);

    activate(scene.world, scene.area, scene.basket);
    REQUIRE(scene.world
                .post("/api/v1/baskets/" + scene.basket + "/close-to-new",
                      json::Object{}.add("reason", "Loppuu"), scene.area.officer.token)
                .status == 200);
    CHECK(
        scene.world.post("/api/v1/baskets/" + scene.basket + "/offers", body, scene.provider.token).rule() ==
        "offer.basket_takes_none");
    CHECK(scene.act(offer, "submit", scene.provider).rule() == "offer.basket_takes_none");
}

TEST_CASE("an authority makes no offers and a worker only looks", "[offer]")
{
    OfferScene scene;
    const auto worker = scene.world.member(scene.provider, {"worker"});
    const auto offer = draft_offer(scene.world, scene.provider, scene.basket);
    CHECK(scene.world.get("/api/v1/offers", worker.token).body.at("items").array().size() == 1);
    CHECK(scene.act(offer, "submit", worker).status == 403);
    CHECK(scene.world.post("/api/v1/descriptions", good_description(), scene.area.officer.token).status ==
          403);
}
