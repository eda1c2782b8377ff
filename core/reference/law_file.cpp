#include "core/reference/law_file.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace kori
{
namespace
{

// "days" are calendar days, "weekdays" Monday to Friday without holidays, "code" is text.
constexpr std::array<std::string_view, 12> units{"working_days", "weekdays",     "days",  "weeks",
                                                 "months",       "years",        "hours", "count",
                                                 "cents",        "basis_points", "code",  "service_days"};
constexpr std::array<std::string_view, 4> marks{"verified", "secondary", "from_memory", "assumed"};

template <std::size_t n>
bool is_one_of(const std::array<std::string_view, n>& names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_law_name(std::string_view name)
{
    return !name.empty() && std::all_of(name.begin(), name.end(),
                                        [](char c)
                                        {
                                            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                                   (c >= '0' && c <= '9') || c == '_' || c == '.';
                                        });
}

std::string read_mark(Entry& entry)
{
    auto mark = entry.text("mark");
    if (!mark.empty() && !is_one_of(marks, mark))
        entry.fault("mark", "it is none of verified, secondary, from_memory, assumed");
    return mark;
}

LawValue read_value(Entry& entry)
{
    LawValue law;
    law.unit = entry.text("unit");
    if (!law.unit.empty() && !is_one_of(units, law.unit))
        entry.fault("unit", "there is no unit " + law.unit);
    if (const auto* value = entry.member("value"))
    {
        const bool is_code = law.unit == "code";
        if (value->is_integer() && !is_code)
            law.value = value->integer();
        else if (value->is_text() && !value->text().empty() && is_code)
            law.value = value->text();
        else
            entry.fault("value", is_code ? "a code is a text" : "it is not an integer");
    }
    law.validity = entry.validity();
    law.source = entry.text("source");
    law.mark = read_mark(entry);
    return law;
}

} // namespace

void read_law(std::string_view text, std::string_view file, LawBook& book)
{
    const auto entries = read_entries(text, file);
    std::vector<std::string> faults;
    std::size_t number = 0;
    for (const auto& item : entries)
    {
        const auto before = faults.size();
        Entry entry{item, std::string{file} + ": entry " + std::to_string(++number), faults};
        entry.allow_only({"name", "value", "unit", "from", "to", "source", "mark", "note"});
        const auto name = entry.text("name");
        entry.call(name);
        if (!name.empty() && !is_law_name(name))
            entry.fault("name", "it holds other characters than letters, digits, dot and line");
        auto law = read_value(entry);
        entry.optional_text("note");
        if (faults.size() != before)
            continue;
        try
        {
            book.add(name, std::move(law));
        }
        catch (const std::invalid_argument& error)
        {
            entry.fault("from", error.what());
        }
    }
    if (!faults.empty())
        throw ReferenceError{std::move(faults)};
}

void read_holidays(std::string_view text, std::string_view file, LawBook& book)
{
    const auto document = read_document(text, file);
    std::vector<std::string> faults;
    Entry whole{document, std::string{file}, faults};
    whole.allow_only({"explanation", "exceptions"});
    whole.text("explanation");
    const auto* exceptions = whole.member("exceptions");
    if (exceptions != nullptr && !exceptions->is_array())
        whole.fault("exceptions", "it is not a list");

    std::set<CivilDate> seen;
    std::size_t number = 0;
    for (const auto& item :
         exceptions != nullptr && exceptions->is_array() ? exceptions->array() : json::Array{})
    {
        const auto before = faults.size();
        Entry entry{item, std::string{file} + ": exception " + std::to_string(++number), faults};
        entry.allow_only({"day", "kind", "source", "mark", "note"});
        const auto day = entry.date("day");
        const auto kind = entry.text("kind");
        entry.text("source");
        read_mark(entry);
        entry.optional_text("note");
        if (!kind.empty() && kind != "holiday" && kind != "working_day")
            entry.fault("kind", "it is neither holiday nor working_day");
        if (faults.size() != before)
            continue;
        if (!seen.insert(day).second)
            entry.fault("day", to_text(day) + " is there twice");
        else if (kind == "holiday")
            book.add_holiday(day);
        else
            book.add_working_day(day);
    }
    if (!faults.empty())
        throw ReferenceError{std::move(faults)};
}

LawBook load_law(const std::filesystem::path& folder)
{
    std::error_code error;
    std::vector<std::filesystem::path> files;
    for (const auto& file : std::filesystem::directory_iterator{folder, error})
        if (file.path().extension() == ".json")
            files.push_back(file.path());
    if (error || files.empty())
        throw ReferenceError{{folder.string() + ": there are no law files"}};
    std::sort(files.begin(), files.end());

    LawBook book;
    for (const auto& path : files)
    {
        const auto file = path.filename().string();
        if (file == "duties.json") // who may do what: DutyBook
            continue;
        const auto text = read_reference_file(path);
        if (file == "holidays.json")
            read_holidays(text, file, book);
        else
            read_law(text, file, book);
    }
    return book;
}

} // namespace kori
