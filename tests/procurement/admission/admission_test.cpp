#include "procurement/admission/admission.hpp"

#include "tests/procurement/basket/sample_basket.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using samples::day;

TEST_CASE("the promised answer counts working days from the day after receipt", "[admission]")
{
    const auto law = samples::law_book();
    struct Case
    {
        const char* because;
        CivilDate received;
        int own_days; // 0 = the default of the law book
        CivilDate due;
    };
    const auto cases = {
        Case{"the default is ten, an ordinary fortnight", day(2026, 3, 2), 0, day(2026, 3, 16)},
        Case{"the programme promises one", day(2026, 3, 2), 1, day(2026, 3, 3)},
        Case{"a Friday and one day end on Monday", day(2026, 3, 6), 1, day(2026, 3, 9)},
        Case{"Easter stands in between", day(2026, 3, 30), 0, day(2026, 4, 15)},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK((c.own_days == 0 ? answer_promised_by(c.received, law)
                               : answer_promised_by(c.received, c.own_days, law)) == c.due);
    }
}

TEST_CASE("a provider stays on the list while its renewal is asked, not while it is suspended", "[admission]")
{
    CHECK(is_accepted(acceptance_state::accepted));
    CHECK(is_accepted(acceptance_state::renewal_asked));
    CHECK_FALSE(is_accepted(acceptance_state::suspended));
    CHECK_FALSE(is_accepted(acceptance_state::under_review));
    CHECK_FALSE(is_accepted(acceptance_state::leaving));
}

TEST_CASE("open acceptance never uses the words of a DPS", "[admission]")
{
    for (const auto& row : acceptance_states().transitions)
    {
        INFO(row.from << " " << row.verb);
        CHECK(row.verb != "admit");
        CHECK(row.to != "ADMITTED");
        CHECK(row.source.find("1397/2016") == std::string_view::npos);
    }
    CHECK(acceptance_states().move("UNDER_REVIEW", "admit").refusal().rule ==
          "acceptance.transition_not_listed");
    CHECK(*acceptance_states().move("UNDER_REVIEW", "accept") == acceptance_state::accepted);
}
