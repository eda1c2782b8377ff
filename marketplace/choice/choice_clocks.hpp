// What moments end: a proposal that nobody answered, a choice that nobody finished.
#pragma once

#include <string_view>

namespace kori::choices
{

// Kinds of due moments, about an agreement and about a session.
inline constexpr std::string_view answer_due = "agreement.answer_due";
inline constexpr std::string_view code_expires = "choice.code_expires";

} // namespace kori::choices
