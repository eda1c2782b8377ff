#include "procurement/limit/limit.hpp"

#include "tests/procurement/limit/limit_samples.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>
#include <vector>

using namespace kori;
using samples::law_of_the_tree;
using enum LimitStage;

namespace
{

constexpr Channel channels[] = {Channel::open_acceptance, Channel::dps, Channel::small_purchase};
constexpr Regime regimes[] = {Regime::eu_level, Regime::annex_e, Regime::national, Regime::below_threshold,
                              Regime::not_a_public_contract};

// One letter a regime in the order above: law, chosen, described, none.
std::string row_of(LimitStage stage, Channel channel)
{
    std::string letters;
    for (const auto regime : regimes)
        letters += "lcd-"[static_cast<std::size_t>(binding_of(stage, channel, regime))];
    return letters;
}

} // namespace

TEST_CASE("which limit binds where",
          "[limit][T01][T02][T03][T04][T05][T06][T07][T08][T09][T10][T11][T12][T13]"
          "[T14][T15][T16][T17][T18][T19][T20][T21][T22][T23][T24][T26][T27][T28]"
          "[T29][T31][T51]")
{
    struct Row
    {
        LimitStage stage;
        const char* open; // EU level, Annex E, national, below, no public contract
        const char* dps;
        const char* small;
    };
    const std::vector<Row> rows{
        {initial_requests, "-----", "ldd--", "-----"},
        {admission_decision, "-----", "ldd--", "-----"},
        {admission_decision_extended, "-----", "ldd--", "-----"},
        {admission_decision_before_use, "-----", "ddd--", "-----"},
        {admission_told, "-----", "ldd--", "-----"},
        {tenders, "-----", "lddd-", "lddd-"},
        {tenders_agreed, "-----", "ldd--", "-----"},
        {answers, "-----", "lddd-", "lddd-"},
        {answers_accelerated, "-----", "lddd-", "lddd-"},
        {deadline_extension, "-----", "lddd-", "lddd-"},
        {paper_documents, "-----", "lddd-", "lddd-"},
        {accelerated_requests, "-----", "ldd--", "-----"},
        {accelerated_tenders, "-----", "ldd--", "-----"},
        {renewed_evidence, "-----", "ldd--", "-----"},
        {completion, "-----", "lddd-", "lddd-"},
        {standstill, "-----", "-----", "ll---"}, // T16: none inside a DPS
        {standstill_in_system, "-----", "cc---", "-----"},
        {correction, "-----", "llll-", "llll-"},
        {own_correction, "-----", "llll-", "llll-"},
        {appeal, "-----", "lll--", "lll--"},
        {appeal_without_standstill, "-----", "ll---", "-----"},
        {appeal_deficient, "-----", "lll--", "lll--"},
        {result_notice, "-----", "ll---", "ll---"},
        {result_notice_quarterly, "-----", "cc---", "-----"},
        {result_notice_voluntary, "-----", "--c--", "--c--"},
        {receipt_electronic, "-----", "lll--", "lll--"},
        {receipt_letter, "-----", "lll--", "lll--"},
        {keeping_documents, "-----", "ll---", "ll---"},
        {record_extract, "-----", "ldd--", "ldd--"},
        {exclusion_mandatory, "-----", "lld--", "lld--"},
        {exclusion_discretionary, "-----", "lldc-", "lldc-"},
        {information_request, "lllll", "lllll", "lllll"},
        {information_request_large, "lllll", "lllll", "lllll"},
        {municipal_correction, "lllll", "-----", "-----"},
        {municipal_appeal, "lllll", "-----", "-----"},
        {municipal_receipt_electronic, "lllll", "-----", "---ll"},
        {municipal_receipt_letter, "lllll", "-----", "---ll"},
    };
    REQUIRE(rows.size() == limits().size());
    for (const auto& row : rows)
    {
        INFO(limit_of(row.stage).id << " " << limit_of(row.stage).value);
        CHECK(row_of(row.stage, Channel::open_acceptance) == row.open);
        CHECK(row_of(row.stage, Channel::dps) == row.dps);
        CHECK(row_of(row.stage, Channel::small_purchase) == row.small);
    }
}

TEST_CASE(
    "the minimum times of chapter 6 are absent in Annex E and national regimes: only a description binds",
    "[limit][T01][T06]")
{
    const auto start = samples::at("2026-03-02T10:00:00+02:00");
    for (const auto regime : {Regime::annex_e, Regime::national})
        for (const auto stage : {initial_requests, tenders, accelerated_requests})
        {
            INFO(code_of(regime) << " " << limit_of(stage).id);
            LimitQuestion question{Channel::dps, regime, stage, start};
            CHECK(end_of(question, law_of_the_tree()).refusal().rule == "limit.not_described");
            question.own = LimitLength{1, LimitUnit::days}; // far below the law's minimum, and binding
            const auto end = end_of(question, law_of_the_tree());
            REQUIRE(end);
            CHECK(end->binding == Binding::as_described);
            CHECK(to_text(end->end_on) == "2026-03-03");
        }
}

TEST_CASE("open acceptance knows no limit of the Procurement Act, in whatever regime it is recorded",
          "[limit]")
{
    for (const auto& limit : limits())
        for (const auto regime : regimes)
        {
            INFO(limit.id << " " << code_of(regime));
            if (limit.paragraph.starts_with("1397/2016"))
                CHECK(binding_of(limit.stage, Channel::open_acceptance, regime) == Binding::absent);
        }
}

TEST_CASE("every limit has a paragraph, a start and data in the unit it is counted in", "[limit]")
{
    const auto day = samples::on("2026-03-02");
    std::set<std::string_view> values;
    for (const auto& limit : limits())
    {
        INFO(limit.id << " " << limit.value);
        CHECK_FALSE(limit.paragraph.empty());
        CHECK_FALSE(code_of(limit.start).empty());
        if (limit.value.empty())
        {
            CHECK_FALSE(length_in_law(limit.stage, day, law_of_the_tree()));
            continue;
        }
        CHECK(values.insert(limit.value).second);
        const auto length = length_in_law(limit.stage, day, law_of_the_tree());
        REQUIRE(length);
        CHECK(length->count == law_of_the_tree().integer(limit.value, day));
        CHECK((limit.value.starts_with(limit.id) || limit.value.starts_with("service.municipal.")));
    }
}

TEST_CASE("each way to bind and each start has its own code", "[limit]")
{
    std::set<std::string_view> codes;
    for (const auto binding : {Binding::by_law, Binding::if_chosen, Binding::as_described, Binding::absent})
        CHECK(codes.insert(code_of(binding)).second);
    CHECK(code_of(Binding::as_described) == "as_described");
    codes.clear();
    for (int start = 0; start <= static_cast<int>(LimitStart::information_asked); ++start)
        CHECK(codes.insert(code_of(static_cast<LimitStart>(start))).second);
    CHECK(code_of(LimitStart::notice_sent) == "notice_sent");
    CHECK(code_of(LimitStart::decision_received) == "decision_received");
    CHECK(code_of(LimitStart::quarter_of_contract) == "quarter_of_contract");
    CHECK(code_of(LimitStart::information_asked) == "information_asked");
}

TEST_CASE("a channel outside its regimes has no limit that the regime lacks", "[limit]")
{
    for (const auto channel : channels)
        for (const auto stage : {appeal, appeal_deficient, standstill})
            CHECK(binding_of(stage, channel, Regime::below_threshold) == Binding::absent);
}
