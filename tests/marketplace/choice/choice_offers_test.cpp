#include "core/access/access.hpp"
#include "core/journal/journal.hpp"
#include "core/storage/store.hpp"
#include "tests/marketplace/choice/choice_scene.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace kori;
using namespace kori::test;

TEST_CASE("the customer compares names, benefit, places, languages and start: nothing personal, no prices",
          "[choice]")
{
    ChoiceScene scene;
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    test::show_choice(scene.world, choice);
    const auto seen =
        scene.world.ask(http::Method::get, "/api/v1/choice", {},
                        {.token = choice.token, .if_match = {}, .key = {}, .language = "sv", .headers = {}});
    REQUIRE(seen.status == 200);
    CHECK(seen.body.at("basket").at("name").text() == "Oma polku töihin (sv)");
    const auto& offer = seen.body.at("offers").array()[0];
    CHECK(!offer.at("name").text().empty());
    CHECK(!offer.at("benefit").text().empty());
    CHECK(!offer.at("places").array().empty());
    CHECK(!offer.at("languages").array().empty());
    CHECK(!offer.at("is_full").boolean());
    for (const auto* word : {"price", "cents", "cus_", "Veera", "capacity", "coach"})
        CHECK(seen.raw.body.find(word) == std::string::npos);
}

TEST_CASE("before the list is shown there is nothing to choose, and a list that was shown stays as it was",
          "[choice]")
{
    ChoiceScene scene;
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    CHECK(scene.world.get("/api/v1/choice", choice.token).body.at("offers").array().empty());
    CHECK(scene.choose(choice, scene.offers[0]).rule() == "choice.nothing_shown");
    CHECK(scene.none(choice, "too_far").rule() == "choice.look_first");
    const auto shown = shown_in(test::show_choice(scene.world, choice));
    CHECK(shown_in(scene.world.get("/api/v1/choice", choice.token)) == shown);
    CHECK(shown_in(test::show_choice(scene.world, choice)) == shown); // looking again shows the same order
}

TEST_CASE(
    "with fewer alternatives than the basket asks for nothing can be chosen, and none can always be said",
    "[choice]")
{
    ChoiceScene scene{1};
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    const auto shown = test::show_choice(scene.world, choice);
    CHECK(!shown.body.at("can_choose").boolean());
    CHECK(scene.choose(choice, scene.offers[0]).rule() == "choice.too_few_alternatives");
    CHECK(scene.none(choice, "too_few_offers").status == 201);
}

TEST_CASE("with exactly the needed alternatives the customer chooses", "[choice]")
{
    ChoiceScene scene{2};
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    CHECK(test::show_choice(scene.world, choice).body.at("can_choose").boolean());
    CHECK(scene.choose(choice, scene.offers[0]).status == 201);
}

TEST_CASE("an offer that was not shown cannot be chosen", "[choice]")
{
    ChoiceScene scene{2};
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    test::show_choice(scene.world, choice);
    const auto programme = test::programme_of(scene.world, scene.basket);
    const auto late = test::listed_offer(
        scene.world, test::accepted_provider(scene.world, scene.area, programme, 9), scene.basket);
    CHECK(scene.choose(choice, late).refuses("/offer", "choice.not_shown"));
    // Looking again writes a new list down.
    CHECK(shown_in(test::show_choice(scene.world, choice)).size() == 3);
    CHECK(scene.choose(choice, late).status == 201);
}

TEST_CASE("an offer that changed or closed after it was shown is looked at again before it is chosen",
          "[choice]")
{
    ChoiceScene scene;
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    test::show_choice(scene.world, choice);
    REQUIRE(scene.world.post("/api/v1/offers/" + scene.offers[0] + "/pause", {}, scene.providers[0].token)
                .status == 200);
    CHECK(scene.choose(choice, scene.offers[0]).rule() == "choice.offer_gone");
    const auto shown = shown_in(test::show_choice(scene.world, choice));
    CHECK(std::find(shown.begin(), shown.end(), scene.offers[0]) == shown.end());
    CHECK(scene.choose(choice, scene.offers[1]).status == 201);
}

TEST_CASE("a new version of the basket stops a running choice", "[choice]")
{
    ChoiceScene scene;
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    test::show_choice(scene.world, choice);
    test::publish_version(scene.world, scene.area, scene.basket,
                          test::with(test::good_terms(), "minimum_alternatives", 3));
    CHECK(scene.choose(choice, scene.offers[0]).rule() == "choice.basket_changed");
    CHECK(scene.world.post("/api/v1/choice/show", {}, choice.token).rule() == "choice.basket_changed");
    CHECK(scene.revoke(choice.session).status == 200);
    CHECK(scene.open().rule() == "choice.basket_changed");
}

TEST_CASE(
    "the order is one customer's own, stays for a basket version, and a new seed is a decision with a reason",
    "[choice]")
{
    ChoiceScene scene{7};
    const auto first = test::open_choice(scene.world, scene.area, scene.agreement);
    const auto order = shown_in(test::show_choice(scene.world, first));
    CHECK(scene.reseed(scene.area.coach.token).status == 403);
    CHECK(scene.reseed(scene.area.decider.token).rule() == "choice.session_is_open");
    REQUIRE(scene.revoke(first.session).status == 200);

    const auto second = test::open_choice(scene.world, scene.area, scene.agreement);
    CHECK(shown_in(test::show_choice(scene.world, second)) == order);
    REQUIRE(scene.revoke(second.session).status == 200);

    const auto other = test::make_area(scene.world, "Toinen alue", "0112038-9", "44", {"624"});
    CHECK(scene.reseed(other.decider.token).status == 404);
    const auto reseeded = scene.reseed(scene.area.decider.token);
    REQUIRE(reseeded.status == 200);
    CHECK(reseeded.body.at("seed_number").integer() == 2);
    std::string reason;
    scene.world.store().read(
        [&](Transaction& tx)
        {
            for (const auto& entry : journal::about(tx, scene.agreement))
                if (entry.kind == "choice.reseeded")
                    reason = entry.reason;
        });
    CHECK(reason == "technical fault");
    const auto third = test::open_choice(scene.world, scene.area, scene.agreement);
    CHECK(shown_in(test::show_choice(scene.world, third)) != order);

    const auto somebody = test::recorded_customer(scene.world, scene.area);
    const auto theirs = test::open_choice(
        scene.world, scene.area, test::agreed_basket(scene.world, scene.area, somebody, scene.basket));
    CHECK(shown_in(test::show_choice(scene.world, theirs)) != order);
}

TEST_CASE("there is no route by which a coach or an authority orders, filters or picks among offers",
          "[choice][absence]")
{
    World world;
    for (const auto& route : world.application().desk().routes())
    {
        INFO(http::name_of(route.method) << " " << route.pattern);
        const bool is_of_choice = route.pattern.find("/choice") != std::string::npos ||
                                  route.pattern.find("/agreements") != std::string::npos ||
                                  route.pattern.find("/customers") != std::string::npos;
        if (!is_of_choice)
            continue;
        // Nothing but a page is asked for by query: no sort, no filter, no provider.
        CHECK(route.query.empty());
        for (const auto* word :
             {"rank", "sort", "order-offers", "recommend", "assign-provider", "refer", "shortlist", "pick"})
            CHECK(route.pattern.find(word) == std::string::npos);
        // A body names an offer only where the customer chooses, or where a choice with help is written down.
        bool names_offer = false;
        if (route.request)
            for (const auto& member : route.request->members)
            {
                names_offer = names_offer || member.name.find("offer") != std::string::npos;
                const bool is_consent = route.pattern.find("/consents") != std::string::npos;
                CHECK((is_consent || member.name.find("provider") == std::string::npos));
            }
        if (names_offer)
        {
            const bool is_the_customers = route.permission == choice_holder;
            CHECK((is_the_customers || route.pattern == "/api/v1/choice-sessions/{session}/assisted"));
        }
        // What is shown and chosen is written by the holder of the code.
        if (route.pattern == "/api/v1/choice/show" || route.pattern == "/api/v1/choice/choose" ||
            route.pattern == "/api/v1/choice/none")
            CHECK(route.permission == choice_holder);
    }
}
