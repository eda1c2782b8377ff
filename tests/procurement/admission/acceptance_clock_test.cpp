#include "core/base/text.hpp"
#include "core/journal/journal.hpp"
#include "procurement/rule/rule.hpp"
#include "tests/procurement/admission/acceptance_scene.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace kori;
using namespace kori::test;

TEST_CASE("the answer is promised within ten working days of receipt", "[acceptance]")
{
    struct Case
    {
        const char* because;
        const char* received;
        const char* due;
    };
    const auto cases = {
        Case{"an ordinary fortnight", "2026-03-02T07:00:00Z", "2026-03-16"},
        Case{"Good Friday and Easter Monday do not count", "2026-03-30T07:00:00Z", "2026-04-15"},
        Case{"the last microsecond of the Finnish day still belongs to it", "2026-03-30T20:59:59.900000Z",
             "2026-04-15"},
        Case{"the first one of the next day does not", "2026-03-30T21:00:00Z", "2026-04-16"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        AcceptanceScene scene;
        scene.world.move_to(*parse_instant(c.received));
        const auto request = submitted_request(scene.world, scene.provider, scene.programme);
        CHECK(scene.see(request, scene.provider).body.at("answer_due_on").text() == c.due);
    }
}

TEST_CASE("the programme's own promise goes before the area's, and the area's before the default",
          "[acceptance]")
{
    AcceptanceScene scene;
    REQUIRE(scene.world
                .post("/api/v1/authority/values",
                      json::Object{}
                          .add("name", "service_level.acceptance_answer.working_days")
                          .add("value", 5)
                          .add("valid_from", "2026-01-01"),
                      scene.area.admin.token)
                .status < 300);
    const auto request = submitted_request(scene.world, scene.provider, scene.programme);
    CHECK(scene.see(request, scene.provider).body.at("answer_due_on").text() == "2026-03-09");

    const auto own = scene.world.post("/api/v1/programmes",
                                      json::Object{}
                                          .add("name", LocalText{"Oma", "Egen", ""})
                                          .add("channel", "OPEN_ACCEPTANCE")
                                          .add("regime", "not_a_public_contract")
                                          .add("may_close", true)
                                          .add("answer_working_days", 3)
                                          .add("ends_on", "2030-01-01"),
                                      scene.area.officer.token);
    REQUIRE(own.status == 201);
    const auto programme = own.body.at("id").text();
    REQUIRE(
        scene.world.post("/api/v1/programmes/" + programme + "/open", {}, scene.area.officer.token).status ==
        200);
    const auto quick = submitted_request(scene.world, scene.provider, programme);
    CHECK(scene.see(quick, scene.provider).body.at("answer_due_on").text() == "2026-03-05");
}

TEST_CASE("an answer is in time until the last moment of the promised day, and overdue from the next one",
          "[acceptance]")
{
    AcceptanceScene scene;
    const auto request = scene.reviewed();
    scene.world.move_to(end_of_day(day(2026, 3, 16)).plus_micros(-1'000'000));
    CHECK_FALSE(holds(scene.entries_about(request), "acceptance.answer_overdue"));
    scene.world.move_to(start_of_day(day(2026, 3, 17)));
    CHECK(holds(scene.entries_about(request), "acceptance.answer_overdue"));

    const auto tasks = scene.world.get("/api/v1/tasks", scene.area.decider.token).body.at("items").array();
    CHECK(std::any_of(tasks.begin(), tasks.end(), [](const json::Value& task)
                      { return task.at("kind").text() == "acceptance.overdue"; }));
    const auto queue = scene.world.get("/api/v1/acceptance-queue", scene.area.officer.token);
    REQUIRE(queue.body.at("items").array().size() == 1);
    CHECK(queue.body.at("items").array()[0].at("is_overdue").boolean());

    // A late answer is still an answer, and says that it was late.
    REQUIRE(scene.ask(request, "decision", scene.area.decider, decision("accepted")).status == 200);
    scene.world.store().read(
        [&](Transaction& tx)
        { CHECK(journal::about(tx, request).back().facts.find(R"("in_time":"no")") != std::string::npos); });
    CHECK(scene.world.get("/api/v1/tasks", scene.area.decider.token).body.at("items").array().empty());
}

TEST_CASE("the due moment counts, not the moment it runs", "[acceptance]")
{
    AcceptanceScene scene;
    const auto request = scene.reviewed();
    scene.world.move_to(start_of_day(day(2026, 4, 20)));
    scene.world.store().read(
        [&](Transaction& tx)
        {
            for (const auto& entry : journal::about(tx, request))
                if (entry.kind == "acceptance.answer_overdue")
                    CHECK(entry.facts.find(to_text(start_of_day(day(2026, 3, 17)))) != std::string::npos);
        });
    CHECK(holds(scene.entries_about(request), "acceptance.answer_overdue"));
}

TEST_CASE("a decision on the last promised day is in time and leaves nothing overdue", "[acceptance]")
{
    AcceptanceScene scene;
    const auto request = scene.reviewed();
    scene.world.move_to(end_of_day(day(2026, 3, 16)).plus_micros(-1'000'000));
    REQUIRE(scene.ask(request, "decision", scene.area.decider, decision("accepted")).status == 200);
    scene.world.move_days(3);
    const auto kinds = scene.entries_about(request);
    CHECK_FALSE(holds(kinds, "acceptance.answer_overdue"));
    scene.world.store().read(
        [&](Transaction& tx)
        { CHECK(journal::about(tx, request).back().facts.find(R"("in_time":"yes")") != std::string::npos); });
}

TEST_CASE("the queue is ordered by the promised day, then by id", "[acceptance]")
{
    AcceptanceScene scene;
    const auto first = submitted_request(scene.world, scene.provider, scene.programme);
    scene.world.move_days(1);
    std::vector<std::string> later;
    for (int i = 2; i <= 3; ++i)
        later.push_back(submitted_request(
            scene.world, scene.world.provider("P" + std::to_string(i), business_id_of(i)), scene.programme));
    std::sort(later.begin(), later.end());
    const auto page = scene.world.get("/api/v1/acceptance-queue?limit=2", scene.area.officer.token);
    REQUIRE(page.body.at("items").array().size() == 2);
    CHECK(page.body.at("items").array()[0].at("id").text() == first);
    CHECK(page.body.at("items").array()[1].at("id").text() == later[0]);
    CHECK(page.raw.header("Link").has_value());
}

TEST_CASE("a request that arrives while the programme is closed waits, and its clock starts at the reopening",
          "[acceptance]")
{
    AcceptanceScene scene;
    REQUIRE(scene.programme_does("close-temporarily", true).status == 200);
    const auto request = submitted_request(scene.world, scene.provider, scene.programme);
    const auto waiting = scene.see(request, scene.provider);
    CHECK(waiting.body.at("state").text() == "WAITING_REOPENING");
    CHECK(waiting.body.find("answer_due_on") == nullptr);
    const auto early = scene.ask(request, "open", scene.area.officer);
    CHECK(early.status == 409);
    CHECK(early.rule() == "acceptance.waits_for_reopening");

    scene.world.move_to(*parse_instant("2026-03-11T10:00:00Z"));
    REQUIRE(scene.programme_does("reopen", false).status == 200);
    scene.world.move_to(start_of_day(day(2026, 3, 12)));
    const auto seen = scene.see(request, scene.provider);
    CHECK(seen.body.at("state").text() == "SUBMITTED");
    CHECK(seen.body.at("clock_from").text() == "2026-03-11");
    CHECK(seen.body.at("answer_due_on").text() == "2026-03-25");
}

TEST_CASE("a waiting request that is taken up on the day of the reopening counts from that day",
          "[acceptance]")
{
    AcceptanceScene scene;
    REQUIRE(scene.programme_does("close-temporarily", true).status == 200);
    const auto request = submitted_request(scene.world, scene.provider, scene.programme);
    scene.world.move_to(*parse_instant("2026-03-11T10:00:00Z"));
    REQUIRE(scene.programme_does("reopen", false).status == 200);
    const auto opened = scene.ask(request, "open", scene.area.officer);
    REQUIRE(opened.status == 200);
    CHECK(opened.body.at("clock_from").text() == "2026-03-11");
    scene.world.move_days(2);
    const auto kinds = scene.entries_about(request);
    CHECK(std::count(kinds.begin(), kinds.end(), "acceptance.clock_started") == 1);
}

TEST_CASE("a clarification does not stop the clock", "[acceptance]")
{
    AcceptanceScene scene;
    const auto request = scene.reviewed();
    const auto asked = scene.ask(request, "questions", scene.area.officer,
                                 json::Object{}.add("question", "Millä kielillä?"));
    REQUIRE(asked.status == 200);
    CHECK(asked.body.at("state").text() == "CLARIFICATION");
    CHECK(asked.body.at("answer_due_on").text() == "2026-03-16");
    scene.world.move_to(start_of_day(day(2026, 3, 17)));
    CHECK(holds(scene.entries_about(request), "acceptance.answer_overdue"));
    const auto answered =
        scene.ask(request, "answer", scene.provider, json::Object{}.add("answer", "Suomeksi."));
    REQUIRE(answered.status == 200);
    CHECK(answered.body.at("state").text() == "UNDER_REVIEW");
    CHECK(answered.body.at("questions").array()[0].at("answer").text() == "Suomeksi.");
}

TEST_CASE("an unanswered clarification does not hold up the decision", "[acceptance]")
{
    AcceptanceScene scene;
    const auto request = scene.reviewed();
    scene.ask(request, "questions", scene.area.officer, json::Object{}.add("question", "Millä kielillä?"));
    CHECK(scene.ask(request, "decision", scene.area.decider, decision("accepted")).status == 409);
    REQUIRE(scene.ask(request, "end-waiting", scene.area.officer).status == 200);
    CHECK(scene.ask(request, "decision", scene.area.decider, decision("accepted")).status == 200);
}
