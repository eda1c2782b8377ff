#include "tests/procurement/competition/sample_competition.hpp"

#include <catch2/catch.hpp>

#include <functional>

using namespace kori;
using samples::criteria;
using samples::has;
using samples::quality;
using samples::words;

TEST_CASE("whole criteria may be announced in a DPS", "[competition]")
{
    CHECK(criteria_faults(criteria(), Channel::dps, Regime::eu_level).empty());
    CHECK(has(criteria_faults(criteria(), Channel::open_acceptance, Regime::not_a_public_contract),
              "/criteria", "competition.criteria_forbidden"));
}

TEST_CASE("each fault of the criteria is told at its place", "[competition]")
{
    struct Case
    {
        const char* because;
        std::function<void(AwardCriteria&)> spoil;
        const char* pointer;
        const char* rule;
    };
    const std::vector<Case> cases = {
        {"nothing is compared", [](auto& c) { c.criteria.clear(); }, "/criteria",
         "competition.criteria_empty"},
        {"99 of 100", [](auto& c) { c.criteria[0].weight = 49; }, "/criteria",
         "competition.weights_do_not_add_up"},
        {"101 of 100", [](auto& c) { c.criteria[0].weight = 51; }, "/criteria",
         "competition.weights_do_not_add_up"},
        {"a weight of zero says nothing", [](auto& c) { c.criteria[1].weight = 0; }, "/criteria/1/weight",
         "competition.weight_invalid"},
        {"total 0", [](auto& c) { c.total_points = 0; }, "/total_points", "competition.total_points_invalid"},
        {"total 1001", [](auto& c) { c.total_points = 1'001; }, "/total_points",
         "competition.total_points_invalid"},
        {"300 does not divide 1000", [](auto& c) { c.rounding.step_thousandths = 300; },
         "/rounding/step_thousandths", "competition.rounding_step_invalid"},
        {"a step of zero", [](auto& c) { c.rounding.step_thousandths = 0; }, "/rounding/step_thousandths",
         "competition.rounding_step_invalid"},
        {"no code", [](auto& c) { c.criteria[1].code = ""; }, "/criteria/1/code",
         "competition.criterion_code_missing"},
        {"a code twice", [](auto& c) { c.criteria[1].code = "price"; }, "/criteria",
         "competition.criterion_doubled"},
        {"no Swedish", [](auto& c) { c.criteria[1].name.sv = ""; }, "/criteria/1/name/sv",
         "competition.text_missing"},
        {"nobody knows what earns the step", [](auto& c) { c.criteria[1].scale[2].earned_by.fi = ""; },
         "/criteria/1/scale/2/earned_by/fi", "competition.text_missing"},
        {"one step tells nothing apart", [](auto& c) { c.criteria[1].scale.resize(1); }, "/criteria/1/scale",
         "competition.scale_too_short"},
        {"steps rise", [](auto& c) { c.criteria[1].scale[2].points = 2; }, "/criteria/1/scale/2/points",
         "competition.scale_not_rising"},
        {"steps start at zero", [](auto& c) { c.criteria[1].scale[0].points = -1; },
         "/criteria/1/scale/0/points", "competition.scale_not_rising"},
        {"a price has no scale", [](auto& c) { c.criteria[0].scale = c.criteria[1].scale; },
         "/criteria/0/scale", "competition.scale_not_expected"},
        {"a price has no minimum", [](auto& c) { c.criteria[0].minimum_points = 1; },
         "/criteria/0/minimum_points", "competition.minimum_not_expected"},
        {"nobody reaches 6 of 5", [](auto& c) { c.criteria[1].minimum_points = 6; },
         "/criteria/1/minimum_points", "competition.minimum_outside_scale"},
        {"what is promised", [](auto& c) { c.criteria[2].promise.reset(); }, "/criteria/2/promise",
         "competition.promise_missing"},
        {"a price promises nothing", [](auto& c) { c.criteria[0].promise = c.criteria[2].promise; },
         "/criteria/0/promise", "competition.promise_not_expected"},
        {"an outcome of our own", [](auto& c) { c.criteria[2].promise->outcome = "HAPPY"; },
         "/criteria/2/promise/outcome", "competition.promise_outcome_unknown"},
        {"no unit", [](auto& c) { c.criteria[2].promise->unit = ""; }, "/criteria/2/promise/unit",
         "competition.promise_unit_missing"},
        {"what the contract pays it by", [](auto& c) { c.criteria[2].promise->component = ""; },
         "/criteria/2/promise/component", "competition.promise_component_missing"},
        {"an empty range", [](auto& c) { c.criteria[2].promise->ceiling = 10; },
         "/criteria/2/promise/ceiling", "competition.promise_range_invalid"},
        {"price twice", [](auto& c) { c.criteria[2] = c.criteria[0]; }, "/criteria",
         "competition.price_criterion_doubled"},
        {"no price at all", [](auto& c) { c.criteria[0] = quality("other", 50); }, "/criteria",
         "competition.price_criterion_missing"},
        {"a fixed price is not compared", [](auto& c) { c.fixed_price = Money::euros(100); }, "/fixed_price",
         "competition.fixed_price_is_not_compared"},
        {"linear to where", [](auto& c) { c.price_formula = PriceFormula::linear; }, "/price_ceiling",
         "competition.price_ceiling_missing"},
        {"a ratio has no ceiling", [](auto& c) { c.price_ceiling = Money::euros(1); }, "/price_ceiling",
         "competition.price_ceiling_not_expected"},
        {"no lot", [](auto& c) { c.tie_breaks.pop_back(); }, "/tie_breaks", "competition.tie_break_lot_last"},
        {"first come, first served", [](auto& c) { c.tie_breaks[0].kind = TieBreakKind::earlier_arrival; },
         "/tie_breaks/0", "competition.tie_break_by_arrival"},
        {"twice the same", [](auto& c) { c.tie_breaks[1] = c.tie_breaks[0]; }, "/tie_breaks/1",
         "competition.tie_break_doubled"},
        {"quality of the price", [](auto& c) { c.tie_breaks[1].criterion = "price"; },
         "/tie_breaks/1/criterion", "competition.tie_break_criterion_unknown"},
        {"the lot of a criterion", [](auto& c) { c.tie_breaks[2].criterion = "plan"; },
         "/tie_breaks/2/criterion", "competition.tie_break_criterion_not_expected"},
        {"outside its own band", [](auto& c) { c.criteria[0].band = WeightBand{51, 60}; }, "/criteria/0/band",
         "competition.weight_outside_band"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        auto spoiled = criteria();
        c.spoil(spoiled);
        CHECK(has(criteria_faults(spoiled, Channel::dps, Regime::eu_level), c.pointer, c.rule));
    }
}

TEST_CASE("all faults are told at once", "[competition]")
{
    auto spoiled = criteria();
    spoiled.criteria[0].weight = 0;
    spoiled.criteria[1].scale.clear();
    spoiled.criteria[2].promise.reset();
    spoiled.tie_breaks.clear();
    CHECK(criteria_faults(spoiled, Channel::dps, Regime::annex_e).size() == 5);
    spoiled.total_points = 0; // then no sum is asked for, but the rounding is still looked at
    spoiled.rounding.step_thousandths = 7;
    CHECK(criteria_faults(spoiled, Channel::dps, Regime::annex_e).size() == 6);
}

TEST_CASE("that price alone decides needs a reason where §93 and §115 ask for it", "[competition]")
{
    auto only_price = criteria();
    only_price.criteria = {samples::price(100)};
    only_price.tie_breaks = {{TieBreakKind::lot, ""}};
    REQUIRE(is_price_only(only_price));
    const auto asked = [&](Regime regime)
    {
        return has(criteria_faults(only_price, Channel::dps, regime), "/price_only_reason",
                   "competition.price_only_reason_missing");
    };
    CHECK(asked(Regime::eu_level));
    CHECK(asked(Regime::annex_e));
    CHECK_FALSE(asked(Regime::national));
    only_price.price_only_reason = "One standard service.";
    CHECK_FALSE(asked(Regime::eu_level));
    CHECK(criteria_faults(only_price, Channel::dps, Regime::eu_level).empty());
    CHECK_FALSE(is_price_only(criteria()));
}

TEST_CASE("a price that the buyer fixes lets quality alone compete", "[competition]")
{
    auto fixed = criteria();
    fixed.criteria = {quality("plan", 80), samples::promise(20)};
    fixed.fixed_price = Money::euros(900);
    CHECK(criteria_faults(fixed, Channel::dps, Regime::eu_level).empty());
    fixed.fixed_price = Money{};
    CHECK(has(criteria_faults(fixed, Channel::dps, Regime::eu_level), "/fixed_price",
              "competition.amount_not_positive"));
}

TEST_CASE("a call refines the announced criteria and does not change them", "[competition]")
{
    auto announced = criteria();
    announced.criteria[0].band = WeightBand{40, 60};
    announced.criteria[1].band = WeightBand{20, 40};
    auto call = announced;
    CHECK(refinement_faults(announced, call).empty());

    SECTION("weights move inside their bands, both ends included")
    {
        call.criteria[0].weight = 40;
        call.criteria[1].weight = 40;
        CHECK(refinement_faults(announced, call).empty());
        call.criteria[0].weight = 39;
        call.criteria[1].weight = 41;
        const auto errors = refinement_faults(announced, call);
        CHECK(has(errors, "/criteria/0/weight", "competition.weight_outside_band"));
        CHECK(has(errors, "/criteria/1/weight", "competition.weight_outside_band"));
    }
    SECTION("a weight without a band is fixed")
    {
        call.criteria[2].weight = 21;
        CHECK(
            has(refinement_faults(announced, call), "/criteria/2/weight", "competition.weight_outside_band"));
    }
    SECTION("a scale may be told more exactly")
    {
        call.criteria[1].scale = {{0, words("nothing")}, {1, words("a draft")}, {5, words("all")}};
        CHECK(refinement_faults(announced, call).empty());
        call.criteria[1].scale.back().points = 6;
        CHECK(has(refinement_faults(announced, call), "/criteria/1",
                  "competition.announced_criterion_changed"));
    }
    SECTION("criteria neither come nor go")
    {
        call.criteria[1].code = "team";
        const auto errors = refinement_faults(announced, call);
        CHECK(has(errors, "/criteria", "competition.announced_criterion_missing"));
        CHECK(has(errors, "/criteria/1", "competition.criterion_not_announced"));
    }
    SECTION("kind and promise stay")
    {
        call.criteria[2].promise->ceiling = 40;
        CHECK(has(refinement_faults(announced, call), "/criteria/2",
                  "competition.announced_criterion_changed"));
    }
    SECTION("formula, rounding, ties and blindness stay")
    {
        call.rounding.half = HalfRounds::down;
        call.price_formula = PriceFormula::linear;
        call.tie_breaks.erase(call.tie_breaks.begin());
        call.quality_blind_to_price = true;
        call.total_points = 200;
        const auto errors = refinement_faults(announced, call);
        CHECK(errors.size() == 5);
        for (const auto* field :
             {"/rounding", "/price_formula", "/tie_breaks", "/quality_blind_to_price", "/total_points"})
            CHECK(has(errors, field, "competition.announced_is_fixed"));
    }
}

TEST_CASE("the winner's promises become components and caps of the contract", "[competition]")
{
    const auto terms = contract_promises(criteria(), {{"jobs", 42}, {"plan", 3}});
    REQUIRE(terms.size() == 1);
    CHECK(terms[0] == ContractPromise{"jobs", "OPEN_JOB", "outcomes", "job", 42, 42});
    CHECK(contract_promises(criteria(), {}).empty());
}

TEST_CASE("kinds of criteria and tie-breaks read back from their codes", "[competition]")
{
    for (const auto kind : {CriterionKind::price, CriterionKind::lifetime_cost, CriterionKind::quality,
                            CriterionKind::outcome_promise})
        CHECK(parse_criterion_kind(code_of(kind)) == kind);
    for (const auto kind : {TieBreakKind::lower_price, TieBreakKind::higher_quality, TieBreakKind::lot,
                            TieBreakKind::earlier_arrival})
        CHECK(parse_tie_break(code_of(kind)) == kind);
    CHECK_FALSE(parse_criterion_kind("PRICE"));
    CHECK_FALSE(parse_tie_break("coin"));
}
