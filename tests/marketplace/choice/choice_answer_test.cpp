#include "core/journal/journal.hpp"
#include "core/storage/store.hpp"
#include "marketplace/consent/consent_store.hpp"
#include "tests/marketplace/choice/choice_scene.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

TEST_CASE("a repeated key chooses once and answers byte for byte", "[choice]")
{
    ChoiceScene scene;
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    test::show_choice(scene.world, choice);
    const test::Ask how{
        .token = choice.token, .if_match = {}, .key = "one-key-for-the-choice", .headers = {}};
    const auto one = scene.world.ask(http::Method::post, "/api/v1/choice/choose",
                                     json::Object{}.add("offer", scene.offers[0]), how);
    const auto entries = scene.world.entries();
    const auto two = scene.world.ask(http::Method::post, "/api/v1/choice/choose",
                                     json::Object{}.add("offer", scene.offers[0]), how);
    CHECK(one.status == 201);
    CHECK(two.raw.body == one.raw.body);
    CHECK(scene.world.entries() == entries);
}

TEST_CASE("none suitable is said with a reason and becomes an unmet need that names no customer", "[choice]")
{
    ChoiceScene scene;
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    test::show_choice(scene.world, choice);
    CHECK(scene.none(choice, "because").refuses("/reason", "field.not_listed"));
    const auto receipt = scene.none(choice, "too_far");
    REQUIRE(receipt.status == 201);
    CHECK(receipt.body.at("text").text().find("\nchosen none\n") != std::string::npos);
    CHECK(receipt.body.find("chosen") == nullptr);
    CHECK(scene.state(choice.session) == "NO_SUITABLE");
    const auto unmet = scene.world.get("/api/v1/unmet-needs/rows", scene.area.auditor.token);
    REQUIRE(unmet.body.at("items").array().size() == 1);
    const auto& item = unmet.body.at("items").array()[0];
    CHECK(item.at("reason").text() == "too_far");
    CHECK(item.at("needs").texts() == std::vector<std::string>{"job_search"});
    CHECK(item.at("municipality").text() == "297");
    CHECK(unmet.raw.body.find("cus_") == std::string::npos);
    const auto other = test::make_area(scene.world, "Toinen alue", "0112038-9", "44", {"624"});
    CHECK(scene.world.get("/api/v1/unmet-needs/rows", other.auditor.token).body.at("items").array().empty());
    CHECK(scene.world.get("/api/v1/unmet-needs/rows", scene.area.officer.token).status == 403);
    CHECK(scene.world.get("/api/v1/unmet-needs", other.officer.token).body.at("items").array().empty());
    CHECK(scene.world.get("/api/v1/unmet-needs", scene.area.coach.token).status == 403);
    CHECK(scene.open().status == 201); // the agreement stands; a new choice may follow
}

TEST_CASE("unmet needs are counted by customers, and a group under five is not told", "[choice][privacy]")
{
    ChoiceScene scene{2};
    const auto counts = [&]
    { return scene.world.get("/api/v1/unmet-needs", scene.area.officer.token).body.at("items").array(); };
    const auto find_none = [&](const std::string& agreement)
    {
        const auto choice = test::open_choice(scene.world, scene.area, agreement);
        test::show_choice(scene.world, choice);
        REQUIRE(scene.none(choice, "too_far").status == 201);
    };
    find_none(scene.agreement);
    find_none(scene.agreement); // the same person again is one person
    for (int others = 1; others <= 4; ++others)
    {
        const auto seen = counts();
        REQUIRE(seen.size() == 1);
        CHECK(seen[0].at("basket").text() == scene.basket);
        CHECK(seen[0].at("need").text() == "job_search");
        CHECK(seen[0].at("month").text() == "2026-03");
        CHECK(seen[0].at("fewer_than").integer() == 5);
        CHECK(seen[0].find("customers") == nullptr);
        find_none(test::agreed_basket(scene.world, scene.area,
                                      test::recorded_customer(scene.world, scene.area), scene.basket));
    }
    CHECK(counts()[0].at("customers").integer() == 5);
    CHECK(counts()[0].find("fewer_than") == nullptr);
    const auto entries = scene.world.entries();
    REQUIRE(scene.world.get("/api/v1/unmet-needs/rows", scene.area.auditor.token).status == 200);
    CHECK(scene.world.entries() == entries + 1); // who looked at single ones
}

TEST_CASE("an assisted choice says by whom and how, and only of the list that was shown", "[choice]")
{
    ChoiceScene scene{2};
    const auto opened = scene.open();
    const auto session = opened.body.at("id").text();
    const auto coach = scene.area.coach.membership;
    CHECK(scene.assist(session, scene.offers[0], coach, "read_aloud").rule() ==
          "choice.nothing_shown"); // nobody has looked
    const test::OpenChoice choice{
        session, {}, scene.enter(opened.body.at("code").text()).body.at("token").text()};
    test::show_choice(scene.world, choice);
    const auto programme = test::programme_of(scene.world, scene.basket);
    const auto late = test::listed_offer(
        scene.world, test::accepted_provider(scene.world, scene.area, programme, 9), scene.basket);
    CHECK(scene.assist(session, late, coach, "read_aloud").refuses("/offer", "choice.not_shown"));
    CHECK(scene.assist(session, scene.offers[0], "Pekka", "read_aloud").rule() == "choice.no_such_helper");
    CHECK(scene.assist(session, scene.offers[0], scene.providers[0].membership, "read_aloud").rule() ==
          "choice.no_such_helper");
    CHECK(scene.assist(session, scene.offers[0], "support_person", "read_aloud").rule() ==
          "choice.helper_unfit");
    CHECK(scene.assist(session, scene.offers[0], coach, "support_person").rule() == "choice.helper_unfit");
    CHECK(scene.assist(session, scene.offers[0], coach, "telepathy")
              .refuses("/assistance/kind", "field.not_listed"));
    const auto receipt = scene.assist(session, scene.offers[0], coach, "read_aloud");
    REQUIRE(receipt.status == 201);
    CHECK(receipt.body.at("is_assisted").boolean());
    CHECK(receipt.body.at("text").text().find("\nassisted read_aloud " + coach + "\n") != std::string::npos);
    CHECK(scene.state(session) == "ASSISTED_CHOSEN");
}

TEST_CASE("only a coach of that customer records an assisted choice", "[choice]")
{
    ChoiceScene scene;
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    test::show_choice(scene.world, choice);
    const auto colleague = scene.world.member(scene.area.admin, {"coach"});
    const auto body =
        json::Object{}
            .add("offer", scene.offers[0])
            .add("assistance", json::Object{}.add("by", "support_person").add("kind", "support_person"));
    const auto path = "/api/v1/choice-sessions/" + choice.session + "/assisted";
    CHECK(scene.world.post(path, body, colleague.token).status == 404);
    CHECK(scene.world.post(path, body, scene.area.decider.token).status == 403);
    CHECK(scene.world.get("/api/v1/choice-sessions/" + choice.session, colleague.token).status == 404);
    CHECK(scene.world.post(path, body, scene.area.coach.token).status == 201);
}

TEST_CASE("where the basket reveals health the customer's consent is asked for the chosen provider alone",
          "[choice][consent]")
{
    ChoiceScene scene{2, test::with(test::good_terms(), "reveals_health", true)};
    const auto given_to = [&](const World::Member& provider)
    {
        bool given = false;
        scene.world.store().read(
            [&](Transaction& tx)
            {
                given = consents::is_given(tx, *CustomerId::parse(scene.customer),
                                           *OrganisationId::parse(provider.organisation),
                                           consent_purpose::health_to_provider);
            });
        return given;
    };
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    const auto answer = [&](const char* word)
    { return scene.world.post("/api/v1/choice/consent", json::Object{}.add("answer", word), choice.token); };
    CHECK(answer("give").rule() == "choice.nothing_asked");
    test::show_choice(scene.world, choice);
    REQUIRE(scene.choose(choice, scene.offers[1]).status == 201);
    CHECK(!given_to(scene.providers[1]));
    REQUIRE(answer("give").status == 200);
    CHECK(given_to(scene.providers[1]));
    CHECK(!given_to(scene.providers[0]));
    REQUIRE(answer("withdraw").status == 200);
    CHECK(!given_to(scene.providers[1]));
}

TEST_CASE("a basket that reveals nothing asks for no consent", "[choice][consent]")
{
    ChoiceScene scene{2};
    const auto made = test::chosen(scene.world, scene.area, scene.basket, scene.customer);
    CHECK(
        scene.world.post("/api/v1/choice/consent", json::Object{}.add("answer", "give"), made.token).rule() ==
        "choice.nothing_asked");
    CHECK(scene.world.get("/api/v1/customers/" + scene.customer + "/consents", scene.area.coach.token)
              .body.at("items")
              .array()
              .empty());
}
