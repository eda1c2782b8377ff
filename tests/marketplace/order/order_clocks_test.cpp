#include "tests/marketplace/order/order_scene.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

TEST_CASE("an order that nobody acknowledges is noticed when its second working day is over", "[order]")
{
    World world; // Monday 2 March 2026
    const auto market = make_market(world);
    const auto order = order_in(world, market, "SENT");
    CHECK(open_tasks(world, "order.acknowledge", order.id) == 1);
    world.move_to(*parse_instant("2026-03-04T21:59:00Z"));
    CHECK(entries_of(world, "order.acknowledgement_overdue", order.id) == 0);
    world.move_to(*parse_instant("2026-03-04T22:00:00Z")); // the day is over in Helsinki
    CHECK(entries_of(world, "order.acknowledgement_overdue", order.id) == 1);
    CHECK(open_tasks(world, "order.acknowledgement_overdue", order.id) == 1);
    REQUIRE(act(world, order.id, "acknowledge", order.provider.token).status == 200);
    CHECK(open_tasks(world, "order.acknowledgement_overdue", order.id) == 0);
    CHECK(open_tasks(world, "order.acknowledge", order.id) == 0);
}

TEST_CASE("an acknowledged order is not noticed, but its answer is when the fifth working day is over",
          "[order]")
{
    World world;
    const auto market = make_market(world);
    const auto order = order_in(world, market, "ACKNOWLEDGED");
    world.move_to(*parse_instant("2026-03-09T21:59:00Z"));
    CHECK(entries_of(world, "order.acknowledgement_overdue", order.id) == 0);
    CHECK(entries_of(world, "order.answer_overdue", order.id) == 0);
    world.move_to(*parse_instant("2026-03-09T22:00:00Z"));
    CHECK(entries_of(world, "order.answer_overdue", order.id) == 1);
    CHECK(state_of(world, market, order.id) == "ACKNOWLEDGED"); // a clock decides nothing
}

TEST_CASE("an area's own clock counts instead of the default", "[order]")
{
    World world;
    const auto market = make_market(world);
    REQUIRE(world
                .post("/api/v1/authority/values",
                      json::Object{}
                          .add("name", "service_level.acknowledge.working_days")
                          .add("value", 1)
                          .add("valid_from", "2026-01-01"),
                      market.area.admin.token)
                .status == 204);
    const auto order = order_in(world, market, "SENT");
    world.move_to(*parse_instant("2026-03-03T21:59:00Z"));
    CHECK(entries_of(world, "order.acknowledgement_overdue", order.id) == 0);
    world.move_to(*parse_instant("2026-03-03T22:00:00Z"));
    CHECK(entries_of(world, "order.acknowledgement_overdue", order.id) == 1);
}

TEST_CASE("the first meeting is noticed when the tenth working day after the acceptance is over", "[order]")
{
    World world;
    const auto market = make_market(world);
    const auto late = order_in(world, market, "ACCEPTED");
    const auto started = order_in(world, market, "STARTED");
    world.move_to(*parse_instant("2026-03-16T21:59:00Z"));
    CHECK(entries_of(world, "order.first_meeting_overdue", late.id) == 0);
    world.move_to(*parse_instant("2026-03-16T22:00:00Z"));
    CHECK(entries_of(world, "order.first_meeting_overdue", late.id) == 1);
    CHECK(entries_of(world, "order.first_meeting_overdue", started.id) == 0);
}
