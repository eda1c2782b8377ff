// A programme passes to another contracting entity on the day that both agreed on.
#include "marketplace/app/invariants.hpp"
#include "tests/procurement/joint/joint_scene.hpp"
#include "tests/support/provider.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

namespace
{

constexpr const char* day = "2026-05-01";
const Instant midnight = *parse_instant("2026-04-30T21:00:00Z"); // in Helsinki

std::string id_of(const Answer& answer)
{
    REQUIRE(answer.status < 300);
    return answer.body.at("id").text();
}

std::string owner_of(JointScene& scene, const std::string& path)
{
    return scene.world.get("/api/v1/" + path).body.at("authority").text();
}

std::string state_of(JointScene& scene, const std::string& transfer)
{
    const auto items =
        scene.world.get("/api/v1/transfers", scene.owner.officer.token).body.at("items").array();
    for (const auto& one : items)
        if (one.at("id").text() == transfer)
            return one.at("state").text();
    return {};
}

} // namespace

TEST_CASE("a transfer that both agreed on is carried out at the beginning of its day", "[transfer]")
{
    JointScene scene;
    const auto id = published_system(scene.world, scene.owner);
    const auto transfer = id_of(scene.propose(id, scene.guest.authority, day));
    CHECK(scene.tasks(scene.guest.decider) == std::vector<std::string>{"joint.transfer"});
    REQUIRE(scene.post("transfers/" + transfer + "/accept", {}, scene.guest).body.at("state").text() ==
            "ACCEPTED");
    CHECK(scene.tasks(scene.guest.decider).empty());
    scene.world.move_to(midnight.plus_seconds(-1));
    CHECK(owner_of(scene, "programmes/" + id) == scene.owner.authority);
    scene.world.move_to(midnight);
    CHECK(owner_of(scene, "programmes/" + id) == scene.guest.authority);
    CHECK(state_of(scene, transfer) == "DONE");
    const auto entry = scene.entries_about(id).back();
    CHECK(entry.kind == "programme.transferred");
    CHECK(entry.audience == "everyone");
    CHECK(entry.reason == "Alueet yhdistyvät");

    const auto reason = json::Object{}.add("reason", "Tarve poistui");
    CHECK(scene.post("programmes/" + id + "/terminate", reason, scene.owner).status == 404);
    CHECK(scene.post("programmes/" + id + "/terminate", reason, scene.guest).status == 200);
}

TEST_CASE("baskets, requests, offers and open tasks go with their programme", "[transfer]")
{
    JointScene scene;
    const auto basket = active_basket(scene.world, scene.owner, good_terms());
    const auto id = programme_of(scene.world, basket);
    const auto provider = accepted_provider(scene.world, scene.owner, id, 1);
    const auto offer = listed_offer(scene.world, provider, basket);
    const auto waiting = scene.world.provider("Toinen ry", business_id_of(2));
    const auto request = submitted_request(scene.world, waiting, id);
    CHECK(scene.tasks(scene.owner.officer) == std::vector<std::string>{"acceptance.answer"});
    const auto transfer = id_of(scene.propose(id, scene.guest.authority, "2026-03-04"));
    REQUIRE(scene.post("transfers/" + transfer + "/accept", {}, scene.guest).status == 200);
    scene.world.move_to(*parse_instant("2026-03-04T08:00:00Z"));

    CHECK(owner_of(scene, "baskets/" + basket) == scene.guest.authority);
    CHECK(scene.tasks(scene.owner.officer).empty());
    CHECK(scene.tasks(scene.guest.officer) == std::vector<std::string>{"acceptance.answer"});
    CHECK(scene.world.get("/api/v1/requests/" + request, scene.owner.officer.token).status == 404);
    CHECK(scene.world.get("/api/v1/requests/" + request, scene.guest.officer.token).status == 200);
    CHECK(scene.world.get("/api/v1/baskets/" + basket + "/offers").body.at("items").array().size() == 1);
    CHECK(scene.world.get("/api/v1/offers/" + offer).status == 200);
    std::vector<std::string> broken;
    scene.world.store().read([&](Transaction& tx) { broken = app::broken_invariants(tx); });
    CHECK(broken == std::vector<std::string>{});
}

TEST_CASE("what providers showed to the old owner the new one has on file, too", "[transfer]")
{
    JointScene scene;
    const auto id = open_programme(scene.world, scene.owner);
    const auto provider = scene.world.provider("Savon Työpolku ry", business_id_of(1));
    const auto request = submitted_request(scene.world, provider, id);
    const auto declared = scene.world.post("/api/v1/requests/" + request + "/evidence",
                                           json::Object{}
                                               .add("code", "trade_register")
                                               .add("valid_from", "2026-01-01")
                                               .add("statement", "Rekisterissä"),
                                           provider.token);
    REQUIRE(declared.status < 300);
    const auto transfer = id_of(scene.propose(id, scene.guest.authority, "2026-03-04"));
    REQUIRE(scene.post("transfers/" + transfer + "/accept", {}, scene.guest).status == 200);
    const auto evidence = [&]
    { return scene.world.get("/api/v1/requests/" + request, provider.token).body.at("evidence").array(); };
    REQUIRE(evidence().size() == 1);
    scene.world.move_to(*parse_instant("2026-03-04T08:00:00Z"));
    REQUIRE(evidence().size() == 1);
    CHECK(evidence()[0].at("code").text() == "trade_register");
}

TEST_CASE("a participant that takes a programme over bears the rest as its owner", "[transfer]")
{
    JointScene scene;
    const auto id = published_system(scene.world, scene.owner);
    for (const auto* who : {&scene.guest, &scene.third})
    {
        const auto invited = id_of(scene.invite(id, who->authority, 2'000));
        REQUIRE(scene.post("participations/" + invited + "/join", {}, *who).status == 200);
    }
    const auto transfer = id_of(scene.propose(id, scene.guest.authority, day));
    REQUIRE(scene.post("transfers/" + transfer + "/accept", {}, scene.guest).status == 200);
    scene.world.move_to(midnight);
    const auto all = scene.participants(id);
    REQUIRE(all.size() == 2);
    CHECK(all[0].at("organisation").text() == scene.guest.authority);
    CHECK(all[0].at("share_basis_points").integer() == 8'000);
    CHECK(all[1].at("organisation").text() == scene.third.authority);
}

TEST_CASE("without the receiver's agreement nothing passes", "[transfer]")
{
    JointScene scene;
    const auto id = published_system(scene.world, scene.owner);
    const auto refused = id_of(scene.propose(id, scene.guest.authority, day));
    CHECK(scene.propose(id, scene.third.authority, day).rule() == "joint.transfer_running");
    REQUIRE(scene.post("transfers/" + refused + "/refuse", {}, scene.guest).status == 200);
    const auto withdrawn = id_of(scene.propose(id, scene.guest.authority, day));
    REQUIRE(scene.post("transfers/" + withdrawn + "/withdraw", {}, scene.owner).status == 200);
    CHECK(scene.post("transfers/" + withdrawn + "/accept", {}, scene.guest).rule() ==
          "transfer.transition_not_listed");
    const auto unanswered = id_of(scene.propose(id, scene.guest.authority, day));
    scene.world.move_to(midnight);
    CHECK(owner_of(scene, "programmes/" + id) == scene.owner.authority);
    CHECK(state_of(scene, refused) == "REFUSED");
    CHECK(state_of(scene, withdrawn) == "WITHDRAWN");
    CHECK(state_of(scene, unanswered) == "LAPSED");
    CHECK(scene.post("transfers/" + unanswered + "/accept", {}, scene.guest).rule() ==
          "transfer.transition_not_listed");
}

TEST_CASE("what ended before its day passes to nobody", "[transfer]")
{
    JointScene scene;
    const auto id = published_system(scene.world, scene.owner);
    const auto transfer = id_of(scene.propose(id, scene.guest.authority, day));
    REQUIRE(scene.post("transfers/" + transfer + "/accept", {}, scene.guest).status == 200);
    REQUIRE(
        scene.post("programmes/" + id + "/cancel", json::Object{}.add("reason", "x"), scene.owner).status ==
        200);
    scene.world.move_to(midnight);
    CHECK(owner_of(scene, "programmes/" + id) == scene.owner.authority);
    CHECK(state_of(scene, transfer) == "LAPSED");
}

TEST_CASE("who may propose and agree, to whom and for which day", "[transfer]")
{
    JointScene scene; // 2 March 2026
    const auto id = published_system(scene.world, scene.owner);
    CHECK(scene.propose(id, scene.owner.authority, day).refuses("/to", "joint.not_an_entity"));
    CHECK(scene.propose(id, scene.guest.authority, "2026-03-02").refuses("/on", "joint.transfer_day_past"));
    CHECK(scene.propose(id, scene.guest.authority, "2030-01-01").refuses("/on", "joint.transfer_after_end"));
    const auto wish =
        json::Object{}.add("to", scene.third.authority).add("on", "2026-03-03").add("reason", "x");
    CHECK(scene.post("programmes/" + id + "/transfers", wish, scene.guest).status == 404);
    CHECK(
        scene.world.post("/api/v1/programmes/" + id + "/transfers", wish, scene.owner.officer.token).rule() ==
        "access.no_duty");

    const auto transfer = id_of(scene.propose(id, scene.guest.authority, "2026-03-03"));
    for (const auto* verb : {"accept", "refuse"})
    {
        CHECK(scene.post("transfers/" + transfer + "/" + verb, {}, scene.owner).status == 404);
        CHECK(scene.post("transfers/" + transfer + "/" + verb, {}, scene.third).status == 404);
        CHECK(scene.world.post("/api/v1/transfers/" + transfer + "/" + verb, {}, scene.guest.officer.token)
                  .rule() == "access.no_duty");
    }
    CHECK(scene.post("transfers/" + transfer + "/withdraw", {}, scene.guest).status == 404);
    CHECK(scene.world.get("/api/v1/transfers", scene.third.officer.token).body.at("items").array().empty());
    CHECK(scene.world.get("/api/v1/transfers", scene.guest.officer.token).body.at("items").array().size() ==
          1);
    CHECK(scene.entries_about(transfer).back().kind == "joint.transfer_proposed");
}
