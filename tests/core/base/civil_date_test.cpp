#include "core/base/civil_date.hpp"

#include "core/base/promise.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace std::chrono;

namespace
{

Instant at(const char* text)
{
    const auto instant = parse_instant(text);
    REQUIRE(instant.has_value());
    return *instant;
}

} // namespace

TEST_CASE("a moment belongs to the Finnish day that the clock on the wall shows", "[base]")
{
    struct Case
    {
        const char* because;
        const char* moment;
        CivilDate day;
    };
    const auto cases = {
        Case{"winter: the day turns at 22:00 UTC, a microsecond before", "2026-01-14T21:59:59.999999Z",
             2026y / January / 14},
        Case{"winter: the day turns at 22:00 UTC", "2026-01-14T22:00:00Z", 2026y / January / 15},
        Case{"summer: the day turns at 21:00 UTC, a microsecond before", "2026-07-14T20:59:59.999999Z",
             2026y / July / 14},
        Case{"summer: the day turns at 21:00 UTC", "2026-07-14T21:00:00Z", 2026y / July / 15},
        Case{"the day of the spring turn begins in winter time", "2026-03-28T22:00:00Z", 2026y / March / 29},
        Case{"the evening before the spring turn", "2026-03-28T21:59:59Z", 2026y / March / 28},
        Case{"the day of the spring turn ends in summer time", "2026-03-29T20:59:59Z", 2026y / March / 29},
        Case{"the day after the spring turn", "2026-03-29T21:00:00Z", 2026y / March / 30},
        Case{"the day of the autumn turn begins in summer time", "2026-10-24T21:00:00Z",
             2026y / October / 25},
        Case{"the day of the autumn turn ends in winter time", "2026-10-25T21:59:59Z", 2026y / October / 25},
        Case{"the day after the autumn turn", "2026-10-25T22:00:00Z", 2026y / October / 26},
        Case{"the year turns with the Finnish day", "2026-12-31T22:00:00Z", 2027y / January / 1},
        Case{"a moment before 1970", "1969-12-31T21:59:59Z", 1969y / December / 31},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK(finnish_date(at(c.moment)) == c.day);
    }
}

TEST_CASE("Finnish time is written with the offset of that moment", "[base]")
{
    struct Case
    {
        const char* because;
        const char* moment;
        const char* text;
        int offset;
    };
    const auto cases = {
        Case{"winter", "2026-01-15T06:00:00Z", "2026-01-15T08:00:00+02:00", 2},
        Case{"summer", "2026-07-15T06:00:00Z", "2026-07-15T09:00:00+03:00", 3},
        Case{"the day may differ from that of UTC", "2026-07-14T21:30:00Z", "2026-07-15T00:30:00+03:00", 3},
        Case{"the last second before the spring turn", "2026-03-29T00:59:59Z", "2026-03-29T02:59:59+02:00",
             2},
        Case{"the spring turn", "2026-03-29T01:00:00Z", "2026-03-29T04:00:00+03:00", 3},
        Case{"the hour that comes twice, first", "2026-10-25T00:30:00Z", "2026-10-25T03:30:00+03:00", 3},
        Case{"the hour that comes twice, again", "2026-10-25T01:30:00Z", "2026-10-25T03:30:00+02:00", 2},
        Case{"parts of a second are cut off", "2026-01-14T21:59:59.999999Z", "2026-01-14T23:59:59+02:00", 2},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK(to_helsinki_text(at(c.moment)) == c.text);
        CHECK(helsinki_offset_hours(at(c.moment)) == c.offset);
    }
}

TEST_CASE("the day of the spring turn has 23 hours, that of the autumn turn 25, any other 24", "[base]")
{
    struct Case
    {
        const char* because;
        CivilDate day;
        std::int64_t hours;
    };
    const auto cases = {
        Case{"last Sunday of March 2026", 2026y / March / 29, 23},
        Case{"the Saturday before", 2026y / March / 28, 24},
        Case{"the Monday after", 2026y / March / 30, 24},
        Case{"a March whose last day is the Sunday", 2024y / March / 31, 23},
        Case{"the earliest last Sunday of March", 2029y / March / 25, 23},
        Case{"last Sunday of October 2026", 2026y / October / 25, 25},
        Case{"the Saturday before", 2026y / October / 24, 24},
        Case{"the Monday after", 2026y / October / 26, 24},
        Case{"an October whose last day is the Sunday", 2027y / October / 31, 25},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        const auto length = start_of_day(plus_days(c.day, 1)).micros - start_of_day(c.day).micros;
        CHECK(length == c.hours * 3'600'000'000);
    }
}

TEST_CASE("a day begins and ends within itself, for every day of ten years", "[base]")
{
    for (CivilDate day = 2024y / January / 1; day < 2034y / January / 1; day = plus_days(day, 1))
    {
        const auto start = start_of_day(day);
        const auto end = end_of_day(day);
        const auto yesterday = plus_days(day, -1);
        if (finnish_date(start) != day || finnish_date(start.plus_micros(-1)) != yesterday ||
            finnish_date(end) != day || finnish_date(end.plus_micros(1)) != plus_days(day, 1))
            FAIL("the edges of " << to_text(day) << " are wrong");
    }
    SUCCEED("3 653 days");
}

TEST_CASE("every hour of ten years lies between the start and the end of its own day", "[base]")
{
    auto moment = start_of_day(2024y / January / 1);
    for (int hour = 0; hour < 10 * 366 * 24; ++hour, moment = moment.plus_hours(1))
    {
        const auto day = finnish_date(moment);
        if (moment < start_of_day(day) || end_of_day(day) < moment)
            FAIL(to_text(moment) << " is not within " << to_text(day));
    }
    SUCCEED("87 840 hours");
}

TEST_CASE("months later is the day of the same number, or the month's last day", "[base]")
{
    struct Case
    {
        const char* because;
        CivilDate from;
        int months;
        CivilDate to;
    };
    const auto cases = {
        Case{"the same number", 2026y / January / 15, 1, 2026y / February / 15},
        Case{"February lacks the 31st", 2026y / January / 31, 1, 2026y / February / 28},
        Case{"a leap year has the 29th", 2028y / January / 31, 1, 2028y / February / 29},
        Case{"a leap day after a year", 2028y / February / 29, 12, 2029y / February / 28},
        Case{"a leap day after four years", 2028y / February / 29, 48, 2032y / February / 29},
        Case{"a short month does not become its end", 2026y / February / 28, 1, 2026y / March / 28},
        Case{"April has 30 days", 2026y / March / 31, 1, 2026y / April / 30},
        Case{"over the turn of the year", 2026y / August / 31, 6, 2027y / February / 28},
        Case{"December stays in its year", 2026y / November / 30, 1, 2026y / December / 30},
        Case{"back over the turn of the year", 2026y / January / 31, -2, 2025y / November / 30},
        Case{"none", 2026y / January / 31, 0, 2026y / January / 31},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK(plus_months(c.from, c.months) == c.to);
    }
}

TEST_CASE("days later and days between are each other's inverse", "[base]")
{
    const CivilDate from = 2026y / February / 27;
    CHECK(plus_days(from, 2) == 2026y / March / 1);
    CHECK(plus_days(from, -58) == 2025y / December / 31);
    CHECK(days_between(from, 2026y / March / 1) == 2);
    CHECK(days_between(2026y / March / 1, from) == -2);
    for (int count = -400; count <= 400; ++count)
        if (days_between(from, plus_days(from, count)) != count)
            FAIL(count << " days do not come back");
}

TEST_CASE("a date that does not exist is not computed with", "[base]")
{
    CHECK_THROWS_AS(plus_days(2026y / February / 30, 1), BrokenPromise);
    CHECK_THROWS_AS(plus_months(2026y / February / 30, 1), BrokenPromise);
    CHECK_THROWS_AS(start_of_day(2026y / April / 31), BrokenPromise);
    CHECK_THROWS_AS(to_text(CivilDate{2026y / April / 31}), BrokenPromise);
}

TEST_CASE("a date is read only in its one form", "[base]")
{
    CHECK(parse_date("2026-03-02") == CivilDate{2026y / March / 2});
    CHECK(parse_date("2028-02-29") == CivilDate{2028y / February / 29});
    CHECK(parse_date("1900-01-01") == CivilDate{1900y / January / 1});
    CHECK(parse_date("9999-12-31") == CivilDate{9999y / December / 31});
    for (const char* bad : {"", "2026-3-2", "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00",
                            "2026-04-31", "1899-12-31", "0000-01-01", "20260302", "2026/03/02", "2026-03-02 ",
                            " 2026-03-02", "2026-03-0a", "+026-03-02", "2.3.2026", "2026-03-02T00:00:00Z"})
    {
        INFO(bad);
        CHECK_FALSE(parse_date(bad).has_value());
    }
}

TEST_CASE("a date is written as it is read", "[base]")
{
    CHECK(to_text(CivilDate{2026y / March / 2}) == "2026-03-02");
    for (CivilDate day = 2027y / January / 1; day < 2029y / January / 1; day = plus_days(day, 1))
        if (parse_date(to_text(day)) != day)
            FAIL(to_text(day) << " does not come back");
}
