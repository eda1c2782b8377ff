// Both sides of every limit: the last moment before it, the moment itself, the first one after it.
#include "procurement/limit/limit.hpp"

#include "core/base/working_days.hpp"
#include "tests/procurement/limit/limit_samples.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <vector>

using namespace kori;
using samples::at;
using samples::law_of_the_tree;
using samples::on;
using enum LimitStage;

namespace
{

struct Case
{
    const char* because;
    LimitStage stage;
    Channel channel;
    Regime regime;
    const char* start;
    const char* end_on;
    const char* moment;
};

constexpr auto dps = Channel::dps;
constexpr auto small = Channel::small_purchase;
constexpr auto open = Channel::open_acceptance;
constexpr auto eu = Regime::eu_level;
constexpr auto below = Regime::below_threshold;
constexpr auto outside = Regime::not_a_public_contract;

void check(const Case& c)
{
    INFO(limit_of(c.stage).id << ": " << c.because);
    const auto end = end_of({c.channel, c.regime, c.stage, at(c.start)}, law_of_the_tree());
    REQUIRE(end);
    CHECK(to_text(end->end_on) == c.end_on);
    CHECK(to_text(end->moment) == to_text(at(c.moment)));

    const bool is_at_least = end->sense == LimitSense::shortest || end->sense == LimitSense::waiting;
    CHECK(is_kept(*end, end->moment));
    for (const std::int64_t apart : {std::int64_t{1}, std::int64_t{60'000'000}, std::int64_t{86'400'000'000}})
    {
        CHECK(is_kept(*end, end->moment.plus_micros(-apart)) == !is_at_least);
        CHECK(is_kept(*end, end->moment.plus_micros(apart)) == is_at_least);
    }
}

// Every stage that has a number, in an ordinary week or at the edge that is its own.
const std::vector<Case> cases{
    // T01: 30 days from sending the notice
    {"an ordinary month", initial_requests, dps, eu, "2026-09-01T09:00:00+03:00", "2026-10-01",
     "2026-10-01T23:59:59.999999+03:00"},
    {"the 30th day is Midsummer Eve: Monday", initial_requests, dps, eu, "2026-05-20T09:00:00+03:00",
     "2026-06-22", "2026-06-22T23:59:59.999999+03:00"},
    {"a minute before midnight is still the day before", initial_requests, dps, eu,
     "2026-08-31T23:59:59+03:00", "2026-09-30", "2026-09-30T23:59:59.999999+03:00"},
    {"midnight is the next day", initial_requests, dps, eu, "2026-09-01T00:00:00+03:00", "2026-10-01",
     "2026-10-01T23:59:59.999999+03:00"},
    // T02 and T03: ten and fifteen working days
    {"Good Friday and Easter Monday do not count", admission_decision, dps, eu, "2026-03-30T10:00:00+03:00",
     "2026-04-15", "2026-04-15T23:59:59.999999+03:00"},
    {"Midsummer Eve is a working day of the Regulation", admission_decision, dps, eu,
     "2026-06-08T10:00:00+03:00", "2026-06-22", "2026-06-22T23:59:59.999999+03:00"},
    {"Christmas Eve counts, the holidays after it do not", admission_decision, dps, eu,
     "2026-12-21T10:00:00+02:00", "2027-01-07", "2027-01-07T23:59:59.999999+02:00"},
    {"Independence Day on a Monday", admission_decision, dps, eu, "2027-11-26T10:00:00+02:00", "2027-12-13",
     "2027-12-13T23:59:59.999999+02:00"},
    {"five days more", admission_decision_extended, dps, eu, "2026-03-02T10:00:00+02:00", "2026-03-23",
     "2026-03-23T23:59:59.999999+02:00"},
    // T06: 10 days from the invitation
    {"an ordinary fortnight", tenders, dps, eu, "2026-03-02T10:00:00+02:00", "2026-03-12",
     "2026-03-12T23:59:59.999999+02:00"},
    {"summer time begins in between", tenders, dps, eu, "2026-03-20T10:00:00+02:00", "2026-03-30",
     "2026-03-30T23:59:59.999999+03:00"},
    {"summer time ends in between", tenders, dps, eu, "2026-10-16T10:00:00+03:00", "2026-10-26",
     "2026-10-26T23:59:59.999999+02:00"},
    {"the 10th day is Independence Day, a Monday", tenders, dps, eu, "2027-11-26T10:00:00+02:00",
     "2027-12-07", "2027-12-07T23:59:59.999999+02:00"},
    {"the 10th day is Good Friday", tenders, dps, eu, "2026-03-24T10:00:00+02:00", "2026-04-07",
     "2026-04-07T23:59:59.999999+03:00"},
    {"over the leap day", tenders, dps, eu, "2028-02-21T10:00:00+02:00", "2028-03-02",
     "2028-03-02T23:59:59.999999+02:00"},
    {"onto the leap day", tenders, dps, eu, "2028-02-19T10:00:00+02:00", "2028-02-29",
     "2028-02-29T23:59:59.999999+02:00"},
    {"the 10th day is Christmas Eve: after the holidays", tenders, dps, eu, "2026-12-14T10:00:00+02:00",
     "2026-12-28", "2026-12-28T23:59:59.999999+02:00"},
    // T07 without agreement
    {"no agreement: ten days", tenders_agreed, dps, eu, "2026-03-02T10:00:00+02:00", "2026-03-12",
     "2026-03-12T23:59:59.999999+02:00"},
    // T08: counted back from the deadline
    {"six days before", answers, dps, eu, "2026-03-20T12:00:00+02:00", "2026-03-14",
     "2026-03-14T23:59:59.999999+02:00"},
    {"six days back over the end of summer time", answers, dps, eu, "2026-10-28T12:00:00+02:00", "2026-10-22",
     "2026-10-22T23:59:59.999999+03:00"},
    {"back onto Easter Monday, which does not move", answers, dps, eu, "2026-04-12T12:00:00+03:00",
     "2026-04-06", "2026-04-06T23:59:59.999999+03:00"},
    {"four in an accelerated procedure", answers_accelerated, dps, eu, "2026-03-20T12:00:00+02:00",
     "2026-03-16", "2026-03-16T23:59:59.999999+02:00"},
    // T11
    {"15 days", accelerated_requests, dps, eu, "2026-03-02T10:00:00+02:00", "2026-03-17",
     "2026-03-17T23:59:59.999999+02:00"},
    {"10 days", accelerated_tenders, dps, eu, "2026-03-02T10:00:00+02:00", "2026-03-12",
     "2026-03-12T23:59:59.999999+02:00"},
    // T12: at least five working days
    {"a week without holidays", renewed_evidence, dps, eu, "2026-03-02T10:00:00+02:00", "2026-03-09",
     "2026-03-09T23:59:59.999999+02:00"},
    {"Easter in between", renewed_evidence, dps, eu, "2026-04-01T10:00:00+03:00", "2026-04-10",
     "2026-04-10T23:59:59.999999+03:00"},
    {"Midsummer Eve counts", renewed_evidence, dps, eu, "2026-06-16T10:00:00+03:00", "2026-06-23",
     "2026-06-23T23:59:59.999999+03:00"},
    // T14 and T15: the contract from the moment after
    {"14 days", standstill, small, Regime::annex_e, "2026-03-02T10:00:00+02:00", "2026-03-16",
     "2026-03-17T00:00:00+02:00"},
    {"§129(1): the last day is a Saturday", standstill, small, Regime::annex_e, "2026-02-28T10:00:00+02:00",
     "2026-03-16", "2026-03-17T00:00:00+02:00"},
    {"§129(1): the last day is Midsummer Eve", standstill, small, eu, "2026-06-05T10:00:00+03:00",
     "2026-06-22", "2026-06-23T00:00:00+03:00"},
    {"ten days inside a system", standstill_in_system, dps, eu, "2026-03-02T10:00:00+02:00", "2026-03-12",
     "2026-03-13T00:00:00+02:00"},
    {"ten days end on the day on which summer time begins: Monday", standstill_in_system, dps, eu,
     "2026-03-19T10:00:00+02:00", "2026-03-30", "2026-03-31T00:00:00+03:00"},
    // T17 to T21: a party's acts move to the next day on which they can be done
    {"14 days", correction, dps, eu, "2026-03-02T10:00:00+02:00", "2026-03-16",
     "2026-03-16T23:59:59.999999+02:00"},
    {"the last day is Christmas Eve: after the holidays", correction, dps, eu, "2026-12-10T10:00:00+02:00",
     "2026-12-28", "2026-12-28T23:59:59.999999+02:00"},
    {"the same for a small purchase (§135)", correction, small, below, "2026-12-10T10:00:00+02:00",
     "2026-12-28", "2026-12-28T23:59:59.999999+02:00"},
    {"90 days, over summer time; the buyer's own act does not move", own_correction, dps, eu,
     "2026-02-14T10:00:00+02:00", "2026-05-15", "2026-05-15T23:59:59.999999+03:00"},
    {"90 days end on a Saturday all the same", own_correction, small, below, "2026-02-15T10:00:00+02:00",
     "2026-05-16", "2026-05-16T23:59:59.999999+03:00"},
    {"14 days end on Midsummer Eve: Monday", appeal, dps, eu, "2026-06-05T10:00:00+03:00", "2026-06-22",
     "2026-06-22T23:59:59.999999+03:00"},
    {"14 days end on Easter Monday: Tuesday", appeal, dps, eu, "2026-03-23T10:00:00+02:00", "2026-04-07",
     "2026-04-07T23:59:59.999999+03:00"},
    {"30 days end on May Day, a Friday: Monday", appeal_without_standstill, dps, eu,
     "2026-04-01T10:00:00+03:00", "2026-05-04", "2026-05-04T23:59:59.999999+03:00"},
    {"six months of the same number", appeal_deficient, dps, eu, "2026-04-14T10:00:00+03:00", "2026-10-14",
     "2026-10-14T23:59:59.999999+03:00"},
    {"31.8. and six months: the last of February, a Sunday", appeal_deficient, dps, eu,
     "2026-08-31T10:00:00+03:00", "2027-03-01", "2027-03-01T23:59:59.999999+02:00"},
    {"31.8. and six months in a leap year", appeal_deficient, dps, eu, "2027-08-31T10:00:00+03:00",
     "2028-02-29", "2028-02-29T23:59:59.999999+02:00"},
    // T22 to T24
    {"30 days from the contract", result_notice, dps, eu, "2026-03-02T10:00:00+02:00", "2026-04-01",
     "2026-04-01T23:59:59.999999+03:00"},
    {"30 days from the end of the quarter", result_notice_quarterly, dps, eu, "2026-02-10T10:00:00+02:00",
     "2026-04-30", "2026-04-30T23:59:59.999999+03:00"},
    {"the last moment of a quarter", result_notice_quarterly, dps, eu, "2026-03-31T23:59:59+03:00",
     "2026-04-30", "2026-04-30T23:59:59.999999+03:00"},
    {"the first moment of the next", result_notice_quarterly, dps, eu, "2026-04-01T00:00:00+03:00",
     "2026-07-30", "2026-07-30T23:59:59.999999+03:00"},
    {"the fourth quarter ends in the next year's January", result_notice_quarterly, dps, eu,
     "2026-12-31T12:00:00+02:00", "2027-01-30", "2027-01-30T23:59:59.999999+02:00"},
    {"four months from the end of the year", result_notice_voluntary, dps, Regime::national,
     "2026-01-02T10:00:00+02:00", "2027-04-30", "2027-04-30T23:59:59.999999+03:00"},
    // T26 and the municipal rule
    {"electronic: the day of sending", receipt_electronic, dps, eu, "2026-03-02T23:59:59+02:00", "2026-03-02",
     "2026-03-02T23:59:59.999999+02:00"},
    {"a letter: the 7th day, a Sunday too", receipt_letter, dps, eu, "2026-03-01T10:00:00+02:00",
     "2026-03-08", "2026-03-08T23:59:59.999999+02:00"},
    {"municipal, electronic: the 3rd day", municipal_receipt_electronic, open, outside,
     "2026-03-02T10:00:00+02:00", "2026-03-05", "2026-03-05T23:59:59.999999+02:00"},
    {"municipal, a letter, of a small purchase", municipal_receipt_letter, small, below,
     "2026-03-02T10:00:00+02:00", "2026-03-09", "2026-03-09T23:59:59.999999+02:00"},
    // T27 to T29
    {"three years from the contract", keeping_documents, dps, eu, "2026-03-02T10:00:00+02:00", "2029-03-02",
     "2029-03-03T00:00:00+02:00"},
    {"three years from a leap day", keeping_documents, dps, eu, "2028-02-29T10:00:00+02:00", "2031-02-28",
     "2031-03-01T00:00:00+02:00"},
    {"twelve months from the extract", record_extract, dps, eu, "2025-11-22T10:00:00+02:00", "2026-11-22",
     "2026-11-22T23:59:59.999999+02:00"},
    {"five years from the judgment", exclusion_mandatory, dps, eu, "2025-03-02T10:00:00+02:00", "2030-03-02",
     "2030-03-02T23:59:59.999999+02:00"},
    {"three years from the event", exclusion_discretionary, dps, eu, "2025-03-02T10:00:00+02:00",
     "2028-03-02", "2028-03-02T23:59:59.999999+02:00"},
    {"below the threshold too, where the buyer uses it (§81(5))", exclusion_discretionary, small, below,
     "2025-03-02T10:00:00+02:00", "2028-03-02", "2028-03-02T23:59:59.999999+02:00"},
    // T31
    {"two weeks", information_request, open, outside, "2026-03-02T10:00:00+02:00", "2026-03-16",
     "2026-03-16T23:59:59.999999+02:00"},
    {"31.1. and a month: the last of February, a Saturday", information_request_large, small, below,
     "2026-01-31T10:00:00+02:00", "2026-02-28", "2026-02-28T23:59:59.999999+02:00"},
    {"31.1. and a month in a leap year", information_request_large, dps, eu, "2028-01-31T10:00:00+02:00",
     "2028-02-29", "2028-02-29T23:59:59.999999+02:00"},
    // T51
    {"14 days end on Independence Day, a Sunday: Monday", municipal_correction, open, outside,
     "2026-11-22T10:00:00+02:00", "2026-12-07", "2026-12-07T23:59:59.999999+02:00"},
    {"30 days", municipal_appeal, open, outside, "2026-03-02T10:00:00+02:00", "2026-04-01",
     "2026-04-01T23:59:59.999999+03:00"},
};

} // namespace

TEST_CASE("each limit ends where the law says, and both its sides are told apart",
          "[limit][T01][T02][T03][T06][T07][T08][T11][T12][T14][T15][T17][T18][T19][T20][T21][T22][T23][T24]"
          "[T26][T27][T28][T29][T31][T51]")
{
    for (const auto& c : cases)
        check(c);
}

TEST_CASE("no stage with a number of its own goes without a case", "[limit]")
{
    std::set<LimitStage> seen;
    for (const auto& c : cases)
        seen.insert(c.stage);
    for (const auto& limit : limits())
    {
        INFO(limit.id);
        if (!limit.value.empty() && limit.sense != LimitSense::addition)
            CHECK(seen.contains(limit.stage));
    }
}

TEST_CASE("a minimum is never shorter than its days and ends on a working day of both laws",
          "[limit][T01][T06]")
{
    for (auto day = on("2026-01-01"); day < on("2029-01-01"); day = plus_days(day, 1))
        for (const auto stage : {initial_requests, tenders})
        {
            const auto end = end_of({dps, eu, stage, start_of_day(day).plus_hours(12)}, law_of_the_tree());
            REQUIRE(end);
            INFO(to_text(day) << " " << limit_of(stage).id);
            CHECK(days_between(day, end->end_on) >= end->length.count);
            CHECK(is_working_day(end->end_on, DeadlineLaw::eu_1182_71));
            CHECK(is_working_day(end->end_on, DeadlineLaw::fi_150_1930));
        }
}

TEST_CASE("documents that cannot be electronic lengthen the law's minimum by five days", "[limit][T10]")
{
    struct Row
    {
        const char* because;
        LimitStage stage;
        const char* start;
        const char* end_on;
    };
    const auto rows = {
        Row{"10 + 5", tenders, "2026-03-02T10:00:00+02:00", "2026-03-17"},
        Row{"30 + 5", initial_requests, "2026-09-01T10:00:00+03:00", "2026-10-06"},
        Row{"15 + 5, a Sunday: Monday", accelerated_requests, "2026-03-02T10:00:00+02:00", "2026-03-23"},
        Row{"the tenth day may be free, the fifteenth counts", tenders, "2026-03-24T10:00:00+02:00",
            "2026-04-08"},
    };
    for (const auto& row : rows)
    {
        INFO(row.because);
        LimitQuestion question{dps, eu, row.stage, at(row.start)};
        question.paper_documents_too = true;
        CHECK(to_text(end_of(question, law_of_the_tree())->end_on) == row.end_on);
    }
}

TEST_CASE("what is agreed with all or left to the buyer has the length that was given",
          "[limit][T04][T07][T13]")
{
    LimitQuestion question{dps, eu, tenders_agreed, at("2026-03-02T10:00:00+02:00")};
    question.own = LimitLength{3, LimitUnit::days};
    CHECK(to_text(end_of(question, law_of_the_tree())->end_on) == "2026-03-05");
    question.paper_documents_too = true; // agreed is agreed
    CHECK(to_text(end_of(question, law_of_the_tree())->end_on) == "2026-03-05");
    question.paper_documents_too = false;
    question.stage = completion;
    CHECK(to_text(end_of(question, law_of_the_tree())->end_on) == "2026-03-05");
    question.stage = admission_decision_before_use;
    question.own = LimitLength{40, LimitUnit::working_days};
    CHECK(to_text(end_of(question, law_of_the_tree())->end_on) == "2026-04-29");
    question.own.reset();
    CHECK(end_of(question, law_of_the_tree()).refusal().rule == "limit.not_described");
}

TEST_CASE("a limit that cannot be counted says why", "[limit][T02][T05][T06][T09]")
{
    LimitQuestion question{dps, eu, admission_told, at("2026-03-02T10:00:00+02:00")};
    CHECK(end_of(question, law_of_the_tree()).refusal().rule == "limit.no_number");
    question.stage = deadline_extension;
    CHECK(end_of(question, law_of_the_tree()).refusal().rule == "limit.no_number");
    question.stage = tenders;
    question.own = LimitLength{3, LimitUnit::days};
    CHECK(end_of(question, law_of_the_tree()).refusal().rule == "limit.length_is_law");
    question.regime = Regime::annex_e;
    for (const auto& [unit, most] : {std::pair{LimitUnit::working_days, 3'650},
                                     {LimitUnit::days, 3'650},
                                     {LimitUnit::weeks, 520},
                                     {LimitUnit::months, 120},
                                     {LimitUnit::years, 10}})
    {
        for (const int count : {-1, most + 1})
        {
            question.own = LimitLength{count, unit};
            CHECK(end_of(question, law_of_the_tree()).refusal().rule == "limit.length_out_of_range");
        }
        question.own = LimitLength{most, unit};
        CHECK(end_of(question, law_of_the_tree()));
        question.own = LimitLength{0, unit};
        CHECK(end_of(question, law_of_the_tree()));
    }
    question.channel = open;
    CHECK(end_of(question, law_of_the_tree()).refusal().rule == "limit.absent");
}

TEST_CASE("a described time for answers is counted back in days", "[limit][T08]")
{
    LimitQuestion question{dps, Regime::annex_e, answers, at("2026-03-20T12:00:00+02:00")};
    question.own = LimitLength{1, LimitUnit::weeks};
    CHECK(to_text(end_of(question, law_of_the_tree())->end_on) == "2026-03-13");
    question.own = LimitLength{1, LimitUnit::months};
    CHECK(to_text(end_of(question, law_of_the_tree())->end_on) == "2026-02-20");
    question.own = LimitLength{4, LimitUnit::working_days};
    CHECK(end_of(question, law_of_the_tree()).refusal().rule == "limit.counted_back");
}

TEST_CASE("a day that the law makes free, or a working day, is counted so", "[limit][T02][T14][T17]")
{
    auto law = law_of_the_tree();
    law.add_holiday(on("2026-03-16"));
    law.add_working_day(on("2026-04-03")); // Good Friday
    const auto end = [&](LimitStage stage, Channel channel, Regime regime, const char* start)
    { return to_text(end_of({channel, regime, stage, at(start)}, law)->end_on); };
    CHECK(end(admission_decision, dps, eu, "2026-03-02T10:00:00+02:00") == "2026-03-17");
    CHECK(end(standstill, small, eu, "2026-03-02T10:00:00+02:00") == "2026-03-17");
    CHECK(end(correction, small, below, "2026-03-02T10:00:00+02:00") == "2026-03-17");
    CHECK(end(tenders, dps, eu, "2026-03-24T10:00:00+02:00") == "2026-04-03");
}

TEST_CASE("what happened before the Act is judged by the law of the day that is named", "[limit][T29]")
{
    LimitQuestion question{dps, eu, exclusion_mandatory, at("2012-03-02T10:00:00+02:00")};
    CHECK_THROWS_AS(end_of(question, law_of_the_tree()), LawMissing);
    question.law_of = on("2026-03-02");
    const auto end = end_of(question, law_of_the_tree());
    REQUIRE(end);
    CHECK(to_text(end->end_on) == "2017-03-02");
    CHECK_FALSE(is_kept(*end, at("2026-03-02T10:00:00+02:00")));
}

TEST_CASE("a value that the data lack, or give in another unit, is never guessed", "[limit][T06]")
{
    const LimitQuestion question{dps, eu, tenders, at("2026-03-02T10:00:00+02:00")};
    CHECK_THROWS_AS(end_of(question, LawBook{}), LawMissing);
    LawBook book;
    book.add("T06.days", {std::int64_t{10}, "hours", {on("2017-01-01"), std::nullopt}, "test", "assumed"});
    CHECK_THROWS_AS(end_of(question, book), LawMissing);
    const LimitQuestion before{dps, eu, tenders, at("2016-12-31T10:00:00+02:00")};
    CHECK_THROWS_AS(end_of(before, law_of_the_tree()), LawMissing);
}
