// Another contracting entity takes part in a programme by its own act, with a share of the costs.
#include "procurement/system/system_total.hpp"
#include "tests/procurement/joint/joint_scene.hpp"
#include "tests/support/provider.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

namespace
{

std::string id_of(const Answer& answer)
{
    REQUIRE(answer.status < 300);
    return answer.body.at("id").text();
}

void commit_contract(World& world, std::string_view system, std::int64_t cents)
{
    world.store().write_and_wait(
        [&](Transaction& tx)
        {
            crypto::SeededRandomness random{"contract"};
            const Ambient ambient{world.now(), world.now(), random, world.application().environment().law};
            const auto programme = programmes::find(tx, *ProgrammeId::parse(system));
            const auto done =
                systems::commit(tx, ambient, *programme,
                                {"cmp_a", "coaching", "", false, ambient.today(), Money::cents(cents)});
            return done ? Verdict::keep : Verdict::undo;
        });
}

} // namespace

TEST_CASE("an entity takes part when it joined, and then everybody sees its share", "[joint]")
{
    JointScene scene;
    const auto id = published_system(scene.world, scene.owner);
    REQUIRE(scene.participants(id).size() == 1);
    const auto invited = id_of(scene.invite(id, scene.guest.authority, 2'500));
    CHECK(scene.participants(id).size() == 1);
    CHECK(scene.tasks(scene.guest.decider) == std::vector<std::string>{"joint.invitation"});
    const auto joined = scene.post("participations/" + invited + "/join", {}, scene.guest);
    REQUIRE(joined.status == 200);
    CHECK(joined.body.at("state").text() == "JOINED");
    CHECK(scene.tasks(scene.guest.decider).empty());
    const auto all = scene.participants(id);
    REQUIRE(all.size() == 2);
    CHECK(all[0].at("organisation").text() == scene.owner.authority);
    CHECK(all[0].at("is_owner").boolean());
    CHECK(all[0].at("share_basis_points").integer() == 7'500);
    CHECK(all[1].at("organisation").text() == scene.guest.authority);
    CHECK(all[1].at("share_basis_points").integer() == 2'500);
    CHECK(all[1].find("part_cents") == nullptr);
    CHECK(scene.entries_about(invited).back().kind == "joint.joined");
}

TEST_CASE("the parts of the contracts are told to those who bear them, and add up", "[joint]")
{
    JointScene scene;
    const auto id = published_system(scene.world, scene.owner);
    const auto invited = id_of(scene.invite(id, scene.guest.authority, 3'333));
    REQUIRE(scene.post("participations/" + invited + "/join", {}, scene.guest).status == 200);
    commit_contract(scene.world, id, 100'001);
    for (const auto* token : {&scene.owner.officer.token, &scene.guest.officer.token})
    {
        const auto all = scene.participants(id, *token);
        CHECK(all[0].at("part_cents").integer() + all[1].at("part_cents").integer() == 100'001);
        CHECK(all[1].at("part_cents").integer() == 33'330);
    }
    for (const auto& token : {std::string{}, scene.third.officer.token})
        CHECK(scene.participants(id, token)[0].find("part_cents") == nullptr);
}

TEST_CASE("shares add up to ten thousand basis points; what nobody bears is the owner's", "[joint]")
{
    JointScene scene;
    const auto id = published_system(scene.world, scene.owner);
    const auto first = id_of(scene.invite(id, scene.guest.authority, 6'000));
    const auto refused = scene.invite(id, scene.third.authority, 4'001);
    CHECK(refused.rule() == "joint.shares_above_all");
    CHECK(refused.refuses("/share_basis_points", "joint.shares_above_all"));
    const auto second = id_of(scene.invite(id, scene.third.authority, 4'000));
    for (const auto& [participation, who] : {std::pair{first, &scene.guest}, std::pair{second, &scene.third}})
        REQUIRE(scene.post("participations/" + participation + "/join", {}, *who).status == 200);
    CHECK(scene.participants(id)[0].at("share_basis_points").integer() == 0);
}

TEST_CASE("an invitation is declined or taken back, and its share is free again", "[joint]")
{
    JointScene scene;
    const auto id = published_system(scene.world, scene.owner);
    const auto declined = id_of(scene.invite(id, scene.guest.authority, 10'000));
    CHECK(scene.invite(id, scene.guest.authority, 1).rule() == "joint.invited_already");
    REQUIRE(scene.post("participations/" + declined + "/decline", {}, scene.guest).status == 200);
    CHECK(scene.post("participations/" + declined + "/join", {}, scene.guest).rule() ==
          "participation.transition_not_listed");
    const auto withdrawn = id_of(scene.invite(id, scene.guest.authority, 10'000));
    REQUIRE(scene.post("participations/" + withdrawn + "/withdraw", {}, scene.owner).status == 200);
    CHECK(scene.post("participations/" + withdrawn + "/join", {}, scene.guest).rule() ==
          "participation.transition_not_listed");
    CHECK(scene.invite(id, scene.guest.authority, 10'000).status == 201);
    CHECK(scene.participants(id).size() == 1);
}

TEST_CASE("who may invite, join and look", "[joint]")
{
    JointScene scene;
    const auto provider = scene.world.provider("Savon Työpolku ry", business_id_of(1));
    const auto id = draft_system(scene.world, scene.owner);
    const auto wish = [](const std::string& organisation)
    { return json::Object{}.add("organisation", organisation).add("share_basis_points", 100); };
    const auto path = "programmes/" + id + "/participations";
    CHECK(
        scene.world.post("/api/v1/" + path, wish(scene.guest.authority), scene.owner.officer.token).rule() ==
        "access.no_duty");
    CHECK(scene.post(path, wish(scene.third.authority), scene.guest).status == 404);
    for (const auto& nobody : {scene.owner.authority, provider.organisation})
        CHECK(scene.post(path, wish(nobody), scene.owner).refuses("/organisation", "joint.not_an_entity"));

    const auto invited = id_of(scene.invite(id, scene.guest.authority, 100));
    for (const auto* verb : {"join", "decline"})
    {
        CHECK(scene.post("participations/" + invited + "/" + verb, {}, scene.owner).status == 404);
        CHECK(scene.post("participations/" + invited + "/" + verb, {}, scene.third).status == 404);
    }
    CHECK(scene.post("participations/" + invited + "/withdraw", {}, scene.guest).status == 404);
    const auto seen = [&](const test::Area& who)
    { return scene.world.get("/api/v1/participations", who.officer.token).body.at("items").array().size(); };
    CHECK(seen(scene.owner) == 1);
    CHECK(seen(scene.guest) == 1);
    CHECK(seen(scene.third) == 0);
    CHECK(scene.world.get("/api/v1/programmes/" + id + "/participants", scene.guest.officer.token).status ==
          404);
    REQUIRE(scene.post("participations/" + invited + "/join", {}, scene.guest).status == 200);
    CHECK(scene.world.get("/api/v1/programmes/" + id + "/participants", scene.guest.officer.token).status ==
          200);
    CHECK(scene.world.get("/api/v1/programmes/" + id + "/participants").status == 404);
}

TEST_CASE("nobody joins what has ended", "[joint]")
{
    JointScene scene;
    const auto id = published_system(scene.world, scene.owner);
    const auto invited = id_of(scene.invite(id, scene.guest.authority, 100));
    REQUIRE(
        scene.post("programmes/" + id + "/cancel", json::Object{}.add("reason", "x"), scene.owner).status ==
        200);
    CHECK(scene.post("participations/" + invited + "/join", {}, scene.guest).rule() == "programme.over");
    CHECK(scene.invite(id, scene.third.authority, 100).rule() == "programme.over");
}
