#include "tests/procurement/competition/competing_scene.hpp"

#include "core/crypto/locked_share.hpp"
#include "core/crypto/sealed_tender.hpp"
#include "procurement/competition/competition_store.hpp"
#include "tests/support/kept_bytes.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

namespace
{

std::vector<Invitation> list_of(CompetingScene& scene, const std::string& id)
{
    std::vector<Invitation> invitations;
    scene.world.store().read([&](Transaction& tx)
                             { invitations = competitions::invitations_of(tx, *CompetitionId::parse(id)); });
    return invitations;
}

// Whatever a share is opened with: the opener's own private key.
crypto::SecretShare opened(const CompetingScene& scene, const Opener& opener)
{
    const auto locked = crypto::read_locked_share(opener.locked_share);
    REQUIRE(bool(locked));
    auto share = crypto::open_share(
        *locked, scene.openers[static_cast<std::size_t>(opener.number) - 1].keys.private_key);
    REQUIRE(bool(share));
    return std::move(*share);
}

} // namespace

TEST_CASE("everybody admitted is invited at the same moment, and the list is frozen", "[competition]")
{
    CompetingScene scene;
    const auto id = scene.draft(scene.terms());
    admit(scene.world, scene.area, scene.system, scene.first); // twice on record is one on the list
    const auto answer = scene.act(id, "invite", scene.area.officer);
    REQUIRE(answer.status == 200);
    CHECK(answer.body.at("state").text() == "Q_AND_A");
    CHECK(answer.body.at("invited").integer() == 2);

    const auto invitations = list_of(scene, id);
    REQUIRE(invitations.size() == 2);
    CHECK(invitations[0].invited_at == invitations[1].invited_at);
    CHECK(to_text(invitations[0].invited_at) == answer.body.at("invited_at").text());
    CHECK(scene.count("/* test.messages */ SELECT count(*) FROM outbox_message WHERE template = "
                      "'competition.invited'") == 2);
    CHECK(scene.entries_about(id) == std::vector<std::string>{"competition.drafted", "competition.invited",
                                                              "competition.invitation_sent",
                                                              "competition.invitation_sent"});

    // Who was not on the list sees nothing, not even when it is admitted later.
    CHECK(scene.see(id, scene.third).status == 404);
    admit(scene.world, scene.area, scene.system, scene.third);
    CHECK(scene.see(id, scene.third).status == 404);
    CHECK(list_of(scene, id).size() == 2);

    // The invited see the same call, without the buyer's own matters.
    const auto seen = scene.see(id, scene.first);
    REQUIRE(seen.status == 200);
    CHECK(seen.body.at("takes_tenders").boolean());
    for (const auto hidden : {"openers", "invited", "estimated_value_cents"})
        CHECK(seen.body.find(hidden) == nullptr);
    CHECK(seen.body.at("key_text") == answer.body.at("key_text"));
    CHECK(scene.world.get("/api/v1/competitions", scene.second.token).body.at("items").array().size() == 1);
    // No invited provider learns of another one.
    CHECK(scene.feed(scene.first).find(scene.second.organisation) == std::string::npos);
    CHECK(scene.feed(scene.first).find("competition.invitation_sent") != std::string::npos);

    CHECK(scene.act(id, "invite", scene.area.officer).rule() == "competition.transition_not_listed");
    CHECK(scene.change(id, json::Object{}.add("winners_most", 1), scene.area.officer).rule() ==
          "competition.not_a_draft");
}

TEST_CASE("the key exists as shares of the named openers only: two of three give it back", "[competition]")
{
    CompetingScene scene;
    const auto id = scene.invited();
    std::vector<Opener> openers;
    crypto::ShareCommitments commitments{{2, 3}, "", {}};
    std::string sealed_lot;
    std::optional<Competition> competition;
    scene.world.store().read(
        [&](Transaction& tx)
        {
            const auto key = *CompetitionId::parse(id);
            competition = competitions::find(tx, key);
            openers = competitions::openers_of(tx, key);
            commitments.secret = *from_hex(competitions::secret_commitment_of(tx, key));
            sealed_lot = competitions::sealed_lot_of(tx, key)->bytes;
        });
    REQUIRE(openers.size() == 3);
    for (const auto& opener : openers)
        commitments.shares.push_back(*from_hex(opener.commitment));

    std::vector<crypto::SecretShare> shares;
    shares.push_back(opened(scene, openers[2]));
    CHECK(crypto::combine_shares(shares, commitments, id).refusal().rule == "sealing.shares_missing");
    shares.push_back(opened(scene, openers[0]));
    const auto secret = crypto::combine_shares(shares, commitments, id);
    REQUIRE(bool(secret));
    const auto key = crypto::read_competition_key(competition->key_text);
    REQUIRE(bool(key));
    CHECK(crypto::box_public_key(*secret) == key->public_key);

    // The lot was fixed before any tender, and nobody can read it yet.
    const auto lot = crypto::open_tender(sealed_lot, {id, scene.area.authority, "lot"}, *secret);
    REQUIRE(bool(lot));
    CHECK(lot->size() == 32);
    CHECK(to_hex(crypto::sha256(*lot)) == competition->lot_commitment);
    const auto kept = kept_bytes(scene.world);
    CHECK(kept.find(*lot) == std::string::npos);
    CHECK(kept.find(std::string{secret->view()}) == std::string::npos);
    for (const auto& share : shares)
        CHECK(kept.find(std::string{share.bytes.view()}) == std::string::npos);
}

TEST_CASE("an invitation that cannot be is refused by name and leaves nothing behind", "[competition]")
{
    CompetingScene scene;
    const auto id = scene.draft(scene.terms());
    const auto invite = [&] { return scene.act(id, "invite", scene.area.officer); };
    CHECK(scene.act(id, "invite", scene.area.decider).rule() == "access.no_duty");

    // While the system is closed nothing is bought in it (§49(3)).
    put_system_into(scene.world, scene.system, "CLOSED_TEMP");
    CHECK(invite().rule() == "programme.verb_forbidden_in_channel");
    put_system_into(scene.world, scene.system, "PUBLISHED_INITIAL");
    CHECK(invite().rule() == "competition.programme_not_open");
    put_system_into(scene.world, scene.system, "OPEN");
    CHECK(list_of(scene, id).empty());
    CHECK(scene.see(id, scene.area.officer).body.find("key_text") == nullptr);
    CHECK(invite().status == 200);

    const auto empty = open_system(scene.world, scene.area, {});
    const auto alone =
        drafted_competition(scene.world, scene.area, empty, good_competition(empty, scene.openers));
    CHECK(scene.act(alone, "invite", scene.area.officer).rule() == "competition.nobody_admitted");
}

TEST_CASE("the announced value may be reached by what runs, and not passed", "[competition]")
{
    CompetingScene scene;
    const auto worth = [&](Money value)
    { return scene.draft(with(scene.terms(), "estimated_value_cents", value)); };
    const auto first = worth(Money::euros(600'000));
    REQUIRE(scene.act(first, "invite", scene.area.officer).status == 200);
    CHECK(scene.act(worth(Money::euros(400'000) + Money::cents(1)), "invite", scene.area.officer).rule() ==
          "total.above_announced");
    CHECK(scene.act(worth(Money::euros(400'000)), "invite", scene.area.officer).status == 200);
    // A cancelled one frees what it would have cost.
    REQUIRE(
        scene.act(first, "cancellation", scene.area.decider, json::Object{}.add("reason", "Tarve poistui"))
            .status == 200);
    CHECK(scene.act(worth(Money::euros(600'000)), "invite", scene.area.officer).status == 200);
}

TEST_CASE(
    "who is admitted later is invited while the shortest time is left, and the others know nothing of it",
    "[competition][T06]")
{
    CompetingScene scene;
    const auto id = scene.invited();
    CHECK(scene.act(id, "newcomers", scene.area.officer).rule() == "competition.nobody_new");
    admit(scene.world, scene.area, scene.system, scene.third);

    // Ten days before Friday 20 March, which is not over at noon: Monday 9 March is the last day.
    scene.world.move_to(*parse_instant("2026-03-09T21:00:00Z"));
    const auto invited = scene.act(id, "newcomers", scene.area.officer);
    REQUIRE(invited.status == 200);
    CHECK(invited.body.at("invited").integer() == 3);
    CHECK(scene.see(id, scene.third).status == 200);
    CHECK(scene.feed(scene.first).find(scene.third.organisation) == std::string::npos);

    const auto fourth = scene.world.provider("Neljäs Polku ry", business_id_of(4));
    admit(scene.world, scene.area, scene.system, fourth);
    scene.world.move_to(*parse_instant("2026-03-09T22:00:00Z"));
    CHECK(scene.act(id, "newcomers", scene.area.officer).rule() == "competition.too_late_to_invite");
    CHECK(scene.see(id, fourth).status == 404);
}

TEST_CASE("a decision maker cancels with a reason, everybody invited is told", "[competition]")
{
    CompetingScene scene;
    const auto id = scene.invited();
    const auto reason = json::Object{}.add("reason", "Määräraha poistui");
    CHECK(scene.act(id, "cancellation", scene.area.officer, reason).rule() == "access.no_duty");
    CHECK(scene.act(id, "cancellation", scene.area.decider, json::Object{}.add("reason", "")).status == 422);
    const auto tender = written_tender(scene.world, scene.first, id, 9'000'000);
    const auto cancelled = scene.act(id, "cancellation", scene.area.decider, reason);
    REQUIRE(cancelled.status == 200);
    CHECK(cancelled.body.at("state").text() == "CANCELLED");
    CHECK(scene.see(id, scene.first).body.at("state").text() == "CANCELLED");
    CHECK(scene.count("/* test.messages */ SELECT count(*) FROM outbox_message WHERE template = "
                      "'competition.cancelled'") == 2);
    CHECK(
        scene
            .act_on_tender(tender, "submission", scene.first, submission_of(scene.world, scene.first, tender))
            .rule() == "tender.competition_takes_none");
    CHECK(scene.entries_about(id).back() == "competition.cancelled");
    CHECK(scene.act(id, "cancellation", scene.area.decider, reason).rule() ==
          "competition.transition_not_listed");
}
