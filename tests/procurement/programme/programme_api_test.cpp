#include "core/journal/journal.hpp"
#include "procurement/programme/programme.hpp"
#include "tests/support/area.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace kori;
using kori::test::World;

namespace
{

json::Object draft()
{
    return json::Object{}
        .add("name", LocalText{"Palvelut", "Tjänster", ""})
        .add("channel", "OPEN_ACCEPTANCE")
        .add("regime", "not_a_public_contract")
        .add("answer_working_days", 7)
        .add("ends_on", "2027-01-01");
}

std::string path_of(std::string_view id)
{
    return "/api/v1/programmes/" + std::string{id};
}

std::string begin(World& world, const test::Area& area, const json::Object& body)
{
    const auto made = world.post("/api/v1/programmes", body, area.officer.token);
    REQUIRE(made.status == 201);
    return made.body.at("id").text();
}

test::Answer act(World& world, std::string_view id, std::string_view verb, std::string_view token,
                 const json::Value& body = {})
{
    return world.post(path_of(id) + "/" + std::string{verb}, body, token);
}

json::Object because(std::string_view reason)
{
    return json::Object{}.add("reason", reason);
}

test::Answer patch(World& world, std::string_view id, const json::Object& body, std::string_view token,
                   std::string etag)
{
    return world.ask(http::Method::patch, path_of(id), body,
                     {.token = std::string{token}, .if_match = std::move(etag), .key = {}, .headers = {}});
}

std::vector<journal::Entry> entries_about(World& world, std::string_view id)
{
    std::vector<journal::Entry> entries;
    world.store().read([&](Transaction& tx) { entries = journal::about(tx, id); });
    return entries;
}

} // namespace

TEST_CASE("a draft is seen by its own authority only", "[programme]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto other = world.authority("Toinen alue", "0112038-9");
    const auto id = begin(world, area, draft());
    CHECK(world.get(path_of(id), area.coach.token).status == 200);
    CHECK(world.get(path_of(id), other.token).status == 404);
    CHECK(world.get(path_of(id)).status == 404);
    const auto of_authority = "/api/v1/programmes?authority=" + area.authority;
    CHECK(world.get(of_authority, area.officer.token).body.at("items").array().size() == 1);
    CHECK(world.get(of_authority, other.token).body.at("items").array().empty());
    CHECK(world.get("/api/v1/programmes", area.officer.token).body.at("items").array().empty());
}

TEST_CASE("a published programme is seen by everybody", "[programme]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto id = begin(world, area, draft());
    REQUIRE(act(world, id, "publish", area.officer.token).status == 200);
    const auto seen = world.get(path_of(id));
    REQUIRE(seen.status == 200);
    CHECK(seen.body.at("state").text() == "PUBLISHED_INITIAL");
    CHECK(seen.body.at("answer_working_days").integer() == 7);
    CHECK(seen.body.at("takes_requests").boolean());
    CHECK(world.get("/api/v1/programmes").body.at("items").array().size() == 1);
    CHECK(world.get("/api/v1/programmes?authority=" + area.authority).body.at("items").array().size() == 1);
}

TEST_CASE("only a procurement officer begins a programme", "[programme]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto provider = world.provider("Savon Työpolku ry", "0112038-9");
    for (const auto& token : {area.admin.token, area.coach.token, area.decider.token, area.finance.token,
                              area.auditor.token, provider.token})
        CHECK(world.post("/api/v1/programmes", draft(), token).status == 403);
    CHECK(world.post("/api/v1/programmes", draft()).status == 401);
}

TEST_CASE("open acceptance stands in no procurement regime at its beginning", "[programme]")
{
    World world;
    const auto area = test::make_kuopio(world);
    for (const auto* regime : {"eu_level", "annex_e", "national", "below_threshold"})
    {
        const auto refused =
            world.post("/api/v1/programmes", test::with(draft(), "regime", regime), area.officer.token);
        CHECK(refused.status == 422);
        CHECK(refused.refuses("/regime", "programme.regime_does_not_fit_channel"));
    }
}

TEST_CASE("publication tells at once all that the programme lacks", "[programme]")
{
    World world;
    test::Area area;
    area.admin = world.authority("Uusi alue", "0201256-6"); // it has not said which area it is
    area.officer = world.member(area.admin, {"procurement_officer"});
    const auto id =
        begin(world, area,
              test::without(test::with(draft(), "name", json::Object{}.add("fi", "Palvelut")), "ends_on"));
    for (const auto* verb : {"publish", "open"})
    {
        const auto refused = act(world, id, verb, area.officer.token);
        CHECK(refused.status == 422);
        CHECK(refused.rule() == "programme.not_complete");
        CHECK(refused.refuses("/name/sv", "programme.name_missing"));
        CHECK_FALSE(refused.refuses("/name/fi", "programme.name_missing"));
        CHECK(refused.refuses("/ends_on", "programme.end_missing"));
        CHECK(refused.refuses("/authority", "programme.no_entity"));
    }
    CHECK(world.get(path_of(id)).status == 404);
}

TEST_CASE("a programme ends after the day on which it is published", "[programme]")
{
    World world; // 2 March 2026
    const auto area = test::make_kuopio(world);
    const auto today = begin(world, area, test::with(draft(), "ends_on", "2026-03-02"));
    const auto refused = act(world, today, "publish", area.officer.token);
    CHECK(refused.refuses("/ends_on", "programme.end_in_past"));
    const auto tomorrow = begin(world, area, test::with(draft(), "ends_on", "2026-03-03"));
    CHECK(act(world, tomorrow, "publish", area.officer.token).status == 200);
}

TEST_CASE("a draft changes only for somebody who saw its newest state", "[programme]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto id = begin(world, area, draft());
    const auto seen = world.get(path_of(id), area.officer.token);
    const auto change = json::Object{}.add("may_close", true).add("answer_working_days", nullptr);
    CHECK(patch(world, id, change, area.officer.token, "").status == 428);
    CHECK(patch(world, id, change, area.officer.token, "\"9-x\"").status == 412);
    const auto changed = patch(world, id, change, area.officer.token, seen.etag());
    REQUIRE(changed.status == 200);
    CHECK(changed.body.at("may_close").boolean());
    CHECK(changed.body.find("answer_working_days") == nullptr); // null takes it away
    CHECK(changed.body.at("ends_on").text() == "2027-01-01");   // what is left out stays
    CHECK(patch(world, id, change, area.officer.token, seen.etag()).status == 412);
}

TEST_CASE("what is published is no longer changed like a draft", "[programme]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto id = begin(world, area, draft());
    const auto opened = act(world, id, "open", area.officer.token);
    REQUIRE(opened.status == 200);
    const auto refused =
        patch(world, id, json::Object{}.add("may_close", true), area.officer.token, opened.etag());
    CHECK(refused.status == 409);
    CHECK(refused.rule() == "programme.not_a_draft");
}

TEST_CASE("the channel is no field of a change", "[programme]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto id = begin(world, area, draft());
    const auto seen = world.get(path_of(id), area.officer.token);
    const auto refused =
        patch(world, id, json::Object{}.add("channel", "DPS"), area.officer.token, seen.etag());
    CHECK(refused.status == 422);
    CHECK(refused.refuses("/channel", "field.unknown"));
}

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

TEST_CASE("another authority's programme looks absent to every act", "[programme]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto other = test::make_area(world, "Toinen alue", "0112038-9", "44", {}, {});
    const auto id = begin(world, area, draft());
    REQUIRE(act(world, id, "open", area.officer.token).status == 200);
    const auto theirs = act(world, id, "terminate", other.decider.token, because("x"));
    const auto absent =
        act(world, "prg_00000000000000000000000000", "terminate", other.decider.token, because("x"));
    CHECK(theirs.status == 404);
    CHECK(theirs.rule() == absent.rule());
    CHECK(patch(world, id, json::Object{}.add("may_close", true), other.officer.token, "\"1-x\"").status ==
          404);
    CHECK(act(world, id, "regime", other.decider.token, because("x").add("regime", "annex_e")).status == 404);
}

TEST_CASE("a repeated key begins one programme", "[programme]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const test::Ask how{
        .token = area.officer.token, .if_match = {}, .key = "one-and-the-same-key", .headers = {}};
    const auto first = world.ask(http::Method::post, "/api/v1/programmes", draft(), how);
    const auto second = world.ask(http::Method::post, "/api/v1/programmes", draft(), how);
    CHECK(first.status == 201);
    CHECK(second.raw.body == first.raw.body);
    CHECK(world.get("/api/v1/programmes?authority=" + area.authority, area.officer.token)
              .body.at("items")
              .array()
              .size() == 1);
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
