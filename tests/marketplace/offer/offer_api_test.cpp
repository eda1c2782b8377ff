#include "core/crypto/crypto.hpp"
#include "core/crypto/keyring.hpp"
#include "core/http/environment.hpp"
#include "core/journal/journal.hpp"
#include "marketplace/choice/neutral_order.hpp"
#include "marketplace/offer/offer_document.hpp"
#include "marketplace/offer/public_order.hpp"
#include "marketplace/offer/shown_offers.hpp"
#include "tests/support/provider.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace kori;
using namespace kori::test;

namespace
{

CivilDate day(int year, unsigned month, unsigned date)
{
    return CivilDate{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{date}};
}

json::Array prices(int start)
{
    const auto price = [](std::string_view component, int euros)
    { return json::Object{}.add("component", component).add("price_cents", Money::euros(euros)); };
    return json::Array{price("start", start), price("month", 200), price("job", 400), price("kept_3", 200)};
}

struct Scene
{
    explicit Scene(const json::Object& terms = with(good_terms(), "price_rise_dates",
                                                    json::Array{"2026-07-01"}))
        : basket{published_basket(world, area, terms)}, programme{programme_of(world, basket)},
          request{accept_provider(world, area, programme, provider)}
    {
    }

    World world;
    kori::test::Area area = make_kuopio(world);
    World::Member provider = world.provider("Savon Työpolku ry", business_id_of(1));
    std::string basket;
    std::string programme;
    std::string request;

    Answer see(const std::string& offer, std::string_view token = {})
    {
        return world.get("/api/v1/offers/" + offer, token);
    }
    Answer act(const std::string& offer, std::string_view verb, const World::Member& who)
    {
        return world.post("/api/v1/offers/" + offer + "/" + std::string{verb}, {}, who.token);
    }
    Answer list() { return world.get("/api/v1/baskets/" + basket + "/offers"); }
    std::vector<std::string> listed()
    {
        std::vector<std::string> ids;
        const auto answer = list();
        for (const auto& item : answer.body.at("items").array())
            ids.push_back(item.at("id").text());
        return ids;
    }
    void decide_on_acceptance(std::string_view verb)
    {
        REQUIRE(world
                    .post("/api/v1/requests/" + request + "/" + std::string{verb},
                          json::Object{}.add("reasons", LocalText{"Syy", "Skäl", ""}), area.decider.token)
                    .status == 200);
    }
};

std::set<std::string> failed_rules(const Answer& answer)
{
    std::set<std::string> rules;
    for (const auto& result : answer.body.at("draft").at("check").at("results").array())
        if (!result.at("passed").boolean())
            rules.insert(result.at("rule").text());
    return rules;
}

std::int64_t start_price(const json::Value& version)
{
    return version.at("terms").at("prices").array()[0].at("price_cents").integer();
}

} // namespace

TEST_CASE("an offer that keeps every rule is listed, and every rule says so in words", "[offer]")
{
    Scene scene;
    const auto offer = draft_offer(scene.world, scene.provider, scene.basket);
    CHECK(scene.listed().empty());
    const auto answer = submit_offer(scene.world, scene.provider, offer);
    CHECK(answer.body.at("state").text() == "LISTED");
    const auto& check = answer.body.at("current").at("check");
    CHECK(check.at("passed").boolean());
    CHECK(check.at("results").array().size() == 20); // 19 of the offer's own and one condition of the basket
    for (const auto& result : check.at("results").array())
    {
        CHECK(result.at("passed").boolean());
        CHECK_FALSE(result.at("sentence").text().empty());
    }
    CHECK(scene.listed() == std::vector<std::string>{offer});
}

TEST_CASE("the list of a basket says of each offer what the offer says of itself", "[offer]")
{
    Scene scene;
    listed_offer(scene.world, scene.provider, scene.basket);
    const auto other = accepted_provider(scene.world, scene.area, programme_of(scene.world, scene.basket), 7);
    listed_offer(scene.world, other, scene.basket);
    const auto listed = scene.list().body.at("items").array();
    CHECK(listed.size() == 2);
    for (const auto& item : listed)
        CHECK(item == scene.world.get("/api/v1/offers/" + item.at("id").text()).body);
}

TEST_CASE("every broken rule is told by name, and the offer comes back", "[offer]")
{
    struct Case
    {
        const char* because;
        json::Object terms;
        const char* rule;
    };
    auto two_prices = prices(300);
    two_prices.push_back(two_prices[0]);
    const std::vector<Case> cases = {
        {"a place outside",
         with(good_offer(), "places", json::Array{json::Object{}.add("municipality", "091")}),
         "offer.places_in_basket"},
        {"another language", with(good_offer(), "languages", json::Array{"en"}), "offer.language_in_basket"},
        {"another way", with(good_offer(), "delivery_modes", json::Array{"home"}),
         "offer.delivery_mode_in_basket"},
        {"too long", with(good_offer(), "duration", json::Object{}.add("min_days", 30).add("max_days", 181)),
         "offer.duration_within"},
        {"volume expected", without(good_offer(), "accepts_no_volume_guarantee"),
         "offer.no_volume_guarantee"},
        {"a euro above the ceiling", with(good_offer(), "prices", prices(301)), "offer.price_within_ceiling"},
        {"two prices", with(good_offer(), "prices", two_prices), "offer.price_once"},
    };
    Scene scene;
    for (const auto& c : cases)
    {
        INFO(c.because);
        const auto offer = draft_offer(scene.world, scene.provider, scene.basket, c.terms);
        const auto answer = submit_offer(scene.world, scene.provider, offer);
        CHECK(answer.body.at("state").text() == "RETURNED");
        CHECK(failed_rules(answer) == std::set<std::string>{c.rule});
        CHECK(answer.body.find("current") == nullptr);
    }
    CHECK(scene.listed().empty());
}

TEST_CASE("the basket's own conditions are checked and told like the offer's rules", "[offer]")
{
    auto condition = json::Object{}
                         .add("code", "places")
                         .add("kind", "capacity_at_least")
                         .add("text", LocalText{"Vähintään 11", "Minst 11", ""})
                         .add("at_least", 11);
    Scene scene{with(good_terms(), "boundary_conditions", json::Array{condition})};
    const auto offer = draft_offer(scene.world, scene.provider, scene.basket);
    CHECK(failed_rules(submit_offer(scene.world, scene.provider, offer)) ==
          std::set<std::string>{"condition.capacity_at_least"});
    REQUIRE(edit_offer(scene.world, scene.provider, offer, with(good_offer(), "capacity", 11)).status == 200);
    CHECK(submit_offer(scene.world, scene.provider, offer).body.at("state").text() == "LISTED");
}

TEST_CASE("an offer needs evidence that is valid on the day of the check", "[offer]")
{
    auto condition = json::Object{}
                         .add("code", "tax")
                         .add("kind", "evidence_present")
                         .add("text", LocalText{"Todistus", "Intyg", ""})
                         .add("codes", json::Array{"tax_certificate"});
    Scene scene{with(good_terms(), "boundary_conditions", json::Array{condition})};
    const auto offer = draft_offer(scene.world, scene.provider, scene.basket);
    CHECK(failed_rules(submit_offer(scene.world, scene.provider, offer)) ==
          std::set<std::string>{"condition.evidence_present"});
    REQUIRE(scene.world
                .post("/api/v1/requests/" + scene.request + "/evidence",
                      json::Object{}
                          .add("code", "tax_certificate")
                          .add("valid_from", "2026-01-01")
                          .add("valid_to", "2026-03-10")
                          .add("statement", "Verovelkatodistus"),
                      scene.provider.token)
                .status == 200);
    CHECK(submit_offer(scene.world, scene.provider, offer).body.at("state").text() == "LISTED");
    scene.world.move_to(end_of_day(day(2026, 3, 9)).plus_micros(-1'000'000));
    CHECK(scene.listed().size() == 1);
    scene.world.move_to(start_of_day(day(2026, 3, 10)));
    CHECK(scene.listed().empty());
}

TEST_CASE("a provider that is not accepted is not listed", "[offer]")
{
    Scene scene;
    const auto stranger = scene.world.provider("Vieras ry", business_id_of(2));
    const auto offer = draft_offer(scene.world, stranger, scene.basket);
    const auto answer = submit_offer(scene.world, stranger, offer);
    CHECK(answer.body.at("state").text() == "RETURNED");
    CHECK(failed_rules(answer) == std::set<std::string>{"offer.provider_accepted"});
    accept_provider(scene.world, scene.area, scene.programme, stranger);
    CHECK(submit_offer(scene.world, stranger, offer).body.at("state").text() == "LISTED");
}

TEST_CASE("an offer is shown only as long as its provider stands accepted", "[offer]")
{
    Scene scene;
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
    Scene scene;
    listed_offer(scene.world, scene.provider, scene.basket);
    scene.decide_on_acceptance("removal");
    CHECK(scene.listed().empty());
}

TEST_CASE("a new version of the basket hides the offers that do not keep it, and only those", "[offer]")
{
    Scene scene;
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

TEST_CASE("the listed version is shown until the next one is listed, and never changes", "[offer]")
{
    Scene scene;
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
    Scene scene;
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
    Scene scene;
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
    Scene scene;
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
    Scene scene;
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
    Scene scene;
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

TEST_CASE("a paused offer is not shown until it is resumed, a withdrawn one never again", "[offer]")
{
    Scene scene;
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
    Scene scene;
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
    Scene scene;
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
    Scene scene;
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
    Scene scene;
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
    Scene scene;
    const auto worker = scene.world.member(scene.provider, {"worker"});
    const auto offer = draft_offer(scene.world, scene.provider, scene.basket);
    CHECK(scene.world.get("/api/v1/offers", worker.token).body.at("items").array().size() == 1);
    CHECK(scene.act(offer, "submit", worker).status == 403);
    CHECK(scene.world.post("/api/v1/descriptions", good_description(), scene.area.officer.token).status ==
          403);
}

TEST_CASE("the public order is that of the keyed hash under the week's seed and changes with the week",
          "[offer]")
{
    Scene scene;
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
    Scene scene;
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
    Scene scene;
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

TEST_CASE("a repeated key makes one offer", "[offer]")
{
    Scene scene;
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
    Scene scene;
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
    Scene scene;
    const auto offer = listed_offer(scene.world, scene.provider, scene.basket);
    CHECK(scene.act(offer, "submit", scene.provider).rule() == "offer.no_draft");
}

TEST_CASE("the journal tells everybody what was listed and nobody else of drafts", "[offer]")
{
    Scene scene;
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

TEST_CASE("a check is told in the caller's language", "[offer]")
{
    Scene scene;
    const auto offer = draft_offer(scene.world, scene.provider, scene.basket,
                                   with(good_offer(), "languages", json::Array{"en"}));
    const auto answer = scene.world.ask(
        http::Method::post, "/api/v1/offers/" + offer + "/submit", {},
        {.token = scene.provider.token, .if_match = {}, .key = {}, .language = "fi", .headers = {}});
    REQUIRE(answer.status == 200);
    for (const auto& result : answer.body.at("draft").at("check").at("results").array())
        if (result.at("rule").text() == "offer.language_in_basket")
            CHECK(result.at("sentence").text().find("None of the languages") == std::string::npos);
}

TEST_CASE("a civic actor puts a service without a price into a civic basket, without any acceptance",
          "[offer]")
{
    auto terms = with(good_terms(), "is_civic", true);
    for (const auto* priced : {"price_components", "outcome_share_band", "outcomes", "budget_cap_cents"})
        terms = without(terms, priced);
    Scene scene{terms};
    constexpr auto password = "civic-password-for-tests";
    REQUIRE(scene.world
                .post("/api/v1/registrations", json::Object{}
                                                   .add("kind", "civic")
                                                   .add("legal_form", "group")
                                                   .add("name", LocalText{"Vertaisryhmä", "Kamratgrupp", ""})
                                                   .add("person_name", "Ville Vertainen")
                                                   .add("email", "ville@vertainen.example")
                                                   .add("password", password)
                                                   .add("language", "fi"))
                .status == 201);
    World::Member group;
    group.token = scene.world.sign_in("ville@vertainen.example", password);

    const auto priced = draft_offer(scene.world, group, scene.basket);
    CHECK(failed_rules(submit_offer(scene.world, group, priced)) ==
          std::set<std::string>{"offer.civic_without_prices"});
    const auto free = listed_offer(scene.world, group, scene.basket, without(good_offer(), "prices"));
    CHECK(scene.listed() == std::vector<std::string>{free});
}

TEST_CASE("a civic actor that is not accepted is not listed where something is bought", "[offer]")
{
    Scene scene;
    REQUIRE(scene.world
                .post("/api/v1/registrations", json::Object{}
                                                   .add("kind", "civic")
                                                   .add("legal_form", "group")
                                                   .add("name", LocalText{"Vertaisryhmä", "Kamratgrupp", ""})
                                                   .add("person_name", "Ville Vertainen")
                                                   .add("email", "ville@vertainen.example")
                                                   .add("password", "civic-password-for-tests")
                                                   .add("language", "fi"))
                .status == 201);
    World::Member group;
    group.token = scene.world.sign_in("ville@vertainen.example", "civic-password-for-tests");
    const auto offer = draft_offer(scene.world, group, scene.basket);
    CHECK(failed_rules(submit_offer(scene.world, group, offer)) ==
          std::set<std::string>{"offer.provider_accepted"});
}

TEST_CASE("an offer with texts in one language only comes back", "[offer]")
{
    Scene scene;
    const auto description = describe(scene.world, scene.provider,
                                      with(good_description(), "benefit", LocalText{"Löydät työtä", "", ""}));
    const auto made = scene.world.post(
        "/api/v1/baskets/" + scene.basket + "/offers",
        json::Object{}.add("description", description).add("terms", good_offer()), scene.provider.token);
    REQUIRE(made.status == 201);
    CHECK(failed_rules(submit_offer(scene.world, scene.provider, made.body.at("id").text())) ==
          std::set<std::string>{"offer.texts"});
}

TEST_CASE("one service stands once in a basket, so nobody takes two places in the neutral order",
          "[offer][neutral]")
{
    Scene scene;
    const auto description = describe(scene.world, scene.provider);
    const auto put = [&]
    {
        return scene.world.post("/api/v1/baskets/" + scene.basket + "/offers",
                                json::Object{}.add("description", description).add("terms", good_offer()),
                                scene.provider.token);
    };
    const auto first = put();
    REQUIRE(first.status == 201);
    CHECK(put().rule() == "offer.description_in_basket");
    const auto id = first.body.at("id").text();
    REQUIRE(submit_offer(scene.world, scene.provider, id).body.at("state").text() == "LISTED");
    REQUIRE(scene.act(id, "withdraw", scene.provider).status == 200);
    CHECK(put().status == 201); // a withdrawn offer takes no place
}
