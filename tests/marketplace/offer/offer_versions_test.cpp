#include "core/journal/journal.hpp"
#include "core/storage/store.hpp"
#include "marketplace/offer/offer_document.hpp"
#include "marketplace/offer/offer_store.hpp"
#include "tests/marketplace/offer/offer_scene.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace kori;
using namespace kori::test;

namespace
{

std::int64_t start_price(const json::Value& version)
{
    return version.at("terms").at("prices").array()[0].at("price_cents").integer();
}

} // namespace

TEST_CASE("the listed version is shown until the next one is listed, and never changes", "[offer]")
{
    OfferScene scene;
    const auto offer = listed_offer(scene.world, scene.provider, scene.basket);
    const auto first = scene.see(offer).body.at("current").at("id").text();
    std::string before;
    const auto stored = [&]
    {
        std::string text;
        scene.world.store().read(
            [&](Transaction& tx)
            {
                const auto version = offers::find_version(tx, *OfferVersionId::parse(first));
                REQUIRE(version.has_value());
                text = json::write(offers::document_of(version->terms)) +
                       json::write(offers::document_of(version->description)) + to_text(*version->listed_at);
            });
        return text;
    };
    before = stored();

    REQUIRE(edit_offer(scene.world, scene.provider, offer, with(good_offer(), "capacity", 12)).status == 200);
    CHECK(scene.see(offer).body.at("current").at("terms").at("capacity").integer() == 10);
    CHECK(scene.see(offer).body.at("state").text() == "LISTED");
    CHECK(scene.see(offer).body.find("draft") == nullptr);
    const auto second = submit_offer(scene.world, scene.provider, offer);
    CHECK(second.body.at("current").at("terms").at("capacity").integer() == 12);
    CHECK(second.body.at("current").at("number").integer() == 2);
    CHECK(second.body.at("current").at("id").text() != first);
    CHECK(stored() == before);
}

TEST_CASE("a mended version that fails leaves the listed one shown", "[offer]")
{
    OfferScene scene;
    const auto offer = listed_offer(scene.world, scene.provider, scene.basket);
    REQUIRE(edit_offer(scene.world, scene.provider, offer, with(good_offer(), "languages", json::Array{"en"}))
                .status == 200);
    const auto answer = submit_offer(scene.world, scene.provider, offer);
    CHECK(answer.body.at("state").text() == "LISTED");
    CHECK(failed_rules(answer) == std::set<std::string>{"offer.language_in_basket"});
    CHECK(scene.see(offer).body.at("current").at("number").integer() == 1);
    CHECK(scene.listed() == std::vector<std::string>{offer});
}

TEST_CASE("editing a description changes no offer that was made of it", "[offer]")
{
    OfferScene scene;
    const auto offer = listed_offer(scene.world, scene.provider, scene.basket);
    const auto id = scene.see(offer, scene.provider.token).body.at("service_description").text();
    const auto seen = scene.world.get("/api/v1/descriptions/" + id, scene.provider.token);
    CHECK(seen.body.at("state").text() == "IN_USE");
    const auto other = with(good_description(), "name", LocalText{"Uusi nimi", "Nytt namn", ""});
    REQUIRE(scene.world
                .ask(http::Method::put, "/api/v1/descriptions/" + id, other,
                     {.token = scene.provider.token, .if_match = seen.etag(), .key = {}, .headers = {}})
                .status == 200);
    CHECK(scene.see(offer).body.at("current").at("description").at("name").at("fi").text() ==
          "Työvalmennus (fi)");
    const auto revision = seen.body.at("revision").integer();
    const auto earlier = scene.world.get(
        "/api/v1/descriptions/" + id + "?revision=" + std::to_string(revision), scene.provider.token);
    CHECK(earlier.body.at("content").at("name").at("fi").text() == "Työvalmennus (fi)");
    // The next version takes the new words.
    REQUIRE(edit_offer(scene.world, scene.provider, offer, good_offer()).status == 200);
    submit_offer(scene.world, scene.provider, offer);
    CHECK(scene.see(offer).body.at("current").at("description").at("name").at("fi").text() == "Uusi nimi");
}

TEST_CASE("a price falls on any day and rises on announced days only", "[offer]")
{
    OfferScene scene;
    const auto offer =
        listed_offer(scene.world, scene.provider, scene.basket, with(good_offer(), "prices", prices(250)));
    REQUIRE(
        edit_offer(scene.world, scene.provider, offer, with(good_offer(), "prices", prices(240))).status ==
        200);
    CHECK(start_price(submit_offer(scene.world, scene.provider, offer).body.at("current")) == 24'000);

    REQUIRE(
        edit_offer(scene.world, scene.provider, offer, with(good_offer(), "prices", prices(241))).status ==
        200);
    const auto refused = submit_offer(scene.world, scene.provider, offer);
    CHECK(failed_rules(refused) == std::set<std::string>{"offer.price_rise_announced"});
    CHECK(start_price(refused.body.at("current")) == 24'000);

    scene.world.move_to(end_of_day(day(2026, 6, 30)).plus_micros(-1'000'000));
    CHECK(start_price(submit_offer(scene.world, scene.provider, offer).body.at("current")) == 24'000);
    scene.world.move_to(start_of_day(day(2026, 7, 1)));
    CHECK(start_price(submit_offer(scene.world, scene.provider, offer).body.at("current")) == 24'100);
}

TEST_CASE("withdrawing an offer is no way to raise its price", "[offer]")
{
    OfferScene scene;
    const auto description = describe(scene.world, scene.provider);
    const auto put = [&](int start)
    {
        const auto made = scene.world.post("/api/v1/baskets/" + scene.basket + "/offers",
                                           json::Object{}
                                               .add("description", description)
                                               .add("terms", with(good_offer(), "prices", prices(start))),
                                           scene.provider.token);
        REQUIRE(made.status == 201);
        return made.body.at("id").text();
    };
    const auto first = put(250);
    submit_offer(scene.world, scene.provider, first);
    REQUIRE(scene.act(first, "withdraw", scene.provider).status == 200);
    const auto dearer = put(260);
    CHECK(failed_rules(submit_offer(scene.world, scene.provider, dearer)) ==
          std::set<std::string>{"offer.price_rise_announced"});
    REQUIRE(scene.act(dearer, "withdraw", scene.provider).status == 200);
    CHECK(submit_offer(scene.world, scene.provider, put(250)).body.at("state").text() == "LISTED");
}

TEST_CASE("prices answer as of a day and as known at a moment", "[offer]")
{
    OfferScene scene;
    const auto offer =
        listed_offer(scene.world, scene.provider, scene.basket, with(good_offer(), "prices", prices(250)));
    const auto known = scene.world.now();
    scene.world.move_to(start_of_day(day(2026, 3, 20)));
    REQUIRE(
        edit_offer(scene.world, scene.provider, offer, with(good_offer(), "prices", prices(240))).status ==
        200);
    submit_offer(scene.world, scene.provider, offer);

    CHECK(start_price(scene.see(offer + "?as_of=2026-03-19").body.at("current")) == 25'000);
    CHECK(start_price(scene.see(offer + "?as_of=2026-03-20").body.at("current")) == 24'000);
    CHECK(start_price(
              scene.see(offer + "?as_of=2026-03-20&as_known_at=" + to_text(known)).body.at("current")) ==
          25'000);
    CHECK(scene.see(offer + "?as_of=2026-03-01").status == 404);
    CHECK(scene.see(offer + "/versions").body.at("items").array().size() == 2);
    CHECK(scene.see(offer + "/versions?as_of=2026-03-19").body.at("items").array().size() == 1);
}

TEST_CASE("a repeated key makes one offer", "[offer]")
{
    OfferScene scene;
    const auto body =
        json::Object{}.add("description", describe(scene.world, scene.provider)).add("terms", good_offer());
    const Ask how{
        .token = scene.provider.token, .if_match = {}, .key = "the-same-key-for-two-offers", .headers = {}};
    const auto path = "/api/v1/baskets/" + scene.basket + "/offers";
    const auto first = scene.world.ask(http::Method::post, path, body, how);
    CHECK(scene.world.ask(http::Method::post, path, body, how).raw.body == first.raw.body);
    CHECK(scene.world.get("/api/v1/offers", scene.provider.token).body.at("items").array().size() == 1);
}

TEST_CASE("an edit without If-Match or of an older sight is refused", "[offer]")
{
    OfferScene scene;
    const auto offer = draft_offer(scene.world, scene.provider, scene.basket);
    const auto seen = scene.see(offer, scene.provider.token);
    REQUIRE(edit_offer(scene.world, scene.provider, offer, with(good_offer(), "capacity", 5)).status == 200);
    const auto put = [&](const std::string& match)
    {
        return scene.world.ask(http::Method::put, "/api/v1/offers/" + offer + "/draft", good_offer(),
                               {.token = scene.provider.token, .if_match = match, .key = {}, .headers = {}});
    };
    CHECK(put(seen.etag()).status == 412);
    CHECK(put("").status == 428);
}

TEST_CASE("nothing is submitted twice without a change", "[offer]")
{
    OfferScene scene;
    const auto offer = listed_offer(scene.world, scene.provider, scene.basket);
    CHECK(scene.act(offer, "submit", scene.provider).rule() == "offer.no_draft");
}

TEST_CASE("the journal tells everybody what was listed and nobody else of drafts", "[offer]")
{
    OfferScene scene;
    const auto offer = listed_offer(scene.world, scene.provider, scene.basket);
    scene.world.store().read(
        [&](Transaction& tx)
        {
            const auto entries = journal::about(tx, offer);
            REQUIRE(entries.size() == 2);
            CHECK(entries[0].kind == "offer.drafted");
            CHECK(entries[0].audience == "organisation");
            CHECK(entries[0].organisations == std::vector<std::string>{scene.provider.organisation});
            CHECK(entries[1].kind == "offer.listed");
            CHECK(entries[1].audience == "everyone");
            CHECK(entries[1].rule_version.starts_with("bsv_"));
            CHECK(entries[1].facts.find("Työvalmennus") == std::string::npos);
        });
}
