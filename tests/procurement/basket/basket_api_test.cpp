#include "procurement/basket/basket_document.hpp"
#include "tests/procurement/basket/sample_basket.hpp"
#include "tests/support/area.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using kori::test::World;

TEST_CASE("a complete basket is published and everybody may read it", "[basket]")
{
    World world;
    const auto area = test::make_kuopio(world);
    const auto basket = test::published_basket(world, area, test::good_terms());
    const auto seen = world.get("/api/v1/baskets/" + basket);
    REQUIRE(seen.status == 200);
    CHECK(seen.body.at("state").text() == "PUBLISHED");
    CHECK(seen.body.at("current").at("number").integer() == 1);
    CHECK(seen.body.at("current").at("valid_from").text() == "2026-03-02");
}
