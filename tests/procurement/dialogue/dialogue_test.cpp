// Everybody gets the same information: questions with answers for all, and the log of the market dialogue.
#include "core/journal/journal.hpp"
#include "tests/support/purchasing_system.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

namespace
{

struct Scene
{
    World world;
    test::Area area = make_kuopio(world);
    World::Member provider = world.provider("Savon Työpolku ry", "0112038-9");

    std::string path(std::string_view programme, std::string_view rest) const
    {
        return "/api/v1/programmes/" + std::string{programme} + "/" + std::string{rest};
    }
    Answer ask(std::string_view programme, const std::string& token)
    {
        return world.post(path(programme, "questions"),
                          json::Object{}.add("question", "Voiko valmennuksen pitää etänä?"), token);
    }
    Answer answer(const std::string& question, std::string_view fi, const std::string& token)
    {
        return world.post("/api/v1/programme-questions/" + question + "/answers",
                          json::Object{}.add("answer", LocalText{std::string{fi}, "Ja", ""}), token);
    }
    json::Array listed(std::string_view programme, const std::string& token = {})
    {
        return world.get(path(programme, "questions"), token).body.at("items").array();
    }
    Answer log(std::string_view programme, const json::Object& entry, const std::string& token)
    {
        return world.post(path(programme, "dialogue-entries"), entry, token);
    }
    std::string in_dialogue()
    {
        auto id = draft_system(world, area);
        REQUIRE(world.post(path(id, "open-dialogue"), {}, area.officer.token).status == 200);
        return id;
    }
    std::vector<journal::Entry> entries_about(std::string_view id)
    {
        std::vector<journal::Entry> entries;
        world.store().read([&](Transaction& tx) { entries = journal::about(tx, id); });
        return entries;
    }
};

json::Object talk()
{
    return json::Object{}
        .add("held_on", "2026-03-02")
        .add("topic", LocalText{"Palvelun sisältö", "Tjänstens innehåll", ""})
        .add("information", LocalText{"Tarve on sata asiakasta", "Behovet är hundra kunder", ""})
        .add("participants", json::Array{json::Object{}.add("name", "Savon Työpolku ry")});
}

} // namespace

TEST_CASE("a question is seen by its asker and the authority, and by everybody when it is answered",
          "[dialogue]")
{
    Scene scene;
    const auto other = scene.world.provider("Toinen ry", "1234567-1");
    const auto id = published_system(scene.world, scene.area);
    const auto asked = scene.ask(id, scene.provider.token);
    REQUIRE(asked.status == 201);
    const auto question = asked.body.at("id").text();
    CHECK(asked.body.at("is_yours").boolean());
    CHECK(scene.listed(id).empty());
    CHECK(scene.listed(id, other.token).empty());
    REQUIRE(scene.listed(id, scene.provider.token).size() == 1);
    REQUIRE(scene.listed(id, scene.area.officer.token).size() == 1);

    REQUIRE(scene.answer(question, "Kyllä", scene.area.officer.token).status == 200);
    for (const auto& token : {std::string{}, other.token})
    {
        const auto seen = scene.listed(id, token);
        REQUIRE(seen.size() == 1);
        CHECK(seen[0].at("answers").array()[0].at("answer").at("fi").text() == "Kyllä");
        CHECK_FALSE(seen[0].at("is_yours").boolean());
    }
}

TEST_CASE("nobody but the asker learns who asked", "[dialogue]")
{
    Scene scene;
    const auto id = published_system(scene.world, scene.area);
    const auto question = scene.ask(id, scene.provider.token).body.at("id").text();
    REQUIRE(scene.answer(question, "Kyllä", scene.area.officer.token).status == 200);
    for (const auto& token : {std::string{}, scene.area.officer.token, scene.area.auditor.token})
        CHECK(
            scene.world.get(scene.path(id, "questions"), token).raw.body.find(scene.provider.organisation) ==
            std::string::npos);
    const auto entries = scene.entries_about(question);
    REQUIRE(entries.size() == 2);
    CHECK(entries[0].kind == "programme.question_asked");
    CHECK(entries[0].organisations == std::vector{scene.provider.organisation});
    CHECK_FALSE(journal::may_see(entries[0], scene.area.authority, false));
    CHECK(entries[1].kind == "programme.question_answered");
    CHECK(entries[1].audience == "everyone");
    CHECK(entries[1].facts.find(scene.provider.organisation) == std::string::npos);
}

TEST_CASE("a further answer stands beside the first", "[dialogue]")
{
    Scene scene;
    const auto id = published_system(scene.world, scene.area);
    const auto question = scene.ask(id, scene.provider.token).body.at("id").text();
    REQUIRE(scene.answer(question, "Kyllä", scene.area.officer.token).status == 200);
    const auto corrected = scene.answer(question, "Ei", scene.area.officer.token);
    REQUIRE(corrected.status == 200);
    const auto& answers = corrected.body.at("answers").array();
    REQUIRE(answers.size() == 2);
    CHECK(answers[0].at("answer").at("fi").text() == "Kyllä");
    CHECK(answers[1].at("number").integer() == 2);
    CHECK(answers[1].at("answer").at("fi").text() == "Ei");
}

TEST_CASE("an open question is a task of the procurement officers until it is answered", "[dialogue]")
{
    Scene scene;
    const auto id = published_system(scene.world, scene.area);
    const auto question = scene.ask(id, scene.provider.token).body.at("id").text();
    const auto tasks = [&] { return scene.world.get("/api/v1/tasks", scene.area.officer.token).body; };
    REQUIRE(tasks().at("items").array().size() == 1);
    CHECK(tasks().at("items").array()[0].at("kind").text() == "programme.question");
    CHECK(tasks().at("items").array()[0].at("about").text() == question);
    REQUIRE(scene.answer(question, "Kyllä", scene.area.officer.token).status == 200);
    CHECK(tasks().at("items").array().empty());
}

TEST_CASE("only providers ask, about what is published and not over; only the own authority answers",
          "[dialogue]")
{
    Scene scene;
    const auto other = make_area(scene.world, "Toinen alue", "1234567-1", "44", {});
    const auto draft = draft_system(scene.world, scene.area);
    CHECK(scene.ask(draft, scene.provider.token).status == 404);
    const auto id = published_system(scene.world, scene.area);
    CHECK(scene.ask(id, "").status == 401);
    for (const auto& token : {scene.area.officer.token, other.officer.token})
        CHECK(scene.ask(id, token).rule() == "access.no_duty");
    const auto question = scene.ask(id, scene.provider.token).body.at("id").text();
    CHECK(scene.answer(question, "Ei", scene.provider.token).rule() == "access.no_duty");
    CHECK(scene.answer(question, "Ei", scene.area.coach.token).rule() == "access.no_duty");
    CHECK(scene.answer(question, "Ei", other.officer.token).status == 404);
    CHECK(scene.listed(id, scene.area.officer.token)[0].at("answers").array().empty());

    REQUIRE(scene.world
                .post(scene.path(id, "cancel"), json::Object{}.add("reason", "Tarve poistui"),
                      scene.area.decider.token)
                .status == 200);
    CHECK(scene.ask(id, scene.provider.token).rule() == "programme.over");
    CHECK(scene.answer(question, "Kyllä", scene.area.officer.token).status ==
          200); // what was asked is answered
}

TEST_CASE("what is told in a market dialogue is logged, and public when the programme is", "[dialogue]")
{
    Scene scene;
    const auto id = scene.in_dialogue();
    const auto participants = json::Array{
        json::Object{}.add("name", "Savon Työpolku ry").add("organisation", scene.provider.organisation),
        json::Object{}.add("name", "Muu oy")};
    REQUIRE(scene.log(id, with(talk(), "participants", participants), scene.area.officer.token).status ==
            201);
    const auto second = scene.log(id, talk(), scene.area.officer.token);
    REQUIRE(second.status == 201);
    CHECK(second.body.at("number").integer() == 2);
    const auto path = scene.path(id, "dialogue-entries");
    CHECK(scene.world.get(path).status == 404);
    CHECK(scene.world.get(path, scene.provider.token).status == 404);
    CHECK(scene.world.get(path, scene.area.officer.token).status == 200);

    REQUIRE(scene.world.post(scene.path(id, "publish"), {}, scene.area.officer.token).status == 200);
    const auto seen = scene.world.get(path).body.at("items").array();
    REQUIRE(seen.size() == 2);
    CHECK(seen[0].at("information").at("fi").text() == "Tarve on sata asiakasta");
    CHECK(seen[0].at("participants").array()[0].at("organisation").text() == scene.provider.organisation);
    CHECK(seen[0].at("participants").array()[1].at("name").text() == "Muu oy");
    CHECK(scene.entries_about(second.body.at("id").text()).back().kind == "programme.dialogue_recorded");
}

TEST_CASE("a talk is logged while the dialogue is open, by the own procurement officer", "[dialogue]")
{
    Scene scene;
    const auto other = make_area(scene.world, "Toinen alue", "1234567-1", "44", {});
    const auto id = scene.in_dialogue();
    CHECK(scene.log(id, talk(), scene.area.decider.token).rule() == "access.no_duty");
    CHECK(scene.log(id, talk(), other.officer.token).status == 404);
    const auto before = scene.world.entries();
    CHECK(scene.log(id, with(talk(), "held_on", "2026-03-03"), scene.area.officer.token)
              .refuses("/held_on", "dialogue.held_in_future"));
    const auto unknown = json::Array{
        json::Object{}.add("name", "Muu oy").add("organisation", "org_00000000000000000000000000")};
    CHECK(scene.log(id, with(talk(), "participants", unknown), scene.area.officer.token)
              .refuses("/participants/0/organisation", "dialogue.no_such_organisation"));
    CHECK(scene.world.entries() == before);
    REQUIRE(scene.world.post(scene.path(id, "close-dialogue"), {}, scene.area.officer.token).status == 200);
    CHECK(scene.log(id, talk(), scene.area.officer.token).rule() == "dialogue.not_open");
}
