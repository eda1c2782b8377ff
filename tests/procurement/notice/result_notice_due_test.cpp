#include "procurement/notice/result_notice_due.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace std::chrono;

namespace
{

LawBook book()
{
    LawBook law;
    const auto add = [&law](const char* name, std::int64_t value, const char* unit)
    { law.add(name, LawValue{value, unit, Validity{2017y / January / 1, {}}, "1397/2016", "verified"}); };
    add("T22.days", 30, "days");
    add("T23.days", 30, "days");
    add("T24.months", 4, "months");
    return law;
}

} // namespace

TEST_CASE("a result is told within thirty days, by quarter, or within four months of the year",
          "[notice][T22][T23][T24]")
{
    struct Case
    {
        const char* because;
        CivilDate contracted;
        CivilDate single;
        CivilDate quarterly;
        CivilDate national;
    };
    const Case cases[] = {
        {"in the middle of a quarter", 2026y / May / 4, 2026y / June / 3, 2026y / July / 30,
         2027y / April / 30},
        {"the last day of a quarter", 2026y / June / 30, 2026y / July / 30, 2026y / July / 30,
         2027y / April / 30},
        {"the first day of the next", 2026y / July / 1, 2026y / July / 31, 2026y / October / 30,
         2027y / April / 30},
        {"the last day of a year", 2026y / December / 31, 2027y / January / 30, 2027y / January / 30,
         2027y / April / 30},
        {"the first day of a year", 2027y / January / 1, 2027y / January / 31, 2027y / April / 30,
         2028y / April / 30},
        {"over a leap day", 2028y / January / 31, 2028y / March / 1, 2028y / April / 30, 2029y / April / 30},
    };
    const auto law = book();
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK(notice::single_result_due(c.contracted, law) == c.single);
        CHECK(notice::quarterly_result_due(c.contracted, law) == c.quarterly);
        CHECK(notice::national_result_due(c.contracted, law) == c.national);
    }
    CHECK_THROWS_AS(notice::single_result_due(2016y / May / 4, law), LawMissing);
}
