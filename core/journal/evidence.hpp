// A proof that somebody saved in a file, and now shows.
#pragma once

#include "core/journal/journal.hpp"

#include <optional>
#include <string_view>

namespace kori::journal
{

// From a proof as GET /api/v1/journal/entries/{entry}/proof gives it, or a choice receipt that holds one.
// None when the text is neither: it comes from whoever shows it.
std::optional<Evidence> read_evidence(std::string_view text);

} // namespace kori::journal
