#include "core/reference/areas.hpp"

#include "core/reference/reference_file.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>

using namespace kori;
using namespace std::chrono;

namespace
{

const AreaBook& book()
{
    static const AreaBook loaded = load_areas("config/reference");
    return loaded;
}

const auto both_years = {CivilDate{2025y / January / 1}, CivilDate{2025y / December / 31},
                         CivilDate{2026y / January / 1}, CivilDate{2026y / December / 31}};

Area area(const char* code, CivilDate from, std::optional<CivilDate> to = std::nullopt)
{
    return {code, {"alue", "område", ""}, {from, to}};
}

Municipality municipality(CivilDate from, std::optional<CivilDate> to = std::nullopt)
{
    return {"005",
            {"Kunta", "Kommun", ""},
            LanguageRelation::finnish,
            {{AreaKind::employment_area, "01"}, {AreaKind::wellbeing_county, "02"}},
            "3",
            {from, to}};
}

} // namespace

TEST_CASE("Finland has 308 municipalities, 45 employment areas and Åland, and 23 county-level units",
          "[reference]")
{
    for (const auto day : both_years)
    {
        INFO(to_text(day));
        CHECK(book().municipalities(day).size() == 308);
        CHECK(book().areas(AreaKind::employment_area, day).size() == 46);
        CHECK(book().areas(AreaKind::wellbeing_county, day).size() == 23);
        CHECK(book().areas(AreaKind::region, day).size() == 19);
        CHECK(book().municipalities_of(AreaKind::employment_area, "46", day).size() == 16);
    }
    CHECK(book().areas(AreaKind::economic_development_centre, 2025y / December / 31).empty());
    CHECK(book().areas(AreaKind::economic_development_centre, 2026y / January / 1).size() == 10);
    CHECK(book().municipalities(2024y / December / 31).empty());
}

TEST_CASE("every municipality belongs to one employment area, one county and one region", "[reference]")
{
    for (const auto day : both_years)
    {
        for (const auto kind : {AreaKind::employment_area, AreaKind::wellbeing_county, AreaKind::region})
        {
            std::size_t members = 0;
            for (const auto* each : book().areas(kind, day))
                members += book().municipalities_of(kind, each->code, day).size();
            CHECK(members == 308);
        }
        for (const auto* each : book().municipalities(day))
            if (book().employment_area_of(each->code, day) == nullptr ||
                book().wellbeing_county_of(each->code, day) == nullptr)
                FAIL(each->code << " has no area");
    }
}

TEST_CASE("the languages of the municipalities add up to those that were published", "[reference]")
{
    for (const auto day : both_years)
    {
        std::map<LanguageRelation, int> count;
        for (const auto* each : book().municipalities(day))
            ++count[each->language_relation];
        CHECK(count == std::map<LanguageRelation, int>{{LanguageRelation::finnish, 259},
                                                       {LanguageRelation::bilingual_finnish_majority, 18},
                                                       {LanguageRelation::swedish, 16},
                                                       {LanguageRelation::bilingual_swedish_majority, 15}});
    }
}

TEST_CASE("a municipality is found by its code, with its names and areas", "[reference]")
{
    const CivilDate day = 2026y / March / 2;
    const auto* vaasa = book().find_municipality("905", day);
    REQUIRE(vaasa != nullptr);
    CHECK(vaasa->name.fi == "Vaasa");
    CHECK(vaasa->name.sv == "Vasa");
    CHECK(vaasa->language_relation == LanguageRelation::bilingual_finnish_majority);

    const auto* helsinki = book().wellbeing_county_of("091", day);
    REQUIRE(helsinki != nullptr);
    CHECK(helsinki->code == "90");
    CHECK(helsinki->name.sv == "Helsingfors stad");

    const auto* espoo = book().employment_area_of("049", day);
    REQUIRE(espoo != nullptr);
    CHECK(espoo == book().employment_area_of("235", day)); // Kauniainen
    CHECK(espoo->name.fi == "Espoo-Kauniainen");

    for (const char* bad : {"", "5", "49", "000", "999", "0491"})
    {
        INFO(bad);
        CHECK(book().find_municipality(bad, day) == nullptr);
        CHECK(book().employment_area_of(bad, day) == nullptr);
    }
    CHECK(book().find_area(AreaKind::employment_area, "47", day) == nullptr);
}

TEST_CASE("lists stand in the order of their codes", "[reference]")
{
    const auto by_code = [](const auto* a, const auto* b) { return a->code < b->code; };
    for (const auto day : both_years)
    {
        const auto municipalities = book().municipalities(day);
        const auto areas = book().areas(AreaKind::employment_area, day);
        CHECK(std::is_sorted(municipalities.begin(), municipalities.end(), by_code));
        CHECK(std::is_sorted(areas.begin(), areas.end(), by_code));
        CHECK(areas.front()->code == "01");
        CHECK(areas.back()->code == "46");
    }
}

TEST_CASE("what changed on the first of January is the row of its day", "[reference]")
{
    // Hamina (075) became semi-urban in the classification of 2026.
    CHECK(book().find_municipality("075", 2025y / December / 31)->urban_rural_group == "1");
    CHECK(book().find_municipality("075", 2026y / January / 1)->urban_rural_group == "2");
}

TEST_CASE("two rows of one code never cover the same day", "[reference]")
{
    AreaBook wrong;
    wrong.add(AreaKind::region, area("01", 2025y / January / 1, 2026y / January / 1));
    wrong.add(AreaKind::region, area("01", 2026y / January / 1));
    wrong.add(AreaKind::employment_area, area("01", 2025y / June / 1));
    CHECK_THROWS_AS(wrong.add(AreaKind::region, area("01", 2030y / January / 1)), ReferenceError);
    wrong.add(municipality(2025y / January / 1, 2026y / January / 1));
    CHECK_THROWS_AS(wrong.add(municipality(2025y / December / 31)), ReferenceError);
}

TEST_CASE("a municipality cannot belong to an area that does not exist on its days", "[reference]")
{
    AreaBook areas;
    areas.add(AreaKind::wellbeing_county, area("02", 2025y / January / 1));
    areas.add(AreaKind::employment_area, area("01", 2025y / January / 1, 2026y / January / 1));
    SECTION("the area ends earlier")
    {
        areas.add(municipality(2025y / January / 1));
        CHECK(areas.faults() ==
              std::vector<std::string>{
                  "municipality 005 belongs to area 01, which does not exist from 2025-01-01 on"});
    }
    SECTION("the area ends on the same day")
    {
        areas.add(municipality(2025y / January / 1, 2026y / January / 1));
        CHECK(areas.faults().empty());
    }
    SECTION("the area goes on under another name")
    {
        areas.add(AreaKind::employment_area, area("01", 2026y / January / 1));
        areas.add(municipality(2025y / January / 1));
        CHECK(areas.faults().empty());
    }
    SECTION("the area begins later")
    {
        areas.add(municipality(2024y / December / 31, 2026y / January / 1));
        CHECK(areas.faults().size() == 2);
    }
    SECTION("no area at all")
    {
        auto lonely = municipality(2025y / January / 1);
        lonely.areas.erase(AreaKind::employment_area);
        areas.add(lonely);
        CHECK(areas.faults() ==
              std::vector<std::string>{"municipality 005 lacks an employment area or a wellbeing county"});
    }
}

TEST_CASE("a faulty table is refused with every fault, its line and its column", "[reference]")
{
    const auto folder =
        std::filesystem::temp_directory_path() / ("kori_areas_" + std::to_string(std::random_device{}()));
    std::filesystem::create_directory(folder);
    const auto write = [&](const char* file, const std::string& rows)
    { std::ofstream{folder / file} << "code,name_fi,name_sv,name_en,valid_from,valid_to\n"
                                   << rows; };
    write("employment_areas.csv", "1,Alue,Område,,2025-01-01,\n02,Alue,,,2025-01-01,\n");
    write("wellbeing_counties.csv", "01,Alue,Område,,2025-01-01,\n01,Alue,Område,,2026-01-01,\n");
    write("regions.csv", "01,Alue,Område,,1.1.2025,2025-01-01\n");
    write("economic_development_centres.csv", "01,Alue,Område,,2026-01-01,2026-01-01\n");
    std::ofstream{folder / "municipalities.csv"}
        << "code,name_fi,name_sv,name_en,language_relation_code,employment_area_code,wellbeing_county_code,"
           "region_code,economic_development_centre_code,urban_rural_group_code,valid_from,valid_to\n"
           "5,Kunta,Kommun,,4,02,01,,,0,2025-01-01,\n";

    std::vector<std::string> faults;
    try
    {
        load_areas(folder);
    }
    catch (const ReferenceError& error)
    {
        faults = error.faults();
    }
    std::filesystem::remove_all(folder);
    CHECK(
        faults ==
        std::vector<std::string>{
            R"(employment_areas.csv: line 2, column "code": it is not a code of that kind)",
            R"(employment_areas.csv: line 3, column "name_sv": it is empty)",
            R"(wellbeing_counties.csv: line 3, column "valid_from": code 01: two rows cover 2026-01-01)",
            R"(regions.csv: line 2, column "valid_from": it is not a date)",
            R"(economic_development_centres.csv: line 2, column "valid_to": it is not later than valid_from)",
            R"(municipalities.csv: line 2, column "code": it is not a code of that kind)",
            R"(municipalities.csv: line 2, column "language_relation_code": it is none of 0, 1, 2, 3)",
            R"(municipalities.csv: line 2, column "urban_rural_group_code": it is none of 1, 2, 3)",
        });
}

TEST_CASE("a folder without the tables is refused", "[reference]")
{
    CHECK_THROWS_AS(load_areas("config/no_such_folder"), ReferenceError);
}
