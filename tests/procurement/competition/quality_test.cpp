#include "procurement/competition/quality.hpp"

#include "tests/procurement/competition/sample_competition.hpp"

#include <catch2/catch.hpp>

#include <functional>

using namespace kori;
using samples::has;

namespace
{

const auto anna = samples::id<UserId>(1);
const auto bo = samples::id<UserId>(2);
const auto stranger = samples::id<UserId>(9);

std::vector<QualityPoints> agreed_points()
{
    return {{"plan", {{anna, 2, "A plan."}, {bo, 5, "A plan and proof."}}, 5, "The proof is annex 3."}};
}

} // namespace

TEST_CASE("quality is agreed when everybody gave points with reasons and the difference is explained",
          "[competition]")
{
    const auto criteria = samples::criteria();
    CHECK(quality_faults(criteria, {anna, bo}, agreed_points()).empty());

    struct Case
    {
        const char* because;
        std::function<void(std::vector<QualityPoints>&)> spoil;
        const char* pointer;
        const char* rule;
    };
    const std::vector<Case> cases = {
        {"nothing is there", [](auto& p) { p.clear(); }, "", "competition.points_missing"},
        {"no criterion", [](auto& p) { p[0].criterion = "team"; }, "/0/criterion",
         "competition.points_of_no_criterion"},
        {"a price has no points", [](auto& p) { p[0].criterion = "price"; }, "/0/criterion",
         "competition.points_of_no_criterion"},
        {"twice", [](auto& p) { p.push_back(p[0]); }, "/1/criterion", "competition.criterion_doubled"},
        {"one is missing", [](auto& p) { p[0].own.pop_back(); }, "/0/own", "competition.own_points_missing"},
        {"one gave twice", [](auto& p) { p[0].own.push_back(p[0].own[0]); }, "/0/own/2/evaluator",
         "competition.own_points_doubled"},
        {"a stranger", [](auto& p) { p[0].own[1].evaluator = stranger; }, "/0/own/1/evaluator",
         "competition.not_an_evaluator"},
        {"between two steps", [](auto& p) { p[0].own[0].points = 3; }, "/0/own/0/points",
         "competition.points_not_on_scale"},
        {"no reason", [](auto& p) { p[0].own[0].reason = ""; }, "/0/own/0/reason",
         "competition.points_reason_missing"},
        {"not agreed", [](auto& p) { p[0].agreed.reset(); }, "/0/agreed",
         "competition.agreed_points_missing"},
        {"agreed between two steps", [](auto& p) { p[0].agreed = 4; }, "/0/agreed",
         "competition.points_not_on_scale"},
        {"they differ and nobody says why", [](auto& p) { p[0].agreed_reason = ""; }, "/0/agreed_reason",
         "competition.agreed_reason_missing"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        auto spoiled = agreed_points();
        c.spoil(spoiled);
        CHECK(has(quality_faults(criteria, {anna, bo}, spoiled), c.pointer, c.rule));
    }
    CHECK(has(quality_faults(criteria, {}, agreed_points()), "", "competition.evaluators_missing"));
}

TEST_CASE("agreed points that everybody gave need no further reason, others do", "[competition]")
{
    const auto criteria = samples::criteria();
    auto points = agreed_points();
    points[0].own[0].points = 5;
    points[0].agreed_reason = "";
    CHECK(quality_faults(criteria, {anna, bo}, points).empty());
    points[0].agreed = 2; // nobody gave that
    CHECK(has(quality_faults(criteria, {anna, bo}, points), "/0/agreed_reason",
              "competition.agreed_reason_missing"));
}

TEST_CASE("an evaluator sees the others' points only after giving own ones", "[competition]")
{
    const auto criteria = samples::criteria();
    auto points = agreed_points();
    points[0].own.pop_back();
    CHECK(may_see_points_of_others(criteria, anna, points));
    CHECK_FALSE(may_see_points_of_others(criteria, bo, points));
    CHECK_FALSE(may_see_points_of_others(criteria, anna, {}));
}

TEST_CASE("prices stay hidden until quality is agreed, where that was announced", "[competition]")
{
    auto criteria = samples::criteria();
    CHECK(may_see_prices(criteria, false));
    criteria.quality_blind_to_price = true;
    CHECK_FALSE(may_see_prices(criteria, false));
    CHECK(may_see_prices(criteria, true));
}
