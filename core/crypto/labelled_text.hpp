// The small text files of sealing (docs/sealing.md): a first line that says what it is, then "label: value"
// lines in a fixed order. One content has one text, so the text itself can be bound, hashed and compared.
#pragma once

#include "core/base/result.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kori::crypto
{

constexpr std::size_t labelled_text_bytes_max = 4'096;

// Values must be printable ASCII and not empty.
std::string labelled_text(std::string_view kind,
                          std::initializer_list<std::pair<std::string_view, std::string>> lines);

// The values, in the order of `labels`. sealing.other_text: another kind of text; sealing.text_line: a line
// that is missing, too many, in another place, or not printable ASCII.
Result<std::vector<std::string>> read_labelled_text(std::string_view text, std::string_view kind,
                                                    std::span<const std::string_view> labels);

// A value of such a text could not be read: sealing.text_value, with the label.
Refusal bad_value(std::string_view label);

// 0 to 9'999'999'999 in its one form, without sign and leading zeros.
std::optional<std::int64_t> parse_plain_number(std::string_view text);
// Exactly so many bytes in base64url in their one form.
std::optional<std::string> parse_bytes(std::string_view text, std::size_t size);

// 1 to 64 letters, digits, "-", "_": how a competition, a bidder, a part or an opener is named in what is
// sealed.
bool is_sealing_name(std::string_view text);

} // namespace kori::crypto
