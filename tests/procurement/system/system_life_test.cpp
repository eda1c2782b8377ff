// How programmes of each channel open and end, and what a system's contracts come to.
#include "core/journal/journal.hpp"
#include "procurement/system/system_total.hpp"
#include "tests/support/purchasing_system.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

namespace
{

std::string path_of(std::string_view id)
{
    return "/api/v1/programmes/" + std::string{id};
}

Answer act(World& world, std::string_view id, std::string_view verb, std::string_view token,
           const json::Value& body = {})
{
    return world.post(path_of(id) + "/" + std::string{verb}, body, token);
}

std::string state_of(World& world, std::string_view id)
{
    return world.get(path_of(id)).body.at("state").text();
}

json::Object because()
{
    return json::Object{}.add("reason", "Tarve muuttui");
}

std::vector<journal::Entry> entries_about(World& world, std::string_view id)
{
    std::vector<journal::Entry> entries;
    world.store().read([&](Transaction& tx) { entries = journal::about(tx, id); });
    return entries;
}

json::Object small_purchases()
{
    return json::Object{}
        .add("name", LocalText{"Pienhankinnat", "Småupphandlingar", ""})
        .add("channel", "SMALL_PURCHASE")
        .add("regime", "below_threshold")
        .add("ends_on", "2027-01-01");
}

Programme programme_in(Transaction& tx, std::string_view id)
{
    return *programmes::find(tx, *ProgrammeId::parse(id));
}

TotalRow contract(std::string about, std::int64_t cents)
{
    return {std::move(about), "coaching", "", false, *parse_date("2026-06-01"), Money::cents(cents)};
}

// The rule that refused, or empty.
std::string commit(World& world, std::string_view system, const TotalRow& row)
{
    std::string rule;
    world.store().write_and_wait(
        [&](Transaction& tx)
        {
            crypto::SeededRandomness random{row.about + std::to_string(row.value.in_cents())};
            const Ambient ambient{world.now(), world.now(), random, world.application().environment().law};
            const auto done = systems::commit(tx, ambient, programme_in(tx, system), row);
            rule = done ? "" : done.refusal().rule;
            return done ? Verdict::keep : Verdict::undo;
        });
    return rule;
}

std::size_t warnings(World& world, const test::Area& area)
{
    std::size_t count = 0;
    const auto tasks = world.get("/api/v1/tasks", area.officer.token).body.at("items").array();
    for (const auto& task : tasks)
        if (task.at("kind").text() == systems::task_near)
            ++count;
    return count;
}

} // namespace

TEST_CASE("each channel begins in the regimes that fit it", "[programme]")
{
    World world;
    const auto area = make_kuopio(world);
    const auto begin = [&](const json::Object& body)
    { return world.post("/api/v1/programmes", body, area.officer.token); };
    CHECK(begin(good_programme_of_system()).status == 201);
    CHECK(begin(small_purchases()).status == 201);
    CHECK(begin(with(good_programme_of_system(), "regime", "below_threshold"))
              .refuses("/regime", "programme.regime_does_not_fit_channel"));
    CHECK(begin(with(small_purchases(), "regime", "national"))
              .refuses("/regime", "programme.regime_does_not_fit_channel"));
}

TEST_CASE("a small purchase programme opens at once and takes no requests to join", "[programme]")
{
    World world;
    const auto area = make_kuopio(world);
    const auto id =
        world.post("/api/v1/programmes", small_purchases(), area.officer.token).body.at("id").text();
    const auto refused = act(world, id, "publish", area.officer.token);
    CHECK(refused.status == 409);
    CHECK(refused.rule() == "programme.no_initial_window");
    const auto opened = act(world, id, "open", area.officer.token);
    REQUIRE(opened.status == 200);
    CHECK(opened.body.at("state").text() == "OPEN");
    CHECK_FALSE(opened.body.at("takes_requests").boolean());
}

TEST_CASE("a system does not open from its draft", "[programme][T01]")
{
    World world;
    const auto area = make_kuopio(world);
    const auto id = draft_system(world, area);
    const auto refused = act(world, id, "open", area.officer.token);
    CHECK(refused.status == 409);
    CHECK(refused.rule() == "programme.window_first");
    CHECK(world.get(path_of(id)).status == 404);
}

TEST_CASE("a system opens by itself when its initial window is over, and not before", "[programme][T01]")
{
    World world;
    const auto area = make_kuopio(world);
    const auto id = published_system(world, area);
    CHECK(state_of(world, id) == "PUBLISHED_INITIAL");
    CHECK(world.get(path_of(id)).body.at("takes_requests").boolean());
    const auto until = *parse_instant("2026-04-02T09:00:00Z");
    world.move_to(until);
    CHECK(state_of(world, id) == "PUBLISHED_INITIAL");
    world.move_to(until.plus_seconds(1));
    CHECK(state_of(world, id) == "OPEN");
    CHECK(entries_about(world, id).back().kind == "programme.opened");
    CHECK(entries_about(world, id).back().actor == "clock");
}

TEST_CASE("opening a system in its initial window is refused", "[programme][T01]")
{
    World world;
    const auto area = make_kuopio(world);
    const auto id = published_system(world, area);
    const auto refused = act(world, id, "open", area.officer.token);
    CHECK(refused.status == 409);
    CHECK(refused.rule() == "programme.window_open");
    CHECK(state_of(world, id) == "PUBLISHED_INITIAL");
}

TEST_CASE("the window of a system at the EU level is the law's", "[programme][T01]")
{
    World world; // 2 March 2026: the 30th day is 1 April
    const auto area = make_kuopio(world);
    const auto terms = without(good_system(), "described_request_days");
    const auto until = [&](std::string_view moment)
    {
        const auto id = draft_system(world, area, with(good_programme_of_system(), "regime", "eu_level"),
                                     with(terms, "requests_until", moment));
        return act(world, id, "publish", area.officer.token);
    };
    CHECK(until("2026-04-01T20:59:59.999998Z").refuses("/system/requests_until", "system.window_too_short"));
    CHECK(until("2026-04-01T20:59:59.999999Z").status == 200);
}

TEST_CASE("a dialogue about a draft is opened and closed, and publication ends it, too", "[programme]")
{
    World world;
    const auto area = make_kuopio(world);
    const auto id = draft_system(world, area);
    CHECK(act(world, id, "close-dialogue", area.officer.token).rule() == "programme.transition_not_listed");
    CHECK(act(world, id, "open-dialogue", area.coach.token).rule() == "access.no_duty");
    const auto opened = act(world, id, "open-dialogue", area.officer.token);
    REQUIRE(opened.status == 200);
    CHECK(opened.body.at("state").text() == "IN_DIALOGUE");
    CHECK(write_system(world, area, id, good_system()).status == 200); // it is written on
    CHECK(act(world, id, "close-dialogue", area.officer.token).body.at("state").text() == "DRAFT");
    REQUIRE(act(world, id, "open-dialogue", area.officer.token).status == 200);
    CHECK(act(world, id, "publish", area.officer.token).body.at("state").text() == "PUBLISHED_INITIAL");
}

TEST_CASE("a longer duration of a system is a change with a number and a reason", "[system]")
{
    World world;
    const auto area = make_kuopio(world);
    const auto id = open_system(world, area);
    REQUIRE(act(world, id, "duration", area.officer.token, because().add("ends_on", "2031-01-01")).status ==
            200);
    const auto changes = world.get(path_of(id) + "/system/changes").body.at("items").array();
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].at("kind").text() == "duration");
    CHECK(changes[0].at("former_ends_on").text() == "2030-01-01");
    CHECK(changes[0].at("ends_on").text() == "2031-01-01");
    CHECK(changes[0].at("reason").text() == "Tarve muuttui");
}

TEST_CASE("nothing is bought in a system while it is closed for a time", "[system]")
{
    World world;
    const auto area = make_kuopio(world);
    const auto rule = [&](std::string_view id)
    {
        std::string found;
        world.store().read(
            [&](Transaction& tx)
            {
                const auto allowed = systems::may_buy(programme_in(tx, id));
                found = allowed ? "" : allowed.refusal().rule;
            });
        return found;
    };
    const auto id = published_system(world, area);
    CHECK(rule(id) == "system.not_open_yet");
    world.move_to(*parse_instant("2026-04-03T09:00:00Z"));
    CHECK(rule(id) == "");
    REQUIRE(act(world, id, "close-temporarily", area.officer.token, because()).status == 200);
    CHECK(rule(id) == "system.closed");
    CHECK(world.get(path_of(id)).body.at("takes_requests").boolean()); // they wait for the reopening
    REQUIRE(act(world, id, "reopen", area.officer.token).status == 200);
    CHECK(rule(id) == "");
}

TEST_CASE("a system whose closing was not announced stays open", "[system]")
{
    World world;
    const auto area = make_kuopio(world);
    const auto id = draft_system(world, area, with(good_programme_of_system(), "may_close", false));
    REQUIRE(act(world, id, "publish", area.officer.token).status == 200);
    world.move_to(*parse_instant("2026-04-03T09:00:00Z"));
    CHECK(act(world, id, "close-temporarily", area.officer.token, because()).rule() ==
          "programme.closing_not_announced");
    CHECK(state_of(world, id) == "OPEN");
}

TEST_CASE("contracts come to the announced value at most, and who comes near it is warned once", "[system]")
{
    World world;
    const auto area = make_kuopio(world);
    const auto id = open_system(world, area); // 500 000 €, near from 80 %
    const auto total = [&] { return world.get(path_of(id) + "/total", area.officer.token).body; };
    CHECK(total().at("total_cents").money() == Money{});
    CHECK(total().at("rows").array().empty());

    CHECK(commit(world, id, contract("cmp_a", 39'999'999)) == "");
    CHECK(total().at("verdict").text() == "within");
    CHECK(warnings(world, area) == 0);
    CHECK(commit(world, id, contract("cmp_b", 1)) == "");
    CHECK(total().at("verdict").text() == "near");
    CHECK(total().at("rule").text() == "total.near");
    CHECK(warnings(world, area) == 1);
    CHECK(commit(world, id, contract("cmp_c", 10'000'001)) == "total.above_announced");
    CHECK(total().at("total_cents").money() == Money::euros(400'000));
    CHECK(commit(world, id, contract("cmp_c", 10'000'000)) == "");
    CHECK(total().at("total_cents").money() == Money::euros(500'000));
    CHECK(total().at("rows").array().size() == 3);
    CHECK(warnings(world, area) == 1);

    // A contract that is decided now counts once, at what it is now.
    CHECK(commit(world, id, contract("cmp_c", 5'000'000)) == "");
    CHECK(total().at("total_cents").money() == Money::euros(450'000));
    CHECK(world.get(path_of(id) + "/total", area.coach.token).rule() == "access.no_duty");
    CHECK(world.get(path_of(id) + "/total", area.auditor.token).status == 200);

    const auto less = json::Object{}
                          .add("announced_value_cents", Money::euros(450'000) - Money::cents(1))
                          .add("reason", "Tarve väheni");
    CHECK(act(world, id, "announced-value", area.officer.token, less).rule() ==
          "system.value_below_contracts");
    CHECK(warnings(world, area) == 1);
    const auto more = with(less, "announced_value_cents", Money::euros(700'000));
    REQUIRE(act(world, id, "announced-value", area.officer.token, more).status == 200);
    CHECK(warnings(world, area) == 0);
}

TEST_CASE("a system that ends early, runs out or is cancelled owes a result notice in 30 days",
          "[system][T22]")
{
    World world;
    const auto area = make_kuopio(world);
    const auto cancelled = published_system(world, area);
    REQUIRE(act(world, cancelled, "cancel", area.decider.token, because()).status == 200);
    const auto due = [&](std::string_view id)
    { return world.get(path_of(id) + "/system").body.optional_text("result_notice_due_on").value_or(""); };
    CHECK(due(cancelled) == "2026-04-01");

    const auto id = open_system(world, area); // 2 April
    CHECK(due(id) == "");
    REQUIRE(act(world, id, "duration", area.officer.token, because().add("ends_on", "2026-06-01")).status ==
            200);
    world.move_to(*parse_instant("2026-06-01T09:00:00Z"));
    CHECK(state_of(world, id) == "EXPIRED");
    CHECK(due(id) == "2026-07-01");
    CHECK(entries_about(world, id).back().kind == "system.result_notice_due");
}

TEST_CASE("below the stricter regimes no result notice is owed by law", "[system][T22]")
{
    World world;
    const auto area = make_kuopio(world);
    const auto terms = with(good_system(), "announced_value_cents", Money::euros(399'999));
    const auto id = draft_system(world, area, with(good_programme_of_system(), "regime", "national"), terms);
    REQUIRE(act(world, id, "publish", area.officer.token).status == 200);
    REQUIRE(act(world, id, "cancel", area.decider.token, because()).status == 200);
    CHECK(world.get(path_of(id) + "/system").body.find("result_notice_due_on") == nullptr);
}
