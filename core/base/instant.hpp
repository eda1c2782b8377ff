// A moment: microseconds since 1970-01-01 UTC, without leap seconds.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kori
{

struct Instant
{
    std::int64_t micros = 0;

    constexpr auto operator<=>(const Instant&) const = default;
    constexpr Instant plus_micros(std::int64_t n) const { return Instant{micros + n}; }
    constexpr Instant plus_seconds(std::int64_t n) const { return Instant{micros + n * 1'000'000}; }
    constexpr Instant plus_hours(std::int64_t n) const { return plus_seconds(n * 3'600); }
    // Exact 24-hour days; for Finnish calendar days use CivilDate.
    constexpr Instant plus_days(std::int64_t n) const { return plus_seconds(n * 86'400); }
};

// RFC 3339 in UTC with six decimals: "2026-03-02T10:15:00.000000Z".
std::string to_text(Instant at);
// Accepts "Z" or an offset, zero to six decimals, years 1900 to 9999; nothing else.
std::optional<Instant> parse_instant(std::string_view text);

} // namespace kori
