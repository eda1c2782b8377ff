#include "tests/procurement/basket/sample_basket.hpp"

#include <catch2/catch.hpp>

using namespace kori;

TEST_CASE("each of the eleven kinds of price component reads back from its code", "[basket]")
{
    CHECK(component_kinds().size() == 11);
    for (const auto& row : component_kinds())
    {
        CHECK(parse_component_kind(row.code) == row.kind);
        CHECK_FALSE(row.units.empty());
    }
    CHECK_FALSE(parse_component_kind("start"));
}

TEST_CASE("only days and periods need a stated reason, only results need an outcome", "[basket]")
{
    for (const auto& row : component_kinds())
    {
        INFO(row.code);
        CHECK(row.needs_reason == (row.kind == ComponentKind::day || row.kind == ComponentKind::period));
        CHECK(row.is_outcome ==
              (row.kind == ComponentKind::milestone || row.kind == ComponentKind::retention ||
               row.kind == ComponentKind::progress));
    }
}

TEST_CASE("the outcome share weighs prices by the expected quantities and rounds down", "[basket]")
{
    const auto terms = samples::basket();
    // 300 + 3 × 200 fixed, 400 + 200 for outcomes.
    CHECK(expected_price_at_ceilings(terms.price_components) == Money::euros(1'500));
    CHECK(outcome_share(terms.price_components, ceilings_of(terms.price_components)) == 4'000);
    // 1 of 3 cents is 3333.3 basis points.
    CHECK(outcome_share(terms.price_components, {{"start", Money::cents(2)}, {"job", Money::cents(1)}}) ==
          3'333);
    CHECK_FALSE(outcome_share(terms.price_components, {}));
}
