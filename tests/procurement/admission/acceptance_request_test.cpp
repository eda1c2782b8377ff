#include "core/base/text.hpp"
#include "core/journal/journal.hpp"
#include "procurement/rule/rule.hpp"
#include "tests/procurement/admission/acceptance_scene.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

TEST_CASE("a rejected provider may ask again, and one that is waiting or accepted may not", "[acceptance]")
{
    AcceptanceScene scene;
    const auto request = scene.reviewed();
    const auto path = "/api/v1/programmes/" + scene.programme + "/requests";
    CHECK(scene.world.post(path, {}, scene.provider.token).rule() == "acceptance.request_already");
    REQUIRE(scene.ask(request, "decision", scene.area.decider, decision("rejected", {"places"})).status ==
            200);
    const auto again = accept_provider(scene.world, scene.area, scene.programme, scene.provider);
    CHECK(again != request);
    CHECK(scene.accepted_count() == 1);
    CHECK(scene.world.post(path, {}, scene.provider.token).rule() == "acceptance.request_already");
}

TEST_CASE("a provider leaves when it asks to", "[acceptance]")
{
    AcceptanceScene scene;
    const auto request = accept_provider(scene.world, scene.area, scene.programme, scene.provider);
    REQUIRE(scene.ask(request, "leave", scene.provider).status == 200);
    CHECK(scene.accepted_count() == 0);
    const auto gone = scene.ask(request, "confirm-leaving", scene.area.officer);
    REQUIRE(gone.status == 200);
    CHECK(gone.body.at("state").text() == "LEFT");
}

TEST_CASE("a provider takes its request back before the decision, not after it", "[acceptance]")
{
    AcceptanceScene scene;
    const auto request = submitted_request(scene.world, scene.provider, scene.programme);
    CHECK(scene.ask(request, "abandon", scene.provider).status == 409);
    REQUIRE(scene.ask(request, "withdraw", scene.provider).status == 200);
    scene.world.move_days(30);
    CHECK_FALSE(holds(scene.entries_about(request), "acceptance.answer_overdue"));
    const auto accepted = accept_provider(scene.world, scene.area, scene.programme, scene.provider);
    CHECK(scene.ask(accepted, "withdraw", scene.provider).rule() == "acceptance.transition_not_listed");
}

TEST_CASE("an extract from the criminal record is never stored, only that it was looked at",
          "[acceptance][T28]")
{
    AcceptanceScene scene;
    const auto request = scene.reviewed();
    const auto stored = scene.ask(request, "evidence", scene.provider,
                                  json::Object{}
                                      .add("code", "criminal_record_extract")
                                      .add("valid_from", "2026-01-01")
                                      .add("statement", "Ote"));
    CHECK(stored.refuses("/code", "acceptance.never_stored"));

    struct Case
    {
        const char* because;
        const char* extract_on;
        const char* rule;
    };
    const auto cases = {
        Case{"twelve months to the day", "2025-03-02", ""},
        Case{"a day more", "2025-03-01", "acceptance.extract_too_old"},
        Case{"today", "2026-03-02", ""},
        Case{"tomorrow", "2026-03-03", "acceptance.extract_in_future"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        const auto answer =
            scene.ask(request, "checks", scene.area.officer,
                      json::Object{}.add("extract_on", c.extract_on).add("result", "nothing_found"));
        CHECK(answer.rule() == c.rule);
    }
    CHECK(scene.see(request, scene.area.officer).body.at("checks").array().size() == 2);
    CHECK(scene.see(request, scene.provider).body.find("checks") == nullptr);
    scene.world.store().read(
        [&](Transaction& tx)
        {
            for (const auto& entry : journal::about(tx, request))
                CHECK(entry.facts.find("nothing_found") == std::string::npos);
        });
}

TEST_CASE("a draft is the provider's own; other organisations see nothing of a request", "[acceptance]")
{
    AcceptanceScene scene;
    const auto stranger = scene.world.provider("Toinen ry", business_id_of(2));
    const auto made =
        scene.world.post("/api/v1/programmes/" + scene.programme + "/requests", {}, scene.provider.token);
    const auto request = made.body.at("id").text();
    CHECK(scene.see(request, scene.provider).status == 200);
    CHECK(scene.see(request, scene.area.officer).status == 404);
    CHECK(scene.see(request, stranger).status == 404);
    CHECK(scene.ask(request, "submit", stranger).status == 404);
    CHECK(scene.ask(request, "open", scene.area.officer).status == 404);
    REQUIRE(scene.ask(request, "submit", scene.provider).status == 200);
    CHECK(scene.see(request, scene.area.officer).status == 200);
    CHECK(scene.see(request, scene.area.coach).status == 403);
    CHECK(scene.see(request, stranger).status == 404);
    CHECK(scene.ask(request, "open", scene.area.decider).status == 403);
    CHECK(scene.ask(request, "decision", scene.area.officer, decision("accepted")).status == 403);
}

TEST_CASE("another authority does not decide", "[acceptance]")
{
    AcceptanceScene scene;
    const auto other = make_area(scene.world, "Toinen alue", "1572860-0", "18", {});
    const auto request = scene.reviewed();
    CHECK(scene.see(request, other.officer).status == 404);
    CHECK(scene.ask(request, "decision", other.decider, decision("accepted")).status == 404);
}

TEST_CASE("a repeated key acts once and answers with the same bytes", "[acceptance]")
{
    AcceptanceScene scene;
    const auto path = "/api/v1/programmes/" + scene.programme + "/requests";
    const Ask how{
        .token = scene.provider.token, .if_match = {}, .key = "the-same-key-for-two-requests", .headers = {}};
    const auto first = scene.world.ask(http::Method::post, path, {}, how);
    const auto second = scene.world.ask(http::Method::post, path, {}, how);
    REQUIRE(first.status == 201);
    CHECK(second.raw.body == first.raw.body);
    CHECK(scene.world.get("/api/v1/requests", scene.provider.token).body.at("items").array().size() == 1);
}

TEST_CASE("an act on a request that somebody has changed meanwhile is refused", "[acceptance]")
{
    AcceptanceScene scene;
    const auto request = submitted_request(scene.world, scene.provider, scene.programme);
    const auto seen = scene.see(request, scene.area.officer);
    REQUIRE(scene.ask(request, "open", scene.area.officer).status == 200);
    const auto late = scene.world.ask(
        http::Method::post, "/api/v1/requests/" + request + "/decision", decision("accepted"),
        {.token = scene.area.decider.token, .if_match = seen.etag(), .key = {}, .headers = {}});
    CHECK(late.status == 412);
}

TEST_CASE("who neither sells nor buys stands in the register without acceptance", "[acceptance]")
{
    AcceptanceScene scene;
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
    const auto listed = scene.world.get("/api/v1/organisations?kind=civic");
    CHECK(listed.body.at("items").array().size() == 1);
    const auto token = scene.world.sign_in("ville@vertainen.example", password);
    const auto asked = scene.world.post("/api/v1/programmes/" + scene.programme + "/requests", {}, token);
    CHECK(asked.status == 409);
    CHECK(asked.rule() == "acceptance.not_needed");
}

TEST_CASE("when the programme ends, requests lapse and acceptances end", "[acceptance]")
{
    AcceptanceScene scene;
    const auto accepted = accept_provider(scene.world, scene.area, scene.programme, scene.provider);
    const auto waiting =
        submitted_request(scene.world, scene.world.provider("Toinen ry", business_id_of(2)), scene.programme);
    REQUIRE(scene.programme_does("terminate", true).status == 200);
    CHECK(scene.see(accepted, scene.provider).body.at("state").text() == "ENDED");
    CHECK(scene.see(waiting, scene.area.officer).body.at("state").text() == "LAPSED");
    CHECK(scene.accepted_count() == 0);
    const auto late =
        scene.world.post("/api/v1/programmes/" + scene.programme + "/requests", {}, scene.provider.token);
    CHECK(late.rule() == "acceptance.programme_over");
}

TEST_CASE("evidence is asked once: it counts for the whole authority", "[acceptance]")
{
    AcceptanceScene scene;
    const auto request = submitted_request(scene.world, scene.provider, scene.programme);
    REQUIRE(scene
                .ask(request, "evidence", scene.provider,
                     json::Object{}
                         .add("code", "tax_certificate")
                         .add("valid_from", "2026-01-01")
                         .add("statement", "Verovelkatodistus"))
                .status == 200);
    const auto second =
        submitted_request(scene.world, scene.provider, open_programme(scene.world, scene.area));
    CHECK(scene.see(second, scene.area.officer).body.at("evidence").array().size() == 1);
    CHECK(scene
              .ask(second, "evidence", scene.provider,
                   json::Object{}
                       .add("code", "insurance")
                       .add("valid_from", "2026-02-01")
                       .add("valid_to", "2026-02-01")
                       .add("statement", "Vakuutus"))
              .refuses("/valid_to", "acceptance.empty_validity"));
}
