// The project's own files of config/law: they load, and their numbers are those of domain.md 4.2, 5, 8.4
// and 10.10.
#include "core/reference/law_file.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace kori;
using namespace std::chrono;

namespace
{

const LawBook& law()
{
    static const LawBook book = load_law("config/law");
    return book;
}

struct Expected
{
    const char* name;
    std::int64_t value;
    const char* unit;
    const char* mark;
};

void check(CivilDate day, const std::vector<Expected>& values)
{
    for (const auto& expected : values)
    {
        INFO(expected.name);
        const auto* found = law().find(expected.name, day);
        REQUIRE(found != nullptr);
        CHECK(law().integer(expected.name, day) == expected.value);
        CHECK(found->unit == expected.unit);
        CHECK(found->mark == expected.mark);
    }
}

} // namespace

TEST_CASE("the limits of the procurement rules are those of the Act", "[reference]")
{
    check(2026y / March / 2, {
                                 {"T01.days", 30, "days", "verified"},
                                 {"T02.working_days", 10, "working_days", "verified"},
                                 {"T03.working_days", 15, "working_days", "verified"},
                                 {"T06.days", 10, "days", "verified"},
                                 {"T08.days", 6, "days", "verified"},
                                 {"T12.working_days", 5, "working_days", "verified"},
                                 {"T14.days", 14, "days", "verified"},
                                 {"T15.days", 10, "days", "verified"},
                                 {"T17.days", 14, "days", "verified"},
                                 {"T18.days", 90, "days", "verified"},
                                 {"T19.days", 14, "days", "verified"},
                                 {"T20.days", 30, "days", "verified"},
                                 {"T21.months", 6, "months", "verified"},
                                 {"T23.days", 30, "days", "verified"},
                                 {"T26.electronic.days", 0, "days", "verified"},
                                 {"T26.letter.days", 7, "days", "verified"},
                                 {"T27.years", 3, "years", "verified"},
                                 {"T38.service_days", 5, "service_days", "verified"},
                                 {"T40.days", 30, "days", "verified"},
                                 {"T41.days", 30, "days", "verified"},
                                 {"T48.hours", 72, "hours", "from_memory"},
                                 {"T50.cents", 10'000, "cents", "verified"},
                                 {"T51.correction.days", 14, "days", "from_memory"},
                                 {"T51.appeal.days", 30, "days", "from_memory"},
                             });
}

TEST_CASE("every limit that has a number has a value", "[reference]")
{
    // T04, T05, T09, T13 and T16 have none; T52 is the service levels.
    const std::set<int> without{4, 5, 9, 13, 16};
    std::set<int> found;
    for (const auto& [name, values] : law().all())
        if (name.size() > 4 && name[0] == 'T' && name[3] == '.')
            found.insert(std::stoi(name.substr(1, 2)));
    std::set<int> wanted;
    for (int limit = 1; limit <= 51; ++limit)
        if (!without.contains(limit))
            wanted.insert(limit);
    CHECK(found == wanted);
}

TEST_CASE("what no law sets is marked as assumed", "[reference]")
{
    check(2026y / March / 2, {
                                 {"service_level.acknowledge.working_days", 2, "working_days", "assumed"},
                                 {"service_level.first_meeting.working_days", 10, "working_days", "assumed"},
                                 {"service_level.choice_open.days", 14, "days", "assumed"},
                                 {"service_level.capacity_hold.working_days", 5, "working_days", "assumed"},
                                 {"service_level.interim_report.months", 3, "months", "assumed"},
                                 {"service_level.outcome_claim.days", 30, "days", "assumed"},
                                 {"service_level.verification.days", 14, "days", "assumed"},
                                 {"service_level.verification_stop.days", 30, "days", "assumed"},
                                 {"service_level.dispute_answer.days", 14, "days", "assumed"},
                                 {"retention.person_data.years", 4, "years", "assumed"},
                                 {"retention.logs.years", 5, "years", "assumed"},
                             });
}

TEST_CASE("thresholds and rates change on their day", "[reference]")
{
    struct Case
    {
        const char* because;
        const char* name;
        CivilDate day;
        std::int64_t value;
    };
    const auto cases = {
        Case{"national, general", "threshold.general.cents", 2026y / March / 2, 6'000'000},
        Case{"national, Annex E 1-4", "threshold.annex_e_1_4.cents", 2026y / March / 2, 40'000'000},
        Case{"national, Annex E 5-15", "threshold.annex_e_5_15.cents", 2026y / March / 2, 30'000'000},
        Case{"concessions", "threshold.concession.cents", 2026y / March / 2, 50'000'000},
        Case{"EU, social and special", "threshold.eu_special_services.cents", 2026y / March / 2, 75'000'000},
        Case{"EU, last day of 2025", "threshold.eu_services.cents", 2025y / December / 31, 22'100'000},
        Case{"EU, first day of 2026", "threshold.eu_services.cents", 2026y / January / 1, 21'600'000},
        Case{"EU, last known day", "threshold.eu_services.cents", 2027y / December / 31, 21'600'000},
        Case{"VAT, general", "vat.general.basis_points", 2024y / September / 1, 2'550},
        Case{"VAT, reduced, last day of 2025", "vat.reduced.basis_points", 2025y / December / 31, 1'400},
        Case{"VAT, reduced, first day of 2026", "vat.reduced.basis_points", 2026y / January / 1, 1'350},
        Case{"VAT, small business", "vat.small_business.cents", 2025y / January / 1, 2'000'000},
        Case{"late interest", "late_interest.margin.basis_points", 2026y / March / 2, 800},
        Case{"municipal share, first days", "benefit_share.from_day_1.basis_points", 2025y / January / 1, 0},
        Case{"municipal share, last step", "benefit_share.from_day_701.basis_points", 2025y / January / 1,
             5'000},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK(law().integer(c.name, c.day) == c.value);
    }
    CHECK_THROWS_AS(law().integer("threshold.eu_services.cents", 2028y / January / 1), LawMissing);
    CHECK_THROWS_AS(law().integer("vat.general.basis_points", 2024y / August / 31), LawMissing);
}

TEST_CASE("the remedy follows the channel", "[reference]")
{
    const CivilDate day = 2026y / March / 2;
    CHECK(law().code("remedy.open_acceptance.first", day) == "municipal_correction");
    CHECK(law().code("remedy.open_acceptance.second", day) == "administrative_court");
    CHECK(law().code("remedy.dps.second", day) == "market_court");
    CHECK(law().code("remedy.dps_admission.second", day) == "market_court_with_leave");
    CHECK(law().code("remedy.small_purchase.first", day) == "procurement_correction");
    CHECK(law().find("remedy.small_purchase.second", day) == nullptr);
}

TEST_CASE("every name ends with its unit, so nobody can mistake days for months", "[reference]")
{
    for (const auto& [name, values] : law().all())
        for (const auto& value : values)
        {
            INFO(name);
            if (value.unit != "code")
                CHECK(name.ends_with("." + value.unit));
        }
}
