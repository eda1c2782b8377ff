#include "tests/support/award_case.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

namespace
{

Answer verdict(World& world, const AwardCase& made, std::size_t bid, const json::Object& body)
{
    return world.post(made.tender_path(bid, "verdict"), body, made.area.officer.token);
}

json::Object excluded(std::string_view ground)
{
    return json::Object{}.add("verdict", "excluded").add("ground", ground).add("reason", "Perustelu");
}

json::Object asked(const AwardCase& made, std::vector<std::size_t> bids, Instant answer_by)
{
    json::Array tenders;
    for (const auto bid : bids)
        tenders.emplace_back(made.tenders.at(bid));
    return json::Object{}
        .add("question", "Mistä hinta koostuu?")
        .add("tenders", std::move(tenders))
        .add("answer_by", answer_by);
}

json::Value row(const json::Value& view, const std::string& tender)
{
    for (const auto& one : view.at("tenders").array())
        if (one.at("tender").text() == tender)
            return one;
    FAIL("no such tender");
    return {};
}

json::Object points(std::int64_t number, std::string_view reason = "Selkeä suunnitelma")
{
    return json::Object{}.add("criterion", "plan").add("points", number).add("reason", reason);
}

} // namespace

TEST_CASE("a tender is excluded with a listed ground and a reason, or found compliant", "[award]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world));
    open_it(world, made);
    CHECK(verdict(world, made, 0, json::Object{}.add("verdict", "compliant")).rule() ==
          "tender.not_under_check");
    REQUIRE(world.post(made.path("compliance-check"), {}, made.area.officer.token).status == 200);

    CHECK(verdict(world, made, 0, json::Object{}.add("verdict", "excluded")).rule() ==
          "tender.ground_unknown");
    CHECK(verdict(world, made, 0, json::Object{}.add("verdict", "excluded").add("ground", "not_compliant"))
              .rule() == "tender.reason_missing");
    CHECK(verdict(world, made, 0, excluded("suspended")).rule() == "tender.member_not_suspended");
    CHECK(verdict(world, made, 0, excluded("abnormally_low")).rule() == "tender.low_price_not_asked");
    const auto before = world.entries();
    const auto out = verdict(world, made, 0, excluded("not_compliant"));
    REQUIRE(out.status == 200);
    CHECK(out.body.at("state").text() == "EXCLUDED");
    CHECK(world.entries() == before + 1);
    CHECK(verdict(world, made, 1, json::Object{}.add("verdict", "compliant")).status == 200);
    CHECK(world.post(made.tender_path(1, "verdict"), excluded("not_compliant"), made.area.decider.token)
              .status == 403);
}

TEST_CASE("a member suspended between tender and decision is looked at again", "[award]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world));
    suspend(world, made, 0);
    open_it(world, made);
    world.post(made.path("compliance-check"), {}, made.area.officer.token);
    CHECK(verdict(world, made, 0, json::Object{}.add("verdict", "compliant")).rule() ==
          "tender.member_suspended");
    CHECK(verdict(world, made, 0, excluded("suspended")).status == 200);
}

TEST_CASE("a member suspended after it was compared stops the decision until it is out", "[award]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world));
    evaluate(world, made);
    suspend(world, made, 0);
    auto wish = reasons();
    wish.add("winners", 1);
    CHECK(world.post(made.path("decision"), wish, made.area.decider.token).rule() ==
          "competition.suspended_compared");
    REQUIRE(verdict(world, made, 0, excluded("suspended")).status == 200);
    const auto decided = world.post(made.path("decision"), wish, made.area.decider.token);
    CHECK(decided.status == 200);
    const auto rows = world.get(made.path("comparison"), made.area.officer.token).body.at("rows").array();
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].at("tender").text() == made.tenders[1]);
}

TEST_CASE("all that have a fault are asked with the same time, and the answer has its time", "[award][T13]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world));
    open_it(world, made);
    world.post(made.path("compliance-check"), {}, made.area.officer.token);
    const auto until = world.now().plus_days(3);
    const auto ask = [&](std::vector<std::size_t> bids, Instant at)
    {
        auto body = asked(made, std::move(bids), at);
        body.add("fault", "reference_missing");
        return world.post(made.path("completions"), body, made.area.officer.token);
    };
    CHECK(ask({0}, world.now()).rule() == "award.answer_time_past");
    const auto first = ask({0}, until);
    REQUIRE(first.status == 200);
    CHECK(ask({1}, until.plus_days(1)).rule() == "award.completion_unequal");
    CHECK(ask({0}, until).rule() == "award.completion_asked");
    const auto second = ask({1}, until);
    REQUIRE(second.status == 200);
    CHECK(verdict(world, made, 0, json::Object{}.add("verdict", "compliant")).rule() ==
          "tender.completion_open");

    const auto id = first.body.at("completions").array()[0].at("id").text();
    const auto late = second.body.at("completions").array()[0].at("id").text();
    const auto answer = json::Object{}.add("answer", "Viite liitteenä");
    CHECK(world.post("/api/v1/completions/" + id + "/answer", answer, made.bidders[1].token).status == 404);
    const auto mine = world.get(made.tender_path(0, "questions"), made.bidders[0].token);
    REQUIRE(mine.status == 200);
    CHECK(mine.body.at("completions").array().size() == 1);
    CHECK(world.get(made.tender_path(0, "questions"), made.bidders[1].token).status == 404);
    CHECK(world.post("/api/v1/completions/" + id + "/answer", answer, made.bidders[0].token).status == 200);
    CHECK(world.post("/api/v1/completions/" + id + "/answer", answer, made.bidders[0].token).rule() ==
          "award.answered_already");
    CHECK(verdict(world, made, 0, json::Object{}.add("verdict", "compliant")).status == 200);

    world.move_to(until.plus_seconds(1));
    CHECK(world.post("/api/v1/completions/" + late + "/answer", answer, made.bidders[1].token).rule() ==
          "award.answer_too_late");
    CHECK(verdict(world, made, 1, excluded("not_compliant")).status == 200);
}

TEST_CASE("a low price excludes only after it was asked about", "[award]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world));
    find_compliant(world, made);
    const auto until = world.now().plus_days(3);
    REQUIRE(world.post(made.path("low-price-questions"), asked(made, {0}, until), made.area.officer.token)
                .status == 200);
    CHECK(verdict(world, made, 0, excluded("abnormally_low")).rule() == "tender.low_price_not_asked");
    CHECK(world.post(made.path("evaluation"), {}, made.area.officer.token).rule() ==
          "competition.low_price_unexplained");
    CHECK(world
              .post(made.tender_path(1, "low-price-answer"), json::Object{}.add("answer", "Ei kysytty"),
                    made.bidders[1].token)
              .status == 404);
    CHECK(world
              .post(made.tender_path(0, "low-price-answer"), json::Object{}.add("answer", "Omat tilat"),
                    made.bidders[0].token)
              .status == 200);
    CHECK(world.post(made.path("evaluation"), {}, made.area.officer.token).status == 200);
    CHECK(verdict(world, made, 0, excluded("abnormally_low")).status == 200);
}

TEST_CASE("who has a conflict, or has not said, gives no points and decides nothing", "[award]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world));
    find_compliant(world, made);
    const auto& officer = made.area.officer;
    world.post(made.path("evaluators"), json::Object{}.add("members", json::Array{officer.membership}),
               officer.token);
    world.post(made.path("evaluation"), {}, officer.token);
    CHECK(world.post(made.tender_path(0, "own-points"), points(5), officer.token).rule() ==
          "award.conflict_undeclared");
    declare(world, made, officer, true);
    CHECK(world.post(made.tender_path(0, "own-points"), points(5), officer.token).rule() ==
          "award.conflict_undeclared");
    declare(world, made, officer);
    give_points(world, made);
    auto wish = reasons();
    wish.add("winners", 1);
    CHECK(world.post(made.path("decision"), wish, made.area.decider.token).rule() ==
          "competition.conflict_undeclared");
    declare(world, made, made.area.decider, true);
    CHECK(world.post(made.path("decision"), wish, made.area.decider.token).rule() ==
          "competition.conflict_undeclared");
    declare(world, made, made.area.decider);
    CHECK(world.post(made.path("decision"), wish, officer.token).status == 403);
    CHECK(world.post(made.path("decision"), wish, made.area.decider.token).status == 200);
    CHECK(world
              .post(made.path("conflict-declarations"),
                    json::Object{}.add("has_conflict", true).add("words", ""), officer.token)
              .rule() == "award.conflict_words_missing");
}

TEST_CASE("evaluators give own points before they see those of others, then agree", "[award]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world), {.bids = {{}}});
    find_compliant(world, made);
    const auto second = world.member(made.area.admin, {"procurement_officer"});
    const auto& first = made.area.officer;
    REQUIRE(world
                .post(made.path("evaluators"),
                      json::Object{}.add("members", json::Array{first.membership, second.membership}),
                      first.token)
                .status == 200);
    declare(world, made, first);
    declare(world, made, second);
    world.post(made.path("evaluation"), {}, first.token);

    CHECK(world.post(made.tender_path(0, "own-points"), points(3), first.token).rule() ==
          "award.points_not_on_scale");
    REQUIRE(world.post(made.tender_path(0, "own-points"), points(5), first.token).status == 200);
    const auto seen = [&](const World::Member& who)
    {
        return row(world.get(made.path("assessment"), who.token).body, made.tenders[0])
            .at("quality")
            .array()[0]
            .at("own")
            .array()
            .size();
    };
    CHECK(seen(first) == 1);
    CHECK(seen(second) == 0);
    CHECK(seen(made.area.decider) == 0);
    CHECK(world.post(made.tender_path(0, "agreed-points"), points(5), first.token).rule() ==
          "award.own_points_missing");
    REQUIRE(world.post(made.tender_path(0, "own-points"), points(2), second.token).status == 200);
    CHECK(seen(second) == 2);
    CHECK(world
              .post(made.tender_path(0, "agreed-points"),
                    json::Object{}.add("criterion", "plan").add("points", 5), first.token)
              .rule() == "award.agreed_reason_missing");
    REQUIRE(world.post(made.tender_path(0, "agreed-points"), points(5), first.token).status == 200);
    CHECK(seen(made.area.decider) == 2);
    CHECK(world.post(made.tender_path(0, "own-points"), points(2), first.token).rule() ==
          "award.points_agreed");
    CHECK(world
              .post(made.path("evaluators"), json::Object{}.add("members", json::Array{first.membership}),
                    first.token)
              .rule() == "award.points_given");
    CHECK(world
              .post(made.tender_path(0, "own-points"), points(2),
                    world.member(made.area.admin, {"procurement_officer"}).token)
              .rule() == "award.not_an_evaluator");
}

TEST_CASE("quality blind to price hides prices until all of it is agreed", "[award]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world), {.blind_to_price = true});
    begin_evaluation(world, made);
    const auto& token = made.area.officer.token;
    auto view = world.get(made.path("assessment"), token).body;
    CHECK(view.at("prices_are_hidden").boolean());
    CHECK(row(view, made.tenders[0]).find("price_cents") == nullptr);
    CHECK(row(view, made.tenders[0]).find("promises") != nullptr);
    CHECK(world.get(made.tender_path(0, "parts/form"), token).rule() == "award.prices_hidden");
    CHECK(world.get(made.tender_path(0, "parts/plan"), token).status == 200);
    CHECK(world.get(made.path("comparison"), token).rule() == "award.prices_hidden");
    give_points(world, made);
    view = world.get(made.path("assessment"), token).body;
    CHECK(row(view, made.tenders[0]).at("price_cents").integer() == made.bids[0].price_cents);
    CHECK(world.get(made.tender_path(0, "parts/form"), token).status == 200);
    CHECK(world.get(made.path("comparison"), token).status == 200);
}

TEST_CASE("the comparison explains each tender's points", "[award]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world));
    begin_evaluation(world, made);
    CHECK(world.get(made.path("comparison"), made.area.officer.token).rule() ==
          "competition.comparison_incomplete");
    give_points(world, made);
    const auto rows = world.get(made.path("comparison"), made.area.officer.token).body.at("rows").array();
    REQUIRE(rows.size() == 2);
    // 50 + 30 + 10 against 50 × 10/12 + 30 + 20.
    CHECK(rows[0].at("tender").text() == made.tenders[1]);
    CHECK(rows[0].at("total_thousandths").integer() == 91'667);
    CHECK(rows[1].at("total_thousandths").integer() == 90'000);
    CHECK(rows[0].at("lines").array().size() == 3);
}
