#include "core/base/instant.hpp"

#include <catch2/catch.hpp>

using namespace kori;

TEST_CASE("a moment is read with Z or an offset and up to six decimals", "[base]")
{
    struct Case
    {
        const char* because;
        const char* text;
        std::int64_t micros;
    };
    const auto cases = {
        Case{"the beginning", "1970-01-01T00:00:00Z", 0},
        Case{"six decimals", "1970-01-01T00:00:01.000001Z", 1'000'001},
        Case{"one decimal is tenths", "1970-01-01T00:00:00.5Z", 500'000},
        Case{"Finnish winter time", "1970-01-01T02:00:00+02:00", 0},
        Case{"west of Greenwich", "1969-12-31T19:30:00-04:30", 0},
        Case{"before the beginning", "1969-12-31T23:59:59.999999Z", -1},
        Case{"a leap day", "2028-02-29T12:00:00Z", 1'835'438'400'000'000},
        Case{"the first year", "1900-01-01T00:00:00Z", -2'208'988'800'000'000},
        Case{"the last microsecond", "9999-12-31T23:59:59.999999Z", 253'402'300'799'999'999},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        const auto instant = parse_instant(c.text);
        REQUIRE(instant.has_value());
        CHECK(instant->micros == c.micros);
    }
}

TEST_CASE("a moment in any other form is refused", "[base]")
{
    for (const char* bad : {"",
                            "2026-03-02",
                            "2026-03-02T10:15Z",
                            "2026-03-02T10:15:00",
                            "2026-03-02t10:15:00Z",
                            "2026-03-02T10:15:00z",
                            "2026-03-02 10:15:00Z",
                            "2026-03-02T24:00:00Z",
                            "2026-03-02T10:60:00Z",
                            "2026-12-31T23:59:60Z",
                            "2026-02-29T00:00:00Z",
                            "2026-03-02T10:15:00.Z",
                            "2026-03-02T10:15:00.1234567Z",
                            "2026-03-02T10:15:00,5Z",
                            "2026-03-02T10:15:00+2:00",
                            "2026-03-02T10:15:00+0200",
                            "2026-03-02T10:15:00+24:00",
                            "2026-03-02T10:15:00+02:60",
                            "2026-03-02T10:15:00ZZ",
                            "2026-03-02T10:15:00Z ",
                            "1899-12-31T23:59:59Z",
                            "1900-01-01T00:00:00+00:01",
                            "9999-12-31T23:59:59-00:01",
                            "2026-03-02T1a:15:00Z",
                            "2026-03-02T10.15.00Z"})
    {
        INFO(bad);
        CHECK_FALSE(parse_instant(bad).has_value());
    }
}

TEST_CASE("a moment is written in UTC with six decimals", "[base]")
{
    CHECK(to_text(Instant{0}) == "1970-01-01T00:00:00.000000Z");
    CHECK(to_text(Instant{-1}) == "1969-12-31T23:59:59.999999Z");
    CHECK(to_text(*parse_instant("2026-03-02T10:15:07.00042+02:00")) == "2026-03-02T08:15:07.000420Z");
}

TEST_CASE("a moment that was written is read back, over two centuries", "[base]")
{
    // A prime step, so that every field of the text takes many values.
    constexpr std::int64_t step = 7'919'000'003'777;
    for (std::int64_t micros = -2'208'988'800'000'000; micros < 4'102'444'800'000'000; micros += step)
        if (parse_instant(to_text(Instant{micros})) != Instant{micros})
            FAIL(micros << " does not come back");
    SUCCEED();
}

TEST_CASE("the order of the texts is the order of the moments", "[base]")
{
    const Instant earlier{1'772'445'299'999'999};
    CHECK(to_text(earlier) < to_text(earlier.plus_micros(1)));
    CHECK(to_text(earlier) < to_text(earlier.plus_seconds(1)));
    CHECK(to_text(earlier) < to_text(earlier.plus_days(1)));
    CHECK(earlier.plus_hours(24) == earlier.plus_days(1));
}
