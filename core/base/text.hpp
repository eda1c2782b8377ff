// Texts in the three languages, and small helpers for text from outside.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

// The languages of a caller. Finnish and Swedish by law (380/2023 §19, Language Act 423/2003), English by
// offer.
enum class Language
{
    fi,
    sv,
    en,
};
std::string_view code_of(Language language);
std::optional<Language> parse_language(std::string_view code);

// One text in the three languages. Finnish and Swedish are required where customers see it; English may be
// empty.
struct LocalText
{
    std::string fi;
    std::string sv;
    std::string en;

    // English falls back to Finnish, the others are never replaced.
    const std::string& in(Language language) const;
    bool operator==(const LocalText&) const = default;
};

bool is_utf8(std::string_view text);            // well-formed, no surrogates, no U+0000
std::size_t code_points(std::string_view text); // of well-formed UTF-8
std::string to_hex(std::string_view bytes);
std::optional<std::string> from_hex(std::string_view text);
std::string to_base64url(std::string_view bytes); // no padding
std::optional<std::string> from_base64url(std::string_view text);
std::string to_base64(std::string_view bytes); // padded, RFC 4648
std::optional<std::string> from_base64(std::string_view text);
std::vector<std::string> split_text(std::string_view text, char separator);
// Codes (no comma in them) as one text and back; no code is the empty text.
std::string joined_codes(const std::vector<std::string>& codes);
std::vector<std::string> split_codes(std::string_view text);

} // namespace kori
