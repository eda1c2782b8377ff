#include "procurement/value/running_total.hpp"

#include "tests/procurement/limit/limit_samples.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <string>
#include <vector>

using namespace kori;
using samples::law_of_the_tree;
using samples::on;

namespace
{

const Money threshold = Money::euros(60'000);

TotalRow bought(std::string about, const char* day, std::int64_t cents)
{
    return {std::move(about), "coaching", "office", false, on(day), Money::cents(cents)};
}

TotalRow by(TotalRow row, std::string unit, bool is_independent)
{
    row.unit = std::move(unit);
    row.unit_is_independent = is_independent;
    return row;
}

TotalRow of_kind(TotalRow row, std::string kind)
{
    row.kind = std::move(kind);
    return row;
}

std::string names_of(const std::vector<TotalRow>& rows)
{
    std::string names;
    for (const auto& row : rows)
        names += (names.empty() ? "" : " ") + row.about;
    return names;
}

} // namespace

TEST_CASE("small purchases stay below the threshold: equal is not below", "[value]")
{
    struct Row
    {
        const char* because;
        std::int64_t before;
        std::int64_t added;
        TotalVerdict verdict;
        const char* rule;
    };
    const std::vector<Row> rows{
        {"far below", 1'000'000, 1'000'000, TotalVerdict::within, "total.within"},
        {"a cent below the warning share", 2'000'000, 2'799'999, TotalVerdict::within, "total.within"},
        {"the warning share", 2'000'000, 2'800'000, TotalVerdict::near, "total.near"},
        {"a cent below the threshold", 3'000'000, 2'999'999, TotalVerdict::near, "total.near"},
        {"the threshold, together", 3'000'000, 3'000'000, TotalVerdict::refused, "total.adds_up"},
        {"a cent above, together", 3'000'000, 3'000'001, TotalVerdict::refused, "total.adds_up"},
        {"the threshold, alone", 0, 6'000'000, TotalVerdict::refused, "total.reaches_threshold"},
        {"a cent below, alone", 0, 5'999'999, TotalVerdict::near, "total.near"},
        {"nothing is free of the total", 6'000'000, 0, TotalVerdict::refused, "total.adds_up"},
    };
    for (const auto& row : rows)
        for (const auto period : {TotalPeriod::rolling, TotalPeriod::calendar, TotalPeriod::both})
        {
            INFO(row.because);
            const std::vector<TotalRow> before{bought("a", "2026-02-01", row.before)};
            const auto total = total_of_kind(threshold, period, before, bought("b", "2026-03-02", row.added),
                                             law_of_the_tree());
            REQUIRE(total);
            CHECK(total->verdict == row.verdict);
            CHECK(total->reason.rule == row.rule);
            const auto allowed = allow_total(*total);
            CHECK(bool(allowed) == (row.verdict != TotalVerdict::refused));
            if (!allowed)
                CHECK(allowed.refusal().rule == row.rule);
        }
}

TEST_CASE("the period is twelve months, rolling or by the calendar, as the buyer's rule says", "[value]")
{
    struct Row
    {
        const char* because;
        const char* before;
        const char* added;
        bool rolling;
        bool calendar;
    };
    const std::vector<Row> rows{
        {"the same day", "2026-03-02", "2026-03-02", true, true},
        {"the last day of twelve months", "2025-03-03", "2026-03-02", true, false},
        {"twelve months to the day are over", "2025-03-02", "2026-03-02", false, false},
        {"over the turn of the year", "2025-12-31", "2026-01-01", true, false},
        {"first and last day of a year", "2026-01-01", "2026-12-31", true, true},
        {"a purchase entered late counts what came after it", "2026-12-31", "2026-01-01", true, true},
        {"the leap day counts until the last of February", "2028-02-29", "2029-02-27", true, false},
        {"and no longer", "2028-02-29", "2029-02-28", false, false},
    };
    for (const auto& row : rows)
    {
        INFO(row.because);
        const std::vector<TotalRow> before{bought("a", row.before, 3'000'000)};
        const auto added = bought("b", row.added, 3'000'000);
        const auto counts = [&](TotalPeriod period)
        { return total_of_kind(threshold, period, before, added, law_of_the_tree())->rows.size() == 2; };
        CHECK(counts(TotalPeriod::rolling) == row.rolling);
        CHECK(counts(TotalPeriod::calendar) == row.calendar);
        CHECK(counts(TotalPeriod::both) == (row.rolling || row.calendar));
    }
}

TEST_CASE("the fullest window counts, not only the one that ends with the purchase", "[value]")
{
    // Entered late, between two clusters: together with the later one it reaches the threshold.
    const std::vector<TotalRow> before{bought("a", "2025-06-01", 500'000),
                                       bought("c", "2026-05-01", 2'000'000),
                                       bought("d", "2026-11-01", 2'000'000)};
    const auto total = total_of_kind(threshold, TotalPeriod::rolling, before,
                                     bought("b", "2026-03-02", 2'000'000), law_of_the_tree());
    CHECK(total->verdict == TotalVerdict::refused);
    CHECK(names_of(total->rows) == "b c d");
    CHECK(total->total == threshold);
}

TEST_CASE("a window that the purchase does not lie in says nothing about it", "[value]")
{
    // The two older ones add up by themselves; the window that holds both ends on the day before.
    const std::vector<TotalRow> before{bought("a", "2025-03-02", 3'500'000),
                                       bought("x", "2025-06-01", 3'000'000)};
    const auto total = total_of_kind(threshold, TotalPeriod::rolling, before,
                                     bought("b", "2026-03-02", 1'000'000), law_of_the_tree());
    CHECK(total->verdict == TotalVerdict::within);
    CHECK(names_of(total->rows) == "x b");
}

TEST_CASE("units are one buyer unless each is responsible for itself", "[value]")
{
    struct Row
    {
        const char* because;
        TotalRow before;
        TotalRow added;
        bool adds_up;
    };
    const auto a = bought("a", "2026-02-01", 3'000'000);
    const auto b = bought("b", "2026-03-02", 3'000'000);
    const std::vector<Row> rows{
        {"one unit", a, b, true},
        {"two units that are not independent", by(a, "north", false), by(b, "south", false), true},
        {"two independent units", by(a, "north", true), by(b, "south", true), false},
        {"an independent unit beside the others", by(a, "north", true), by(b, "office", false), false},
        {"the others beside an independent unit", a, by(b, "south", true), false},
        {"one independent unit by itself", by(a, "north", true), by(b, "north", true), true},
        {"another kind", of_kind(a, "training"), b, false},
    };
    for (const auto& row : rows)
    {
        INFO(row.because);
        const std::vector<TotalRow> before{row.before};
        const auto total = total_of_kind(threshold, TotalPeriod::both, before, row.added, law_of_the_tree());
        CHECK((total->verdict == TotalVerdict::refused) == row.adds_up);
        CHECK(names_of(total->rows) == (row.adds_up ? "a b" : "b"));
    }
}

TEST_CASE("a refused total says what adds up", "[value]")
{
    const std::vector<TotalRow> before{bought("a", "2026-01-10", 2'000'000),
                                       bought("b", "2026-02-10", 2'000'000)};
    const auto total = total_of_kind(threshold, TotalPeriod::rolling, before,
                                     bought("c", "2026-03-02", 2'500'000), law_of_the_tree());
    CHECK(names_of(total->rows) == "a b c");
    CHECK(filled(total->reason.sentence, total->reason.values) ==
          "3 purchases of this kind come to 6500000 cents together, not below the threshold 6000000.");
    const auto alone = total_of_kind(threshold, TotalPeriod::rolling, before,
                                     bought("d", "2026-03-02", 6'000'000), law_of_the_tree());
    CHECK(names_of(alone->rows) == "d");
}

TEST_CASE("a purchase counts once, at what it has become", "[value]")
{
    const std::vector<TotalRow> before{bought("a", "2026-01-10", 3'000'000),
                                       bought("b", "2026-03-02", 2'900'000)};
    const auto total = [&](std::int64_t now)
    {
        return total_of_kind(threshold, TotalPeriod::both, before, bought("b", "2026-04-02", now),
                             law_of_the_tree())
            ->total.in_cents();
    };
    CHECK(total(2'500'000) == 5'500'000);
    CHECK(total(3'000'000) == 6'000'000);
    CHECK(
        total_of_system(Money::euros(60'000), before, bought("b", "2026-04-02", 3'000'000), law_of_the_tree())
            ->total == threshold);
}

TEST_CASE("a system reaches what it announced and not a cent more", "[value]")
{
    struct Row
    {
        const char* because;
        std::int64_t added;
        TotalVerdict verdict;
        const char* rule;
    };
    const std::vector<Row> rows{
        {"below the warning share", 2'999'999, TotalVerdict::within, "total.within"},
        {"the warning share", 3'000'000, TotalVerdict::near, "total.near"},
        {"the announced value itself", 5'000'000, TotalVerdict::near, "total.near"},
        {"a cent more", 5'000'001, TotalVerdict::refused, "total.above_announced"},
    };
    // Its whole life counts, whatever the kind and the unit.
    const std::vector<TotalRow> before{
        bought("a", "2020-01-01", 3'000'000),
        of_kind(by(bought("b", "2023-01-01", 2'000'000), "north", true), "training")};
    for (const auto& row : rows)
    {
        INFO(row.because);
        const auto total = total_of_system(Money::euros(100'000), before,
                                           bought("c", "2026-03-02", row.added), law_of_the_tree());
        REQUIRE(total);
        CHECK(total->verdict == row.verdict);
        CHECK(total->reason.rule == row.rule);
        CHECK(names_of(total->rows) == "a b c");
        CHECK(bool(allow_total(*total)) == (row.verdict != TotalVerdict::refused));
    }
}

TEST_CASE("splitting is shown by the purchases that add up", "[value]")
{
    const std::vector<TotalRow> rows{
        bought("a", "2025-01-10", 3'000'000),
        bought("b", "2025-12-20", 2'000'000),
        bought("c", "2026-01-05", 2'000'000),
        bought("d", "2026-02-05", 2'500'000),
        bought("big", "2026-02-06", 9'000'000), // openly competed: no part of a splitting
        of_kind(bought("t1", "2026-03-01", 5'999'999), "training"),
        by(bought("n1", "2026-01-01", 3'000'000), "north", true),
        by(bought("n2", "2026-06-01", 3'000'000), "north", true),
    };
    const auto found = [&](TotalPeriod period)
    {
        std::string text;
        const auto totals = adding_up(threshold, period, rows, law_of_the_tree());
        for (const auto& total : *totals)
        {
            CHECK(total.verdict == TotalVerdict::refused);
            CHECK(total.reason.rule == "total.adds_up");
            text += (text.empty() ? "" : " | ") + names_of(total.rows);
        }
        return text;
    };
    CHECK(found(TotalPeriod::rolling) == "a b c | b c d | n1 n2");
    CHECK(found(TotalPeriod::calendar) == "n1 n2");
    CHECK(found(TotalPeriod::both) == "a b c | b c d | n1 n2");
    CHECK(adding_up(threshold, TotalPeriod::both, {}, law_of_the_tree())->empty());
}

TEST_CASE("a window inside another one is not told twice", "[value]")
{
    const std::vector<TotalRow> rows{bought("a", "2026-01-10", 4'000'000),
                                     bought("b", "2026-02-10", 4'000'000),
                                     bought("c", "2026-03-10", 4'000'000)};
    for (const auto period : {TotalPeriod::rolling, TotalPeriod::calendar, TotalPeriod::both})
    {
        const auto totals = adding_up(threshold, period, rows, law_of_the_tree());
        REQUIRE(totals->size() == 1);
        CHECK(names_of(totals->front().rows) == "a b c");
    }
}

TEST_CASE("what cannot be added is refused, never wrapped around", "[value]")
{
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    const std::vector<TotalRow> huge{bought("a", "2026-01-10", most)};
    const std::vector<TotalRow> negative{bought("a", "2026-01-10", -1)};
    const auto one = bought("b", "2026-03-02", 1);
    const auto period = TotalPeriod::both;
    const auto& law = law_of_the_tree();
    CHECK(total_of_kind(threshold, period, huge, one, law).refusal().rule == "value.overflow");
    CHECK(total_of_system(threshold, huge, one, law).refusal().rule == "value.overflow");
    CHECK(total_of_kind(threshold, period, negative, one, law).refusal().rule == "value.negative");
    CHECK(total_of_system(threshold, negative, one, law).refusal().rule == "value.negative");
    CHECK(adding_up(threshold, period, negative, law).refusal().rule == "value.negative");
}
