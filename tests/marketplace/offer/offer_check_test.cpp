#include "tests/marketplace/offer/offer_scene.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace kori;
using namespace kori::test;

TEST_CASE("an offer that keeps every rule is listed, and every rule says so in words", "[offer]")
{
    OfferScene scene;
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
    OfferScene scene;
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
    OfferScene scene{with(good_terms(), "boundary_conditions", json::Array{condition})};
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
    OfferScene scene{with(good_terms(), "boundary_conditions", json::Array{condition})};
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
    OfferScene scene;
    const auto stranger = scene.world.provider("Vieras ry", business_id_of(2));
    const auto offer = draft_offer(scene.world, stranger, scene.basket);
    const auto answer = submit_offer(scene.world, stranger, offer);
    CHECK(answer.body.at("state").text() == "RETURNED");
    CHECK(failed_rules(answer) == std::set<std::string>{"offer.provider_accepted"});
    accept_provider(scene.world, scene.area, scene.programme, stranger);
    CHECK(submit_offer(scene.world, stranger, offer).body.at("state").text() == "LISTED");
}

TEST_CASE("a check is told in the caller's language", "[offer]")
{
    OfferScene scene;
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
    OfferScene scene{terms};
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
    OfferScene scene;
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
    OfferScene scene;
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
    OfferScene scene;
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
