#include "procurement/system/system_store.hpp"
#include "tests/support/award_case.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

namespace
{

Answer contract(World& world, const AwardCase& made, const json::Object& wish)
{
    return world.post(made.path("contracts"), wish, made.area.decider.token);
}

std::vector<TotalRow> committed(World& world, const AwardCase& made)
{
    std::vector<TotalRow> rows;
    world.store().read([&](Transaction& tx)
                       { rows = systems::values_of_programme(tx, *ProgrammeId::parse(made.programme)); });
    return rows;
}

Answer change(World& world, const AwardCase& made, const std::string& id, std::string_view ground,
              std::int64_t cents)
{
    return world.post(
        "/api/v1/contracts/" + id + "/changes",
        json::Object{}.add("ground", ground).add("value_cents", cents).add("reason", "Tarve kasvoi"),
        made.area.decider.token);
}

} // namespace

TEST_CASE("a contract is an act of its own, with the winner alone and once", "[award][contract]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world));
    decide(world, made); // bid 1 wins
    CHECK(contract(world, made, contract_wish(made, 1, world)).rule() == "competition.transition_not_listed");
    notify(world, made);
    CHECK(contract(world, made, contract_wish(made, 0, world)).rule() == "competition.not_a_winner");
    CHECK(contract(world, made, with(contract_wish(made, 1, world), "evidence", json::Array{})).rule() ==
          "competition.evidence_not_checked");
    CHECK(contract(world, made,
                   with(contract_wish(made, 1, world), "signed_on", plus_days(finnish_date(world.now()), 1)))
              .rule() == "award.signed_in_future");
    CHECK(committed(world, made).empty());
    // Nothing of the tenders is public before.
    CHECK(world.get(made.path("contracts")).status == 404);
    CHECK(world.post(made.path("contracts"), contract_wish(made, 1, world), made.area.officer.token).status ==
          403);

    const auto signed_one = contract(world, made, contract_wish(made, 1, world));
    REQUIRE(signed_one.status == 200);
    CHECK(signed_one.body.at("without_standstill").boolean());
    const auto& promises = signed_one.body.at("promises").array();
    REQUIRE(promises.size() == 1);
    CHECK(promises[0].at("component").text() == "job");
    CHECK(promises[0].at("promised").integer() == 30);
    CHECK(promises[0].at("quantity_cap").integer() == 30);
    REQUIRE(committed(world, made).size() == 1);
    CHECK(committed(world, made)[0].value == Money::euros(80'000));
    CHECK(contract(world, made, contract_wish(made, 1, world)).rule() == "competition.contracted_already");

    const auto shown = world.get(made.path("contracts"));
    REQUIRE(shown.status == 200);
    CHECK(shown.body.at("comparison").array().size() == 2);
    CHECK(shown.body.at("contracts").array()[0].at("name").text() == "Tarjoaja 2");
    CHECK(world.post(made.path("correction"), reasons(), made.area.decider.token).rule() ==
          "competition.transition_not_listed");
}

TEST_CASE("a contract beyond the announced value of the system is refused, up to it is not",
          "[award][contract]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world), {.announced = "80000"});
    decide(world, made);
    notify(world, made);
    CHECK(contract(world, made, with(contract_wish(made, 1, world), "value_cents", Money::cents(80'000'01)))
              .rule() == "total.above_announced");
    CHECK(contract(world, made, contract_wish(made, 1, world)).status == 200);
}

TEST_CASE("no contract with a winner that was suspended meanwhile", "[award][contract]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world));
    decide(world, made);
    notify(world, made);
    suspend(world, made, 1);
    CHECK(contract(world, made, contract_wish(made, 1, world)).rule() == "award.member_suspended");
    CHECK(committed(world, made).empty());
}

TEST_CASE("an announced standstill is observed to its last day", "[award][contract][T15]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world), {.observes_standstill = true});
    decide(world, made);
    notify(world, made);
    CHECK(contract(world, made, contract_wish(made, 1, world)).rule() == "competition.standstill_obligatory");
    REQUIRE(world.post(made.path("standstill"), {}, made.area.officer.token).status == 200);
    const auto until = world.get(made.path("decisions"), made.area.officer.token)
                           .body.at("decisions")
                           .array()[0]
                           .at("standstill_until")
                           .date();
    CHECK(to_text(until) == "2026-03-12"); // 10 days after 2 March
    world.move_to(end_of_day(until).plus_seconds(-60));
    CHECK(contract(world, made, contract_wish(made, 1, world)).rule() == "competition.standstill_runs");
    world.move_to(end_of_day(until).plus_seconds(60));
    const auto signed_one = contract(world, made, contract_wish(made, 1, world));
    REQUIRE(signed_one.status == 200);
    CHECK_FALSE(signed_one.body.at("without_standstill").boolean());
}

TEST_CASE("who did not announce a standstill begins none", "[award][contract][T16]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world));
    decide(world, made);
    notify(world, made);
    CHECK(world.post(made.path("standstill"), {}, made.area.officer.token).rule() ==
          "award.standstill_not_announced");
}

TEST_CASE("several winners sign one by one, and one is released with a reason", "[award][contract]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world), {.winners_most = 2, .use = "by_rank"});
    decide(world, made, 2);
    notify(world, made);
    const auto release = [&](std::size_t bid)
    {
        return world.post(made.tender_path(bid, "release"), json::Object{}.add("reason", "Vetäytyi"),
                          made.area.decider.token);
    };
    CHECK(release(0).rule() == "competition.transition_not_listed");
    contracted(world, made, 1);
    CHECK(release(1).rule() == "competition.contracted_already");
    REQUIRE(release(0).status == 200);
    CHECK(release(0).rule() == "competition.not_a_winner");
    CHECK(contract(world, made, contract_wish(made, 0, world)).rule() == "competition.not_a_winner");
}

TEST_CASE("a contract changes on a ground and within its limits, and its total follows", "[award][contract]")
{
    World world;
    const auto made = award_case(world, make_kuopio(world), {.announced = "125000"});
    decide(world, made);
    notify(world, made);
    const auto id = contracted(world, made, 1);
    CHECK(change(world, made, id, "minor", 8'000'00).rule() == "contract.minor_changes_add_up");
    REQUIRE(change(world, made, id, "minor", 4'000'00).status == 200);
    CHECK(change(world, made, id, "minor", 4'000'00).rule() == "contract.minor_changes_add_up");
    REQUIRE(change(world, made, id, "minor", 3'999'99).status == 200);
    CHECK(committed(world, made)[0].value == Money::cents(87'999'99));
    CHECK(change(world, made, id, "additional", 40'000'01).rule() == "contract.change_too_large");
    CHECK(change(world, made, id, "additional", 40'000'00).rule() == "total.above_announced");
    REQUIRE(change(world, made, id, "additional", 37'000'00).status == 200);
    CHECK(world.get(made.path("contracts")).body.at("contracts").array()[0].at("changes").array().size() ==
          3);
    const auto other = make_area(world, "Toinen alue", "0116297-6", "26", {"049"});
    CHECK(world
              .post("/api/v1/contracts/" + id + "/changes",
                    json::Object{}.add("ground", "minor").add("value_cents", 1).add("reason", "x"),
                    other.decider.token)
              .status == 404);
}
