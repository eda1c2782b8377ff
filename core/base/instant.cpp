#include "core/base/instant.hpp"

#include "core/base/civil_date.hpp"

#include <chrono>

namespace kori
{
namespace
{

using std::chrono::days;
using std::chrono::floor;
using std::chrono::microseconds;
using std::chrono::sys_days;
using std::chrono::sys_time;
using std::chrono::year_month_day;

constexpr bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

void append_padded(std::string& text, std::int64_t number, std::size_t width)
{
    const auto digits = std::to_string(number);
    if (digits.size() < width)
        text.append(width - digits.size(), '0');
    text += digits;
}

// Two digits at that place, not above `largest`.
std::optional<std::int64_t> two_digits(std::string_view text, std::size_t at, int largest)
{
    if (text.size() < at + 2 || !is_digit(text[at]) || !is_digit(text[at + 1]))
        return std::nullopt;
    const int number = (text[at] - '0') * 10 + (text[at + 1] - '0');
    if (number > largest)
        return std::nullopt;
    return number;
}

// "Z", "+02:00" or "-02:00" in seconds east of UTC.
std::optional<std::int64_t> parse_offset(std::string_view text)
{
    if (text == "Z")
        return 0;
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':')
        return std::nullopt;
    const auto hours = two_digits(text, 1, 23);
    const auto minutes = two_digits(text, 4, 59);
    if (!hours || !minutes)
        return std::nullopt;
    const std::int64_t seconds = *hours * 3'600 + *minutes * 60;
    return text[0] == '-' ? -seconds : seconds;
}

} // namespace

std::string to_text(Instant at)
{
    const sys_time<microseconds> utc{microseconds{at.micros}};
    const auto midnight = floor<days>(utc);
    std::int64_t rest = (utc - midnight).count();
    std::string text = to_text(CivilDate{year_month_day{midnight}});
    text += 'T';
    append_padded(text, rest / 3'600'000'000, 2);
    rest %= 3'600'000'000;
    text += ':';
    append_padded(text, rest / 60'000'000, 2);
    rest %= 60'000'000;
    text += ':';
    append_padded(text, rest / 1'000'000, 2);
    text += '.';
    append_padded(text, rest % 1'000'000, 6);
    text += 'Z';
    return text;
}

std::optional<Instant> parse_instant(std::string_view text)
{
    if (text.size() < 20)
        return std::nullopt;
    const auto date = parse_date(text.substr(0, 10));
    // A leap second (":60") is refused: an Instant has no place for it.
    const auto hour = two_digits(text, 11, 23);
    const auto minute = two_digits(text, 14, 59);
    const auto second = two_digits(text, 17, 59);
    if (!date || text[10] != 'T' || text[13] != ':' || text[16] != ':' || !hour || !minute || !second)
        return std::nullopt;

    std::size_t at = 19;
    std::int64_t micros = 0;
    if (text[at] == '.')
    {
        const auto first = ++at;
        std::int64_t unit = 100'000;
        for (; at < text.size() && is_digit(text[at]); ++at, unit /= 10)
            micros += (text[at] - '0') * unit;
        if (at == first || at - first > 6)
            return std::nullopt;
    }
    const auto offset = parse_offset(text.substr(at));
    if (!offset)
        return std::nullopt;

    const std::int64_t midnight = sys_days{*date}.time_since_epoch().count() * std::int64_t{86'400};
    const std::int64_t seconds = midnight + *hour * 3'600 + *minute * 60 + *second - *offset;
    const Instant instant{seconds * 1'000'000 + micros};
    // An offset must not push the moment out of the years that to_text can write back.
    const year_month_day utc{floor<days>(sys_time<microseconds>{microseconds{instant.micros}})};
    if (utc.year() < std::chrono::year{1900} || utc.year() > std::chrono::year{9999})
        return std::nullopt;
    return instant;
}

} // namespace kori
