// compare_tenders against a slow recomputation that shares nothing with it: exact fractions instead of scaled
// integers, every rounding by search, every rank by counting who goes before. And what must hold for any
// competition.
#include "tests/procurement/competition/sample_competition.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <random>

using namespace kori;

namespace
{

__extension__ using Big = __int128;

struct Fraction
{
    Big over;
    Big under; // above zero
};
bool less(Fraction a, Fraction b)
{
    return a.over * b.under < b.over * a.under;
}

// The multiple of the step that lies nearest: walks there in ever smaller strides.
std::int64_t nearest(Fraction points, const PointRounding& rounding)
{
    const Fraction exact{points.over * 1'000, points.under};
    std::int64_t below = 0;
    for (std::int64_t stride = rounding.step_thousandths << 21; stride >= rounding.step_thousandths;
         stride /= 2)
        while (!less(exact, {below + stride, 1}))
            below += stride;
    const Fraction middle{2 * Big{below} + rounding.step_thousandths, 2};
    const bool above = less(middle, exact);
    const bool on_it = !above && !less(exact, middle);
    return above || (on_it && rounding.half == HalfRounds::up) ? below + rounding.step_thousandths : below;
}

std::int64_t given(const TenderToScore& tender, const std::string& criterion)
{
    std::map<std::string, std::int64_t> all;
    for (const auto& row : tender.quality)
        all[row.criterion] = row.points;
    for (const auto& row : tender.promises)
        all[row.criterion] = row.amount;
    return all.at(criterion);
}

Fraction slow_points(const AwardCriteria& criteria, const Criterion& criterion, const TenderToScore& tender,
                     Big lowest)
{
    const Big weight = criterion.weight;
    const Big price = tender.price.in_cents();
    if (criterion.kind == CriterionKind::quality)
        return {weight * given(tender, criterion.code), criterion.scale.back().points};
    if (criterion.kind == CriterionKind::outcome_promise)
    {
        const Big promised = given(tender, criterion.code);
        const auto& range = *criterion.promise;
        if (promised <= range.floor)
            return {0, 1};
        if (promised >= range.ceiling)
            return {weight, 1};
        return {weight * (promised - range.floor), Big{range.ceiling} - range.floor};
    }
    if (criteria.price_formula == PriceFormula::ratio)
        return price == 0 ? Fraction{weight, 1} : Fraction{weight * lowest, price};
    const Big ceiling = criteria.price_ceiling->in_cents();
    return price >= ceiling ? Fraction{0, 1} : Fraction{weight * (ceiling - price), ceiling - lowest};
}

struct SlowScore
{
    const TenderToScore* tender;
    std::int64_t total;
};

bool beats(const AwardCriteria& criteria, const SlowScore& a, const SlowScore& b)
{
    if (a.total != b.total)
        return a.total > b.total;
    for (const auto& tie : criteria.tie_breaks)
    {
        if (tie.kind == TieBreakKind::lower_price && a.tender->price != b.tender->price)
            return a.tender->price < b.tender->price;
        if (tie.kind == TieBreakKind::higher_quality &&
            given(*a.tender, tie.criterion) != given(*b.tender, tie.criterion))
            return given(*a.tender, tie.criterion) > given(*b.tender, tie.criterion);
        if (tie.kind == TieBreakKind::lot)
            return a.tender->lot < b.tender->lot;
    }
    return false;
}

struct Place
{
    int rank;
    std::int64_t total;
    bool operator==(const Place&) const = default;
};

std::map<TenderId, Place> slowly(const AwardCriteria& criteria, const std::vector<TenderToScore>& tenders)
{
    std::map<TenderId, Place> places;
    std::vector<SlowScore> compared;
    for (const auto& tender : tenders)
    {
        bool reaches = true;
        for (const auto& criterion : criteria.criteria)
            if (criterion.minimum_points)
                reaches = reaches && given(tender, criterion.code) >= *criterion.minimum_points;
        if (reaches)
            compared.push_back({&tender, 0});
        else
            places[tender.tender] = {0, 0};
    }
    for (auto& one : compared)
    {
        Big lowest = one.tender->price.in_cents();
        for (const auto& other : compared)
            lowest = std::min<Big>(lowest, other.tender->price.in_cents());
        for (const auto& criterion : criteria.criteria)
            one.total += nearest(slow_points(criteria, criterion, *one.tender, lowest), criteria.rounding);
    }
    for (const auto& one : compared)
    {
        int before = 0;
        for (const auto& other : compared)
            before += &other != &one && beats(criteria, other, one) ? 1 : 0;
        places[one.tender->tender] = {before + 1, one.total};
    }
    return places;
}

std::map<TenderId, Place> quickly(const AwardCriteria& criteria, const std::vector<TenderToScore>& tenders)
{
    const auto scores = compare_tenders(criteria, tenders);
    REQUIRE(scores);
    std::map<TenderId, Place> places;
    for (const auto& score : *scores)
        places[score.tender] = {score.rank, score.total_thousandths};
    return places;
}

class Dice
{
public:
    explicit Dice(std::uint64_t seed) : engine_{seed} {}
    std::int64_t roll(std::int64_t from,
                      std::int64_t to) // the same numbers everywhere, unlike a distribution's
    {
        return from + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(to - from + 1));
    }
    bool heads() { return roll(0, 1) == 1; }

private:
    std::mt19937_64 engine_;
};

// Small numbers on purpose: equal sums and halves must happen often.
AwardCriteria any_criteria(Dice& dice)
{
    AwardCriteria made;
    made.criteria = {samples::price(dice.roll(1, 60)), samples::quality("plan", dice.roll(1, 30)),
                     samples::quality("team", dice.roll(1, 30)), samples::promise(dice.roll(1, 20))};
    made.total_points = 0;
    for (const auto& criterion : made.criteria)
        made.total_points += criterion.weight;
    if (dice.roll(0, 3) == 0)
        made.criteria[1].minimum_points = 2;
    if (dice.heads())
    {
        made.price_formula = PriceFormula::linear;
        made.price_ceiling = Money::cents(dice.roll(1, 2'000));
    }
    constexpr std::int64_t steps[] = {1, 10, 100, 250, 500, 1'000};
    made.rounding = {steps[dice.roll(0, 5)], dice.heads() ? HalfRounds::up : HalfRounds::down};
    if (dice.heads())
        made.tie_breaks.push_back({TieBreakKind::lower_price, ""});
    if (dice.heads())
        made.tie_breaks.push_back({TieBreakKind::higher_quality, dice.heads() ? "plan" : "team"});
    made.tie_breaks.push_back({TieBreakKind::lot, ""});
    return made;
}

TenderToScore any_tender(Dice& dice, std::uint8_t number)
{
    constexpr std::int64_t given[] = {0, 2, 5};
    constexpr std::int64_t most[] = {3, 50, 2'500, 1'000'000'000'000'000};
    TenderToScore made{samples::id<TenderId>(number),
                       Money::cents(dice.roll(0, most[dice.roll(0, 3)])),
                       {{"plan", given[dice.roll(0, 2)]}, {"team", given[dice.roll(0, 2)]}},
                       {{"jobs", dice.roll(5, 35)}},
                       {}};
    for (auto& byte : made.lot)
        byte = static_cast<std::uint8_t>(dice.roll(0, 255));
    return made;
}

std::vector<TenderToScore> any_tenders(Dice& dice)
{
    std::vector<TenderToScore> tenders;
    const auto count = dice.roll(1, 6);
    for (std::int64_t i = 0; i < count; ++i)
        tenders.push_back(any_tender(dice, static_cast<std::uint8_t>(i + 1)));
    return tenders;
}

} // namespace

TEST_CASE("10 000 random competitions agree with a slow recomputation, in whatever order they come",
          "[competition]")
{
    int ties = 0;
    int below = 0;
    for (std::uint64_t seed = 1; seed <= 10'000; ++seed)
    {
        Dice dice{seed};
        const auto criteria = any_criteria(dice);
        auto tenders = any_tenders(dice);
        const auto places = quickly(criteria, tenders);
        const bool agree = places == slowly(criteria, tenders);
        std::rotate(tenders.begin(), tenders.begin() + 1, tenders.end());
        std::reverse(tenders.begin(), tenders.end());
        const bool same_in_any_order = *compare_tenders(criteria, tenders) == [&]
        {
            std::sort(tenders.begin(), tenders.end(),
                      [](const auto& a, const auto& b) { return a.tender < b.tender; });
            return *compare_tenders(criteria, tenders);
        }();
        if (!agree || !same_in_any_order)
        {
            CAPTURE(seed);
            REQUIRE(agree);
            REQUIRE(same_in_any_order);
        }
        std::map<std::int64_t, int> sums;
        for (const auto& [tender, place] : places)
        {
            ties += place.rank > 0 && sums[place.total]++ > 0 ? 1 : 0;
            below += place.rank == 0 ? 1 : 0;
            const bool in_range = place.total >= 0 && place.total <= criteria.total_points * 1'000;
            if (!in_range)
                FAIL("seed " << seed << ": the sum is out of range");
        }
    }
    CHECK(ties > 200);
    CHECK(below > 1'000);
}

TEST_CASE("who lowers its price loses neither points nor rank", "[competition]")
{
    int moved = 0;
    for (std::uint64_t seed = 1; seed <= 3'000; ++seed)
    {
        Dice dice{seed};
        const auto criteria = any_criteria(dice);
        auto tenders = any_tenders(dice);
        const auto before = quickly(criteria, tenders).at(tenders[0].tender);
        tenders[0].price = Money::cents(dice.roll(0, tenders[0].price.in_cents()));
        const auto after = quickly(criteria, tenders).at(tenders[0].tender);
        const bool no_worse = after.total >= before.total && after.rank <= before.rank;
        moved += after.rank < before.rank ? 1 : 0;
        if (!no_worse)
            FAIL("seed " << seed);
    }
    CHECK(moved > 100);
}

TEST_CASE("under the ratio formula prices in another unit give the same points and ranks", "[competition]")
{
    int compared = 0;
    for (std::uint64_t seed = 1; seed <= 3'000; ++seed)
    {
        Dice dice{seed};
        const auto criteria = any_criteria(dice);
        auto tenders = any_tenders(dice);
        if (criteria.price_formula != PriceFormula::ratio)
            continue;
        const auto before = quickly(criteria, tenders);
        for (auto& tender : tenders)
            tender.price = tender.price * 7;
        // exactly, not only up to rounding: the fractions are equal before they are rounded
        if (quickly(criteria, tenders) != before)
            FAIL("seed " << seed);
        ++compared;
    }
    CHECK(compared > 1'000);
}

// True only for a tender that is not the cheapest: a cheaper one may lift a third above the winner under
// either formula, because it moves the price points of all.
TEST_CASE("a tender that is dearer than the cheapest and has a smaller sum does not change the winner",
          "[competition]")
{
    int added = 0;
    for (std::uint64_t seed = 1; seed <= 6'000; ++seed)
    {
        Dice dice{seed};
        const auto criteria = any_criteria(dice);
        auto tenders = any_tenders(dice);
        const auto before = *compare_tenders(criteria, tenders);
        tenders.push_back(any_tender(dice, 100));
        const auto after = quickly(criteria, tenders);
        const auto newcomer = after.at(tenders.back().tender);
        std::optional<Money> cheapest;
        for (const auto& tender : tenders)
            if (tender.tender != tenders.back().tender && after.at(tender.tender).rank > 0 &&
                (!cheapest || tender.price < *cheapest))
                cheapest = tender.price;
        if (!before.front().is_compared || !cheapest || tenders.back().price < *cheapest ||
            newcomer.rank <= 1)
            continue;
        if (after.at(before.front().tender).rank != 1)
            FAIL("seed " << seed);
        ++added;
    }
    CHECK(added > 500);
}

TEST_CASE("a cheaper but worse tender may change the winner: the formula compares with the lowest",
          "[competition]")
{
    auto criteria = samples::criteria();
    criteria.criteria = {samples::price(60), samples::quality("plan", 40)};
    criteria.rounding.step_thousandths = 1;
    const auto tender = [](std::uint8_t number, std::int64_t cents, std::int64_t plan)
    {
        auto made = samples::tender(number, cents, plan, 0);
        made.promises.clear();
        return made;
    };
    // 60 + 0 against 40 + 16: the first wins; beside 100 it is 6 + 0 against 4 + 16.
    const std::vector<TenderToScore> two = {tender(1, 1'000, 0), tender(2, 1'500, 2)};
    CHECK(quickly(criteria, two).at(two[0].tender).rank == 1);
    auto three = two;
    three.push_back(tender(3, 100, 0));
    CHECK(quickly(criteria, three).at(two[1].tender).rank < quickly(criteria, three).at(two[0].tender).rank);
}
