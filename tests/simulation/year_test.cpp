// The promises of the whole, over long random histories. KORI_SEED plays another seed; the seed stands in
// every failure.
#include "tests/simulation/year.hpp"
#include "tests/support/moved.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <string>

using kori::test::Year;
using kori::test::YearSize;

namespace
{

std::uint64_t seed()
{
    const char* wanted = std::getenv("KORI_SEED");
    return wanted != nullptr ? std::stoull(wanted) : 20'260'302;
}

} // namespace

TEST_CASE("a year of an area with 20 providers and 500 customers breaks no invariant", "[simulation]")
{
    Year year{seed(), YearSize{}};
    REQUIRE_NOTHROW(year.play());
    const auto& counts = year.counts();
    // The play was real: every kind of thing happened.
    CHECK(counts.customers == 500);
    CHECK(counts.orders > 300);
    CHECK(counts.claims > 100);
    CHECK(counts.payables > 20);
    CHECK(counts.refused > 200);
    CHECK(counts.illegal > 500);
    CHECK(counts.erased > 5);
    CHECK(counts.due > 100);
    const auto there_and_back = kori::test::moved(year.world().database());
    CHECK(there_and_back.first.rows == there_and_back.second.rows);
    CHECK(there_and_back.first.root == there_and_back.second.root);
    CHECK(there_and_back.first.balances_cents == there_and_back.second.balances_cents);
    WARN("moved there and back: " << there_and_back.second.rows << " rows, " << there_and_back.second.entries
                                  << " entries");
    WARN("seed " << seed() << ": " << counts.orders << " orders, " << counts.claims << " claims, "
                 << counts.payables << " payables, " << counts.legal << " acts done, " << counts.refused
                 << " refused, " << counts.illegal << " hostile, " << counts.erased << " erased, "
                 << counts.due << " due moments");
}

TEST_CASE("the same seed gives the same bytes, another seed others", "[simulation]")
{
    const YearSize month{30, 4, 20, 12};
    const auto played = [&](std::uint64_t with)
    {
        Year year{with, month};
        year.play();
        return year.fingerprint();
    };
    const auto once = played(7);
    CHECK(once == played(7));
    CHECK(once != played(8));
}
