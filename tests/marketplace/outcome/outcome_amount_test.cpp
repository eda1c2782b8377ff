#include "tests/marketplace/outcome/claim_facts.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <random>

using namespace kori;
using namespace kori::test;

TEST_CASE("the same outcome of a person and period is paid once", "[outcome]")
{
    CapsUsed used;
    used.paid_before = "clm_x";
    const auto decision = decided(terms("job"), job(day(2026, 5, 4)), used);
    CHECK(rules(decision) == Names{"outcome.paid_before"});
    CHECK(decision.reasons[0].values == Facts{{"claim", "clm_x"}});
    CHECK(decision.amount == Money{});

    auto twice = moment(day(2026, 3, 2));
    twice.quantity = 2;
    const auto half = decided(terms("start"), twice);
    CHECK(rules(half) == Names{"outcome.once_only", "outcome.accepted"});
    CHECK(half.verdict == ClaimVerdict::partly_accepted);
    CHECK(half.amount == Money::euros(300));
    CHECK(half.refused_quantity == 1);
    CHECK(half.refused_amount == Money::euros(300));
}

TEST_CASE("no more units are paid than the days can hold", "[outcome]")
{
    struct Case
    {
        const char* because;
        ComponentKind kind;
        const char* unit;
        CivilDate from;
        CivilDate to;
        std::int64_t room;
    };
    const auto cases = {
        Case{"one day", ComponentKind::day, "day", day(2026, 3, 2), day(2026, 3, 2), 1},
        Case{"five days", ComponentKind::day, "day", day(2026, 3, 2), day(2026, 3, 6), 5},
        Case{"a day has 24 hours", ComponentKind::hour, "hour", day(2026, 3, 2), day(2026, 3, 2), 24},
        Case{"seven days are a week", ComponentKind::period, "week", day(2026, 3, 2), day(2026, 3, 8), 1},
        Case{"an eighth begins another", ComponentKind::period, "week", day(2026, 3, 2), day(2026, 3, 9), 2},
        Case{"a whole month", ComponentKind::period, "month", day(2026, 3, 2), day(2026, 4, 1), 1},
        Case{"a day more begins another", ComponentKind::period, "month", day(2026, 3, 2), day(2026, 4, 2),
             2},
        Case{"in-work support likewise", ComponentKind::in_work, "month", day(2026, 3, 2), day(2026, 6, 1),
             3},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        const auto component = of_kind(c.kind, c.unit);
        const auto fits = decided(component, range(c.from, c.to, c.room));
        CHECK(fits.verdict == ClaimVerdict::accepted);
        CHECK(fits.amount == Money::euros(50) * c.room);
        const auto cut = decided(component, range(c.from, c.to, c.room + 1));
        CHECK(rules(cut) == Names{"outcome.more_than_days_hold", "outcome.accepted"});
        CHECK(cut.accepted_quantity == c.room);
        CHECK(cut.refused_quantity == 1);
        CHECK(cut.refused_amount == Money::euros(50));
    }
}

TEST_CASE("a span of days must be whole, in order, inside the service and unpaid", "[outcome]")
{
    const auto component = of_kind(ComponentKind::period, "month");
    auto half = range(day(2026, 4, 1), day(2026, 4, 30), 1);
    half.to.reset();
    CHECK(rules(decided(component, half)) == Names{"outcome.fact_missing"});
    CHECK(rules(decided(component, range(day(2026, 4, 2), day(2026, 4, 1), 1))) ==
          Names{"outcome.days_crossed"});
    CHECK(rules(decided(component, range(day(2026, 3, 1), day(2026, 3, 31), 1))) ==
          Names{"outcome.before_service"});
    CHECK(rules(decided(component, range(day(2026, 8, 1), day(2026, 9, 1), 1))) ==
          Names{"outcome.after_service"});

    CapsUsed used;
    used.ranges_paid = {{day(2026, 4, 1), day(2026, 4, 30)}};
    CHECK(rules(decided(component, range(day(2026, 4, 30), day(2026, 5, 29), 1), used)) ==
          Names{"outcome.days_paid_before"});
    CHECK(rules(decided(component, range(day(2026, 5, 1), day(2026, 5, 30), 1), used)) ==
          Names{"outcome.accepted"});
    CHECK(rules(decided(component, range(day(2026, 3, 2), day(2026, 3, 31), 1), used)) ==
          Names{"outcome.accepted"});
    // The claimed span ends on the first paid day, and lies around all of them.
    CHECK(rules(decided(component, range(day(2026, 3, 15), day(2026, 4, 1), 1), used)) ==
          Names{"outcome.days_paid_before"});
    CHECK(rules(decided(component, range(day(2026, 3, 15), day(2026, 5, 15), 1), used)) ==
          Names{"outcome.days_paid_before"});
    // Two talks on one day are two hours.
    CHECK(rules(decided(of_kind(ComponentKind::hour, "hour"), range(day(2026, 4, 2), day(2026, 4, 2), 1),
                        used)) == Names{"outcome.accepted"});
}

TEST_CASE("caps are used up to the last unit and cent, and the cap that binds is named", "[outcome]")
{
    struct Case
    {
        const char* because;
        std::function<void(ComponentTerms&, CapsUsed&)> set;
        std::int64_t quantity;
        Money amount;
        Names rules;
    };
    // Four days of 50 euros are claimed.
    const std::vector<Case> cases = {
        {"exactly at the person's quantity",
         [](auto& t, auto& u)
         {
             t.caps.quantity_per_person = 10;
             u.quantity_of_person = 6;
         },
         4,
         Money::euros(200),
         {"outcome.accepted"}},
        {"one above it",
         [](auto& t, auto& u)
         {
             t.caps.quantity_per_person = 10;
             u.quantity_of_person = 7;
         },
         3,
         Money::euros(150),
         {"outcome.cap_person_quantity", "outcome.accepted"}},
        {"the person's quantity is used up",
         [](auto& t, auto& u)
         {
             t.caps.quantity_per_person = 10;
             u.quantity_of_person = 10;
         },
         0,
         Money{},
         {"outcome.cap_person_quantity"}},
        {"the order's quantity",
         [](auto& t, auto& u)
         {
             t.caps.quantity_per_order = 5;
             u.quantity_of_order = 3;
         },
         2,
         Money::euros(100),
         {"outcome.cap_order_quantity", "outcome.accepted"}},
        {"exactly at the person's money",
         [](auto& t, auto& u)
         {
             t.caps.money_per_person = Money::euros(300);
             u.money_of_person = Money::euros(100);
         },
         4,
         Money::euros(200),
         {"outcome.accepted"}},
        {"a cent above it",
         [](auto& t, auto& u)
         {
             t.caps.money_per_person = Money::euros(300);
             u.money_of_person = Money::cents(10'001);
         },
         4,
         Money::cents(19'999),
         {"outcome.cap_person_money", "outcome.accepted"}},
        {"the order's money",
         [](auto& t, auto& u)
         {
             t.caps.money_per_order = Money::euros(100);
             u.money_of_order = Money::euros(1);
         },
         4,
         Money::euros(99),
         {"outcome.cap_order_money", "outcome.accepted"}},
        {"over the whole basket",
         [](auto& t, auto& u)
         {
             t.person_cap = Money::euros(1'000);
             u.person_total = Money::euros(990);
         },
         4,
         Money::euros(10),
         {"outcome.cap_person_total", "outcome.accepted"}},
        {"nothing is left for the person",
         [](auto& t, auto& u)
         {
             t.person_cap = Money::euros(1'000);
             u.person_total = Money::euros(1'001);
         },
         0,
         Money{},
         {"outcome.cap_person_total"}},
        {"what is reserved",
         [](auto&, auto& u) { u.reserved_left = Money::euros(199); },
         4,
         Money::euros(199),
         {"outcome.reserved_money", "outcome.accepted"}},
        {"exactly what is reserved",
         [](auto&, auto& u) { u.reserved_left = Money::euros(200); },
         4,
         Money::euros(200),
         {"outcome.accepted"}},
        {"nothing is reserved",
         [](auto&, auto& u) { u.reserved_left = Money{}; },
         0,
         Money{},
         {"outcome.reserved_money"}},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        auto component = of_kind(ComponentKind::day, "day");
        CapsUsed used;
        c.set(component, used);
        const auto decision = decided(component, range(day(2026, 4, 1), day(2026, 4, 10), 4), used);
        CHECK(decision.accepted_quantity == c.quantity);
        CHECK(decision.amount == c.amount);
        CHECK(rules(decision) == c.rules);
        CHECK(decision.amount + decision.refused_amount == Money::euros(200));
        CHECK(decision.accepted_quantity + decision.refused_quantity == 4);
        const auto verdict = c.amount.is_zero()              ? ClaimVerdict::refused
                             : c.amount == Money::euros(200) ? ClaimVerdict::accepted
                                                             : ClaimVerdict::partly_accepted;
        CHECK(decision.verdict == verdict);
    }
}

TEST_CASE("a quantity is above zero and within bounds", "[outcome]")
{
    const auto component = of_kind(ComponentKind::module, "module");
    auto facts = moment(day(2026, 4, 1));
    facts.quantity = 0;
    CHECK(rules(decided(component, facts)) == Names{"outcome.quantity_not_positive"});
    facts.quantity = -1;
    CHECK(rules(decided(component, facts)) == Names{"outcome.quantity_not_positive"});
    facts.quantity = 100'001;
    CHECK(rules(decided(component, facts)) == Names{"outcome.quantity_out_of_bounds"});
    facts.quantity = 100'000;
    CHECK(decided(component, facts).amount == Money::euros(5'000'000));
}

TEST_CASE("an expense is paid at cost up to its ceiling", "[outcome]")
{
    const auto component = of_kind(ComponentKind::expense, "at_cost");
    auto facts = moment(day(2026, 4, 1));
    CHECK(rules(decided(component, facts)) == Names{"outcome.cost_missing"});
    facts.cost = Money::euros(50);
    CHECK(rules(decided(component, facts)) == Names{"outcome.cost_accepted"});
    CHECK(decided(component, facts).amount == Money::euros(50));
    facts.cost = Money::cents(5'001);
    const auto cut = decided(component, facts);
    CHECK(rules(cut) == Names{"outcome.cost_above_ceiling", "outcome.cost_accepted"});
    CHECK(cut.amount == Money::euros(50));
    CHECK(cut.refused_amount == Money::cents(1));
    CHECK(cut.verdict == ClaimVerdict::partly_accepted);
    facts.cost = Money::cents(-1);
    CHECK(rules(decided(component, facts)) == Names{"outcome.cost_missing"});
}

TEST_CASE("the parts of a group session add up to its price", "[outcome]")
{
    auto component = of_kind(ComponentKind::group, "session");
    component.price = Money::cents(10'000);
    Money sum;
    for (std::int64_t place = 1; place <= 7; ++place)
    {
        auto facts = moment(day(2026, 4, 1));
        facts.participants = 7;
        facts.participant_place = place;
        const auto decision = decided(component, facts);
        CHECK(rules(decision) == Names{"outcome.group_split", "outcome.accepted"});
        sum += decision.amount;
    }
    CHECK(sum == component.price);

    auto facts = moment(day(2026, 4, 1));
    facts.participants = 7;
    facts.participant_place = 8;
    CHECK(rules(decided(component, facts)) == Names{"outcome.participants_senseless"});
    facts.participant_place = 0;
    CHECK(rules(decided(component, facts)) == Names{"outcome.participants_senseless"});
}

TEST_CASE("a storm of claims ends exactly at the cap, and each decision can be recomputed",
          "[outcome][property]")
{
    const std::uint64_t seed = 7'412;
    INFO("seed " << seed);
    std::mt19937_64 random{seed};
    for (int storm = 0; storm < 100; ++storm)
    {
        auto component = of_kind(ComponentKind::hour, "hour");
        component.price = Money::cents(1 + static_cast<std::int64_t>(random() % 7'000));
        component.caps.money_per_order = Money::cents(1 + static_cast<std::int64_t>(random() % 100'000));
        CapsUsed used;
        for (int i = 0; i < 200'000 && used.money_of_order < *component.caps.money_per_order; ++i)
        {
            const auto facts =
                range(day(2026, 4, 1), day(2026, 4, 30), 1 + static_cast<std::int64_t>(random() % 20));
            const auto decision = decide_outcome(component, facts, used, service_days, claimed_on);
            REQUIRE(decision == decide_outcome(component, facts, used, service_days, claimed_on));
            REQUIRE(decision.amount + decision.refused_amount == component.price * facts.quantity);
            used.money_of_order += decision.amount;
            used.quantity_of_order += decision.accepted_quantity;
        }
        REQUIRE(used.money_of_order == *component.caps.money_per_order);
        const auto after = decided(component, range(day(2026, 4, 1), day(2026, 4, 30), 1), used);
        CHECK(rules(after) == Names{"outcome.cap_order_money"});
    }
}
