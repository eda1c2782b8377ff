#include "core/base/text.hpp"

#include "core/base/promise.hpp"

#include <cstdint>

namespace kori
{
namespace
{

// RFC 4648, sections 4 and 5.
constexpr std::string_view base64_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view base64url_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::uint32_t byte_of(char c)
{
    return static_cast<unsigned char>(c);
}

std::string encode_base64(std::string_view bytes, std::string_view alphabet)
{
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    std::uint32_t held = 0;
    int bits = 0;
    for (const char byte : bytes)
    {
        held = (held << 8) | byte_of(byte);
        bits += 8;
        for (; bits >= 6; bits -= 6)
            text += alphabet[(held >> (bits - 6)) & 0x3FU];
    }
    if (bits > 0)
        text += alphabet[(held << (6 - bits)) & 0x3FU];
    return text;
}

// Of unpadded text. Exactly one text stands for each sequence of bytes: spare bits must be zero.
std::optional<std::string> decode_base64(std::string_view text, std::string_view alphabet)
{
    if (text.size() % 4 == 1)
        return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t held = 0;
    int bits = 0;
    for (const char c : text)
    {
        const auto digit = alphabet.find(c);
        if (digit == std::string_view::npos)
            return std::nullopt;
        held = (held << 6) | static_cast<std::uint32_t>(digit);
        bits += 6;
        if (bits >= 8)
        {
            bits -= 8;
            bytes += static_cast<char>((held >> bits) & 0xFFU);
        }
    }
    if ((held & ((1U << bits) - 1)) != 0)
        return std::nullopt;
    return bytes;
}

int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

// The length of the well-formed sequence at the start, or 0 (Unicode 15, table 3-7).
std::size_t utf8_length(std::string_view text)
{
    const auto first = byte_of(text[0]);
    if (first < 0x80)
        return 1;
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < length)
        return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((byte_of(text[i]) & 0xC0U) != 0x80)
            return 0;
    const auto second = byte_of(text[1]);
    const bool is_overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    const bool is_surrogate = first == 0xED && second > 0x9F;
    const bool is_too_large = first == 0xF4 && second > 0x8F;
    return is_overlong || is_surrogate || is_too_large ? 0 : length;
}

} // namespace

std::string_view code_of(Language language)
{
    switch (language)
    {
    case Language::fi:
        return "fi";
    case Language::sv:
        return "sv";
    case Language::en:
        return "en";
    }
    promise_broken("a language has a code", __FILE__, __LINE__);
}

std::optional<Language> parse_language(std::string_view code)
{
    for (const auto language : {Language::fi, Language::sv, Language::en})
        if (code_of(language) == code)
            return language;
    return std::nullopt;
}

const std::string& LocalText::in(Language language) const
{
    switch (language)
    {
    case Language::fi:
        return fi;
    case Language::sv:
        return sv;
    case Language::en:
        return en.empty() ? fi : en;
    }
    promise_broken("a text has that language", __FILE__, __LINE__);
}

bool is_utf8(std::string_view text)
{
    while (!text.empty())
    {
        const auto length = utf8_length(text);
        if (length == 0 || text[0] == '\0')
            return false;
        text.remove_prefix(length);
    }
    return true;
}

std::size_t code_points(std::string_view text)
{
    std::size_t count = 0;
    for (const char c : text)
        if ((byte_of(c) & 0xC0U) != 0x80)
            ++count;
    return count;
}

std::string to_hex(std::string_view bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const char byte : bytes)
    {
        text += digits[byte_of(byte) >> 4];
        text += digits[byte_of(byte) & 0xFU];
    }
    return text;
}

std::optional<std::string> from_hex(std::string_view text)
{
    if (text.size() % 2 != 0)
        return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2)
    {
        const int high = hex_digit(text[i]);
        const int low = hex_digit(text[i + 1]);
        if (high < 0 || low < 0)
            return std::nullopt;
        bytes += static_cast<char>(high * 16 + low);
    }
    return bytes;
}

std::string to_base64url(std::string_view bytes)
{
    return encode_base64(bytes, base64url_alphabet);
}

std::optional<std::string> from_base64url(std::string_view text)
{
    return decode_base64(text, base64url_alphabet);
}

std::string to_base64(std::string_view bytes)
{
    auto text = encode_base64(bytes, base64_alphabet);
    while (text.size() % 4 != 0)
        text += '=';
    return text;
}

std::optional<std::string> from_base64(std::string_view text)
{
    if (text.size() % 4 != 0)
        return std::nullopt;
    for (int padding = 0; padding < 2 && text.ends_with('='); ++padding)
        text.remove_suffix(1);
    return decode_base64(text, base64_alphabet);
}

std::vector<std::string> split_text(std::string_view text, char separator)
{
    std::vector<std::string> parts;
    for (;;)
    {
        const auto at = text.find(separator);
        parts.emplace_back(text.substr(0, at));
        if (at == std::string_view::npos)
            return parts;
        text.remove_prefix(at + 1);
    }
}

std::string joined_codes(const std::vector<std::string>& codes)
{
    std::string text;
    for (const auto& code : codes)
        text += (text.empty() ? "" : ",") + code;
    return text;
}

std::vector<std::string> split_codes(std::string_view text)
{
    return text.empty() ? std::vector<std::string>{} : split_text(text, ',');
}

} // namespace kori
