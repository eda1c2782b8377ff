#include "core/net/header_text.hpp"

#include <algorithm>

namespace kori::net
{

bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

bool is_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_hex(unsigned char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool is_control(unsigned char c)
{
    return c < 0x20 || c == 0x7f;
}

bool is_token_character(unsigned char c)
{
    return is_letter(c) || is_digit(c) ||
           std::string_view{"!#$%&'*+-.^_`|~"}.find(static_cast<char>(c)) != std::string_view::npos;
}

bool is_number(std::string_view text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return is_digit(static_cast<unsigned char>(c)); });
}

std::string lowered(std::string_view text)
{
    std::string result{text};
    for (auto& c : result)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return result;
}

std::string_view trimmed(std::string_view text)
{
    const auto from = text.find_first_not_of(" \t");
    if (from == std::string_view::npos)
        return {};
    return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

std::string_view take_part(std::optional<std::string_view>& rest, char separator)
{
    const auto text = rest.value_or(std::string_view{});
    const auto to = text.find(separator);
    if (to == std::string_view::npos)
        rest.reset();
    else
        rest = text.substr(to + 1);
    return trimmed(text.substr(0, to));
}

} // namespace kori::net
