// What can be told from the text of a statement.
#pragma once

#include <string_view>

namespace kori
{

// OR ROLLBACK would end the whole group, neighbours included.
bool rolls_back_everything(std::string_view sql);
bool only_blanks_and_comments(std::string_view sql);
// Pragmas that only tell; a job may ask them (also through their table-valued functions). FTS5 asks
// data_version.
bool is_telling_pragma(std::string_view name);

} // namespace kori
