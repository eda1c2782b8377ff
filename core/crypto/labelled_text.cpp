#include "core/crypto/labelled_text.hpp"

#include "core/base/text.hpp"

#include <algorithm>
#include <charconv>

namespace kori::crypto
{

namespace
{

constexpr std::size_t number_digits_max = 10;
constexpr std::size_t name_bytes_max = 64;

bool is_value(std::string_view text)
{
    return !text.empty() && text.front() != ' ' && text.back() != ' ' &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

Refusal bad_line(std::size_t line, std::string_view label)
{
    return refuse(Fault::malformed, "sealing.text_line", "Line {line} must be: {label}.")
        .with("line", static_cast<std::int64_t>(line))
        .with("label", std::string{label});
}

} // namespace

std::string labelled_text(std::string_view kind,
                          std::initializer_list<std::pair<std::string_view, std::string>> lines)
{
    std::string text{kind};
    text += '\n';
    for (const auto& [label, value] : lines)
    {
        PROMISE(is_value(value));
        text += label;
        text += ": ";
        text += value;
        text += '\n';
    }
    PROMISE(text.size() <= labelled_text_bytes_max);
    return text;
}

Result<std::vector<std::string>> read_labelled_text(std::string_view text, std::string_view kind,
                                                    std::span<const std::string_view> labels)
{
    const auto first_end = text.find('\n');
    if (text.size() > labelled_text_bytes_max || text.substr(0, first_end) != kind)
        return refuse(Fault::malformed, "sealing.other_text", "This is no {kind} text.")
            .with("kind", std::string{kind});
    auto rest = first_end == std::string_view::npos ? std::string_view{} : text.substr(first_end + 1);
    std::vector<std::string> values;
    for (std::size_t i = 0; i < labels.size(); ++i)
    {
        const auto end = rest.find('\n');
        const auto line = rest.substr(0, end);
        const auto label = std::string{labels[i]} + ": ";
        if (end == std::string_view::npos || !line.starts_with(label) || !is_value(line.substr(label.size())))
            return bad_line(i + 2, labels[i]);
        values.emplace_back(line.substr(label.size()));
        rest.remove_prefix(end + 1);
    }
    if (!rest.empty())
        return bad_line(labels.size() + 2, "(end)");
    return values;
}

Refusal bad_value(std::string_view label)
{
    return refuse(Fault::invalid, "sealing.text_value", "The value of {label} cannot be read.")
        .with("label", std::string{label});
}

std::optional<std::int64_t> parse_plain_number(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || text.size() > number_digits_max || std::to_string(number) != text ||
        number < 0)
        return std::nullopt;
    return number;
}

std::optional<std::string> parse_bytes(std::string_view text, std::size_t size)
{
    auto bytes = from_base64url(text);
    if (!bytes || bytes->size() != size || to_base64url(*bytes) != text)
        return std::nullopt;
    return bytes;
}

bool is_sealing_name(std::string_view text)
{
    const auto is_fine = [](char c)
    {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_';
    };
    return !text.empty() && text.size() <= name_bytes_max && std::all_of(text.begin(), text.end(), is_fine);
}

} // namespace kori::crypto
