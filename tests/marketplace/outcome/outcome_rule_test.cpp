#include "tests/marketplace/outcome/claim_facts.hpp"

#include <catch2/catch.hpp>

#include <functional>

using namespace kori;
using namespace kori::test;

TEST_CASE("the terms of a component come from the basket version and the frozen offer", "[outcome]")
{
    const auto job_terms = terms("job");
    CHECK(job_terms.price == Money::euros(400));
    CHECK(job_terms.outcome == "OPEN_JOB");
    CHECK(job_terms.min_hours_per_week == 18);
    CHECK(job_terms.min_days == 14);
    CHECK(job_terms.days_after_end == 30);
    CHECK_FALSE(component_terms(samples::basket(), samples::offer(), "gift"));
    CHECK_FALSE(component_terms(samples::basket(), OfferTerms{}, "job"));
}

TEST_CASE("a start is paid in full and says how the amount came to be", "[outcome]")
{
    const auto decision = decided(terms("start"), moment(day(2026, 3, 2)));
    CHECK(decision.verdict == ClaimVerdict::accepted);
    CHECK(decision.amount == Money::euros(300));
    CHECK(decision.accepted_quantity == 1);
    CHECK(decision.refused_quantity == 0);
    CHECK(decision.refused_amount == Money{});
    REQUIRE(rules(decision) == Names{"outcome.accepted"});
    CHECK(decision.reasons[0].values ==
          Facts{{"quantity", 1}, {"price_cents", 30'000}, {"component", "start"}, {"amount_cents", 30'000}});
}

TEST_CASE("a dated fact counts inside the service and up to the day of the claim", "[outcome]")
{
    struct Case
    {
        const char* because;
        CivilDate happened_on;
        CivilDate claimed;
        Names rules;
    };
    const std::vector<Case> cases = {
        {"the first day", day(2026, 3, 2), claimed_on, {"outcome.accepted"}},
        {"the day before", day(2026, 3, 1), claimed_on, {"outcome.before_service"}},
        {"the last day", day(2026, 8, 31), claimed_on, {"outcome.accepted"}},
        {"the day after", day(2026, 9, 1), claimed_on, {"outcome.after_service"}},
        {"on the day of the claim", day(2026, 5, 4), day(2026, 5, 4), {"outcome.accepted"}},
        {"tomorrow", day(2026, 5, 5), day(2026, 5, 4), {"outcome.fact_in_future"}},
        {"all that is wrong at once",
         day(2026, 9, 1),
         day(2026, 5, 4),
         {"outcome.fact_in_future", "outcome.after_service"}},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK(rules(decided(terms("start"), moment(c.happened_on), {}, c.claimed)) == c.rules);
    }
    CHECK(rules(decided(terms("start"), ClaimFacts{})) == Names{"outcome.fact_missing"});
}

TEST_CASE("an open job is checked for its start, hours, length and when it was agreed", "[outcome]")
{
    struct Case
    {
        const char* because;
        std::function<void(ClaimFacts&)> change;
        Names rules;
    };
    const std::vector<Case> cases = {
        {"30 hours, until further notice", [](auto&) {}, {"outcome.accepted"}},
        {"30 days after the last day",
         [](auto& f) { f.job_starts_on = day(2026, 9, 30); },
         {"outcome.accepted"}},
        {"31 days after the last day",
         [](auto& f) { f.job_starts_on = day(2026, 10, 1); },
         {"outcome.after_service"}},
        {"the least hours", [](auto& f) { f.hours_per_week = 18; }, {"outcome.accepted"}},
        {"an hour less", [](auto& f) { f.hours_per_week = 17; }, {"outcome.hours_too_few"}},
        {"hours unknown", [](auto& f) { f.hours_per_week.reset(); }, {"outcome.fact_missing"}},
        {"14 days, both ends counted",
         [](auto& f) { f.job_ends_on = day(2026, 5, 17); },
         {"outcome.accepted"}},
        {"13 days", [](auto& f) { f.job_ends_on = day(2026, 5, 16); }, {"outcome.job_too_short"}},
        {"ended before it started",
         [](auto& f) { f.job_ends_on = day(2026, 5, 3); },
         {"outcome.days_crossed"}},
        {"agreed on the first day", [](auto& f) { f.job_agreed_on = day(2026, 3, 2); }, {"outcome.accepted"}},
        {"agreed the day before",
         [](auto& f) { f.job_agreed_on = day(2026, 3, 1); },
         {"outcome.agreed_before_service"}},
        {"no start", [](auto& f) { f.job_starts_on.reset(); }, {"outcome.fact_missing"}},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        auto facts = job(day(2026, 5, 4));
        c.change(facts);
        const auto decision = decided(terms("job"), facts);
        CHECK(rules(decision) == c.rules);
        const bool is_paid = c.rules == Names{"outcome.accepted"};
        CHECK(decision.amount == (is_paid ? Money::euros(400) : Money{}));
        CHECK(decision.refused_amount == (is_paid ? Money{} : Money::euros(400)));
    }
}

TEST_CASE("a job that has begun may end after the day of the claim", "[outcome]")
{
    auto facts = job(day(2026, 5, 4));
    facts.job_ends_on = day(2026, 12, 31);
    CHECK(decided(terms("job"), facts, {}, day(2026, 5, 4)).verdict == ClaimVerdict::accepted);
}

TEST_CASE("six months are kept when they were full on the day of the check", "[outcome]")
{
    struct Case
    {
        const char* because;
        CivilDate starts;
        CivilDate checked;
        std::optional<CivilDate> ends;
        Names rules;
    };
    const std::vector<Case> cases = {
        {"on the day", day(2026, 5, 4), day(2026, 11, 4), {}, {"outcome.accepted"}},
        {"a day early", day(2026, 5, 4), day(2026, 11, 3), {}, {"outcome.months_not_reached"}},
        {"31 August and six months end in February",
         day(2026, 8, 31),
         day(2027, 2, 28),
         {},
         {"outcome.accepted"}},
        {"a day before that", day(2026, 8, 31), day(2027, 2, 27), {}, {"outcome.months_not_reached"}},
        {"worked to the last of the months",
         day(2026, 5, 4),
         day(2026, 12, 1),
         day(2026, 11, 3),
         {"outcome.accepted"}},
        {"ended a day before", day(2026, 5, 4), day(2026, 12, 1), day(2026, 11, 2), {"outcome.not_retained"}},
        {"checked tomorrow", day(2026, 5, 4), day(2027, 6, 2), {}, {"outcome.fact_in_future"}},
        {"a job from before the service", day(2026, 3, 1), day(2026, 12, 1), {}, {"outcome.before_service"}},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        auto facts = job(c.starts);
        facts.checked_on = c.checked;
        facts.job_ends_on = c.ends;
        CHECK(rules(decided(terms("kept_6"), facts)) == c.rules);
    }
}

TEST_CASE("no return counts from the day after the subsidised job ended", "[outcome]")
{
    auto component = of_kind(ComponentKind::retention, "outcome");
    component.outcome = "NO_RETURN_3";
    auto facts = job(day(2026, 4, 1));
    facts.job_ends_on = day(2026, 7, 31);
    facts.checked_on = day(2026, 11, 1);
    CHECK(rules(decided(component, facts)) == Names{"outcome.accepted"});
    facts.checked_on = day(2026, 10, 31);
    CHECK(rules(decided(component, facts)) == Names{"outcome.months_not_reached"});
    facts.job_ends_on.reset();
    CHECK(rules(decided(component, facts)) == Names{"outcome.fact_missing"});
}

TEST_CASE("an outcome that nobody knows is refused", "[outcome]")
{
    auto component = of_kind(ComponentKind::milestone, "outcome");
    component.outcome = "LUCK";
    CHECK(rules(decided(component, moment(day(2026, 4, 1)))) == Names{"outcome.outcome_unknown"});
}
