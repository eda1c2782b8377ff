// Municipalities (kunta) and the areas they belong to, by date. A code lives for years, what it means for
// one: names and memberships change on the first of January.
#pragma once

#include "core/base/text.hpp"
#include "core/base/validity.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

enum class AreaKind
{
    employment_area,             // työllisyysalue, 380/2023 §12; 46 is Åland, which is outside that act
    wellbeing_county,            // hyvinvointialue; 90 is the City of Helsinki, 91 Åland
    region,                      // maakunta
    economic_development_centre, // elinvoimakeskus, from 2026
};

struct Area
{
    std::string code; // two digits, text
    LocalText name;
    Validity validity;
};

// Language Act 423/2003 §5; Statistics Finland's codes 0 to 3.
enum class LanguageRelation
{
    finnish,
    bilingual_finnish_majority,
    swedish,
    bilingual_swedish_majority,
};

struct Municipality
{
    std::string code; // three digits, text
    LocalText name;
    LanguageRelation language_relation{};
    std::map<AreaKind, std::string> areas; // codes; economic development centres only from 2026
    std::string urban_rural_group;         // 1 urban, 2 semi-urban, 3 rural
    Validity validity;
};

class AreaBook
{
public:
    // Both throw ReferenceError when a row of that code already covers one of the days.
    void add(AreaKind kind, Area area);
    void add(Municipality municipality);
    // Sentences on memberships that lead to an area which does not exist on those days.
    std::vector<std::string> faults() const;

    // None when the code does not exist on that day.
    const Municipality* find_municipality(std::string_view code, CivilDate day) const;
    const Area* find_area(AreaKind kind, std::string_view code, CivilDate day) const;
    const Area* area_of(AreaKind kind, std::string_view municipality, CivilDate day) const;
    const Area* employment_area_of(std::string_view municipality, CivilDate day) const
    {
        return area_of(AreaKind::employment_area, municipality, day);
    }
    const Area* wellbeing_county_of(std::string_view municipality, CivilDate day) const
    {
        return area_of(AreaKind::wellbeing_county, municipality, day);
    }

    // In the order of their codes.
    std::vector<const Municipality*> municipalities(CivilDate day) const;
    std::vector<const Municipality*> municipalities_of(AreaKind kind, std::string_view area,
                                                       CivilDate day) const;
    std::vector<const Area*> areas(AreaKind kind, CivilDate day) const;

private:
    std::map<std::string, std::vector<Municipality>, std::less<>> municipalities_;
    std::map<AreaKind, std::map<std::string, std::vector<Area>, std::less<>>> areas_;
};

// municipalities.csv, employment_areas.csv, wellbeing_counties.csv, regions.csv and
// economic_development_centres.csv of the folder. Throws ReferenceError with every fault.
AreaBook load_areas(const std::filesystem::path& folder);

} // namespace kori
