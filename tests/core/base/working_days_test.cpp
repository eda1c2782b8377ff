#include "core/base/working_days.hpp"

#include "core/base/law_book.hpp"
#include "core/base/promise.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace std::chrono;

namespace
{

const Holiday& holiday(const std::vector<Holiday>& holidays, std::string_view name_en)
{
    for (const auto& candidate : holidays)
        if (candidate.name_en == name_en)
            return candidate;
    throw std::invalid_argument{"no such holiday"};
}

} // namespace

TEST_CASE("ten working days of the Regulation pass over Saturdays, Sundays and public holidays",
          "[base][T02]")
{
    struct Case
    {
        const char* because;
        CivilDate received;
        CivilDate due;
    };
    const auto cases = {
        Case{"an ordinary fortnight", 2026y / March / 2, 2026y / March / 16},
        Case{"Good Friday and Easter Monday do not count", 2026y / March / 30, 2026y / April / 15},
        Case{"Epiphany falls on a Tuesday", 2026y / January / 5, 2026y / January / 20},
        Case{"Midsummer Eve counts in this law", 2026y / June / 8, 2026y / June / 22},
        Case{"a request on a Saturday counts from Monday", 2026y / March / 7, 2026y / March / 20},
        Case{"May Day and Ascension", 2026y / April / 30, 2026y / May / 18},
        Case{"Christmas Eve counts, the two days after it do not", 2026y / December / 21,
             2027y / January / 7},
        Case{"Independence Day on a Sunday costs nothing", 2026y / November / 30, 2026y / December / 14},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK(add_working_days(c.received, 10, DeadlineLaw::eu_1182_71) == c.due);
    }
}

TEST_CASE("the two laws differ on Midsummer Eve and Christmas Eve only", "[base]")
{
    CHECK(add_working_days(2026y / June / 8, 10, DeadlineLaw::fi_150_1930) == 2026y / June / 23);
    CHECK(add_working_days(2026y / December / 23, 1, DeadlineLaw::eu_1182_71) == 2026y / December / 24);
    CHECK(add_working_days(2026y / December / 23, 1, DeadlineLaw::fi_150_1930) == 2026y / December / 28);
    for (CivilDate day = 2024y / January / 1; day < 2034y / January / 1; day = plus_days(day, 1))
    {
        const bool differs =
            is_working_day(day, DeadlineLaw::eu_1182_71) != is_working_day(day, DeadlineLaw::fi_150_1930);
        const weekday on{sys_days{day}};
        const bool is_christmas_eve = day.month() == December && day.day() == 24d;
        const bool is_midsummer_eve =
            day.month() == June && on == Friday && day.day() >= 19d && day.day() <= 25d;
        const bool is_weekend = on == Saturday || on == Sunday;
        if (differs != ((is_christmas_eve || is_midsummer_eve) && !is_weekend))
            FAIL(to_text(day));
    }
}

TEST_CASE("an act that falls due on a free day may be done on the next working day", "[base][T17][T19]")
{
    struct Case
    {
        const char* because;
        CivilDate due;
        DeadlineLaw law;
        CivilDate done;
    };
    const auto party = DeadlineLaw::fi_150_1930;
    const auto cases = {
        Case{"an ordinary Thursday", 2026y / March / 5, party, 2026y / March / 5},
        Case{"a Saturday", 2026y / March / 7, party, 2026y / March / 9},
        Case{"a Sunday", 2026y / March / 8, party, 2026y / March / 9},
        Case{"Good Friday", 2026y / April / 3, party, 2026y / April / 7},
        Case{"Midsummer Eve", 2026y / June / 19, party, 2026y / June / 22},
        Case{"Midsummer Eve under the Regulation", 2026y / June / 19, DeadlineLaw::eu_1182_71,
             2026y / June / 19},
        Case{"Christmas Eve", 2026y / December / 24, party, 2026y / December / 28},
        Case{"Christmas Eve under the Regulation", 2026y / December / 24, DeadlineLaw::eu_1182_71,
             2026y / December / 24},
        Case{"Independence Day on a Monday", 2027y / December / 6, party, 2027y / December / 7},
        Case{"May Day on a Friday", 2026y / May / 1, party, 2026y / May / 4},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK(next_working_day_or_same(c.due, c.law) == c.done);
    }
}

TEST_CASE("no working days leave the day as it is", "[base]")
{
    CHECK(add_working_days(2026y / March / 7, 0, DeadlineLaw::eu_1182_71) == 2026y / March / 7);
    CHECK_THROWS_AS(add_working_days(2026y / March / 7, -1, DeadlineLaw::eu_1182_71), BrokenPromise);
}

// Dates of Easter as printed in almanacs; the first and the last that can be, and the edges of the range.
TEST_CASE("Easter falls where the almanac says", "[base]")
{
    const auto dates = {
        1900y / April / 15, 1913y / March / 23, 1943y / April / 25, 1954y / April / 18, 1961y / April / 2,
        1981y / April / 19, 1999y / April / 4,  2000y / April / 23, 2008y / March / 23, 2011y / April / 24,
        2016y / March / 27, 2019y / April / 21, 2024y / March / 31, 2025y / April / 20, 2026y / April / 5,
        2027y / March / 28, 2028y / April / 16, 2038y / April / 25, 2049y / April / 18, 2076y / April / 19,
        2100y / March / 28, 2199y / April / 14,
    };
    for (const CivilDate date : dates)
    {
        INFO(to_text(date));
        CHECK(holiday(finnish_holidays(static_cast<int>(date.year())), "Easter Sunday").day == date);
    }
}

TEST_CASE("the calendar of three centuries keeps the rules of each holiday", "[base]")
{
    for (int y = 1900; y <= 2199; ++y)
    {
        const auto days = finnish_holidays(y);
        const auto on = [&](std::string_view name) { return holiday(days, name).day; };
        const auto weekday_of = [&](std::string_view name) { return weekday{sys_days{on(name)}}; };
        const year in{y};
        bool good = days.size() == 15;
        for (std::size_t i = 1; i < days.size(); ++i)
            good = good && days[i - 1].day <= days[i].day;
        const auto easter = on("Easter Sunday");
        good = good && weekday_of("Easter Sunday") == Sunday && in / March / 22 <= easter &&
               easter <= in / April / 25;
        good = good && weekday_of("Good Friday") == Friday && weekday_of("Easter Monday") == Monday;
        good = good && weekday_of("Ascension Day") == Thursday && weekday_of("Whit Sunday") == Sunday;
        good = good && weekday_of("Midsummer Eve") == Friday && in / June / 19 <= on("Midsummer Eve") &&
               on("Midsummer Eve") <= in / June / 25;
        good = good && on("Midsummer Day") == plus_days(on("Midsummer Eve"), 1);
        good = good && weekday_of("All Saints' Day") == Saturday &&
               in / October / 31 <= on("All Saints' Day") && on("All Saints' Day") <= in / November / 6;
        if (!good)
            FAIL("the calendar of " << y << " is wrong");
    }
    SUCCEED("300 years");
}

TEST_CASE("the calendar of 2026 is the almanac's", "[base]")
{
    const std::vector<CivilDate> almanac{
        2026y / January / 1,   2026y / January / 6,   2026y / April / 3,     2026y / April / 5,
        2026y / April / 6,     2026y / May / 1,       2026y / May / 14,      2026y / May / 24,
        2026y / June / 19,     2026y / June / 20,     2026y / October / 31,  2026y / December / 6,
        2026y / December / 24, 2026y / December / 25, 2026y / December / 26,
    };
    std::vector<CivilDate> days;
    for (const auto& each : finnish_holidays(2026))
        days.push_back(each.day);
    CHECK(days == almanac);
}

TEST_CASE("the law book changes single days", "[base]")
{
    LawBook book;
    book.add_holiday(2026y / March / 4);
    book.add_working_day(2026y / April / 3);
    const auto law = DeadlineLaw::eu_1182_71;

    CHECK(is_working_day(2026y / March / 4, law));
    CHECK_FALSE(is_working_day(2026y / March / 4, law, &book));
    CHECK(add_working_days(2026y / March / 3, 1, law, &book) == 2026y / March / 5);
    CHECK(next_working_day_or_same(2026y / March / 4, law, &book) == 2026y / March / 5);
    CHECK_FALSE(is_working_day(2026y / April / 3, law));
    CHECK(is_working_day(2026y / April / 3, law, &book));
}

TEST_CASE("working days are added one after the other, from every day of two years", "[base]")
{
    for (const auto law : {DeadlineLaw::eu_1182_71, DeadlineLaw::fi_150_1930})
        for (CivilDate day = 2026y / January / 1; day < 2028y / January / 1; day = plus_days(day, 1))
        {
            const auto five = add_working_days(day, 5, law);
            if (!is_working_day(five, law) || five != add_working_days(add_working_days(day, 2, law), 3, law))
                FAIL(to_text(day));
        }
    SUCCEED();
}
