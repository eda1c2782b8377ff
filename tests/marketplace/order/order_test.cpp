#include "marketplace/order/order.hpp"

#include "tests/procurement/basket/sample_basket.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace kori;
using samples::day;

TEST_CASE("a decline names a listed ground of the one who declines", "[order]")
{
    CHECK(check_decline("no_capacity", DeclinedBy::provider));
    CHECK(check_decline("no_capacity", DeclinedBy::customer).refusal().rule ==
          "order.decline_ground_of_somebody_else");
    CHECK(check_decline("customer_changed_mind", DeclinedBy::customer));
    CHECK(check_decline("customer_changed_mind", DeclinedBy::provider).refusal().rule ==
          "order.decline_ground_of_somebody_else");
    CHECK(check_decline("too_difficult", DeclinedBy::provider).refusal().rule ==
          "order.decline_ground_unknown");
}

TEST_CASE("decline grounds are coded once, explained, and no one lacks grounds of its own", "[order]")
{
    std::set<std::string_view> codes;
    std::set<DeclinedBy> sides;
    for (const auto& ground : decline_grounds())
    {
        CHECK(codes.insert(ground.code).second);
        CHECK_FALSE(ground.meaning.empty());
        CHECK_FALSE(ground.source.empty());
        sides.insert(ground.by);
    }
    CHECK(sides.size() == 3);
}

TEST_CASE("the clocks of an order count from the Finnish day of the event", "[order]")
{
    const auto law = samples::law_book();
    // 22:30 UTC is already the next Finnish day, Tuesday 3 March.
    const auto late_monday = *parse_instant("2026-03-02T22:30:00Z");
    const auto monday = *parse_instant("2026-03-02T10:00:00Z");
    CHECK(acknowledge_due(monday, law) == day(2026, 3, 4));
    CHECK(acknowledge_due(late_monday, law) == day(2026, 3, 5));
    CHECK(answer_due(monday, law) == day(2026, 3, 9));
    CHECK(first_meeting_due(monday, law) == day(2026, 3, 16));
    CHECK(capacity_hold_until(monday, law) == day(2026, 3, 9));
    CHECK(choice_alert_on(monday, law) == day(2026, 3, 16));
    // Midsummer Eve, Friday 19 June 2026, is a working day in the Regulation.
    CHECK(acknowledge_due(*parse_instant("2026-06-17T10:00:00Z"), law) == day(2026, 6, 19));
    CHECK_THROWS_AS(acknowledge_due(monday, LawBook{}), LawMissing);
}

TEST_CASE("money is held from acceptance to the end of the follow-up, and not by a dropped order", "[order]")
{
    struct Case
    {
        std::string_view state;
        bool holds;
        bool claims;
    };
    const auto cases = {
        Case{order_state::created, false, false},      Case{order_state::sent, false, false},
        Case{order_state::acknowledged, false, false}, Case{order_state::waitlisted, false, false},
        Case{order_state::accepted, true, false},      Case{order_state::started, true, true},
        Case{order_state::interrupted, true, true},    Case{order_state::completed, true, true},
        Case{order_state::dropped, false, true},       Case{order_state::transferred, false, true},
        Case{order_state::follow_up, true, true},      Case{order_state::declined_by_provider, false, false},
        Case{order_state::closed, false, false},
    };
    CHECK(cases.size() == order_states().states.size());
    for (const auto& c : cases)
    {
        INFO(c.state);
        CHECK(holds_money(c.state) == c.holds);
        CHECK(takes_claims(c.state) == c.claims);
    }
}

TEST_CASE("a started order is not declined, and a declined one does not start", "[order]")
{
    CHECK_FALSE(order_states().allows(order_state::started, "decline"));
    CHECK_FALSE(order_states().allows(order_state::declined_by_provider, "start"));
    CHECK_FALSE(order_states().allows(order_state::sent, "accept"));
}

TEST_CASE("a provider serves a person until the order ends on a ground or is closed", "[order]")
{
    CHECK(serves_person(order_state::sent, ""));
    CHECK(serves_person(order_state::completed, ""));
    CHECK(serves_person(order_state::follow_up, ""));
    CHECK_FALSE(serves_person(order_state::declined_by_provider, "no_capacity"));
    CHECK_FALSE(serves_person(order_state::dropped, "customer_found_work"));
    CHECK_FALSE(serves_person(order_state::follow_up, "customer_found_work"));
    CHECK_FALSE(serves_person(order_state::closed, ""));
}
