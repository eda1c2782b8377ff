// The characters of a header and small readings of its texts (RFC 9110 5.6): ASCII only, in no locale.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kori::net
{

bool is_digit(unsigned char c);
bool is_letter(unsigned char c);
bool is_hex(unsigned char c);
bool is_control(unsigned char c);
// tchar, RFC 9110 5.6.2.
bool is_token_character(unsigned char c);
bool is_number(std::string_view text); // digits only; also true of no text at all

std::string lowered(std::string_view text);
std::string_view trimmed(std::string_view text); // of spaces and tabs
// Cuts the text before the next separator off `rest`, and gives it trimmed; after the last one `rest` is
// empty. Every text has at least one part.
std::string_view take_part(std::optional<std::string_view>& rest, char separator);

} // namespace kori::net
