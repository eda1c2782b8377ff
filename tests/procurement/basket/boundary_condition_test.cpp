#include "tests/procurement/basket/sample_basket.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using samples::day;

namespace
{

BoundaryCondition condition(ConditionKind kind, std::vector<std::string> codes = {},
                            Match match = Match::all_of)
{
    BoundaryCondition made;
    made.code = "c";
    made.kind = kind;
    made.text = samples::text("Condition");
    made.codes = std::move(codes);
    made.match = match;
    return made;
}

OfferFacts facts()
{
    OfferFacts made;
    made.on = day(2026, 3, 2);
    made.municipalities = {"297"};
    made.languages = {"fi", "sv"};
    made.delivery_modes = {"on_site"};
    made.capacity = 10;
    made.prices = {{"month", Money::euros(150)}};
    made.legal_form = "association";
    made.qualifications = {"coach"};
    made.evidence = {{"tax", {day(2026, 1, 1), day(2026, 3, 3)}}};
    made.accessibility = {"step_free"};
    made.start_within_days = 14;
    made.duration_min_days = 30;
    made.duration_max_days = 90;
    made.statements = {{"privacy", true}, {"alone", false}};
    return made;
}

} // namespace

TEST_CASE("a list condition wants all of its codes or any of them", "[condition]")
{
    struct Case
    {
        const char* because;
        BoundaryCondition condition;
        bool passed;
    };
    using K = ConditionKind;
    const auto cases = {
        Case{"the one municipality", condition(K::covers_municipalities, {"297"}), true},
        Case{"one of two is not all", condition(K::covers_municipalities, {"297", "749"}), false},
        Case{"one of two is any", condition(K::covers_municipalities, {"297", "749"}, Match::any_of), true},
        Case{"none of two is not any", condition(K::covers_municipalities, {"091", "749"}, Match::any_of),
             false},
        Case{"both languages", condition(K::offers_languages, {"sv", "fi"}), true},
        Case{"a third language", condition(K::offers_languages, {"fi", "en"}), false},
        Case{"the mode", condition(K::offers_delivery_modes, {"on_site"}), true},
        Case{"another mode", condition(K::offers_delivery_modes, {"remote"}), false},
        Case{"the qualification", condition(K::staff_qualification, {"coach"}), true},
        Case{"a missing qualification", condition(K::staff_qualification, {"coach", "nurse"}), false},
        Case{"declared accessibility", condition(K::accessibility_declared, {"step_free"}), true},
        Case{"undeclared accessibility", condition(K::accessibility_declared, {"sign_language"}), false},
        Case{"the legal form", condition(K::legal_form_among, {"foundation", "association"}), true},
        Case{"another legal form", condition(K::legal_form_among, {"company"}), false},
        Case{"a statement answered yes", condition(K::statement_declared, {"privacy"}), true},
        Case{"answered no", condition(K::statement_declared, {"alone"}), false},
        Case{"not answered", condition(K::statement_declared, {"unknown"}), false},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        const auto result = check_condition(c.condition, facts());
        CHECK(result.passed == c.passed);
        CHECK_FALSE(result.sentence.empty());
        CHECK(result.rule == "condition." + std::string{code_of(c.condition.kind)});
    }
}

TEST_CASE("a limit holds on its own value and breaks one beyond", "[condition]")
{
    auto capacity = condition(ConditionKind::capacity_at_least);
    capacity.at_least = 10;
    CHECK(check_condition(capacity, facts()).passed);
    capacity.at_least = 11;
    CHECK_FALSE(check_condition(capacity, facts()).passed);

    auto price = condition(ConditionKind::price_at_most, {"month"});
    price.amount = Money::euros(150);
    CHECK(check_condition(price, facts()).passed);
    price.amount = Money::cents(14'999);
    CHECK_FALSE(check_condition(price, facts()).passed);
    price.codes = {"start"};
    CHECK(check_condition(price, facts()).rule == "condition.price_missing");

    auto start = condition(ConditionKind::starts_within_days);
    start.at_most = 14;
    CHECK(check_condition(start, facts()).passed);
    start.at_most = 13;
    CHECK_FALSE(check_condition(start, facts()).passed);

    auto duration = condition(ConditionKind::duration_within);
    duration.at_least = 30;
    duration.at_most = 90;
    CHECK(check_condition(duration, facts()).passed);
    duration.at_least = 31;
    CHECK_FALSE(check_condition(duration, facts()).passed);
    duration.at_least = 30;
    duration.at_most = 89;
    CHECK_FALSE(check_condition(duration, facts()).passed);
}

TEST_CASE("what an offer does not say does not pass", "[condition]")
{
    auto start = condition(ConditionKind::starts_within_days);
    start.at_most = 14;
    CHECK(check_condition(start, OfferFacts{}).rule == "condition.start_rhythm_missing");
    auto duration = condition(ConditionKind::duration_within);
    duration.at_least = 1;
    duration.at_most = 90;
    CHECK(check_condition(duration, OfferFacts{}).rule == "condition.duration_missing");
    CHECK_FALSE(check_condition(duration, OfferFacts{}).passed);
}

TEST_CASE("evidence counts on its last day and not on the day after", "[condition]")
{
    auto found = facts();
    const auto evidence = condition(ConditionKind::evidence_present, {"tax"});
    CHECK(check_condition(evidence, found).passed);
    found.on = day(2026, 3, 3);
    CHECK_FALSE(check_condition(evidence, found).passed);
    found.on = day(2025, 12, 31);
    CHECK_FALSE(check_condition(evidence, found).passed);
}

TEST_CASE("a condition that cannot be tested is refused", "[condition]")
{
    struct Case
    {
        const char* because;
        BoundaryCondition condition;
        const char* pointer;
        const char* rule;
    };
    auto without_text = condition(ConditionKind::offers_languages, {"fi"});
    without_text.text.sv.clear();
    auto negative = condition(ConditionKind::capacity_at_least);
    negative.at_least = -1;
    auto crossed = condition(ConditionKind::duration_within);
    crossed.at_least = 10;
    crossed.at_most = 9;
    const auto cases = {
        Case{"no Swedish", without_text, "/c/text/sv", "condition.text_missing"},
        Case{"nothing to look for", condition(ConditionKind::offers_languages), "/c/codes",
             "condition.codes_missing"},
        Case{"twice", condition(ConditionKind::offers_languages, {"fi", "fi"}), "/c/codes",
             "condition.code_doubled"},
        Case{"no limit", condition(ConditionKind::capacity_at_least), "/c/at_least",
             "condition.limit_missing"},
        Case{"below zero", negative, "/c/at_least", "condition.limit_negative"},
        Case{"crossed", crossed, "/c/at_most", "condition.limits_crossed"},
        Case{"two statements", condition(ConditionKind::statement_declared, {"a", "b"}), "/c/codes",
             "condition.one_code_expected"},
        Case{"no amount", condition(ConditionKind::price_at_most, {"month"}), "/c/amount_cents",
             "condition.limit_missing"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        const auto faults = faults_of(c.condition, "/c");
        REQUIRE(faults.size() == 1);
        CHECK(faults.front().pointer == c.pointer);
        CHECK(faults.front().rule == c.rule);
    }
    CHECK(faults_of(condition(ConditionKind::offers_languages, {"fi"}), "/c").empty());
    CHECK(parse_match(code_of(Match::any_of)) == Match::any_of);
    CHECK_FALSE(parse_match("some_of"));
}
