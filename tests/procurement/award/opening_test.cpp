#include "core/json/reader.hpp"
#include "procurement/award/assessment_store.hpp"
#include "procurement/award/lots.hpp"
#include "tests/support/award_case.hpp"
#include "tests/support/kept_bytes.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

namespace
{

// The kinds of entries about the competition, oldest first, with their number when they repeat.
std::vector<std::string> entries_about(World& world, const AwardCase& made)
{
    std::vector<std::string> kinds;
    world.store().read(
        [&](Transaction& tx)
        {
            for (const auto& entry : journal::about(tx, made.competition))
                kinds.push_back(entry.kind);
        });
    return kinds;
}

std::string state_of(World& world, const std::string& tender)
{
    std::string state;
    world.store().read([&](Transaction& tx) { state = tenders::find(tx, *TenderId::parse(tender))->state; });
    return state;
}

Answer opening(World& world, const AwardCase& made)
{
    return world.get(made.path("opening"), made.area.officer.token);
}

} // namespace

TEST_CASE("two of three named persons open what one alone cannot", "[award][opening]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world));

    const auto first = hand_in(world, made, 0);
    REQUIRE(first.status == 200);
    CHECK(first.body.at("state").text() == "SEALED");
    CHECK(first.body.at("present").array().size() == 1);
    CHECK(first.body.find("tenders") == nullptr);
    CHECK(opening(world, made).body.at("present").array().size() == 1);

    // Once more the same person: still one person.
    CHECK(hand_in(world, made, 0).body.at("state").text() == "SEALED");
    CHECK(state_of(world, made.tenders[0]) == "SUBMITTED");

    const auto second = hand_in(world, made, 2);
    REQUIRE(second.status == 200);
    CHECK(second.body.at("state").text() == "OPENED");
    CHECK(second.body.at("openers").array().size() == 2);
    REQUIRE(second.body.at("tenders").array().size() == 2);
    CHECK(state_of(world, made.tenders[0]) == "OPENED");
    CHECK(entries_about(world, made) == std::vector<std::string>{"opening.share_handed_in",
                                                                 "opening.share_handed_in",
                                                                 "competition.opened"});

    const auto form = world.get(made.tender_path(0, "parts/form"), made.area.officer.token);
    REQUIRE(form.status == 200);
    const auto plain = json::read(from_base64(form.body.at("content").text()).value());
    REQUIRE(bool(plain));
    CHECK(plain->at("price_cents").integer() == made.bids[0].price_cents);
}

TEST_CASE("nobody opens before the deadline, and every attempt is entered", "[award][opening]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world), {.closed_seconds_ago = -3'600});
    const auto before = world.entries();
    for (const std::size_t i : {0U, 1U})
        CHECK(hand_in(world, made, i).rule() == "competition.still_sealed");
    CHECK(world.entries() == before + 2);
    CHECK(entries_about(world, made) == std::vector<std::string>{"opening.refused", "opening.refused"});

    // No share was kept: after the deadline each must hand in again.
    world.move_to(world.now().plus_seconds(3'700));
    const auto after = hand_in(world, made, 0);
    CHECK(after.status == 200);
    CHECK(after.body.at("state").text() == "SEALED");
}

TEST_CASE("the deadline itself still counts for tenderers", "[award][opening]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world), {.closed_seconds_ago = -60});
    Instant closes{};
    world.store().read(
        [&](Transaction& tx)
        { closes = *competitions::find(tx, *CompetitionId::parse(made.competition))->closes_at; });
    world.move_to(closes.plus_micros(-1));
    // Each reading of the clock is a microsecond later than the last: this request arrives at the deadline.
    const auto at = world.now();
    REQUIRE(at < closes.plus_micros(1));
    CHECK(hand_in(world, made, 0).rule() == "competition.still_sealed");
    world.move_to(closes.plus_seconds(1));
    CHECK(hand_in(world, made, 0).status == 200);
}

TEST_CASE("a wrong, foreign or changed share is named and opens nothing", "[award][opening]")
{
    World world;
    const auto area = make_kuopio(world);
    const auto made = award_case(world, area);
    const auto other = award_case(world, area, {}, 511);
    REQUIRE(hand_in(world, made, 0).status == 200);

    CHECK(hand_in(world, made, 1, made.shares[0]).rule() == "award.share_of_another_opener");
    CHECK(hand_in(world, made, 1, other.shares[1]).rule() == "award.share_of_another_competition");
    CHECK(hand_in(world, made, 1, "not a share").rule() == "sealing.other_text");
    auto changed = made.shares[1];
    const auto at = changed.rfind('\n') - 6;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    const auto refused = hand_in(world, made, 1, changed);
    CHECK(refused.rule() == "sealing.shares_refused");
    CHECK(refused.refuses("/share", "sealing.share_false"));
    CHECK(hand_in(world, made, 1, made.shares[1], "a-wrong-password-here").rule() == "award.password_wrong");
    CHECK(state_of(world, made.tenders[0]) == "SUBMITTED");

    const auto kinds = entries_about(world, made);
    CHECK(std::count(kinds.begin(), kinds.end(), "opening.refused") == 5);
    REQUIRE(hand_in(world, made, 1).status == 200);
    CHECK(state_of(world, made.tenders[0]) == "OPENED");
    CHECK(hand_in(world, made, 2).rule() == "competition.transition_not_listed");
}

TEST_CASE("who was not named does not open, and another authority's competition looks absent",
          "[award][opening]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world));
    const auto stranger = world.member(made.area.admin, {"procurement_officer"});
    const json::Object body = json::Object{}.add("password", opener_password).add("share", made.shares[0]);
    CHECK(world.post(made.path("opened-shares"), body, stranger.token).rule() == "award.not_an_opener");
    CHECK(world.post(made.path("opened-shares"), body, made.bidders[0].token).status == 403);

    const auto other = make_area(world, "Toinen alue", "0116297-6", "26", {"049"});
    CHECK(world.post(made.path("opened-shares"), body, other.officer.token).status == 404);
    open_it(world, made);
    CHECK(world.get(made.path("opening"), other.officer.token).status == 404);
    CHECK(world.get(made.tender_path(0, "parts/form"), other.officer.token).status == 404);
    CHECK(world.get(made.path("assessment"), other.officer.token).status == 404);
}

TEST_CASE("shares wait for 15 minutes and not over a restart", "[award][opening]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world));
    REQUIRE(hand_in(world, made, 0).status == 200);
    world.move_to(world.now().plus_seconds(15 * 60 + 1));
    CHECK(hand_in(world, made, 1).body.at("state").text() == "SEALED");
    world.restart();
    CHECK(opening(world, made).body.at("present").array().empty());
    CHECK(hand_in(world, made, 0).body.at("state").text() == "SEALED");
    CHECK(hand_in(world, made, 1).body.at("state").text() == "OPENED");
}

TEST_CASE("what was late, withdrawn or replaced is never opened", "[award][opening]")
{
    World world;
    auto made = award_case(world, make_kuopio(world));
    const auto late = another_tender(world, made, 0, tender_state::late);
    const auto withdrawn = another_tender(world, made, 0, tender_state::withdrawn);
    const auto replaced = another_tender(world, made, 1, tender_state::replaced);
    open_it(world, made);
    CHECK(opening(world, made).body.at("tenders").array().size() == 2);
    for (const auto& id : {late, withdrawn, replaced})
    {
        const auto answer =
            world.get("/api/v1/opened-tenders/" + id + "/parts/form", made.area.officer.token);
        CHECK(answer.status == 404);
        std::size_t parts = 1;
        world.store().read([&](Transaction& tx)
                           { parts = assessments::parts_of(tx, *TenderId::parse(id)).size(); });
        CHECK(parts == 0);
    }
}

TEST_CASE("a byte flipped after arrival is told from one that was sealed wrongly", "[award][opening]")
{
    World world;
    const auto made =
        award_case(world, make_kuopio(world), {.bids = {{}, {}, {}}, .changed_bid = 0, .unsealable_bid = 1});
    open_it(world, made);
    const auto record = opening(world, made).body;
    const auto fault_of = [&](std::size_t bid) -> std::string
    {
        for (const auto& tender : record.at("tenders").array())
            if (tender.at("tender").text() == made.tenders[bid])
                for (const auto& part : tender.at("parts").array())
                    if (part.at("name").text() == "form")
                        return part.optional_text("fault").value_or("");
        return "no such part";
    };
    CHECK(fault_of(0) == "award.part_changed");
    CHECK(fault_of(1) == "sealing.tender_altered");
    CHECK(fault_of(2).empty());
    world.post(made.path("compliance-check"), {}, made.area.officer.token);
    CHECK(world
              .post(made.tender_path(0, "verdict"), json::Object{}.add("verdict", "compliant"),
                    made.area.officer.token)
              .rule() == "award.form_unreadable");
}

TEST_CASE("no share and no plain price lies in the folder before the opening", "[award][opening]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world), {.bids = {{987'654'321, 20, 5}, {}}});
    REQUIRE(hand_in(world, made, 0).status == 200);
    const auto kept = kept_bytes(world);
    const auto share = made.shares[0].substr(made.shares[0].rfind(": ") + 2, 43);
    CHECK(kept.find(share) == std::string::npos);
    CHECK(kept.find("987654321") == std::string::npos);
    REQUIRE(hand_in(world, made, 1).status == 200);
    CHECK(kept_bytes(world).find("987654321") != std::string::npos);
    CHECK(kept_bytes(world).find(share) == std::string::npos);
}

TEST_CASE("the lot can be made again from what the record reveals", "[award][opening]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world));
    open_it(world, made);
    const auto record = opening(world, made).body;
    const auto secret = from_hex(record.at("lot_secret").text()).value();
    std::string commitment;
    world.store().read(
        [&](Transaction& tx)
        { commitment = competitions::find(tx, *CompetitionId::parse(made.competition))->lot_commitment; });
    CHECK(to_hex(crypto::sha256(secret)) == commitment);
    std::vector<std::string> digests;
    for (const auto& tender : record.at("tenders").array())
        digests.push_back(from_hex(tender.at("digest").text()).value());
    CHECK(to_hex(awards::lot_number(*CompetitionId::parse(made.competition), secret, digests)) ==
          record.at("lot_number").text());
    digests.pop_back();
    CHECK(to_hex(awards::lot_number(*CompetitionId::parse(made.competition), secret, digests)) !=
          record.at("lot_number").text());
}
