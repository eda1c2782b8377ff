// Loads the dated values of config/law into a LawBook. Each file is a list of
// {"name", "value" (integer or text), "unit", "from", "to"?, "source", "mark", "note"?}; holidays.json and
// duties.json have their own shapes (read_holidays, DutyBook).
#pragma once

#include "core/base/law_book.hpp"
#include "core/reference/reference_file.hpp"

#include <filesystem>
#include <string_view>

namespace kori
{

// Adds the values of one file's text; `file` is its name in fault sentences. Throws ReferenceError with every
// fault.
void read_law(std::string_view text, std::string_view file, LawBook& book);

// Single days that differ from the generated calendar (domain.md 6):
// {"explanation", "exceptions": [{"day", "kind": "holiday" | "working_day", "source", "mark", "note"?}]}.
void read_holidays(std::string_view text, std::string_view file, LawBook& book);

// All *.json files of the folder, in the order of their names.
LawBook load_law(const std::filesystem::path& folder);

} // namespace kori
