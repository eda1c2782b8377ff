// Tables of config/reference: comma separated, one header row, fields in quotes where needed (RFC 4180).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

struct CsvRow
{
    std::size_t line = 0; // in the file, from 1
    std::map<std::string, std::string, std::less<>> fields;
};

// Throws ReferenceError when the header is not exactly `columns`, a row has another number of fields or a
// quote is left open.
std::vector<CsvRow> read_csv(std::string_view text, std::string_view file,
                             const std::vector<std::string>& columns);

} // namespace kori
