// A Finnish calendar day, and the one place where a moment becomes one.
#pragma once

#include "core/base/instant.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace kori
{

using CivilDate = std::chrono::year_month_day;

// Europe/Helsinki: UTC+2, and UTC+3 between the last Sundays of March and October, 01:00 UTC (Directive
// 2000/84/EC).
CivilDate finnish_date(Instant at);
// The same rule as a number: 2 or 3 hours before UTC.
int helsinki_offset_hours(Instant at);
// RFC 3339 in Finnish time, whole seconds (the rest is cut off): "2026-04-01T08:00:00+03:00".
std::string to_helsinki_text(Instant at);
// The first moment of that Finnish day (00:00 Europe/Helsinki).
Instant start_of_day(CivilDate date);
// The last microsecond of that Finnish day.
Instant end_of_day(CivilDate date);

CivilDate plus_days(CivilDate date, int days);
// Calendar months; a day that the month lacks becomes its last day (Act 150/1930, domain.md 6).
CivilDate plus_months(CivilDate date, int months);
int days_between(CivilDate from, CivilDate to);

// ISO 8601 "2026-03-02"; the day must exist; years 1900 to 9999.
std::string to_text(CivilDate date);
std::optional<CivilDate> parse_date(std::string_view text);

} // namespace kori
