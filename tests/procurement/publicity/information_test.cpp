// Requests for information through the desk: the clock, who sees them, what is decided.
#include "tests/procurement/publicity/publicity_scene.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

TEST_CASE("a request for information is decided in two weeks", "[publicity][T31]")
{
    PublicityScene scene; // Monday 2 March 2026
    const auto made = scene.ask_for(scene.asker);
    REQUIRE(made.status == 201);
    CHECK(made.body.at("state").text() == "RECEIVED");
    CHECK(made.body.at("due_on").text() == "2026-03-16");
    CHECK(made.body.at("authority").text() == scene.area.authority);
    const auto id = made.body.at("id").text();
    CHECK(scene.entries_about(id) == std::vector<std::string>{"information.requested"});

    scene.world.move_to(end_of_day(*parse_date("2026-03-16")).plus_seconds(-60));
    CHECK(scene.entries_about(id).size() == 1);
    scene.world.move_to(start_of_day(*parse_date("2026-03-17")));
    CHECK(scene.entries_about(id).back() == "information.answer_overdue");
    CHECK(scene.counts().at("overdue").integer() == 1);
    CHECK(scene.has_task(scene.area.decider, "information.overdue", id));
    CHECK(scene.has_task(scene.area.officer, "information.answer", id));

    const auto decided = scene.decide(id, "given", {scene.programme});
    REQUIRE(decided.status == 200);
    CHECK(decided.body.at("decision").at("is_late").boolean());
    CHECK_FALSE(scene.has_task(scene.area.decider, "information.overdue", id));
    CHECK(scene.counts().at("late").integer() == 1);
    CHECK(scene.counts().at("overdue").integer() == 0);
}

TEST_CASE("a decision on the last day is in time", "[publicity][T31]")
{
    PublicityScene scene;
    const auto id = scene.asked();
    scene.world.move_to(end_of_day(*parse_date("2026-03-16")).plus_seconds(-60));
    const auto decided = scene.decide(id, "given", {scene.programme});
    REQUIRE(decided.status == 200);
    CHECK_FALSE(decided.body.at("decision").at("is_late").boolean());
    CHECK_FALSE(decided.body.at("decision").find("instructions"));
    scene.world.move_to(start_of_day(*parse_date("2026-03-20")));
    CHECK(scene.entries_about(id).back() == "information.decided");
}

TEST_CASE("much material takes a month, told while the two weeks run, once", "[publicity][T31]")
{
    PublicityScene scene;
    const auto id = scene.asked();
    const auto other = scene.asked();
    const auto lengthened = scene.act(id, "lengthen", scene.area.officer, because("Paljon asiakirjoja"));
    REQUIRE(lengthened.status == 200);
    CHECK(lengthened.body.at("due_on").text() == "2026-04-02");
    CHECK(lengthened.body.at("is_large").boolean());
    CHECK(scene.act(id, "lengthen", scene.area.officer, because("Yhä enemmän")).rule() ==
          "publicity.lengthened_already");
    scene.world.move_to(start_of_day(*parse_date("2026-03-17")));
    CHECK(scene.entries_about(id).back() == "information.time_lengthened"); // not overdue
    const auto late = scene.act(other, "lengthen", scene.area.officer, because("Paljon"));
    CHECK(late.status == 409);
    CHECK(late.rule() == "publicity.first_time_is_over");
    scene.world.move_to(start_of_day(*parse_date("2026-04-03")));
    CHECK(scene.entries_about(id).back() == "information.answer_overdue");
}

TEST_CASE("who asks need not say who he is: an officer enters it, and the clock runs from its arrival",
          "[publicity][T31]")
{
    PublicityScene scene;
    scene.world.move_days(3);
    const auto body = json::Object{}
                          .add("matter", scene.programme)
                          .add("wanted", "Hyväksymispäätökset")
                          .add("came_by", "email")
                          .add("received_at", World::default_start());
    const auto path = std::string{"/api/v1/information-requests/entered"};
    const auto made = scene.world.post(path, body, scene.area.officer.token);
    REQUIRE(made.status == 201);
    CHECK(made.body.at("due_on").text() == "2026-03-16");
    CHECK(scene.world.post(path, body, scene.asker.token).status == 403);
    CHECK(scene.world.post(path, body, scene.other.officer.token)
              .refuses("/matter", "publicity.no_such_matter"));
    const auto future = scene.world.post(path, with(body, "received_at", scene.world.now().plus_seconds(60)),
                                         scene.area.officer.token);
    CHECK(future.refuses("/received_at", "publicity.received_in_future"));
    // The authority takes back what it entered; of others' requests it cannot.
    CHECK(scene.act(made.body.at("id").text(), "withdraw", scene.area.officer).status == 200);
    const auto own = scene.asked();
    CHECK(scene.act(own, "withdraw", scene.area.officer).rule() == "publicity.askers_matter");
    CHECK(scene.act(own, "withdraw", scene.asker).body.at("state").text() == "WITHDRAWN");
    CHECK(scene.act(own, "withdraw", scene.asker).status == 409);
}

TEST_CASE("a request is seen by who asked and by those at the authority who answer", "[publicity]")
{
    PublicityScene scene;
    const auto id = scene.asked();
    const auto path = "/api/v1/information-requests/" + id;
    for (const auto& who : {scene.asker, scene.area.officer, scene.area.decider, scene.area.auditor})
        CHECK(scene.world.get(path, who.token).status == 200);
    const auto colleague = scene.world.member(scene.asker, {"worker"});
    for (const auto& who : {colleague, scene.area.coach, scene.other.officer, scene.other.decider})
        CHECK(scene.world.get(path, who.token).status == 404);
    CHECK(scene.world.get(path).status == 401);
    CHECK(scene.list("/api/v1/information-requests", scene.asker).size() == 1);
    CHECK(scene.list("/api/v1/information-requests", colleague).empty());
    CHECK(scene.list("/api/v1/information-queue", scene.area.officer).size() == 1);
    CHECK(scene.list("/api/v1/information-queue", scene.other.officer).empty());
    CHECK(scene.act(id, "lengthen", scene.other.officer, because("Paljon")).status == 404);
    CHECK(scene.act(id, "decision", scene.other.decider, scene.decision("refused", {})).status == 404);
    CHECK(scene.act(id, "decision", scene.area.officer, scene.decision("refused", {})).status == 403);
    CHECK(scene.entries_about(id).size() == 1); // nothing of all this left a trace
}

TEST_CASE("a programme that is still a draft cannot be asked about", "[publicity]")
{
    PublicityScene scene;
    const auto draft = scene.draft_programme();
    const auto refused = scene.ask_for(scene.asker, draft);
    CHECK(refused.status == 422);
    CHECK(refused.refuses("/matter", "publicity.no_such_matter"));
    CHECK(scene.ask_for(scene.asker, "prg_00000000000000000000000000")
              .refuses("/matter", "publicity.no_such_matter"));
    CHECK(scene.ask_for(scene.area.coach, draft).status == 201); // its own authority knows of it
    CHECK(scene.world.get("/api/v1/matters/" + draft + "/publicity").status == 404);
}

TEST_CASE("what is not public yet is not given", "[publicity]")
{
    PublicityScene scene;
    const auto request = submitted_request(scene.world, scene.provider, scene.programme);
    const auto id = scene.asked();
    const auto refused = scene.decide(id, "given_in_part", {scene.programme, request});
    CHECK(refused.status == 422);
    CHECK(refused.rule() == "publicity.decision_does_not_hold");
    CHECK(refused.refuses("/documents/1", "publicity.not_public_yet"));
    CHECK(scene.disclosed(id, request).at("scope").text() == "nothing");
    CHECK(scene.decide(id, "given", {}).refuses("/documents", "publicity.gives_nothing"));
    CHECK(scene.decide(id, "refused", {scene.programme})
              .refuses("/documents", "publicity.refused_gives_nothing"));
    CHECK(scene.decide(id, "given", {"adm_00000000000000000000000000"})
              .refuses("/documents/0", "publicity.no_such_document"));
    CHECK(scene.entries_about(id).size() == 1);

    const auto decided = scene.decide(id, "given_in_part", {scene.programme}); // the request is left out
    REQUIRE(decided.status == 200);
    CHECK(decided.body.at("state").text() == "GIVEN_IN_PART");
    CHECK(decided.body.at("decision").at("instructions").at("fi").text().find("30 päivän") !=
          std::string::npos);
    CHECK(scene.decide(id, "refused", {}).status == 409); // decided is decided
    CHECK(scene.entries_about(id) ==
          std::vector<std::string>{"information.requested", "information.decided"});
}

TEST_CASE("when everything is given it is not given in part", "[publicity]")
{
    PublicityScene scene;
    const auto request = accept_provider(scene.world, scene.area, scene.programme, scene.provider);
    const auto id = scene.asked();
    const auto documents = scene.documents(id);
    REQUIRE(documents.size() == 3); // the call, the request, the decision
    json::Array ids;
    for (const auto& one : documents)
    {
        CHECK(one.at("scope").text() == "all");
        ids.emplace_back(one.at("document"));
    }
    CHECK(scene.decide(id, "given_in_part", ids).refuses("/outcome", "publicity.nothing_is_withheld"));
    const auto decided = scene.decide(id, "given", ids);
    REQUIRE(decided.status == 200);
    CHECK(decided.body.at("decision").at("given").array().size() == 3);
}

TEST_CASE("pages of the list of documents leave none out and tell none twice", "[publicity]")
{
    PublicityScene scene;
    accept_provider(scene.world, scene.area, scene.programme, scene.provider);
    accepted_provider(scene.world, scene.area, scene.programme, 5);
    const auto id = scene.asked();
    std::vector<std::string> seen;
    std::string next = "/api/v1/information-requests/" + id + "/documents?limit=1";
    while (!next.empty())
    {
        const auto page = scene.world.get(next, scene.area.officer.token);
        REQUIRE(page.status == 200);
        for (const auto& item : page.body.at("items").array())
            seen.push_back(item.at("document").text());
        const auto link = page.raw.header("Link").value_or("");
        next = link.empty() ? "" : link.substr(1, link.find('>') - 1);
        REQUIRE(seen.size() < 20);
    }
    CHECK(seen.size() == 5);
    CHECK(std::is_sorted(seen.begin(), seen.end()));
    CHECK(std::adjacent_find(seen.begin(), seen.end()) == seen.end());
}

TEST_CASE("how many requests came, and what became of them, is public by year", "[publicity]")
{
    PublicityScene scene;
    scene.asked();
    scene.decide(scene.asked(), "given", {scene.programme});
    scene.decide(scene.asked(), "refused", {});
    scene.act(scene.asked(), "withdraw", scene.asker);
    const auto counts = scene.counts();
    CHECK(counts.at("received").integer() == 4);
    CHECK(counts.at("open").integer() == 1);
    CHECK(counts.at("given").integer() == 1);
    CHECK(counts.at("refused").integer() == 1);
    CHECK(counts.at("withdrawn").integer() == 1);
    CHECK(counts.at("given_in_part").integer() == 0);
    CHECK(counts.at("year").integer() == 2026);
    const auto path = "/api/v1/authorities/" + scene.area.authority + "/information-counts?year=2025";
    CHECK(scene.world.get(path).body.at("received").integer() == 0);
    CHECK(scene.world.get("/api/v1/authorities/" + scene.asker.organisation + "/information-counts").status ==
          404);
}

TEST_CASE("what makes each document of a matter public is told to everybody", "[publicity]")
{
    PublicityScene scene;
    const auto told = scene.world.get("/api/v1/matters/" + scene.programme + "/publicity");
    REQUIRE(told.status == 200);
    CHECK(told.body.at("channel").text() == "OPEN_ACCEPTANCE");
    bool tells_requests = false;
    for (const auto& one : told.body.at("kinds").array())
        tells_requests = tells_requests || (one.at("kind").text() == "request_to_join" &&
                                            one.at("public_from").text() == "decided");
    CHECK(tells_requests);
}
