#include "core/storage/statement_name.hpp"

#include <algorithm>

namespace kori
{

std::string name_of(std::string_view sql)
{
    const auto start = sql.find("/*");
    const auto end = sql.find("*/");
    if (start == std::string_view::npos || end == std::string_view::npos || end < start + 2 ||
        sql.find_first_not_of(" \t\r\n") != start)
        return "an unnamed statement";
    auto name = sql.substr(start + 2, end - start - 2);
    name.remove_prefix(std::min(name.find_first_not_of(' '), name.size()));
    name = name.substr(0, name.find_last_not_of(' ') + 1);
    return "the statement " + std::string{name};
}

} // namespace kori
