#include "tests/procurement/competition/competing_scene.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

namespace
{

json::Object asking(std::string_view text)
{
    return json::Object{}.add("question", text);
}

json::Object answering(std::string_view told, std::string_view text)
{
    return json::Object{}.add("told_question", told).add("answer", text);
}

json::Object closing(std::string_view at, std::string_view ground)
{
    return json::Object{}.add("closes_at", at).add("ground", ground).add("reason", "Vastaus viivästyi");
}

std::string asked(CompetingScene& scene, const std::string& id, const World::Member& who,
                  std::string_view text)
{
    const auto answer = scene.act(id, "questions", who, asking(text));
    REQUIRE(answer.status == 201);
    return answer.body.at("id").text();
}

json::Array questions_for(CompetingScene& scene, const std::string& id, const World::Member& who)
{
    return scene.world.get(CompetingScene::path(id) + "/questions", who.token).body.at("items").array();
}

Answer answered(CompetingScene& scene, const std::string& id, const std::string& question)
{
    return scene.act(id, "questions/" + question + "/answer", scene.area.officer,
                     answering("Sisältyykö tulkkaus hintaan?", "Sisältyy."));
}

} // namespace

TEST_CASE("a question is nobody's but its asker's until it is answered to all, and then without a name",
          "[competition]")
{
    CompetingScene scene;
    const auto id = scene.invited();
    const auto question = asked(scene, id, scene.first, "Me Savon Työpolussa kysymme tulkkauksesta");
    CHECK(questions_for(scene, id, scene.first).size() == 1);
    CHECK(questions_for(scene, id, scene.second).empty());
    const auto bought = questions_for(scene, id, scene.area.officer);
    REQUIRE(bought.size() == 1);
    CHECK(json::write(bought[0]).find(scene.first.organisation) == std::string::npos);
    CHECK(scene.feed(scene.area.auditor).find(question) == std::string::npos);
    CHECK(scene.feed(scene.first).find("competition.question_asked") != std::string::npos);

    const auto told = answered(scene, id, question);
    REQUIRE(told.status == 200);
    const auto read = questions_for(scene, id, scene.second);
    REQUIRE(read.size() == 1);
    CHECK(read[0].at("told_question").text() == "Sisältyykö tulkkaus hintaan?");
    CHECK(read[0].at("answer").text() == "Sisältyy.");
    CHECK(read[0].find("question") == nullptr);
    CHECK(scene.count("/* test.messages */ SELECT count(*) FROM outbox_message WHERE template = "
                      "'competition.question_answered'") == 2);
    CHECK(answered(scene, id, question).rule() == "competition.answered_already");
}

TEST_CASE("only those invited ask, until the announced moment; only the buyer answers", "[competition]")
{
    CompetingScene scene;
    const auto id = scene.invited();
    CHECK(scene.act(id, "questions", scene.third, asking("Minäkin?")).status == 404);
    CHECK(scene.act(id, "questions", scene.area.officer, asking("Minäkin?")).rule() == "access.no_duty");
    const auto question = asked(scene, id, scene.first, "Onko tiloja?");
    CHECK(scene.act(id, "questions/" + question + "/answer", scene.first, answering("Tilat?", "On")).rule() ==
          "access.no_duty");
    const auto other = scene.invited();
    CHECK(scene.act(other, "questions/" + question + "/answer", scene.area.officer, answering("Tilat?", "On"))
              .status == 404);

    scene.world.move_to(*parse_instant("2026-03-10T09:59:59Z"));
    asked(scene, id, scene.second, "Viime hetkellä?");
    scene.world.move_to(*parse_instant("2026-03-10T10:00:00Z"));
    CHECK(scene.act(id, "questions", scene.second, asking("Liian myöhään?")).rule() ==
          "competition.questions_over");
    scene.world.move_to(*parse_instant("2026-03-10T10:00:01Z"));
    // Two wait for an answer: the competition does too.
    CHECK(scene.see(id, scene.first).body.at("state").text() == "Q_AND_A");
    // Where nobody asked, tenders alone are awaited from now on.
    CHECK(scene.see(other, scene.first).body.at("state").text() == "SEALED");
    CHECK(scene.act(other, "questions", scene.second, asking("Täälläkin?")).rule() ==
          "competition.no_questions_now");
    for (const auto& item : questions_for(scene, id, scene.area.officer))
        CHECK(answered(scene, id, item.at("id").text()).status == 200);
    CHECK(scene.see(id, scene.first).body.at("state").text() == "SEALED");
    CHECK(scene.entries_about(id).back() == "competition.questions_closed");
}

TEST_CASE("an answer on its last day costs nothing; a day later more time is owed before anything is opened",
          "[competition][T08][T09]")
{
    CompetingScene scene;
    // Tenders close on Friday 20 March; answers are due on Saturday 14 March, six days before.
    const auto early = scene.invited();
    const auto late = scene.invited();
    const auto in_time = asked(scene, early, scene.first, "Ajoissa?");
    const auto delayed = asked(scene, late, scene.first, "Myöhässä?");
    CHECK(scene.see(early, scene.first).body.at("answers_due_on").text() == "2026-03-14");

    scene.world.move_to(*parse_instant("2026-03-14T21:00:00Z"));
    REQUIRE(answered(scene, early, in_time).status == 200);
    CHECK(scene.see(early, scene.first).body.find("extension_owed_to") == nullptr);
    CHECK(scene.see(early, scene.first).body.at("state").text() == "SEALED");

    scene.world.move_to(*parse_instant("2026-03-14T22:00:00Z")); // Sunday the 15th
    REQUIRE(answered(scene, late, delayed).status == 200);
    CHECK(scene.see(late, scene.first).body.at("extension_owed_to").text() == "2026-03-23");
    CHECK(scene.see(late, scene.first).body.at("state").text() == "Q_AND_A");

    // Whatever the buyer calls it, what is owed is owed.
    CHECK(scene.act(late, "deadline", scene.area.officer, closing("2026-03-20T14:00:00Z", "buyers_own"))
              .refuses("/closes_at", "competition.extension_too_short"));
    CHECK(scene.see(late, scene.first).body.at("closes_at").text() == good_closes_at);
    const auto moved =
        scene.act(late, "deadline", scene.area.officer, closing("2026-03-23T10:00:00Z", "late_answer"));
    REQUIRE(moved.status == 200);
    CHECK(moved.body.at("state").text() == "SEALED");
    CHECK(scene.see(late, scene.second).body.at("closes_at").text() == "2026-03-23T10:00:00.000000Z");
    CHECK(scene.count("/* test.messages */ SELECT count(*) FROM outbox_message WHERE template = "
                      "'competition.deadline_moved'") == 2);
}

TEST_CASE("the deadline moves forwards only, while it runs, for everybody", "[competition][T09]")
{
    CompetingScene scene;
    const auto id = scene.invited();
    const auto move = [&](std::string_view at, const World::Member& who)
    { return scene.act(id, "deadline", who, closing(at, "buyers_own")); };
    CHECK(move("2026-03-27T10:00:00Z", scene.area.decider).rule() == "access.no_duty");
    CHECK(move("2026-03-27T10:00:00Z", scene.first).rule() == "access.no_duty");
    CHECK(move("2026-03-19T10:00:00Z", scene.area.officer)
              .refuses("/closes_at", "competition.deadline_moves_forwards"));
    CHECK(move("2026-03-28T10:00:00Z", scene.area.officer)
              .refuses("/closes_at", "competition.deadline_not_working_day"));
    CHECK(scene.act(id, "deadline", scene.area.officer, closing("2026-03-27T10:00:00Z", "late_answer"))
              .refuses("/closes_at", "competition.extension_answer_day_missing"));
    REQUIRE(move("2026-03-27T10:00:00Z", scene.area.officer).status == 200);

    // The old moment passes without a trace; the new one ends it.
    scene.world.move_to(*parse_instant("2026-03-20T11:00:00Z"));
    CHECK(scene.see(id, scene.first).body.at("takes_tenders").boolean());
    submitted_tender(scene.world, scene.first, id, 9'000'000);
    scene.world.move_to(*parse_instant("2026-03-27T10:01:00Z"));
    CHECK_FALSE(scene.see(id, scene.first).body.at("takes_tenders").boolean());
    CHECK(move("2026-03-30T10:00:00Z", scene.area.officer).rule() == "competition.deadline_passed");
    CHECK(scene
              .act(scene.draft(scene.terms()), "deadline", scene.area.officer,
                   closing("2026-03-30T10:00:00Z", "buyers_own"))
              .rule() == "competition.transition_not_listed");
}
