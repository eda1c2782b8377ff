// How a statement is called in messages.
#pragma once

#include <string>
#include <string_view>

namespace kori
{

// "/* offers.insert */ INSERT …" → "the statement offers.insert". The text itself stays out of messages.
std::string name_of(std::string_view sql);

} // namespace kori
