// Files of law, duties and tables: the first line says which kind the rest is. A wrong file is refused with
// sentences, and nothing else is thrown.
#include "tests/fuzz/one_input.hpp"

#include "core/base/text.hpp"
#include "core/reference/csv.hpp"
#include "core/reference/duties.hpp"
#include "core/reference/law_file.hpp"

#include <algorithm>
#include <string>

namespace kori::fuzz
{
namespace
{

constexpr CivilDate some_day{std::chrono::year{2026}, std::chrono::March, std::chrono::day{2}};

std::string in_quotes(const std::string& field)
{
    std::string text = "\"";
    for (const char c : field)
        text += c == '"' ? "\"\"" : std::string(1, c);
    return text + '"';
}

// The columns are what the first record says when it is plain.
void read_table(std::string_view text)
{
    const auto columns = split_text(first_line(text).first, ',');
    const auto rows = read_csv(text, "table.csv", columns);
    std::string again;
    for (const auto& column : columns)
        again += (again.empty() ? "" : ",") + in_quotes(column);
    for (const auto& row : rows)
    {
        again += '\n';
        for (const auto& column : columns)
            again += (again.back() == '\n' ? "" : ",") + in_quotes(row.fields.at(column));
    }
    const auto read = read_csv(again, "table.csv", columns);
    PROMISE(std::equal(rows.begin(), rows.end(), read.begin(), read.end(),
                       [](const CsvRow& a, const CsvRow& b) { return a.fields == b.fields; }));
}

void read_file(std::string_view kind, std::string_view text)
{
    if (kind == "law")
    {
        LawBook book;
        read_law(text, "limits.json", book);
    }
    else if (kind == "holidays")
    {
        LawBook book;
        read_holidays(text, "holidays.json", book);
    }
    else if (kind == "duties")
    {
        DutyBook book;
        read_duties(text, "duties.json", book);
        for (const auto& role : book.roles())
            for (const auto& permission : book.permissions_of(role, some_day))
                PROMISE(book.may(role, permission, some_day));
    }
    else
        read_table(text);
}

} // namespace

bool one_input(std::string_view bytes)
{
    const auto [kind, text] = first_line(bytes);
    try
    {
        read_file(kind, text);
        return true;
    }
    catch (const ReferenceError& error)
    {
        PROMISE(!error.faults().empty());
        for (const auto& fault : error.faults())
            PROMISE(!fault.empty());
        return false;
    }
}

} // namespace kori::fuzz
