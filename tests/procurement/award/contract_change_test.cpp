#include "procurement/award/contract_change.hpp"
#include "tests/procurement/limit/limit_samples.hpp"

#include <catch2/catch.hpp>

using namespace kori;

namespace
{

constexpr auto original = Money::euros(100'000);
constexpr auto threshold = Money::euros(400'000);

std::string judged(const PlannedChange& wish, const std::vector<PlannedChange>& made = {},
                   Money below = threshold)
{
    const auto allowed =
        allow_change(original, made, wish, below, samples::on("2026-03-02"), samples::law_of_the_tree());
    return allowed ? "" : allowed.refusal().rule;
}

PlannedChange change(std::string_view ground, std::int64_t euros)
{
    return {std::string{ground}, Money::euros(euros), "why"};
}

} // namespace

TEST_CASE("minor changes stay below ten per cent together and below the threshold", "[contract]")
{
    const auto rule = "contract.minor_changes_add_up";
    CHECK(judged({"minor", Money::cents(9'999'99), "why"}).empty());
    CHECK(judged(change("minor", 10'000)) == rule);
    CHECK(judged(change("minor", 5'000), {change("minor", 5'000)}) == rule);
    CHECK(judged({"minor", Money::cents(4'999'99), "why"}, {change("minor", 5'000)}).empty());
    CHECK(judged(change("minor", 5'000), {change("minor", -5'000)}) == rule); // they do not cancel out
    CHECK(judged(change("minor", 9'000), {change("additional", 30'000)}).empty());
    CHECK(judged(change("minor", 9'000), {}, Money::euros(9'000)) == rule);
    CHECK(judged(change("minor", 8'999), {}, Money::euros(9'000)).empty());
}

TEST_CASE("additional and unforeseen changes are each at most half", "[contract]")
{
    for (const auto ground : {"additional", "unforeseen"})
    {
        CHECK(judged(change(ground, 50'000)).empty());
        CHECK(judged({ground, Money::cents(50'000'01), "why"}) == "contract.change_too_large");
        CHECK(judged(change(ground, 50'000), {change(ground, 50'000)}).empty()); // each by itself
        CHECK(judged(change(ground, -90'000)).empty());
    }
}

TEST_CASE("a change has a listed ground and a reason; a change of party moves no money", "[contract]")
{
    CHECK(judged(change("because", 1)) == "contract.ground_unknown");
    CHECK(judged({"minor", Money::euros(1), ""}) == "contract.change_reason_missing");
    CHECK(judged(change("party", 1)) == "contract.party_change_has_value");
    CHECK(judged(change("party", 0)).empty());
    CHECK(judged(change("review_clause", 1'000'000)).empty());
}
