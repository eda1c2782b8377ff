#include "core/storage/sqlite/sqlite_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace kori
{

bool rolls_back_everything(std::string_view sql)
{
    constexpr std::string_view banned = "OR ROLLBACK";
    const auto same = [](char a, char b) { return std::toupper(static_cast<unsigned char>(a)) == b; };
    return std::search(sql.begin(), sql.end(), banned.begin(), banned.end(), same) != sql.end();
}

bool only_blanks_and_comments(std::string_view sql)
{
    while (!sql.empty())
    {
        if (sql.starts_with("--"))
            sql.remove_prefix(std::min(sql.find('\n'), sql.size()));
        else if (sql.starts_with("/*"))
        {
            const auto end = sql.find("*/", 2);
            sql.remove_prefix(end == std::string_view::npos ? sql.size() : end + 2);
        }
        else if (std::isspace(static_cast<unsigned char>(sql.front())) != 0 || sql.front() == ';')
            sql.remove_prefix(1);
        else
            return false;
    }
    return true;
}

// Pragmas that only tell; a job may ask them (also through their table-valued functions). FTS5 asks
bool is_telling_pragma(std::string_view name)
{
    constexpr std::array<std::string_view, 9> telling{"table_info",       "table_xinfo",     "table_list",
                                                      "index_list",       "index_info",      "index_xinfo",
                                                      "foreign_key_list", "integrity_check", "data_version"};
    return std::find(telling.begin(), telling.end(), name) != telling.end();
}

} // namespace kori
