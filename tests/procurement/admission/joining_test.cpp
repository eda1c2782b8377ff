// Joining a DPS, from the draft to the decision, at the desk.
#include "core/base/civil_date.hpp"
#include "core/journal/journal.hpp"
#include "procurement/admission/joining_actions.hpp"
#include "tests/support/joining.hpp"
#include "tests/support/provider.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace kori;
using namespace kori::test;

namespace
{

struct Scene
{
    World world;
    kori::test::Area area = make_kuopio(world);
    World::Member provider = world.provider("Savon Työpolku ry", business_id_of(1));

    Answer act(const std::string& request, std::string_view verb, const World::Member& who,
               json::Value body = {})
    {
        return world.post("/api/v1/requests/" + request + "/" + std::string{verb}, body, who.token);
    }
    json::Value see(const std::string& request, const World::Member& who)
    {
        return world.get("/api/v1/requests/" + request, who.token).body;
    }
    std::vector<std::string> entries_about(std::string_view id)
    {
        std::vector<std::string> kinds;
        world.store().read(
            [&](Transaction& tx)
            {
                for (const auto& entry : journal::about(tx, id))
                    kinds.push_back(entry.kind);
            });
        return kinds;
    }
    json::Value counters(const MadeSystem& system)
    {
        return world.get("/api/v1/programmes/" + system.programme + "/clock-counters").body;
    }
    bool has_task(const World::Member& who, std::string_view kind)
    {
        const auto tasks = world.get("/api/v1/tasks", who.token).body.at("items").array();
        return std::any_of(tasks.begin(), tasks.end(),
                           [&](const json::Value& task) { return task.at("kind").text() == kind; });
    }
};

json::Object reason(std::string_view text)
{
    return json::Object{}.add("reason", text);
}

} // namespace

TEST_CASE("a provider declares, confirms, is admitted and stands in the public register", "[admission]")
{
    Scene scene;
    const auto system = make_system(scene.world, scene.area);
    const auto members = "/api/v1/programmes/" + system.programme + "/members";
    const auto request = reviewed_joining(scene.world, scene.area, scene.provider, system);
    CHECK(scene.world.get(members).body.at("items").array().empty());
    const auto decided = scene.act(request, "decision", scene.area.decider, joining_decision("admitted"));
    REQUIRE(decided.status == 200);
    CHECK(decided.body.at("state").text() == "ADMITTED");

    const auto listed = scene.world.get(members).body.at("items").array();
    REQUIRE(listed.size() == 1);
    CHECK(listed[0].at("provider").text() == scene.provider.organisation);
    CHECK(listed[0].at("business_id").text() == business_id_of(1));
    REQUIRE(listed[0].at("memberships").array().size() == 1);
    CHECK(listed[0].at("memberships").array()[0].at("category").text() == system.category);
    CHECK(scene.entries_about(request) ==
          std::vector<std::string>{"admission.request_started", "admission.evidence_declared",
                                   "admission.confirmed", "admission.clock_started", "admission.submitted",
                                   "admission.opened", "admission.admitted"});
}

TEST_CASE("the decision is served with its reasons and the remedies of a DPS", "[admission][T21]")
{
    Scene scene;
    const auto system = make_system(scene.world, scene.area);
    const auto request = admitted_provider(scene.world, scene.area, scene.provider, system);
    const auto row = scene.see(request, scene.provider).at("joining").at("decisions").array().at(0);
    CHECK(row.at("remedies").texts() ==
          std::vector<std::string>{"procurement_correction", "market_court_with_leave"});
    const auto path = "/api/v1/admission-decisions/" + row.at("id").text();
    const auto served = scene.world.get(path, scene.provider.token);
    REQUIRE(served.status == 200);
    CHECK(served.body.at("document").at("fi").text().find("Perustelut ovat asiakirjoissa.") !=
          std::string::npos);
    CHECK(served.body.at("document").at("sv").text().find("antas till") != std::string::npos);
    CHECK(scene.world.get(path, scene.area.officer.token).status == 200);
    const auto stranger = scene.world.provider("Toinen ry", business_id_of(2));
    CHECK(scene.world.get(path, stranger.token).status == 404);
    CHECK(
        scene.world.get("/api/v1/acceptance-decisions/" + row.at("id").text(), scene.provider.token).status ==
        404);
}

TEST_CASE("a request to a DPS names its category, one to open acceptance has none", "[admission]")
{
    Scene scene;
    const auto system = make_system(scene.world, scene.area);
    const auto elsewhere = make_system(scene.world, scene.area);
    const auto ask = [&](const std::string& programme, const std::string& category)
    {
        return scene.world.post("/api/v1/programmes/" + programme + "/requests" +
                                    (category.empty() ? "" : "?category=" + category),
                                {}, scene.provider.token);
    };
    CHECK(ask(system.programme, "").refuses("?category", "admission.category_missing"));
    CHECK(ask(system.programme, elsewhere.category).refuses("?category", "admission.no_such_category"));
    CHECK(ask(system.programme, "ctg_nonsense").status == 422);
    const auto open = open_programme(scene.world, scene.area);
    CHECK(ask(open, system.category).refuses("?category", "acceptance.no_categories"));

    // One live request for each category.
    REQUIRE(ask(system.programme, system.category).status == 201);
    CHECK(ask(system.programme, system.category).rule() == "admission.request_already");
    CHECK(ask(system.programme, system.other_category).status == 201);
}

TEST_CASE("an incomplete request cannot be submitted, and every missing field is named", "[admission]")
{
    Scene scene;
    const auto system = make_system(scene.world, scene.area);
    const auto request = begun_joining(scene.world, scene.provider, system);
    const auto bare = scene.act(request, "submit", scene.provider);
    CHECK(bare.status == 422);
    CHECK(bare.refuses("/confirmation", "admission.not_confirmed"));
    CHECK(bare.refuses("/grounds/bribery", "declaration.ground_unanswered"));
    CHECK(bare.refuses("/requirements/tax_certificate", "declaration.requirement_unanswered"));
    CHECK(scene.act(request, "confirmation", scene.provider, confirmation()).rule() ==
          "admission.nothing_to_confirm");

    auto declaration = declaring(scene.world, json::Object{}.add("code", "bribery").add("applies", true));
    declare(scene.world, scene.provider, declaration);
    REQUIRE(scene.act(request, "confirmation", scene.provider, confirmation()).status == 200);
    const auto dayless = scene.act(request, "submit", scene.provider);
    CHECK(dayless.refuses("/grounds/bribery/on", "declaration.day_missing"));
    CHECK(scene.see(request, scene.provider).at("state").text() == "DRAFT");

    // A new version counts once it is confirmed, not before.
    declare(scene.world, scene.provider, good_declaration(scene.world));
    CHECK(scene.act(request, "submit", scene.provider).status == 422);
    REQUIRE(scene.act(request, "confirmation", scene.provider, confirmation()).status == 200);
    CHECK(scene.act(request, "submit", scene.provider).status == 200);
}

TEST_CASE("a declaration is the provider's own and is asked once: it is confirmed for another authority too",
          "[admission]")
{
    Scene scene;
    const auto system = make_system(scene.world, scene.area);
    const auto first = submitted_joining(scene.world, scene.provider, system);
    const auto elsewhere = make_area(scene.world, "Toinen alue", "0112038-9", "01", {"091"});
    const auto second_system = make_system(scene.world, elsewhere);
    const auto second = begun_joining(scene.world, scene.provider, second_system);
    REQUIRE(scene.act(second, "confirmation", scene.provider, confirmation()).status == 200);
    REQUIRE(scene.act(second, "submit", scene.provider).status == 200);
    REQUIRE(scene.act(second, "open", elsewhere.officer).status == 200);
    const auto seen = scene.see(second, elsewhere.officer);
    REQUIRE(seen.at("evidence").array().size() == 1);
    for (const auto& row : seen.at("joining").at("assessment").array())
        CHECK(row.at("verdict").text() == "passes");

    // Every version stays; nobody else reads it.
    CHECK(scene.world.get("/api/v1/self-declaration", scene.provider.token).body.at("number").integer() == 1);
    declare(scene.world, scene.provider, good_declaration(scene.world));
    CHECK(scene.world.get("/api/v1/self-declaration", scene.provider.token).body.at("number").integer() == 2);
    const auto stranger = scene.world.provider("Toinen ry", business_id_of(2));
    CHECK(scene.world.get("/api/v1/self-declaration", stranger.token).status == 404);
    CHECK(scene.world.get("/api/v1/self-declaration", scene.area.officer.token).status == 403);
    CHECK(scene.world.get("/api/v1/requests/" + first, elsewhere.officer.token).status == 404);
    CHECK(scene.act(first, "open", elsewhere.officer).status == 404);
    CHECK(scene.act(first, "confirmation", stranger, confirmation()).status == 404);
}

TEST_CASE("nobody at the authority reads a request of the initial window before it is over",
          "[admission][T01]")
{
    Scene scene;
    const auto until =
        *parse_instant("2026-04-07T09:00:00Z"); // the day after Easter Monday, noon in Helsinki
    const auto system = make_system(scene.world, scene.area, {.requests_until = until});
    const auto request = submitted_joining(scene.world, scene.provider, system);
    scene.world.move_to(until.plus_micros(-60'000'000));
    for (const auto& who : {scene.area.officer, scene.area.decider, scene.area.auditor})
    {
        const auto seen = scene.see(request, who);
        CHECK(seen.at("state").text() == "SUBMITTED");
        CHECK(seen.at("joining").at("is_sealed").boolean());
        CHECK(seen.at("joining").find("confirmation") == nullptr);
        CHECK(seen.at("joining").find("assessment") == nullptr);
        CHECK(seen.at("evidence").array().empty());
    }
    // The provider reads its own.
    CHECK(scene.see(request, scene.provider).at("joining").find("confirmation") != nullptr);
    const auto refused = scene.act(request, "open", scene.area.officer);
    CHECK(refused.status == 409);
    CHECK(refused.rule() == "admission.sealed");
    CHECK(holds(scene.entries_about(request), "admission.opening_refused"));
    CHECK(scene
              .act(request, "evidence", scene.provider,
                   json::Object{}.add("code", "x").add("valid_from", "2026-01-01").add("statement", "x"))
              .rule() == "admission.sealed_for_you_too");

    scene.world.move_to(until);
    const auto seen = scene.see(request, scene.area.officer);
    CHECK_FALSE(seen.at("joining").at("is_sealed").boolean());
    CHECK(seen.at("joining").at("clock").at("start").text() == "window_end");
    CHECK(seen.at("clock_from").text() == "2026-04-07");
    CHECK(seen.at("answer_due_on").text() == "2026-04-21");
    CHECK(scene.act(request, "open", scene.area.officer).status == 200);
}

TEST_CASE("what was taken back in the initial window is never opened", "[admission]")
{
    Scene scene;
    const auto until = *parse_instant("2026-04-07T09:00:00Z");
    const auto system = make_system(scene.world, scene.area, {.requests_until = until});
    const auto request = submitted_joining(scene.world, scene.provider, system);
    REQUIRE(scene.act(request, "withdraw", scene.provider).status == 200);
    scene.world.move_to(until.plus_days(1));
    CHECK(scene.see(request, scene.area.officer).at("joining").at("is_sealed").boolean());
    CHECK(scene.counters(system).at("running").integer() == 0);
    // Another one may be sent.
    CHECK(scene.world
              .post("/api/v1/programmes/" + system.programme + "/requests?category=" + system.category, {},
                    scene.provider.token)
              .status == 201);
}

TEST_CASE("a request to a system that was cancelled in its initial window lapses", "[admission]")
{
    Scene scene;
    const auto until = *parse_instant("2026-04-07T09:00:00Z");
    const auto system = make_system(scene.world, scene.area, {.requests_until = until});
    const auto request = submitted_joining(scene.world, scene.provider, system);
    set_programme_state(scene.world, system.programme, programme_state::cancelled);
    scene.world.move_to(until);
    CHECK(scene.see(request, scene.provider).at("state").text() == "LAPSED");
    scene.world.move_days(30);
    CHECK_FALSE(holds(scene.entries_about(request), "admission.clock_missed"));
}

TEST_CASE("the decision is in time until the last moment of the tenth working day", "[admission][T02]")
{
    for (const bool late : {false, true})
    {
        INFO(late);
        Scene scene;
        const auto system = make_system(scene.world, scene.area);
        const auto request = reviewed_joining(scene.world, scene.area, scene.provider, system);
        const auto seen = scene.see(request, scene.provider);
        CHECK(seen.at("joining").at("clock").at("limit").text() == "T02");
        CHECK(seen.at("joining").at("clock").at("start").text() == "receipt");
        CHECK(seen.at("answer_due_on").text() == "2026-03-16");
        const auto due = start_of_day(*parse_date("2026-03-17"));
        scene.world.move_to(late ? due : due.plus_micros(-1'000'000));
        CHECK(scene.counters(system).at(late ? "missed" : "running").integer() == 1);
        CHECK(scene.has_task(scene.area.decider, "admission.overdue") == late);
        CHECK(holds(scene.entries_about(request), "admission.clock_missed") == late);
        REQUIRE(scene.act(request, "decision", scene.area.decider, joining_decision("admitted")).status ==
                200);
        scene.world.move_days(3);
        CHECK(scene.counters(system).at("kept").integer() == (late ? 0 : 1));
        CHECK(scene.counters(system).at("missed").integer() == (late ? 1 : 0));
        CHECK(scene.counters(system).at("running").integer() == 0);
        CHECK_FALSE(scene.has_task(scene.area.decider, "admission.overdue"));
    }
}

TEST_CASE("a clarification does not stop the clock of a DPS", "[admission][T02]")
{
    Scene scene;
    const auto system = make_system(scene.world, scene.area);
    const auto request = reviewed_joining(scene.world, scene.area, scene.provider, system);
    const auto asked = scene.act(request, "questions", scene.area.officer,
                                 json::Object{}.add("question", "Millä kielillä palvelette?"));
    REQUIRE(asked.status == 200);
    CHECK(asked.body.at("state").text() == "CLARIFICATION");
    CHECK(asked.body.at("answer_due_on").text() == "2026-03-16");
    scene.world.move_to(start_of_day(*parse_date("2026-03-17")));
    CHECK(holds(scene.entries_about(request), "admission.clock_missed"));
    CHECK(scene.act(request, "answer", scene.provider, json::Object{}.add("answer", "Suomeksi.")).status ==
          200);
}

TEST_CASE("a single case takes fifteen working days, with a reason that the provider reads",
          "[admission][T03]")
{
    Scene scene;
    const auto system = make_system(scene.world, scene.area);
    const auto request = reviewed_joining(scene.world, scene.area, scene.provider, system);
    CHECK(scene.act(request, "extension", scene.area.officer, reason("")).status == 422);
    CHECK(scene.act(request, "extension", scene.provider, reason("Viipyy.")).status == 403);
    const auto longer = scene.act(request, "extension", scene.area.officer, reason("Lisäselvitys viipyy."));
    REQUIRE(longer.status == 200);
    CHECK(longer.body.at("answer_due_on").text() == "2026-03-23");
    const auto clock = scene.see(request, scene.provider).at("joining").at("clock");
    CHECK(clock.at("limit").text() == "T03");
    CHECK(clock.at("extension_reason").text() == "Lisäselvitys viipyy.");
    scene.world.store().read(
        [&](Transaction& tx)
        {
            CHECK(tx.query("/* test.told */ SELECT recipient FROM outbox_message WHERE template = "
                           "'admission.extended'")
                      .size() == 1);
        });
    CHECK(scene.act(request, "extension", scene.area.officer, reason("Taas.")).status == 409);
    // Not even after a clarification, which leads back to the review.
    scene.act(request, "questions", scene.area.officer, json::Object{}.add("question", "Mitä?"));
    scene.act(request, "answer", scene.provider, json::Object{}.add("answer", "Tätä."));
    CHECK(scene.act(request, "extension", scene.area.officer, reason("Taas.")).rule() ==
          "admission.extended_already");
    scene.world.move_to(start_of_day(*parse_date("2026-03-24")).plus_micros(-1'000'000));
    CHECK_FALSE(holds(scene.entries_about(request), "admission.clock_missed"));
    scene.world.move_to(start_of_day(*parse_date("2026-03-24")));
    CHECK(holds(scene.entries_about(request), "admission.clock_missed"));
}

TEST_CASE("a time that is over is not lengthened afterwards", "[admission][T03]")
{
    Scene scene;
    const auto system = make_system(scene.world, scene.area);
    const auto request = reviewed_joining(scene.world, scene.area, scene.provider, system);
    scene.world.move_to(start_of_day(*parse_date("2026-03-17")));
    CHECK(scene.act(request, "extension", scene.area.officer, reason("Myöhässä.")).rule() ==
          "admission.clock_is_over");
    CHECK(scene.see(request, scene.provider).at("state").text() == "UNDER_REVIEW");
}

TEST_CASE("the announced longer time holds until the first call for tenders, which waits for it",
          "[admission][T04]")
{
    Scene scene;
    const auto system = make_system(scene.world, scene.area, {.before_use_days = 30});
    const auto request = reviewed_joining(scene.world, scene.area, scene.provider, system);
    CHECK(scene.see(request, scene.provider).at("joining").at("clock").at("limit").text() == "T04");
    CHECK(scene.act(request, "extension", scene.area.officer, reason("Viipyy.")).rule() ==
          "admission.longer_time_runs");
    const auto call = [&]
    {
        std::string rule;
        scene.world.store().write_and_wait(
            [&](Transaction& tx)
            {
                auto& environment = scene.world.application().environment();
                const auto now = scene.world.now();
                const Ambient ambient{now, now, environment.random, environment.law};
                const auto noted = admissions::note_call(tx, ambient, *ProgrammeId::parse(system.programme));
                rule = noted ? "" : noted.refusal().rule;
                return Verdict::keep;
            });
        return rule;
    };
    CHECK(call() == "admission.before_use_clocks_run");
    REQUIRE(scene.act(request, "decision", scene.area.decider, joining_decision("admitted")).status == 200);
    CHECK(call().empty());
    CHECK(call().empty());
    const auto second = scene.world.provider("Toinen ry", business_id_of(2));
    const auto later = submitted_joining(scene.world, second, system);
    CHECK(scene.see(later, second).at("joining").at("clock").at("limit").text() == "T02");
}

TEST_CASE("a request that arrives while the system is closed waits, and its clock starts at the reopening",
          "[admission][T02]")
{
    Scene scene;
    const auto system = make_system(scene.world, scene.area);
    set_programme_state(scene.world, system.programme, programme_state::closed_temp);
    const auto watched = submitted_joining(scene.world, scene.provider, system);
    const auto second = scene.world.provider("Toinen ry", business_id_of(2));
    const auto taken = submitted_joining(scene.world, second, system);
    CHECK(scene.see(watched, scene.provider).at("state").text() == "WAITING_REOPENING");
    CHECK(scene.see(watched, scene.provider).at("joining").find("clock") == nullptr);
    CHECK(scene.act(watched, "open", scene.area.officer).rule() == "admission.waits_for_reopening");

    scene.world.move_to(*parse_instant("2026-03-11T10:00:00Z"));
    set_programme_state(scene.world, system.programme, programme_state::open);
    REQUIRE(scene.act(taken, "open", scene.area.officer).status == 200);
    scene.world.move_to(start_of_day(*parse_date("2026-03-12")));
    for (const auto& [request, who] : {std::pair{watched, scene.provider}, std::pair{taken, second}})
    {
        const auto seen = scene.see(request, who);
        CHECK(seen.at("clock_from").text() == "2026-03-11");
        CHECK(seen.at("answer_due_on").text() == "2026-03-25");
        CHECK(seen.at("joining").at("clock").at("start").text() == "reopening");
        const auto kinds = scene.entries_about(request);
        CHECK(std::count(kinds.begin(), kinds.end(), "admission.clock_started") == 1);
    }
    CHECK(scene.act(watched, "open", scene.area.officer).status == 200);
}

TEST_CASE("whoever meets the requirements is admitted, whoever definitely does not is not", "[admission]")
{
    Scene scene;
    const auto system = make_system(scene.world, scene.area);
    const auto request = reviewed_joining(scene.world, scene.area, scene.provider, system);
    const auto decide = [&](const std::string& id, json::Object wish)
    { return scene.act(id, "decision", scene.area.decider, wish); };
    CHECK(decide(request, joining_decision("rejected"))
              .refuses("/failed_conditions", "admission.ground_missing"));
    CHECK(decide(request, joining_decision("rejected", json::Array{"tax_certificate"}))
              .refuses("/failed_conditions/0", "admission.not_failing"));
    CHECK(decide(request, joining_decision("rejected", json::Array{"being_small"}))
              .refuses("/failed_conditions/0", "admission.unknown_code"));
    CHECK(decide(request, joining_decision("admitted", json::Array{"bribery"}))
              .refuses("/failed_conditions", "admission.ground_not_expected"));
    // What the provider denies does not bind the authority.
    REQUIRE(decide(request, joining_decision("rejected", json::Array{"false_information"})).status == 200);
    CHECK(scene.see(request, scene.provider).at("state").text() == "REJECTED");

    const auto second = scene.world.provider("Toinen ry", business_id_of(2));
    declare(scene.world, second,
            declaring(scene.world,
                      json::Object{}.add("code", "bribery").add("applies", true).add("on", "2025-05-06")));
    const auto convicted = begun_joining(scene.world, second, system);
    REQUIRE(scene.act(convicted, "confirmation", second, confirmation()).status == 200);
    REQUIRE(scene.act(convicted, "submit", second).status == 200);
    REQUIRE(scene.act(convicted, "open", scene.area.officer).status == 200);
    CHECK(decide(convicted, joining_decision("admitted")).refuses("/outcome", "admission.definite_fail"));
    REQUIRE(decide(convicted, joining_decision("rejected", json::Array{"bribery"})).status == 200);
    const auto row = scene.see(convicted, second).at("joining").at("decisions").array().at(0);
    CHECK(row.at("verdict").text() == "fails");
    const auto served = scene.world.get("/api/v1/admission-decisions/" + row.at("id").text(), second.token);
    CHECK(served.body.at("document").at("fi").text().find("Lahjuksen antaminen") != std::string::npos);
    // Rejected is not shut out: a new request is allowed at any time.
    CHECK(begun_joining(scene.world, second, system) != convicted);
}

TEST_CASE("where it is announced, one person assesses and another one decides", "[admission]")
{
    Scene scene;
    const auto both = scene.world.member(scene.area.admin, {"procurement_officer", "decision_maker"});
    for (const bool announced : {false, true})
    {
        INFO(announced);
        const auto system = make_system(scene.world, scene.area, {.two_persons = announced});
        const auto request = submitted_joining(scene.world, scene.provider, system);
        REQUIRE(scene.act(request, "open", both).status == 200);
        const auto alone = scene.act(request, "decision", both, joining_decision("admitted"));
        CHECK(alone.status == (announced ? 403 : 200));
        if (announced)
        {
            CHECK(alone.rule() == "admission.same_person");
            CHECK(scene.act(request, "decision", scene.area.decider, joining_decision("admitted")).status ==
                  200);
        }
    }
}

TEST_CASE("who may not decide, does not", "[admission]")
{
    Scene scene;
    const auto system = make_system(scene.world, scene.area);
    const auto request = reviewed_joining(scene.world, scene.area, scene.provider, system);
    CHECK(scene.act(request, "decision", scene.area.officer, joining_decision("admitted")).status == 403);
    CHECK(scene.act(request, "decision", scene.provider, joining_decision("admitted")).status == 403);
    const auto elsewhere = make_area(scene.world, "Toinen alue", "0112038-9", "01", {"091"});
    CHECK(scene.act(request, "decision", elsewhere.decider, joining_decision("admitted")).status == 404);
    CHECK(scene.act(request, "extension", elsewhere.officer, reason("Viipyy.")).status == 404);
}

TEST_CASE("no act of one channel touches a request of the other", "[admission][acceptance]")
{
    Scene scene;
    const auto system = make_system(scene.world, scene.area);
    const auto joining = reviewed_joining(scene.world, scene.area, scene.provider, system);
    CHECK(scene.act(joining, "decision", scene.area.decider, joining_decision("accepted"))
              .refuses("/outcome", "request.outcome_of_other_channel"));
    const auto programme = open_programme(scene.world, scene.area);
    const auto acceptance = submitted_request(scene.world, scene.provider, programme);
    REQUIRE(scene.act(acceptance, "open", scene.area.officer).status == 200);
    for (const auto outcome : {"admitted", "renewed"})
        CHECK(scene.act(acceptance, "decision", scene.area.decider, joining_decision(outcome))
                  .refuses("/outcome", "request.outcome_of_other_channel"));
    CHECK(scene.act(acceptance, "extension", scene.area.officer, reason("Viipyy.")).rule() ==
          "request.other_channel");
    CHECK(scene
              .act(acceptance, "confirmation", scene.provider,
                   json::Object{}.add("requirements", json::Array{}))
              .rule() == "request.other_channel");
    CHECK(scene.see(acceptance, scene.provider).find("joining") == nullptr);
    // The registers of the two channels do not mix.
    CHECK(scene.world.get("/api/v1/programmes/" + programme + "/members").status == 404);
    CHECK(scene.world.get("/api/v1/programmes/" + programme + "/clock-counters").status == 404);
    CHECK(scene.world.get("/api/v1/programmes/" + system.programme + "/accepted")
              .body.at("items")
              .array()
              .empty());
}
