#include "core/reference/csv.hpp"

#include "core/reference/reference_file.hpp"

#include <utility>

namespace kori
{
namespace
{

struct Record
{
    std::size_t line = 0;
    std::vector<std::string> fields;
};

[[noreturn]] void fail(std::string_view file, std::size_t line, const std::string& sentence)
{
    throw ReferenceError{{std::string{file} + ": line " + std::to_string(line) + ": " + sentence}};
}

// One field at the front of the text; a doubled quote within quotes is a quote.
std::string take_field(std::string_view& text, std::string_view file, std::size_t& line)
{
    std::string field;
    if (!text.starts_with('"'))
    {
        const auto end = text.find_first_of(",\n");
        field = text.substr(0, end);
        text.remove_prefix(field.size());
        if (field.find_first_of("\"\r") != std::string::npos)
            fail(file, line, "a quote or a carriage return stands in a field without quotes");
        return field;
    }
    const auto opened = line;
    for (text.remove_prefix(1); !text.empty(); text.remove_prefix(1))
    {
        if (text[0] == '"' && !text.starts_with("\"\""))
        {
            text.remove_prefix(1);
            return field;
        }
        if (text[0] == '"')
            text.remove_prefix(1);
        else if (text[0] == '\n')
            ++line;
        field += text[0];
    }
    fail(file, opened, "a quote is not closed");
}

std::vector<Record> take_records(std::string_view text, std::string_view file)
{
    std::vector<Record> records;
    for (std::size_t line = 1; !text.empty(); ++line)
    {
        Record record{line, {}};
        for (;;)
        {
            record.fields.push_back(take_field(text, file, line));
            if (!text.starts_with(','))
                break;
            text.remove_prefix(1);
        }
        if (!text.empty() && text[0] != '\n')
            fail(file, line, "text follows a closing quote");
        if (!text.empty())
            text.remove_prefix(1);
        records.push_back(std::move(record));
    }
    return records;
}

} // namespace

std::vector<CsvRow> read_csv(std::string_view text, std::string_view file,
                             const std::vector<std::string>& columns)
{
    const auto records = take_records(text, file);
    if (records.empty() || records.front().fields != columns)
        fail(file, 1, "the header is not the expected one");

    std::vector<CsvRow> rows;
    for (std::size_t i = 1; i < records.size(); ++i)
    {
        if (records[i].fields.size() != columns.size())
            fail(file, records[i].line, "the row has another number of fields than the header");
        CsvRow row{records[i].line, {}};
        for (std::size_t column = 0; column < columns.size(); ++column)
            row.fields[columns[column]] = records[i].fields[column];
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace kori
