#include "core/reference/areas.hpp"

#include "core/base/identifiers.hpp"
#include "core/reference/csv.hpp"
#include "core/reference/reference_file.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace kori
{
namespace
{

struct AreaFile
{
    AreaKind kind;
    const char* file;
    const char* column; // in municipalities.csv
};

constexpr std::array<AreaFile, 4> area_files{{
    {AreaKind::employment_area, "employment_areas.csv", "employment_area_code"},
    {AreaKind::wellbeing_county, "wellbeing_counties.csv", "wellbeing_county_code"},
    {AreaKind::region, "regions.csv", "region_code"},
    {AreaKind::economic_development_centre, "economic_development_centres.csv",
     "economic_development_centre_code"},
}};

template <class Row>
const Row* on_day(const std::vector<Row>& rows, CivilDate day)
{
    for (const auto& row : rows)
        if (row.validity.contains(day))
            return &row;
    return nullptr;
}

template <class Row>
void add_row(std::vector<Row>& rows, Row row)
{
    for (const auto& other : rows)
        if (other.validity.overlaps(row.validity))
            throw ReferenceError{{"code " + row.code + ": two rows cover " +
                                  to_text(std::max(other.validity.from, row.validity.from))}};
    rows.push_back(std::move(row));
}

// Is every day of the range covered by the rows?
bool cover(const std::vector<Area>& rows, const Validity& wanted)
{
    auto day = wanted.from;
    for (;;)
    {
        const auto* row = on_day(rows, day);
        if (row == nullptr)
            return false;
        if (!row->validity.to || (wanted.to && *wanted.to <= *row->validity.to))
            return true;
        day = *row->validity.to;
    }
}

// One row of a table; notes faults with file, line and column.
class Row
{
public:
    Row(const CsvRow& row, std::string_view file, std::vector<std::string>& faults)
        : row_{row}, file_{file}, faults_{faults}
    {
    }

    const std::string& field(std::string_view column) const { return row_.fields.find(column)->second; }

    void fault(std::string_view column, std::string_view sentence)
    {
        faults_.push_back(std::string{file_} + ": line " + std::to_string(row_.line) + ", column \"" +
                          std::string{column} + "\": " + std::string{sentence});
    }

    std::string code(std::string_view column, bool (*is_code)(std::string_view))
    {
        if (!is_code(field(column)))
            fault(column, "it is not a code of that kind");
        return field(column);
    }

    LocalText name()
    {
        for (const auto* column : {"name_fi", "name_sv"})
            if (field(column).empty())
                fault(column, "it is empty");
        return {field("name_fi"), field("name_sv"), field("name_en")};
    }

    Validity validity()
    {
        const auto from = parse_date(field("valid_from"));
        const auto to = parse_date(field("valid_to"));
        if (!from)
            fault("valid_from", "it is not a date");
        if (!to && !field("valid_to").empty())
            fault("valid_to", "it is not a date");
        if (from && to && *to <= *from)
            fault("valid_to", "it is not later than valid_from");
        return {from.value_or(CivilDate{std::chrono::year{1900}, std::chrono::January, std::chrono::day{1}}),
                to};
    }

private:
    const CsvRow& row_;
    std::string_view file_;
    std::vector<std::string>& faults_;
};

Municipality read_municipality(Row& row)
{
    Municipality municipality;
    municipality.code = row.code("code", is_municipality_code);
    municipality.name = row.name();
    const auto& relation = row.field("language_relation_code");
    if (relation.size() == 1 && relation[0] >= '0' && relation[0] <= '3')
        municipality.language_relation = static_cast<LanguageRelation>(relation[0] - '0');
    else
        row.fault("language_relation_code", "it is none of 0, 1, 2, 3");
    for (const auto& area : area_files)
        if (!row.field(area.column).empty())
            municipality.areas[area.kind] = row.code(area.column, is_area_code);
    municipality.urban_rural_group = row.field("urban_rural_group_code");
    if (municipality.urban_rural_group != "1" && municipality.urban_rural_group != "2" &&
        municipality.urban_rural_group != "3")
        row.fault("urban_rural_group_code", "it is none of 1, 2, 3");
    municipality.validity = row.validity();
    return municipality;
}

// Reads the table and hands each sound row on; a doubled row becomes a fault with its line.
template <class Take>
void read_table(const std::filesystem::path& folder, const char* file,
                const std::vector<std::string>& columns, std::vector<std::string>& faults, Take take)
{
    for (const auto& fields : read_csv(read_reference_file(folder / file), file, columns))
    {
        Row row{fields, file, faults};
        try
        {
            take(row);
        }
        catch (const ReferenceError& error)
        {
            row.fault("valid_from", error.what());
        }
    }
}

} // namespace

void AreaBook::add(AreaKind kind, Area area)
{
    auto& rows = areas_[kind][area.code];
    add_row(rows, std::move(area));
}

void AreaBook::add(Municipality municipality)
{
    auto& rows = municipalities_[municipality.code];
    add_row(rows, std::move(municipality));
}

std::vector<std::string> AreaBook::faults() const
{
    std::vector<std::string> found;
    for (const auto& [code, rows] : municipalities_)
        for (const auto& row : rows)
        {
            for (const auto kind : {AreaKind::employment_area, AreaKind::wellbeing_county})
                if (!row.areas.contains(kind))
                    found.push_back("municipality " + code +
                                    " lacks an employment area or a wellbeing county");
            for (const auto& [kind, area] : row.areas)
            {
                const auto of_kind = areas_.find(kind);
                const bool is_known = of_kind != areas_.end() && of_kind->second.contains(area) &&
                                      cover(of_kind->second.find(area)->second, row.validity);
                if (!is_known)
                    found.push_back("municipality " + code + " belongs to area " + area +
                                    ", which does not exist from " + to_text(row.validity.from) + " on");
            }
        }
    return found;
}

const Municipality* AreaBook::find_municipality(std::string_view code, CivilDate day) const
{
    const auto found = municipalities_.find(code);
    return found == municipalities_.end() ? nullptr : on_day(found->second, day);
}

const Area* AreaBook::find_area(AreaKind kind, std::string_view code, CivilDate day) const
{
    const auto of_kind = areas_.find(kind);
    if (of_kind == areas_.end())
        return nullptr;
    const auto found = of_kind->second.find(code);
    return found == of_kind->second.end() ? nullptr : on_day(found->second, day);
}

const Area* AreaBook::area_of(AreaKind kind, std::string_view municipality, CivilDate day) const
{
    const auto* member = find_municipality(municipality, day);
    if (member == nullptr)
        return nullptr;
    const auto area = member->areas.find(kind);
    return area == member->areas.end() ? nullptr : find_area(kind, area->second, day);
}

std::vector<const Municipality*> AreaBook::municipalities(CivilDate day) const
{
    std::vector<const Municipality*> result;
    for (const auto& [code, rows] : municipalities_)
        if (const auto* row = on_day(rows, day))
            result.push_back(row);
    return result;
}

std::vector<const Municipality*> AreaBook::municipalities_of(AreaKind kind, std::string_view area,
                                                             CivilDate day) const
{
    auto result = municipalities(day);
    std::erase_if(result,
                  [&](const Municipality* each)
                  {
                      const auto found = each->areas.find(kind);
                      return found == each->areas.end() || found->second != area;
                  });
    return result;
}

std::vector<const Area*> AreaBook::areas(AreaKind kind, CivilDate day) const
{
    std::vector<const Area*> result;
    const auto of_kind = areas_.find(kind);
    if (of_kind != areas_.end())
        for (const auto& [code, rows] : of_kind->second)
            if (const auto* row = on_day(rows, day))
                result.push_back(row);
    return result;
}

AreaBook load_areas(const std::filesystem::path& folder)
{
    AreaBook book;
    std::vector<std::string> faults;
    for (const auto& area_file : area_files)
        read_table(
            folder, area_file.file, {"code", "name_fi", "name_sv", "name_en", "valid_from", "valid_to"},
            faults, [&](Row& row)
            { book.add(area_file.kind, Area{row.code("code", is_area_code), row.name(), row.validity()}); });
    std::vector<std::string> columns{"code", "name_fi", "name_sv", "name_en", "language_relation_code"};
    for (const auto& area_file : area_files)
        columns.emplace_back(area_file.column);
    columns.insert(columns.end(), {"urban_rural_group_code", "valid_from", "valid_to"});
    read_table(folder, "municipalities.csv", columns, faults,
               [&](Row& row) { book.add(read_municipality(row)); });

    for (auto& fault : book.faults())
        faults.push_back("municipalities.csv: " + fault);
    if (!faults.empty())
        throw ReferenceError{std::move(faults)};
    return book;
}

} // namespace kori
