#include "tests/procurement/competition/sample_competition.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <limits>

using namespace kori;
using samples::criteria;
using samples::has;
using samples::tender;

namespace
{

constexpr auto largest = std::numeric_limits<std::int64_t>::max();

AwardCriteria price_only(PriceFormula formula, std::optional<Money> ceiling)
{
    auto made = criteria();
    made.criteria = {samples::price(100)};
    made.price_only_reason = "Test.";
    made.price_formula = formula;
    made.price_ceiling = ceiling;
    made.tie_breaks = {{TieBreakKind::lot, ""}};
    return made;
}

TenderToScore offer(std::uint8_t number, std::int64_t cents)
{
    auto made = tender(number, cents, 0, 0);
    made.quality.clear();
    made.promises.clear();
    return made;
}

// Points of the tenders, by their number.
std::vector<std::int64_t> points(const AwardCriteria& criteria, const std::vector<std::int64_t>& prices)
{
    std::vector<TenderToScore> tenders;
    for (std::size_t i = 0; i < prices.size(); ++i)
        tenders.push_back(offer(static_cast<std::uint8_t>(i), prices[i]));
    const auto scores = compare_tenders(criteria, tenders);
    REQUIRE(scores);
    std::vector<std::int64_t> by_number(prices.size());
    for (const auto& score : *scores)
        by_number[score.tender.bytes()[15]] = score.total_thousandths;
    return by_number;
}

} // namespace

TEST_CASE("a comparison can be followed line by line", "[competition]")
{
    const auto scores = compare_tenders(
        criteria(), {tender(1, 100'000, 2, 20), tender(2, 80'000, 2, 10), tender(3, 120'000, 5, 35)});
    REQUIRE(scores);
    REQUIRE(scores->size() == 3);
    // 50 × 80/120 = 33.333, 30 × 5/5 = 30, beyond the ceiling 20
    CHECK((*scores)[0].tender == samples::id<TenderId>(3));
    CHECK((*scores)[0].total_thousandths == 83'333);
    // 50, 30 × 2/5 = 12, at the floor 0
    CHECK((*scores)[1].tender == samples::id<TenderId>(2));
    CHECK((*scores)[1].total_thousandths == 62'000);
    // 50 × 80/100 = 40, 12, half way 10: equal sums, the lower price went first
    CHECK((*scores)[2].tender == samples::id<TenderId>(1));
    CHECK((*scores)[2].total_thousandths == 62'000);
    CHECK((*scores)[1].lines.back().rule == "competition.tie_decided");
    CHECK((*scores)[2].rank == 3);

    const auto& first = (*scores)[0].lines;
    REQUIRE(first.size() == 3);
    CHECK(first[0].thousandths == 33'333);
    CHECK(filled(first[0].sentence, first[0].values) ==
          "50 points × lowest 80000 cents / 120000 cents = 33333 thousandths.");
    CHECK(filled(first[1].sentence, first[1].values) ==
          "30 points × 5 / 5 on the scale = 30000 thousandths.");
    CHECK(filled(first[2].sentence, first[2].values) ==
          "20 points × promised 35 outcomes on the range from 10 to 30 = 20000 thousandths.");
}

TEST_CASE("the price formulas are defined at their edges", "[competition]")
{
    struct Case
    {
        const char* because;
        PriceFormula formula;
        std::int64_t ceiling; // 0 = none
        std::vector<std::int64_t> prices;
        std::vector<std::int64_t> points;
    };
    const std::vector<Case> cases = {
        {"the lowest gets all", PriceFormula::ratio, 0, {100, 200, 400}, {100'000, 50'000, 25'000}},
        {"a zero price takes all", PriceFormula::ratio, 0, {0, 1, largest}, {100'000, 0, 0}},
        {"two zero prices", PriceFormula::ratio, 0, {0, 0}, {100'000, 100'000}},
        {"the largest prices do not overflow",
         PriceFormula::ratio,
         0,
         {largest, largest - 1},
         {100'000, 100'000}},
        {"half of the largest", PriceFormula::ratio, 0, {largest, largest / 2 + 1}, {50'000, 100'000}},
        {"linear to the ceiling", PriceFormula::linear, 200, {100, 150, 200, 201}, {100'000, 50'000, 0, 0}},
        {"a zero price, linear", PriceFormula::linear, 200, {0, 100}, {100'000, 50'000}},
        {"nobody below the ceiling", PriceFormula::linear, 200, {200, 300}, {0, 0}},
        {"the largest ceiling", PriceFormula::linear, largest, {0, largest - 1, largest}, {100'000, 0, 0}},
        {"one tender", PriceFormula::ratio, 0, {77}, {100'000}},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        const auto ceiling = c.ceiling == 0 ? std::optional<Money>{} : Money::cents(c.ceiling);
        CHECK(points(price_only(c.formula, ceiling), c.prices) == c.points);
    }
}

TEST_CASE("points are rounded as announced", "[competition]")
{
    struct Case
    {
        const char* because;
        std::int64_t step;
        HalfRounds half;
        std::int64_t price; // beside a lowest of 1000: 100 × 1000 / price points
        std::int64_t points;
    };
    const std::vector<Case> cases = {
        {"66.666…", 1, HalfRounds::up, 1'500, 66'667},
        {"66.666… down is the nearest too", 1, HalfRounds::down, 1'500, 66'667},
        {"33.333…", 1, HalfRounds::up, 3'000, 33'333},
        {"62.5 to whole points, half up", 1'000, HalfRounds::up, 1'600, 63'000},
        {"62.5 to whole points, half down", 1'000, HalfRounds::down, 1'600, 62'000},
        {"62.5 to halves is exact", 500, HalfRounds::down, 1'600, 62'500},
        {"31.25 to tenths", 100, HalfRounds::up, 3'200, 31'300},
        {"31.25 to tenths, half down", 100, HalfRounds::down, 3'200, 31'200},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        auto announced = price_only(PriceFormula::ratio, {});
        announced.rounding = {c.step, c.half};
        CHECK(points(announced, {1'000, c.price}) == std::vector<std::int64_t>{100'000, c.points});
    }
}

TEST_CASE("a tender below a minimum is not compared and its price moves nobody's points", "[competition]")
{
    auto announced = criteria();
    announced.criteria[1].minimum_points = 2;
    const auto scores = compare_tenders(announced, {tender(1, 1'000, 0, 30), tender(2, 90'000, 2, 30)});
    REQUIRE(scores);
    CHECK((*scores)[0].tender == samples::id<TenderId>(2));
    CHECK((*scores)[0].lines[0].thousandths == 50'000);
    CHECK((*scores)[0].rank == 1);
    CHECK_FALSE((*scores)[1].is_compared);
    CHECK((*scores)[1].rank == 0);
    REQUIRE((*scores)[1].lines.size() == 1);
    CHECK((*scores)[1].lines[0].rule == "competition.below_minimum");

    const auto none = compare_tenders(announced, {tender(1, 1'000, 0, 30)});
    REQUIRE(none);
    CHECK_FALSE((*none)[0].is_compared);
    CHECK(compare_tenders(announced, {})->empty());
}

TEST_CASE("equal sums are told apart in the announced order", "[competition]")
{
    // 50 + 12 against 40 + 12 + 10: the same sum
    const auto cheap = tender(9, 80'000, 2, 10);
    const auto promising = tender(1, 100'000, 2, 20);
    const auto first_under = [&](std::vector<TieBreak> breaks)
    {
        auto announced = criteria();
        announced.tie_breaks = std::move(breaks);
        const auto scores = compare_tenders(announced, {promising, cheap});
        REQUIRE(scores);
        CHECK((*scores)[0].total_thousandths == (*scores)[1].total_thousandths);
        return (*scores)[0].tender;
    };
    CHECK(first_under({{TieBreakKind::lower_price, ""}, {TieBreakKind::lot, ""}}) == cheap.tender);
    // equal on the plan: the lot decides, and 1 is drawn before 9
    CHECK(first_under({{TieBreakKind::higher_quality, "plan"}, {TieBreakKind::lot, ""}}) == promising.tender);
    CHECK(first_under({{TieBreakKind::lot, ""}}) == promising.tender);
}

TEST_CASE("what cannot be compared is refused with everything that is wrong", "[competition]")
{
    struct Case
    {
        const char* because;
        std::function<void(TenderToScore&)> spoil; // of the second of two tenders
        const char* pointer;
        const char* rule;
    };
    const std::vector<Case> cases = {
        {"twice the same", [](auto& t) { t.tender = samples::id<TenderId>(1); }, "/1/tender",
         "competition.tender_doubled"},
        {"one lot for two", [](auto& t) { t.lot[0] = 1; }, "/1/lot", "competition.lot_doubled"},
        {"a cent below zero", [](auto& t) { t.price = Money::cents(-1); }, "/1/price",
         "competition.price_negative"},
        {"no points", [](auto& t) { t.quality.clear(); }, "/1/quality", "competition.points_missing"},
        {"points twice", [](auto& t) { t.quality.push_back(t.quality[0]); }, "/1/quality",
         "competition.criterion_doubled"},
        {"off the scale", [](auto& t) { t.quality[0].points = 3; }, "/1/quality/0/points",
         "competition.points_not_on_scale"},
        {"points for the price", [](auto& t) { t.quality.push_back({"price", 2}); }, "/1/quality/1/criterion",
         "competition.points_of_no_criterion"},
        {"no promise", [](auto& t) { t.promises.clear(); }, "/1/promises",
         "competition.promised_amount_missing"},
        {"a promise below zero", [](auto& t) { t.promises[0].amount = -1; }, "/1/promises/0/amount",
         "competition.promised_amount_out_of_range"},
        {"a promise of nobody", [](auto& t) { t.promises[0].amount = 1'000'000'001; }, "/1/promises/0/amount",
         "competition.promised_amount_out_of_range"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        auto spoiled = tender(2, 100, 2, 10);
        c.spoil(spoiled);
        const auto result = compare_tenders(criteria(), {tender(1, 100, 2, 10), spoiled});
        REQUIRE_FALSE(result);
        CHECK(result.refusal().rule == "competition.comparison_incomplete");
        CHECK(has(result.refusal().fields, c.pointer, c.rule));
    }
}

TEST_CASE("criteria that could not be announced are never compared by", "[competition]")
{
    auto faulty = criteria();
    faulty.criteria[1].scale.clear();
    CHECK_THROWS_AS(compare_tenders(faulty, {tender(1, 100, 2, 10)}), BrokenPromise);
}

TEST_CASE("a fixed price is the same for all", "[competition]")
{
    auto fixed = criteria();
    fixed.criteria.erase(fixed.criteria.begin());
    fixed.total_points = 50;
    fixed.fixed_price = Money::cents(500);
    CHECK(compare_tenders(fixed, {tender(1, 500, 2, 10)}));
    const auto other = compare_tenders(fixed, {tender(1, 501, 2, 10)});
    REQUIRE_FALSE(other);
    CHECK(has(other.refusal().fields, "/0/price", "competition.price_is_fixed"));
}
