#include "core/base/money.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <limits>
#include <random>

using namespace kori;

namespace
{

constexpr auto largest = std::numeric_limits<std::int64_t>::max();
constexpr auto smallest = std::numeric_limits<std::int64_t>::min();

std::vector<std::int64_t> split(std::int64_t cents, const std::vector<std::int64_t>& weights)
{
    std::vector<std::int64_t> parts;
    for (const auto part : Money::cents(cents).split(weights))
        parts.push_back(part.in_cents());
    return parts;
}

} // namespace

TEST_CASE("a sum that leaves the range is an error, never another sum", "[base]")
{
    CHECK((Money::cents(largest - 1) + Money::cents(1)).in_cents() == largest);
    CHECK_THROWS_AS(Money::cents(largest) + Money::cents(1), MoneyOverflow);
    CHECK((Money::cents(smallest + 1) - Money::cents(1)).in_cents() == smallest);
    CHECK_THROWS_AS(Money::cents(smallest) - Money::cents(1), MoneyOverflow);
    CHECK_THROWS_AS(-Money::cents(smallest), MoneyOverflow);
    CHECK((Money::cents(largest / 2) * 2).in_cents() == largest - 1);
    CHECK_THROWS_AS(Money::cents(largest / 2 + 1) * 2, MoneyOverflow);
    CHECK(Money::euros(largest / 100).in_cents() == largest / 100 * 100);
    CHECK_THROWS_AS(Money::euros(largest / 100 + 1), MoneyOverflow);
    CHECK_THROWS_AS(Money::cents(largest).share(2), MoneyOverflow);
}

TEST_CASE("a share rounds half a cent away from zero", "[base]")
{
    struct Case
    {
        const char* because;
        std::int64_t cents;
        std::int64_t basis_points;
        std::int64_t share;
    };
    const auto cases = {
        Case{"exact", 10'000, 2'550, 2'550},
        Case{"just below half", 1, 4'999, 0},
        Case{"half goes up", 1, 5'000, 1},
        Case{"negative half goes down", -1, 5'000, -1},
        Case{"negative just below half", -1, 4'999, 0},
        Case{"nothing", 12'345, 0, 0},
        Case{"all", 12'345, 10'000, 12'345},
        Case{"more than all", 12'345, 20'000, 24'690},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK(Money::cents(c.cents).share(c.basis_points).in_cents() == c.share);
    }
}

TEST_CASE("a split gives the cents left over to the largest remainders, ties to the earlier part", "[base]")
{
    struct Case
    {
        const char* because;
        std::int64_t cents;
        std::vector<std::int64_t> weights;
        std::vector<std::int64_t> parts;
    };
    const std::vector<Case> cases{
        {"even", 90, {1, 1, 1}, {30, 30, 30}},
        {"one cent over: a tie goes to the first", 100, {1, 1, 1}, {34, 33, 33}},
        {"two cents over", 101, {1, 1, 1}, {34, 34, 33}},
        {"equal remainders: the earlier parts get the cents", 10, {1, 1, 4}, {2, 2, 6}},
        {"the largest remainder stands last", 5, {1, 1, 2}, {1, 1, 3}},
        {"remainders 0.4, 0.4, 0.2", 7, {2, 2, 1}, {3, 3, 1}},
        {"a later part has the larger remainder", 1, {1, 2}, {0, 1}},
        {"a part of weight zero gets nothing", 101, {0, 1, 1}, {0, 51, 50}},
        {"fewer cents than parts", 2, {1, 1, 1}, {1, 1, 0}},
        {"no cents", 0, {3, 4}, {0, 0}},
        {"one part", 12'345, {7}, {12'345}},
        {"a negative total is the mirror", -100, {1, 1, 1}, {-34, -33, -33}},
        {"the whole range", smallest, {1}, {smallest}},
        {"huge weights", 3, {largest, largest, largest}, {1, 1, 1}},
        {"huge total and weights", largest, {largest, largest}, {largest / 2 + 1, largest / 2}},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK(split(c.cents, c.weights) == c.parts);
    }
}

TEST_CASE("the parts of a split add up, and a credit undoes them part by part", "[base]")
{
    std::mt19937_64 random{1};
    for (int round = 0; round < 500; ++round)
    {
        std::vector<std::int64_t> weights(1 + random() % 9);
        for (auto& weight : weights)
            weight = static_cast<std::int64_t>(random() % 1'000);
        weights.back() += 1;
        const auto total = Money::cents(static_cast<std::int64_t>(random() % 10'000'000));
        const auto parts = total.split(weights);
        const auto mirrored = (-total).split(weights);
        Money sum;
        for (std::size_t i = 0; i < parts.size(); ++i)
        {
            sum += parts[i];
            if (!(parts[i] + mirrored[i]).is_zero() || parts[i].is_negative())
                FAIL("part " << i << " of round " << round << " is wrong");
        }
        if (sum != total)
            FAIL("round " << round << " does not add up");
    }
    SUCCEED();
}

TEST_CASE("a split by nothing is an error", "[base]")
{
    CHECK_THROWS_AS(split(100, {}), std::invalid_argument);
    CHECK_THROWS_AS(split(100, {0, 0}), std::invalid_argument);
    CHECK_THROWS_AS(split(100, {1, -1}), std::invalid_argument);
    CHECK_THROWS_AS(split(100, {2, -1}), std::invalid_argument);
}
