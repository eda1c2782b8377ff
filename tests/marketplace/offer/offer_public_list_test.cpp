#include "core/crypto/crypto.hpp"
#include "core/crypto/keyring.hpp"
#include "core/http/environment.hpp"
#include "marketplace/choice/neutral_order.hpp"
#include "marketplace/offer/public_order.hpp"
#include "tests/marketplace/offer/offer_scene.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

TEST_CASE("the public order is that of the keyed hash under the week's seed and changes with the week",
          "[offer]")
{
    OfferScene scene;
    std::vector<OfferId> ids;
    for (int i = 0; i < 6; ++i)
        ids.push_back(*OfferId::parse(listed_offer(scene.world, scene.provider, scene.basket)));
    CHECK(scene.list().body.at("seed").text() == "2026-W10");
    const auto expected = [&](const std::string& week)
    {
        const auto seed = offers::public_seed(scene.world.application().environment().keys.display_key(),
                                              *BasketId::parse(scene.basket), week);
        std::vector<std::string> texts;
        for (const auto& id :
             neutral_order(ids, [&](std::string_view message) { return crypto::hmac_sha256(seed, message); }))
            texts.push_back(id.text());
        return texts;
    };
    CHECK(scene.listed() == expected("2026-W10"));
    scene.world.move_to(start_of_day(day(2026, 3, 9)));
    CHECK(scene.list().body.at("seed").text() == "2026-W11");
    CHECK(scene.listed() == expected("2026-W11"));
    CHECK(expected("2026-W10") != expected("2026-W11"));
}

TEST_CASE("the public list is read page by page under the seed it was begun with", "[offer]")
{
    OfferScene scene;
    for (int i = 0; i < 3; ++i)
        listed_offer(scene.world, scene.provider, scene.basket);
    const auto whole = scene.listed();
    const auto first = scene.world.get("/api/v1/baskets/" + scene.basket + "/offers?limit=2");
    const auto link = first.raw.header("Link").value_or("");
    const auto target = link.substr(1, link.find('>') - 1);
    scene.world.move_to(start_of_day(day(2026, 3, 9)));
    const auto second = scene.world.get(target);
    REQUIRE(second.status == 200);
    CHECK(second.body.at("seed").text() == "2026-W10");
    REQUIRE(second.body.at("items").array().size() == 1);
    CHECK(second.body.at("items").array()[0].at("id").text() == whole[2]);
}

TEST_CASE("the list takes no wish for an order or a provider", "[offer]")
{
    OfferScene scene;
    for (const auto* query :
         {"sort=price", "order=name", "provider=org_00000000000000000000000000", "score=1"})
    {
        INFO(query);
        CHECK(scene.world.get("/api/v1/baskets/" + scene.basket + "/offers?" + query).status >= 400);
    }
}

TEST_CASE("weeks are named after the year of their Thursday", "[offer]")
{
    struct Case
    {
        const char* because;
        CivilDate day;
        const char* name;
    };
    const auto cases = {
        Case{"an ordinary Monday", day(2026, 3, 2), "2026-W10"},
        Case{"the Sunday before it", day(2026, 3, 1), "2026-W09"},
        Case{"2026 begins on a Thursday", day(2026, 1, 1), "2026-W01"},
        Case{"its Monday lies in the old year", day(2025, 12, 29), "2026-W01"},
        Case{"2026 has 53 weeks", day(2026, 12, 31), "2026-W53"},
        Case{"which reach into 2027", day(2027, 1, 3), "2026-W53"},
        Case{"and end on its first Sunday", day(2027, 1, 4), "2027-W01"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK(offers::public_seed_name(c.day) == c.name);
    }
}
