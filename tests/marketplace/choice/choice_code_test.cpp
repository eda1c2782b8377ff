#include "core/crypto/crypto.hpp"
#include "core/storage/store.hpp"
#include "tests/marketplace/choice/choice_scene.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

TEST_CASE("a code opens once, and only as long as it lives", "[choice]")
{
    ChoiceScene scene;
    const auto opened = scene.open();
    const auto code = opened.body.at("code").text();
    REQUIRE(scene.enter(code).status == 200);
    const auto again = scene.enter(code);
    CHECK(again.status == 401);
    CHECK(again.rule() == "choice.wrong_code");
    CHECK(scene.enter("0000-0000-0000").rule() == again.rule());

    REQUIRE(scene.revoke(opened.body.at("id").text()).status == 200);
    const auto next = scene.open();
    REQUIRE(next.status == 201);
    const auto end = *parse_instant(next.body.at("code_expires_at").text());
    scene.world.move_to(end.plus_seconds(-1));
    CHECK(scene.state(next.body.at("id").text()) == "OPENED");
    scene.world.move_to(end);
    CHECK(scene.enter(next.body.at("code").text()).rule() == "choice.wrong_code");
}

TEST_CASE("a code may be written in small letters, without dashes and with letters that look like digits",
          "[choice]")
{
    ChoiceScene scene;
    auto code = scene.open().body.at("code").text();
    std::string written;
    for (char c : code)
        if (c != '-')
            written += c == '0'               ? 'o'
                       : c == '1'             ? 'l'
                       : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a')
                                              : c;
    CHECK(scene.enter(written).status == 200);
}

TEST_CASE("neither code nor token lies readable in the database", "[choice]")
{
    ChoiceScene scene;
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    scene.world.store().read(
        [&](Transaction& tx)
        {
            const auto row =
                tx.query_one("/* test.session */ SELECT code_hash, token_hash FROM choice_session");
            REQUIRE(row.has_value());
            CHECK(row->bytes(0) != crypto::sha256(choice.code)); // keyed: 60 bits could be tried
            CHECK(row->bytes(1) == crypto::sha256(choice.token));
        });
}

TEST_CASE("wrong codes leave a witness and are throttled by address", "[choice]")
{
    ChoiceScene scene;
    const auto before = scene.world.entries();
    const auto code = scene.open().body.at("code").text();
    for (int i = 0; i < 19; ++i)
        CHECK(scene.enter("0000-0000-0000").status == 401);
    CHECK(scene.world.entries() == before + 1 + 19);    // the session and the witnesses
    CHECK(scene.enter("0000-0000-0000").status == 401); // the twentieth
    const auto throttled = scene.enter(code);
    CHECK(throttled.status == 429);
    CHECK(throttled.raw.header("Retry-After").has_value());
    scene.world.move_to(scene.world.now().plus_seconds(901));
    CHECK(scene.enter(code).status == 200);
}

TEST_CASE("the token opens this choice alone, for two hours", "[choice]")
{
    ChoiceScene scene;
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    CHECK(scene.world.get("/api/v1/customers", choice.token).status == 403);
    CHECK(scene.world.get("/api/v1/me", choice.token).status == 403);
    CHECK(scene.world.get("/api/v1/choice", scene.area.coach.token).status == 403);
    CHECK(scene.world.get("/api/v1/choice").status == 401);
    CHECK(scene.world.get("/api/v1/choice", "choice_unknown-token-that-nobody-has").rule() ==
          "choice.token_unknown");
    const auto end = scene.world.now().plus_hours(2);
    scene.world.move_to(end.plus_seconds(-1));
    CHECK(scene.world.get("/api/v1/choice", choice.token).status == 200);
    scene.world.move_to(end);
    CHECK(scene.world.get("/api/v1/choice", choice.token).rule() == "choice.token_unknown");
}

TEST_CASE("a choice that is not made in time expires at its due moment and alerts the coach", "[choice]")
{
    ChoiceScene scene;
    const auto opened = scene.open();
    const auto session = opened.body.at("id").text();
    const auto tasks = [&]
    {
        std::vector<std::string> about;
        const auto open_tasks = scene.world.get("/api/v1/tasks", scene.area.coach.token);
        for (const auto& task : open_tasks.body.at("items").array())
            if (task.at("kind").text() == "choice.expired" && task.at("is_mine").boolean())
                about.push_back(task.at("about").text());
        return about;
    };
    const auto end = scene.world.now().plus_days(14); // choice_code_lifetime_days
    CHECK(*parse_instant(opened.body.at("code_expires_at").text()) <= end);
    scene.world.move_to(end.plus_seconds(-60));
    CHECK(tasks().empty());
    scene.world.move_to(end);
    CHECK(scene.state(session) == "EXPIRED");
    CHECK(tasks() == std::vector<std::string>{session});
    CHECK(scene.open().status == 201); // a new one follows
}

TEST_CASE("a choice that was made alerts nobody later", "[choice]")
{
    ChoiceScene scene;
    const auto made = test::chosen(scene.world, scene.area, scene.basket);
    scene.world.move_days(15);
    CHECK(scene.state(made.session) == "CHOSEN");
    CHECK(scene.world.get("/api/v1/tasks", scene.area.coach.token).raw.body.find(made.session) ==
          std::string::npos);
}

TEST_CASE("a choice opens only for an agreed basket, one at a time, and not after it was made", "[choice]")
{
    ChoiceScene scene;
    const auto proposed = scene.world
                              .post("/api/v1/customers/" + scene.customer + "/agreements",
                                    json::Object{}.add("basket", scene.basket), scene.area.coach.token)
                              .body.at("id")
                              .text();
    CHECK(scene.world.post("/api/v1/agreements/" + proposed + "/choice-sessions", {}, scene.area.coach.token)
              .rule() == "choice.not_agreed");
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    CHECK(scene.open().rule() == "choice.session_is_open");
    test::show_choice(scene.world, choice);
    REQUIRE(scene.choose(choice, scene.offers[0]).status == 201);
    CHECK(scene.open().rule() == "choice.already_made");
    CHECK(scene.choose(choice, scene.offers[1]).rule() == "choice_session.transition_not_listed");
    // Changing one's mind is a new agreement.
    CHECK(test::chosen(scene.world, scene.area, scene.basket, scene.customer, scene.offers[1]).offer ==
          scene.offers[1]);
}

TEST_CASE("a revoked code opens nothing, and a token of it ends at once", "[choice]")
{
    ChoiceScene scene;
    const auto opened = scene.open();
    REQUIRE(scene.revoke(opened.body.at("id").text()).body.at("state").text() == "REVOKED");
    CHECK(scene.enter(opened.body.at("code").text()).rule() == "choice.wrong_code");
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    REQUIRE(scene.revoke(choice.session).status == 200);
    CHECK(scene.world.get("/api/v1/choice", choice.token).status == 401);
    CHECK(scene.revoke(choice.session).rule() == "choice_session.transition_not_listed");
}

// 306/2019 §6
TEST_CASE("who leaves a shared computer ends the token of the choice at once, and not the choice",
          "[choice][privacy]")
{
    ChoiceScene scene{2};
    const auto choice = test::open_choice(scene.world, scene.area, scene.agreement);
    test::show_choice(scene.world, choice);
    REQUIRE(scene.world.post("/api/v1/sign-out", {}, choice.token).status == 204);
    CHECK(scene.world.get("/api/v1/choice", choice.token).status == 401);
    CHECK(scene.choose(choice, scene.offers[0]).status == 401);
    CHECK(scene.world.post("/api/v1/sign-out", {}, choice.token).status == 401);
    CHECK(scene.state(choice.session) == "COMPARED");
    // The coach gives another code.
    REQUIRE(scene.revoke(choice.session).status == 200);
    const auto again = test::open_choice(scene.world, scene.area, scene.agreement);
    test::show_choice(scene.world, again);
    CHECK(scene.choose(again, scene.offers[0]).status == 201);
}
