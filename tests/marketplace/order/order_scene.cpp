#include "tests/marketplace/order/order_scene.hpp"

#include "core/storage/store.hpp"

#include <catch2/catch.hpp>

namespace kori::test
{

std::string state_of(World& world, const Market& market, std::string_view order)
{
    return world.get("/api/v1/orders/" + std::string{order}, market.area.coach.token).body.at("state").text();
}

std::vector<std::string> members_with_task(World& world, std::string_view kind, std::string_view about)
{
    std::vector<std::string> members;
    world.store().read(
        [&](Transaction& tx)
        {
            for (const auto& row :
                 tx.query("/* test.members */ SELECT coalesce(membership_id, '') FROM task WHERE kind = ?"
                          " AND about = ? AND done_us IS NULL",
                          kind, about))
                members.push_back(row.text(0));
        });
    return members;
}

CoPaid co_paid_order(World& world, const Market& market)
{
    auto county = world.authority("Hyvinvointialue", "2332748-7");
    REQUIRE(world
                .post("/api/v1/baskets/" + market.basket + "/budget",
                      json::Object{}.add("amount_cents", 500'000),
                      world.member(county, {"finance_officer"}).token)
                .status == 200);
    json::Array payers;
    for (const auto& payer : {market.area.authority, county.organisation})
        payers.emplace_back(json::Object{}.add("payer", payer).add("basis_points", 5'000));
    auto order =
        order_of(world, market, choice_of(world, market), "STARTED", order_wish(world).add("payers", payers));
    return {std::move(county), std::move(order)};
}

} // namespace kori::test
