#include "procurement/competition/tender_deadline.hpp"

#include "core/reference/law_file.hpp"
#include "tests/procurement/competition/sample_competition.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using samples::has;
using enum TenderTimeAgreement;

namespace
{

CivilDate day(int year, unsigned month, unsigned date)
{
    return CivilDate{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{date}};
}

// Invented numbers, each another one, so that it is seen which of them is asked.
LawBook other_law()
{
    LawBook law;
    const auto add = [&law](const std::string& name, std::int64_t value)
    { law.add(name, LawValue{value, "days", Validity{day(2017, 1, 1), std::nullopt}, "test", "assumed"}); };
    add("T06.days", 3);
    add("T07.days", 4);
    add("T08.days", 5);
    add("T08.accelerated.days", 6);
    add("T10.days", 20);
    add("T11.tenders.days", 7);
    return law;
}

const LawBook& law_in_force()
{
    static const LawBook book = load_law("config/law");
    return book;
}

TenderTime time(TenderTimeAgreement agreement = not_sought)
{
    return {Regime::eu_level, Channel::dps, agreement, false, false};
}

Instant noon(CivilDate date)
{
    return start_of_day(date).plus_hours(12);
}

} // namespace

TEST_CASE("which shortest time binds follows regime, channel, agreement and urgency",
          "[competition][T06][T07][T11]")
{
    struct Case
    {
        const char* because;
        TenderTime time;
        unsigned ends; // day of March 2026, a working day; 0 = no paragraph sets a time
    };
    const auto cases = {
        Case{"T06", {Regime::eu_level, Channel::dps, not_sought, false, false}, 5},
        Case{"T07: one did not agree", {Regime::eu_level, Channel::dps, not_with_all, false, false}, 6},
        Case{"T07: all agreed", {Regime::eu_level, Channel::dps, with_all, false, false}, 0},
        Case{"T11", {Regime::eu_level, Channel::dps, not_sought, true, false}, 9},
        Case{"T11 and T10", {Regime::eu_level, Channel::dps, not_sought, true, true}, 30},
        Case{"T06 and T10", {Regime::eu_level, Channel::dps, not_sought, false, true}, 25},
        Case{"all agreed, T10 adds nothing", {Regime::eu_level, Channel::dps, with_all, false, true}, 0},
        Case{"Annex E has no fixed minimum", {Regime::annex_e, Channel::dps, not_sought, false, false}, 0},
        Case{"national: reasonable", {Regime::national, Channel::dps, not_sought, false, false}, 0},
        Case{"below: free", {Regime::below_threshold, Channel::small_purchase, not_sought, false, false}, 0},
    };
    const auto monday = day(2026, 3, 2);
    for (const auto& c : cases)
    {
        INFO(c.because);
        const auto ends = shortest_time_ends_on(monday, c.time, other_law());
        CHECK(ends == (c.ends == 0 ? std::optional<CivilDate>{} : day(2026, 3, c.ends)));
    }
}

TEST_CASE("the shortest time ends on a working day and is never shortened", "[competition][T06][T10]")
{
    struct Case
    {
        const char* because;
        CivilDate invited;
        bool withheld; // T10
        CivilDate ends;
    };
    const auto cases = {
        Case{"ten days from Monday", day(2026, 3, 2), false, day(2026, 3, 12)},
        Case{"fifteen with T10", day(2026, 3, 2), true, day(2026, 3, 17)},
        Case{"a Saturday moves to Monday", day(2026, 3, 4), false, day(2026, 3, 16)},
        Case{"summer time begins in between", day(2026, 3, 23), false, day(2026, 4, 2)},
        Case{"winter time begins in between", day(2026, 10, 20), false, day(2026, 10, 30)},
        Case{"Good Friday to the Tuesday after Easter", day(2026, 3, 24), false, day(2026, 4, 7)},
        Case{"the end of February", day(2026, 2, 19), false, day(2026, 3, 2)},
        Case{"the end of a leap February", day(2028, 2, 19), false, day(2028, 2, 29)},
        Case{"the end of the year and Epiphany", day(2026, 12, 27), false, day(2027, 1, 7)},
        Case{"Midsummer Eve is a day nobody need act on", day(2026, 6, 9), false, day(2026, 6, 22)},
        Case{"the day before Midsummer Eve stays", day(2026, 6, 8), false, day(2026, 6, 18)},
        Case{"Independence Day on a Monday", day(2027, 11, 26), false, day(2027, 12, 7)},
        Case{"Independence Day on a Sunday", day(2026, 11, 26), false, day(2026, 12, 7)},
        Case{"Christmas Eve to the day after Boxing Day", day(2026, 12, 14), false, day(2026, 12, 28)},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        auto asked = time();
        asked.documents_withheld = c.withheld;
        const auto ends = shortest_time_ends_on(c.invited, asked, law_in_force());
        REQUIRE(ends);
        CHECK(to_text(*ends) == to_text(c.ends));
    }
}

TEST_CASE("a deadline one microsecond before the end of the shortest time is refused",
          "[competition][T06][T07]")
{
    const auto& law = law_in_force();
    struct Case
    {
        const char* because;
        CivilDate invited;
        CivilDate ends;
    };
    const auto cases = {
        Case{"an ordinary fortnight", day(2026, 3, 2), day(2026, 3, 12)},
        Case{"summer time begins", day(2026, 3, 23), day(2026, 4, 2)},
        Case{"winter time begins", day(2026, 10, 20), day(2026, 10, 30)},
        Case{"after Easter", day(2026, 3, 24), day(2026, 4, 7)},
        Case{"after Midsummer", day(2026, 6, 9), day(2026, 6, 22)},
        Case{"after Independence Day", day(2027, 11, 26), day(2027, 12, 7)},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        const auto end = end_of_day(c.ends);
        CHECK(deadline_faults(noon(c.invited), end, time(), law, "/closes_at").empty());
        CHECK(has(deadline_faults(noon(c.invited), end.plus_micros(-1), time(), law, "/closes_at"),
                  "/closes_at", "competition.deadline_too_early"));
        CHECK_FALSE(may_still_invite(noon(c.invited), end.plus_micros(-1), time(), law));
        CHECK(may_still_invite(noon(c.invited), end, time(), law));
        // the last microsecond of the day of sending counts as that day, the next one as the next
        CHECK(may_still_invite(end_of_day(c.invited), end, time(), law));
    }
    CHECK_FALSE(may_still_invite(start_of_day(day(2026, 3, 3)), end_of_day(day(2026, 3, 12)), time(), law));
}

TEST_CASE("an agreed or free time still ends on a working day after the invitation", "[competition][T07]")
{
    const auto& law = law_in_force();
    const auto invited = noon(day(2026, 3, 2));
    CHECK(deadline_faults(invited, noon(day(2026, 3, 3)), time(with_all), law, "/c").empty());
    CHECK(has(deadline_faults(invited, noon(day(2026, 3, 3)), time(not_with_all), law, "/c"), "/c",
              "competition.deadline_too_early"));
    CHECK(has(deadline_faults(invited, invited, time(with_all), law, "/c"), "/c",
              "competition.deadline_before_invitation"));
    CHECK(has(deadline_faults(invited, noon(day(2026, 3, 7)), time(with_all), law, "/c"), "/c",
              "competition.deadline_not_working_day"));
    CHECK(has(deadline_faults(invited, noon(day(2026, 6, 19)), time(with_all), law, "/c"), "/c",
              "competition.deadline_not_working_day"));
    CHECK_FALSE(may_still_invite(invited, invited, time(with_all), law));
    CHECK(may_still_invite(invited, invited.plus_micros(1), time(with_all), law));
}

TEST_CASE("one silent tenderer means no agreement", "[competition][T07]")
{
    const auto proposed = noon(day(2026, 3, 6));
    const auto a = samples::id<OrganisationId>(1);
    const auto b = samples::id<OrganisationId>(2);
    CHECK(agreement_of({{a, proposed}, {b, proposed}}, proposed) == with_all);
    CHECK(agreement_of({{a, proposed}, {b, std::nullopt}}, proposed) == not_with_all);
    CHECK(agreement_of({{a, proposed}, {b, proposed.plus_micros(1)}}, proposed) == not_with_all);
    CHECK(agreement_of({}, proposed) == not_with_all);
}

TEST_CASE("answers are due six days before the deadline, four when accelerated", "[competition][T08][T11]")
{
    struct Case
    {
        const char* because;
        CivilDate closes;
        bool accelerated;
        CivilDate due;
    };
    const auto cases = {
        Case{"six days back", day(2026, 3, 16), false, day(2026, 3, 10)},
        Case{"four days back", day(2026, 3, 16), true, day(2026, 3, 12)},
        Case{"over the beginning of summer time", day(2026, 3, 31), false, day(2026, 3, 25)},
        Case{"over the end of a month", day(2026, 3, 3), false, day(2026, 2, 25)},
        Case{"a Sunday does not move it towards the deadline", day(2026, 3, 14), false, day(2026, 3, 8)},
        Case{"nor does Midsummer Eve", day(2026, 6, 25), false, day(2026, 6, 19)},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        auto asked = time();
        asked.accelerated = c.accelerated;
        CHECK(answers_due_on(noon(c.closes), asked, law_in_force()) == c.due);
    }
    // the deadline's day is a Finnish one: 22:30 UTC is the next day in winter
    CHECK(answers_due_on(*parse_instant("2026-03-15T22:30:00Z"), time(), law_in_force()) == day(2026, 3, 10));
    CHECK_FALSE(answers_due_on(noon(day(2026, 3, 16)),
                               {Regime::annex_e, Channel::dps, not_sought, false, false}, law_in_force()));
}

TEST_CASE("a deadline moves forwards, and as far as a late answer demands", "[competition][T08][T09]")
{
    const auto& law = law_in_force();
    const auto old_close = noon(day(2026, 3, 16));
    const Extension good{old_close, old_close, noon(day(2026, 3, 18)), ExtensionGround::buyers_own,
                         std::nullopt};
    const auto faults = [&](const Extension& extension)
    { return extension_faults(extension, time(), law, "/c"); };
    CHECK(faults(good).empty());

    auto spoiled = good;
    spoiled.now = good.new_close; // that it has not passed is the act's guard
    CHECK(has(faults(spoiled), "/c", "competition.deadline_moves_forwards"));
    spoiled = good;
    spoiled.new_close = old_close;
    CHECK(has(faults(spoiled), "/c", "competition.deadline_moves_forwards"));
    spoiled.new_close = old_close.plus_micros(1);
    CHECK(faults(spoiled).empty());
    spoiled.new_close = noon(day(2026, 3, 21));
    CHECK(has(faults(spoiled), "/c", "competition.deadline_not_working_day"));

    auto late = good;
    late.ground = ExtensionGround::late_answer;
    CHECK(has(faults(late), "/c", "competition.extension_answer_day_missing"));
    late.answered_on = day(2026, 3, 12); // six days later: the 18th
    CHECK(faults(late).empty());
    late.answered_on = day(2026, 3, 13); // the 19th
    CHECK(has(faults(late), "/c", "competition.extension_too_short"));
    late.new_close = noon(day(2026, 3, 19));
    CHECK(faults(late).empty());
    CHECK(earliest_close_after_answer(day(2026, 3, 8), time(), law) ==
          day(2026, 3, 16)); // the 14th is a Saturday
    CHECK_FALSE(earliest_close_after_answer(day(2026, 3, 8),
                                            {Regime::national, Channel::dps, not_sought, false, false}, law));
}
