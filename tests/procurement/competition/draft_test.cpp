#include "tests/procurement/competition/competing_scene.hpp"
#include "tests/procurement/competition/sample_competition.hpp"

#include "procurement/competition/criteria_document.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

TEST_CASE("criteria keep every part of them as documents", "[competition]")
{
    auto criteria = samples::criteria();
    criteria.price_formula = PriceFormula::linear;
    criteria.price_ceiling = Money::euros(200'000);
    criteria.price_only_reason = "Sisältö on vakioitu";
    criteria.rounding = {250, HalfRounds::down};
    criteria.quality_blind_to_price = true;
    criteria.criteria[0].band = WeightBand{40, 60};
    criteria.criteria[1].minimum_points = 2;
    CHECK(competitions::criteria_of(competitions::document_of(criteria)) == criteria);

    AwardCriteria fixed;
    fixed.fixed_price = Money::euros(50'000);
    CHECK(competitions::criteria_of(competitions::document_of(fixed)) == fixed);

    const std::vector<AskedPart> parts{{"plan", samples::words("Plan"), true, false},
                                       {"prices", samples::words("Prices"), false, true}};
    CHECK(competitions::parts_of(competitions::document_of(parts)) == parts);
}

TEST_CASE("an officer drafts a competition; nobody else knows of it", "[competition]")
{
    CompetingScene scene;
    const auto id = scene.draft(scene.terms());
    const auto seen = scene.see(id, scene.area.officer);
    REQUIRE(seen.status == 200);
    CHECK(seen.body.at("state").text() == "DRAFT");
    CHECK(seen.body.at("criteria") == scene.terms().find("criteria")->object());
    CHECK(seen.body.at("openers").array().size() == 3);
    CHECK(seen.body.find("key_text") == nullptr);
    CHECK(scene.entries_about(id) == std::vector<std::string>{"competition.drafted"});

    CHECK(scene.see(id, scene.first).status == 404);
    const auto stranger = make_area(scene.world, "Toinen alue", "0112038-9", "01", {"091"});
    CHECK(scene.see(id, stranger.officer).status == 404);
    CHECK(scene.act(id, "invite", stranger.officer).status == 404);
    CHECK(scene.change(id, json::Object{}.add("winners_most", 2), stranger.officer).status == 404);
    CHECK(scene.world.get("/api/v1/competitions", stranger.officer.token).body.at("items").array().empty());
    CHECK(scene.world.get("/api/v1/competitions", scene.first.token).body.at("items").array().empty());
    CHECK(scene.world.get("/api/v1/competitions", scene.area.officer.token).body.at("items").array().size() ==
          1);
    CHECK(scene.feed(scene.first).find(id) == std::string::npos);
}

TEST_CASE("drafting is the officer's work, in a category of an own system", "[competition]")
{
    CompetingScene scene;
    const auto post = [&](const std::string& programme, const World::Member& who, const json::Object& body)
    { return scene.world.post("/api/v1/programmes/" + programme + "/competitions", body, who.token); };
    CHECK(post(scene.system.programme, scene.area.coach, scene.terms()).rule() == "access.no_duty");
    CHECK(post(scene.system.programme, scene.area.decider, scene.terms()).rule() == "access.no_duty");
    CHECK(post(scene.system.programme, scene.first, scene.terms()).rule() == "access.no_duty");

    const auto other = open_system(scene.world, scene.area, {});
    CHECK(post(other.programme, scene.area.officer, scene.terms())
              .refuses("/category", "competition.category_unknown"));
    const auto acceptance = open_programme(scene.world, scene.area);
    CHECK(post(acceptance, scene.area.officer, scene.terms()).rule() ==
          "programme.verb_forbidden_in_channel");
    const auto stranger = make_area(scene.world, "Toinen alue", "0112038-9", "01", {"091"});
    CHECK(post(scene.system.programme, stranger.officer, scene.terms()).status == 404);
    CHECK(scene.count("/* test.competitions */ SELECT count(*) FROM competition") == 0);
}

TEST_CASE("a draft changes until it is sent; openers are members of the authority, each once",
          "[competition]")
{
    CompetingScene scene;
    const auto id = scene.draft(scene.terms());
    const auto changed = scene.change(
        id, json::Object{}.add("winners_most", 3).add("order_of_use", "customer_choice"), scene.area.officer);
    REQUIRE(changed.status == 200);
    CHECK(changed.body.at("winners_most").integer() == 3);
    CHECK(changed.body.at("name").at("fi").text() == "Coaching (fi)");
    CHECK(changed.body.at("openers").array().size() == 3);
    CHECK(changed.body.at("revision").integer() == 2);

    const auto officer = scene.area.officer.membership;
    const auto refused =
        scene.change(id,
                     json::Object{}.add("openers", json::Array{officer, scene.area.decider.membership,
                                                               scene.first.membership}),
                     scene.area.officer);
    CHECK(refused.refuses("/openers/2", "competition.opener_unknown"));
    CHECK(scene.change(id, json::Object{}.add("service_until", "2026-05-31"), scene.area.officer)
              .refuses("/service_until", "competition.service_ends_before"));
    CHECK(scene.see(id, scene.area.officer).body.at("openers").array().size() == 3);
    CHECK(scene.see(id, scene.area.officer).body.at("revision").integer() == 2);

    REQUIRE(scene.act(id, "drop", scene.area.officer).status == 200);
    CHECK(scene.change(id, json::Object{}.add("winners_most", 1), scene.area.officer).rule() ==
          "competition.not_a_draft");
    CHECK(scene.act(id, "invite", scene.area.officer).rule() == "competition.transition_not_listed");
}

TEST_CASE("what a draft lacks is told at once, field by field", "[competition]")
{
    CompetingScene scene;
    const auto id = scene.draft(
        json::Object{}
            .add("category", scene.system.category)
            .add("name", json::Object{}.add("fi", "Valmennus"))
            .add("estimated_value_cents", 0)
            .add("service_from", "2026-06-01")
            .add("service_until", "2027-05-31")
            .add("winners_most", 2)
            .add("parts",
                 json::Array{
                     json::Object{}.add("name", "form").add("title", samples::words("Form")),
                     json::Object{}.add("name", "form").add("title", json::Object{}.add("fi", "Lomake"))})
            .add("openers", json::Array{scene.area.officer.membership, scene.area.coach.membership})
            .add("questions_until", "2026-03-10T10:00:00Z"));
    const auto refused = scene.act(id, "invite", scene.area.officer);
    CHECK(refused.rule() == "competition.documents_incomplete");
    CHECK(refused.refuses("/name/sv", "competition.text_missing"));
    CHECK(refused.refuses("/description/fi", "competition.text_missing"));
    CHECK(refused.refuses("/estimated_value_cents", "competition.amount_not_positive"));
    CHECK(refused.refuses("/criteria/criteria", "competition.criteria_empty"));
    CHECK(refused.refuses("/parts/0/name", "competition.part_name_reserved"));
    CHECK(refused.refuses("/parts/1/name", "competition.part_doubled"));
    CHECK(refused.refuses("/parts/1/title/sv", "competition.text_missing"));
    CHECK(refused.refuses("/order_of_use", "competition.order_of_use_unfit"));
    CHECK(refused.refuses("/openers", "competition.openers_quorum"));
    CHECK(refused.refuses("/openers/1", "competition.opener_without_key"));
    CHECK(refused.refuses("/closes_at", "competition.deadline_missing"));
    CHECK(scene.see(id, scene.area.officer).body.at("state").text() == "DRAFT");

    // Amounts are named as the document names them.
    auto criteria = samples::criteria();
    criteria.fixed_price = Money::euros(1);
    REQUIRE(scene
                .change(id, json::Object{}.add("criteria", competitions::document_of(criteria)),
                        scene.area.officer)
                .status == 200);
    CHECK(scene.act(id, "invite", scene.area.officer)
              .refuses("/criteria/fixed_price_cents", "competition.fixed_price_is_not_compared"));
}

TEST_CASE("the shortest time for tenders is kept: on its last day the deadline may lie, a moment earlier not",
          "[competition][T06]")
{
    CompetingScene scene;
    // Invited on Monday 2 March: ten days end on Thursday 12 March, whose whole day is theirs.
    const auto closing = [&](std::string_view at)
    {
        return scene.draft(
            with(with(scene.terms(), "closes_at", at), "questions_until", "2026-03-04T10:00:00Z"));
    };
    const auto early = scene.act(closing("2026-03-12T21:59:59.999998Z"), "invite", scene.area.officer);
    CHECK(early.refuses("/closes_at", "competition.deadline_too_early"));
    CHECK(scene.act(closing("2026-03-12T21:59:59.999999Z"), "invite", scene.area.officer).status == 200);
    CHECK(scene.act(closing("2026-03-14T10:00:00Z"), "invite", scene.area.officer)
              .refuses("/closes_at", "competition.deadline_not_working_day"));
    CHECK(scene
              .act(scene.draft(with(scene.terms(), "questions_until", "2026-03-20T10:00:00.000001Z")),
                   "invite", scene.area.officer)
              .refuses("/questions_until", "competition.questions_until_outside"));
}

TEST_CASE("an opener's key is registered by its holder, again when it is renewed", "[competition]")
{
    CompetingScene scene;
    crypto::SeededRandomness random{"another"};
    const auto pair = crypto::make_opener_key(random);
    const auto put = [&](const World::Member& who, const std::string& text)
    {
        return scene.world.ask(http::Method::put, "/api/v1/opener-key", json::Object{}.add("key_text", text),
                               {.token = who.token, .if_match = {}, .key = {}, .headers = {}});
    };
    const auto renewed = put(scene.area.officer, pair.key.text());
    REQUIRE(renewed.status == 200);
    CHECK(renewed.body.at("number").integer() == 2);
    CHECK(scene.world.get("/api/v1/opener-key", scene.area.officer.token).body.at("key_text").text() ==
          pair.key.text());
    CHECK(scene.world.get("/api/v1/opener-key", scene.area.decider.token).body.at("number").integer() == 1);
    CHECK(scene.count("/* test.keys */ SELECT count(*) FROM opener_key") == 4);

    CHECK(scene.world.get("/api/v1/opener-key", scene.area.coach.token).status == 404);
    CHECK(put(scene.first, pair.key.text()).rule() == "competition.opener_of_authority");
    auto altered = pair.key.text();
    altered[altered.find("public-key: ") + 14] ^= 1;
    CHECK(put(scene.area.coach, altered).rule() == "competition.opener_key_unreadable");
    CHECK(put(scene.area.coach, "KORI-OPENER-PRIVATE-KEY-1\nprivate-key: AA\n").rule() ==
          "competition.opener_key_unreadable");
    CHECK(scene.world.get("/api/v1/opener-key", scene.area.coach.token).status == 404);
}
