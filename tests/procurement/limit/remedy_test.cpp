#include "procurement/limit/remedy.hpp"

#include "core/base/law_book.hpp"
#include "tests/procurement/limit/limit_samples.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace kori;
using samples::law_of_the_tree;

namespace
{

constexpr auto open = Channel::open_acceptance;
constexpr auto dps = Channel::dps;
constexpr auto small = Channel::small_purchase;
constexpr auto municipal = EntityKind::employment_authority;
constexpr auto county = EntityKind::wellbeing_county;

Remedies remedies(const DecisionFacts& facts)
{
    return remedies_for(facts, samples::on("2026-03-02"), law_of_the_tree());
}

std::string shown(const Remedies& all)
{
    std::string text;
    for (const auto& step : all.steps)
        text += (text.empty() ? "" : " > ") + step.code + " " + std::string{limit_of(step.limit).id} + " " +
                std::to_string(step.length.count);
    return text;
}

} // namespace

TEST_CASE("which instruction goes with which decision", "[limit][remedy][T17][T19][T20][T26][T51]")
{
    struct Case
    {
        const char* because;
        DecisionFacts facts;
        const char* steps;
        LimitStage receipt;
    };
    const auto own = LimitStage::municipal_receipt_electronic;
    const auto act = LimitStage::receipt_electronic;
    const auto municipal_steps = "municipal_correction T51 14 > administrative_court T51 30";
    const std::vector<Case> cases{
        {"acceptance",
         {open, Regime::not_a_public_contract, DecisionKind::joining, municipal},
         municipal_steps,
         own},
        {"acceptance of a county",
         {open, Regime::not_a_public_contract, DecisionKind::joining, county},
         municipal_steps,
         own},
        {"interruption there",
         {open, Regime::not_a_public_contract, DecisionKind::interruption, municipal},
         municipal_steps,
         own},
        {"whatever regime is recorded",
         {open, Regime::annex_e, DecisionKind::joining, municipal},
         municipal_steps,
         own},
        {"after a municipal claim the court is left",
         {open, Regime::not_a_public_contract, DecisionKind::claim, municipal},
         "administrative_court T51 30",
         own},
        {"admission needs leave (§146(3))",
         {dps, Regime::eu_level, DecisionKind::joining, municipal},
         "procurement_correction T17 14 > market_court_with_leave T19 14",
         act},
        {"an award with a standstill",
         {dps, Regime::eu_level, DecisionKind::award, municipal},
         "procurement_correction T17 14 > market_court T19 14",
         act},
        {"an award without one",
         {dps, Regime::eu_level, DecisionKind::award, municipal, true},
         "procurement_correction T17 14 > market_court T20 30",
         act},
        {"the same of a county in Annex E",
         {dps, Regime::annex_e, DecisionKind::award, county, true},
         "procurement_correction T17 14 > market_court T20 30",
         act},
        {"a national purchase knows no standstill",
         {dps, Regime::national, DecisionKind::award, municipal, true},
         "procurement_correction T17 14 > market_court T19 14",
         act},
        {"interruption (§125)",
         {dps, Regime::annex_e, DecisionKind::interruption, municipal},
         "procurement_correction T17 14 > market_court T19 14",
         act},
        {"§135: nothing after the correction",
         {small, Regime::below_threshold, DecisionKind::award, municipal},
         "procurement_correction T17 14",
         own},
        {"§135: a decision on correction stands",
         {small, Regime::below_threshold, DecisionKind::claim, municipal},
         "",
         own},
        {"a small purchase that outgrew its threshold",
         {small, Regime::annex_e, DecisionKind::award, municipal},
         "procurement_correction T17 14 > market_court T19 14",
         act},
        {"outgrown, and a claim was decided",
         {small, Regime::national, DecisionKind::claim, municipal},
         "market_court T19 14",
         act},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        const auto found = remedies(c.facts);
        CHECK(shown(found) == c.steps);
        CHECK(found.receipt_electronic == c.receipt);
        CHECK((found.receipt_letter == LimitStage::receipt_letter) == (c.receipt == act));
        // Each step's limit is one that exists where it is named, so its last day can be counted.
        for (const auto& step : found.steps)
            CHECK(binding_of(step.limit, c.facts.channel, c.facts.regime) == Binding::by_law);
    }
}

TEST_CASE("a step names body, statute and leave", "[limit][remedy]")
{
    const auto acceptance = remedies({open, Regime::not_a_public_contract, DecisionKind::joining, municipal});
    CHECK(acceptance.steps[0].statute.fi == "kuntalaki 410/2015");
    CHECK(acceptance.steps[1].body.en == "Administrative Court");
    const auto of_county = remedies({open, Regime::not_a_public_contract, DecisionKind::joining, county});
    CHECK(of_county.steps[0].statute.sv == "lagen om välfärdsområden 611/2021");
    const auto admission = remedies({dps, Regime::eu_level, DecisionKind::joining, municipal});
    CHECK_FALSE(admission.steps[0].needs_leave);
    CHECK(admission.steps[1].needs_leave);
    CHECK(admission.steps[1].body.fi == "markkinaoikeus");
    CHECK_FALSE(remedies({dps, Regime::eu_level, DecisionKind::award, municipal}).steps[1].needs_leave);
}

TEST_CASE("open acceptance never names the Procurement Act, and §135 never the Market Court",
          "[limit][remedy]")
{
    for (const auto kind :
         {DecisionKind::joining, DecisionKind::award, DecisionKind::interruption, DecisionKind::claim})
        for (const auto authority : {municipal, county})
        {
            for (const auto regime : {Regime::eu_level, Regime::annex_e, Regime::national,
                                      Regime::below_threshold, Regime::not_a_public_contract})
                for (const auto& step : remedies({open, regime, kind, authority, true}).steps)
                {
                    CHECK(step.statute.en.find("1397/2016") == std::string::npos);
                    CHECK(step.body.en != "Market Court");
                }
            for (const auto& step : remedies({small, Regime::below_threshold, kind, authority, true}).steps)
                CHECK(step.body.en != "Market Court");
        }
}

TEST_CASE("data that name an unknown remedy, or none, are a fault of the data", "[limit][remedy]")
{
    const DecisionFacts facts{dps, Regime::eu_level, DecisionKind::award, municipal};
    const auto day = samples::on("2026-03-02");
    LawBook book;
    CHECK_THROWS_AS(remedies_for(facts, day, book), LawMissing);
    book.add("remedy.dps.first", {std::string{"ombudsman"}, "code", {day, std::nullopt}, "test", "assumed"});
    CHECK_THROWS_AS(remedies_for(facts, day, book), LawMissing);
}
