#include "tests/procurement/programme/programme_scene.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

TEST_CASE("a programme closes for a time only if that was announced", "[programme]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto silent = begin(world, area, draft());
    REQUIRE(act(world, silent, "open", area.officer.token).status == 200);
    const auto refused = act(world, silent, "close-temporarily", area.officer.token, because("Resurssit"));
    CHECK(refused.status == 409);
    CHECK(refused.rule() == "programme.closing_not_announced");

    const auto announced = begin(world, area, test::with(draft(), "may_close", true));
    REQUIRE(act(world, announced, "open", area.officer.token).status == 200);
    CHECK(act(world, announced, "close-temporarily", area.officer.token, because("Resurssit"))
              .body.at("state")
              .text() == "CLOSED_TEMP");
    CHECK(act(world, announced, "reopen", area.officer.token).body.at("state").text() == "OPEN");
}

TEST_CASE("an act that the state does not know is refused by the table's rule", "[programme]")
{
    struct Case
    {
        const char* verb;
        bool has_reason;
        const char* why;
        bool is_decided = false;
    };
    const Case of_a_draft[] = {
        {"reopen", false, "it was never closed"},      {"close-temporarily", true, "it is not open"},
        {"terminate", true, "it has not begun", true}, {"cancel", true, "a draft is dropped", true},
        {"archive", false, "it has not ended"},
    };
    const Case of_an_open_one[] = {
        {"publish", false, "it is public already"}, {"open", false, "it is open already"},
        {"drop", false, "only drafts are dropped"}, {"cancel", true, "it is terminated instead", true},
        {"archive", false, "it has not ended"},
    };
    World world;
    const auto area = test::make_kuopio(world);
    const auto id = begin(world, area, draft());
    const auto refused = [&](const Case& row)
    {
        INFO(row.verb << ": " << row.why);
        const auto answer = act(world, id, row.verb, row.is_decided ? area.decider.token : area.officer.token,
                                row.has_reason ? json::Value{because("x")} : json::Value{});
        CHECK(answer.status == 409);
        CHECK(answer.rule() == "programme.transition_not_listed");
    };
    for (const auto& row : of_a_draft)
        refused(row);
    REQUIRE(act(world, id, "open", area.officer.token).status == 200);
    for (const auto& row : of_an_open_one)
        refused(row);
}

TEST_CASE("a programme is terminated with a reason, and then archived", "[programme]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto id = begin(world, area, draft());
    REQUIRE(act(world, id, "open", area.officer.token).status == 200);
    CHECK(
        act(world, id, "terminate", area.decider.token, json::Object{}).refuses("/reason", "field.required"));
    const auto ended = act(world, id, "terminate", area.decider.token, because("Tarve poistui"));
    REQUIRE(ended.status == 200);
    CHECK(ended.body.at("state").text() == "TERMINATED");
    CHECK_FALSE(ended.body.at("takes_requests").boolean());
    CHECK(entries_about(world, id).back().reason == "Tarve poistui");
    CHECK(act(world, id, "archive", area.officer.token).body.at("state").text() == "ARCHIVED");
    CHECK(world.get(path_of(id)).status == 200);
}

TEST_CASE("to end everybody's acceptance is a decision, so who prepares a programme does not end it",
          "[programme]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto open = begin(world, area, draft());
    const auto announced = begin(world, area, draft());
    REQUIRE(act(world, open, "open", area.officer.token).status == 200);
    REQUIRE(act(world, announced, "publish", area.officer.token).status == 200);
    for (const auto* token : {&area.officer.token, &area.admin.token, &area.coach.token})
    {
        CHECK(act(world, open, "terminate", *token, because("x")).rule() == "access.no_duty");
        CHECK(act(world, announced, "cancel", *token, because("x")).rule() == "access.no_duty");
    }
    CHECK(act(world, open, "terminate", area.decider.token, because("x")).status == 200);
    CHECK(act(world, announced, "cancel", area.decider.token, because("x")).status == 200);
}

TEST_CASE("a programme expires at the beginning of the day on which it is no longer", "[programme]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto id = begin(world, area, draft());
    REQUIRE(act(world, id, "open", area.officer.token).status == 200);
    world.move_to(*parse_instant("2026-12-31T21:59:59Z")); // 23:59:59 in Helsinki
    CHECK(world.get(path_of(id)).body.at("state").text() == "OPEN");
    world.move_to(*parse_instant("2026-12-31T22:00:00Z"));
    CHECK(world.get(path_of(id)).body.at("state").text() == "EXPIRED");
    CHECK(entries_about(world, id).back().kind == "programme.expired");
    CHECK(entries_about(world, id).back().actor == "clock");
}

TEST_CASE("a changed duration moves the end", "[programme]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto id = begin(world, area, draft());
    REQUIRE(act(world, id, "open", area.officer.token).status == 200);
    const auto until = [&](std::string_view day)
    { return act(world, id, "duration", area.officer.token, because("Tarve jatkuu").add("ends_on", day)); };
    CHECK(until("2026-03-02").refuses("/ends_on", "programme.end_in_past"));
    REQUIRE(until("2027-02-01").status == 200);
    world.move_to(*parse_instant("2027-01-15T10:00:00Z"));
    CHECK(world.get(path_of(id)).body.at("state").text() == "OPEN");
    world.move_to(*parse_instant("2027-02-01T10:00:00Z"));
    CHECK(world.get(path_of(id)).body.at("state").text() == "EXPIRED");
}

TEST_CASE("a programme that never opened is cancelled when its end comes", "[programme]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto id = begin(world, area, draft());
    REQUIRE(act(world, id, "publish", area.officer.token).status == 200);
    world.move_to(*parse_instant("2027-01-02T10:00:00Z"));
    CHECK(world.get(path_of(id)).body.at("state").text() == "CANCELLED");
}

TEST_CASE("a stricter regime is a decision maker's reasoned decision", "[programme]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto id = begin(world, area, draft());
    REQUIRE(act(world, id, "open", area.officer.token).status == 200);
    const auto decide = [&](std::string_view regime, std::string_view token)
    { return act(world, id, "regime", token, because("Arvo ylittää kynnyksen").add("regime", regime)); };
    CHECK(decide("annex_e", area.officer.token).status == 403);
    CHECK(decide("not_a_public_contract", area.decider.token).rule() == "programme.regime_unchanged");
    const auto decided = decide("annex_e", area.decider.token);
    REQUIRE(decided.status == 200);
    CHECK(decided.body.at("regime").text() == "annex_e");
    CHECK(decided.body.at("channel").text() == "OPEN_ACCEPTANCE");
    CHECK(decide("national", area.decider.token).rule() == "programme.regime_not_stricter");
    const auto no_reason =
        act(world, id, "regime", area.decider.token, json::Object{}.add("regime", "eu_level"));
    CHECK(no_reason.refuses("/reason", "field.required"));
    CHECK(entries_about(world, id).back().kind == "programme.regime_changed");
    CHECK(entries_about(world, id).back().reason == "Arvo ylittää kynnyksen");
}

TEST_CASE("the journal tells of drafts to their authority and of publications to everybody", "[programme]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto id = begin(world, area, draft());
    REQUIRE(act(world, id, "open", area.officer.token).status == 200);
    const auto entries = entries_about(world, id);
    REQUIRE(entries.size() == 2);
    CHECK(entries[0].kind == "programme.created");
    CHECK(entries[0].audience == "organisation");
    CHECK(entries[0].organisations == std::vector{area.authority});
    CHECK(entries[1].kind == "programme.opened");
    CHECK(entries[1].audience == "everyone");
}
