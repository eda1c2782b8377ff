#include "core/json/reader.hpp"
#include "procurement/award/award_store.hpp"
#include "procurement/award/lots.hpp"
#include "tests/support/award_case.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <thread>

using namespace kori;
using namespace kori::test;

namespace
{

json::Object one_winner()
{
    auto wish = reasons();
    return wish.add("winners", 1);
}

Answer decisions(World& world, const AwardCase& made, const std::string& token)
{
    return world.get(made.path("decisions"), token);
}

std::string state(World& world, const AwardCase& made)
{
    return decisions(world, made, made.area.officer.token).body.at("state").text();
}

bool has(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("a decision names the best, with reasons in both languages", "[award]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world));
    evaluate(world, made);
    const auto& token = made.area.decider.token;
    auto two = reasons();
    two.add("winners", 2);
    CHECK(world.post(made.path("decision"), two, token).rule() == "competition.winners_number");
    const auto half = json::Object{}.add("winners", 1).add("reasons", LocalText{"Vain suomeksi", "", ""});
    CHECK(world.post(made.path("decision"), half, token).status == 422);

    const auto before = world.entries();
    const auto decided = world.post(made.path("decision"), one_winner(), token);
    REQUIRE(decided.status == 200);
    CHECK(world.entries() == before + 1);
    CHECK(decided.body.at("number").integer() == 1);
    CHECK(decided.body.find("follows") == nullptr);
    CHECK(decided.body.at("digest").text().size() == 64);
    const auto places = decisions(world, made, token).body.at("decisions").array()[0].at("places").array();
    REQUIRE(places.size() == 2);
    CHECK(places[0].at("tender").text() == made.tenders[1]);
    CHECK(places[0].at("state").text() == "WAITING");
    CHECK(places[0].at("order_of_use").integer() == 1);
    CHECK(places[1].at("state").text() == "NOT_WINNER");
}

TEST_CASE("a second award is refused, whoever tries it and however", "[award]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world));
    evaluate(world, made);
    std::vector<Answer> answers(4);
    {
        std::vector<std::jthread> at_once;
        for (std::size_t i = 0; i < answers.size(); ++i)
            at_once.emplace_back(
                [&, i]
                {
                    answers[i] = world.ask(http::Method::post, made.path("decision"), one_winner(),
                                           {.token = made.area.decider.token,
                                            .if_match = {},
                                            .key = "parallel-award-key-" + std::to_string(i),
                                            .headers = {}});
                });
    }
    CHECK(std::count_if(answers.begin(), answers.end(), [](const auto& one) { return one.status == 200; }) ==
          1);
    CHECK(std::count_if(answers.begin(), answers.end(), [](const auto& one) { return one.status == 409; }) ==
          3);
    CHECK(decisions(world, made, made.area.officer.token).body.at("decisions").array().size() == 1);

    // The table itself knows no second one, whatever the rules let through.
    bool inserted = true;
    world.store().write_and_wait(
        [&](Transaction& tx)
        {
            auto again = *awards::newest_decision(tx, *CompetitionId::parse(made.competition));
            auto bytes = again.id.bytes();
            bytes[15] = static_cast<std::uint8_t>(bytes[15] ^ 1);
            again.id = AwardDecisionId{bytes};
            again.number = 2;
            inserted = awards::insert(tx, again);
            return Verdict::keep;
        });
    CHECK_FALSE(inserted);
}

TEST_CASE("each party gets its own copy; others' grounds and all else stay out of it", "[award][T20][T26]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world), {.bids = {{}, {12'000'00, 30, 5}, {}}});
    find_compliant(world, made);
    REQUIRE(world
                .post(made.tender_path(2, "verdict"),
                      json::Object{}
                          .add("verdict", "excluded")
                          .add("ground", "not_compliant")
                          .add("reason", "Liite puuttuu kokonaan"),
                      made.area.officer.token)
                .status == 200);
    world.post(made.path("evaluators"),
               json::Object{}.add("members", json::Array{made.area.officer.membership}),
               made.area.officer.token);
    declare(world, made, made.area.officer);
    declare(world, made, made.area.decider);
    world.post(made.path("evaluation"), {}, made.area.officer.token);
    for (const std::size_t bid : {0U, 1U})
        for (const auto verb : {"own-points", "agreed-points"})
            world.post(made.tender_path(bid, verb),
                       json::Object{}.add("criterion", "plan").add("points", 5).add("reason", "Hyvä"),
                       made.area.officer.token);
    REQUIRE(world.post(made.path("decision"), one_winner(), made.area.decider.token).status == 200);
    CHECK(world.post(made.path("decision-notice"), {}, made.area.officer.token).rule() ==
          "competition.instructions_missing");
    // Before it is served nobody but the authority knows of it.
    CHECK(decisions(world, made, made.bidders[0].token).status == 404);
    notify(world, made);

    const auto document = [&](std::size_t bid)
    {
        const auto answer = decisions(world, made, made.bidders[bid].token);
        REQUIRE(answer.status == 200);
        const auto& copies = answer.body.at("decisions").array()[0].at("copies").array();
        REQUIRE(copies.size() == 1);
        CHECK(copies[0].at("recipient").text() == made.bidders[bid].organisation);
        CHECK(copies[0].at("received_on").date() == finnish_date(copies[0].at("sent_at").instant()));
        return copies[0].at("document").local_text();
    };
    const auto loser = document(0);
    const auto out = document(2);
    CHECK(has(loser.fi, "10000,00 €"));
    CHECK(has(loser.fi, "12000,00 €")); // prices are always told to parties
    CHECK(has(out.fi, "12000,00 €"));
    CHECK(has(loser.fi, "Tarjouksenne pisteet"));
    CHECK(has(loser.sv, "lang=\"sv\""));
    CHECK_FALSE(has(out.fi, "Tarjouksenne pisteet"));
    CHECK(has(out.fi, "Liite puuttuu kokonaan"));
    CHECK_FALSE(has(loser.fi, "Liite puuttuu kokonaan"));
    CHECK(has(loser.fi, "markkinaoikeuteen 30 päivän kuluessa")); // no standstill: T20
    CHECK(has(loser.fi, "kirjaamo@kuopio.example"));
    CHECK(decisions(world, made, made.area.officer.token)
              .body.at("decisions")
              .array()[0]
              .at("copies")
              .array()
              .size() == 3);
    CHECK(decisions(world, made, world.provider("Muu ry", "0112038-9").token).status == 404);
}

TEST_CASE("equals are told apart by a lot that anybody can draw again", "[award]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world), {.bids = {{}, {}}});
    decide(world, made);
    const auto record = world.get(made.path("opening"), made.area.officer.token).body;
    std::vector<std::string> digests;
    for (const auto& tender : record.at("tenders").array())
        digests.push_back(from_hex(tender.at("digest").text()).value());
    const auto number = awards::lot_number(*CompetitionId::parse(made.competition),
                                           from_hex(record.at("lot_secret").text()).value(), digests);
    const auto first = awards::lot_of(number, *TenderId::parse(made.tenders[0]));
    const auto second = awards::lot_of(number, *TenderId::parse(made.tenders[1]));
    const auto winner = first < second ? made.tenders[0] : made.tenders[1];
    const auto rows = world.get(made.path("comparison"), made.area.officer.token).body.at("rows").array();
    CHECK(rows[0].at("tender").text() == winner);
    CHECK(rows[0].at("total_thousandths") == rows[1].at("total_thousandths"));
}

TEST_CASE("a correction withdraws by a new decision and overwrites nothing", "[award][T17][T18]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world));
    const auto first = decide(world, made);
    notify(world, made);
    const auto before = decisions(world, made, made.area.officer.token).body.at("decisions").array()[0];
    const auto corrected = world.post(made.path("correction"), reasons(), made.area.decider.token);
    REQUIRE(corrected.status == 200);
    CHECK(corrected.body.at("kind").text() == "correction");
    CHECK(corrected.body.at("follows").text() == first);
    CHECK(state(world, made) == "CORRECTED");
    REQUIRE(world.post(made.path("evaluation"), {}, made.area.officer.token).status == 200);
    const auto again = world.post(made.path("decision"), one_winner(), made.area.decider.token);
    REQUIRE(again.status == 200);
    CHECK(again.body.at("number").integer() == 3);
    const auto all = decisions(world, made, made.area.officer.token).body.at("decisions").array();
    REQUIRE(all.size() == 3);
    CHECK(all[0] == before);
    CHECK(world.post(made.path("contracts"), contract_wish(made, 1, world), made.area.decider.token).rule() ==
          "competition.transition_not_listed");
}

TEST_CASE("on its own initiative the buyer corrects for 90 days, later only on a timely request",
          "[award][T17][T18]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world));
    decide(world, made);
    notify(world, made);
    const auto words = json::Object{}.add("words", "Pisteet on laskettu väärin");
    SECTION("without a request")
    {
        world.move_days(89);
        const auto late = world.post(made.path("correction-requests"), words, made.bidders[0].token);
        REQUIRE(late.status == 200);
        CHECK_FALSE(late.body.at("in_time").boolean());
        world.move_days(2);
        CHECK(world.post(made.path("correction"), reasons(), made.area.decider.token).rule() ==
              "competition.correction_too_late");
    }
    SECTION("on the last day")
    {
        world.move_days(90);
        CHECK(world.post(made.path("correction"), reasons(), made.area.decider.token).status == 200);
    }
    SECTION("with one")
    {
        world.move_days(14);
        const auto asked = world.post(made.path("correction-requests"), words, made.bidders[0].token);
        REQUIRE(asked.status == 200);
        CHECK(asked.body.at("in_time").boolean());
        CHECK(world.post(made.path("correction-requests"), words, world.provider("Muu ry", "0112038-9").token)
                  .status == 404);
        // A party sees its own request only.
        CHECK(decisions(world, made, made.bidders[0].token).body.at("requests").array().size() == 1);
        CHECK(decisions(world, made, made.bidders[1].token).body.at("requests").array().empty());
        world.move_days(80);
        CHECK(world.post(made.path("correction"), reasons(), made.area.decider.token).status == 200);
    }
}

TEST_CASE("after the opening a purchase is interrupted by a decision that all get", "[award]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world));
    CHECK(world.post(made.path("interruption"), reasons(), made.area.decider.token).rule() ==
          "award.not_now");
    find_compliant(world, made);
    const auto broken = world.post(made.path("interruption"), reasons(), made.area.decider.token);
    REQUIRE(broken.status == 200);
    CHECK(broken.body.at("kind").text() == "interruption");
    CHECK(state(world, made) == "CANCELLED");
    const auto mine = decisions(world, made, made.bidders[0].token);
    REQUIRE(mine.status == 200);
    CHECK(has(mine.body.at("decisions").array()[0].at("copies").array()[0].at("document").local_text().fi,
              "Hankinta keskeytetään."));
    CHECK(world.post(made.path("interruption"), reasons(), made.area.officer.token).status == 403);
}

TEST_CASE("another authority's competition looks absent to every act of deciding", "[award]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world));
    decide(world, made);
    const auto other = make_area(world, "Toinen alue", "0116297-6", "26", {"049"});
    for (const auto verb : {"correction", "interruption"})
        CHECK(world.post(made.path(verb), reasons(), other.decider.token).status == 404);
    CHECK(world.post(made.path("decision"), one_winner(), other.decider.token).status == 404);
    CHECK(world.post(made.path("decision-notice"), {}, other.officer.token).status == 404);
    CHECK(decisions(world, made, other.officer.token).status == 404);
}
