#include "core/base/civil_date.hpp"

#include "core/base/promise.hpp"

namespace kori
{
namespace
{

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::last;
using std::chrono::March;
using std::chrono::microseconds;
using std::chrono::months;
using std::chrono::October;
using std::chrono::Sunday;
using std::chrono::sys_days;
using std::chrono::sys_time;
using std::chrono::year;
using std::chrono::year_month_day;

sys_time<hours> summer_begins(year y)
{
    return sys_days{y / March / Sunday[last]} + hours{1};
}

sys_time<hours> summer_ends(year y)
{
    return sys_days{y / October / Sunday[last]} + hours{1};
}

void append_padded(std::string& text, unsigned number, std::size_t width)
{
    const auto digits = std::to_string(number);
    if (digits.size() < width)
        text.append(width - digits.size(), '0');
    text += digits;
}

} // namespace

int helsinki_offset_hours(Instant at)
{
    const sys_time<microseconds> utc{microseconds{at.micros}};
    const auto y = year_month_day{floor<days>(utc)}.year();
    return utc >= summer_begins(y) && utc < summer_ends(y) ? 3 : 2;
}

CivilDate finnish_date(Instant at)
{
    const sys_time<microseconds> utc{microseconds{at.micros}};
    return year_month_day{floor<days>(utc + hours{helsinki_offset_hours(at)})};
}

std::string to_helsinki_text(Instant at)
{
    const int offset = helsinki_offset_hours(at);
    const std::string local = to_text(at.plus_hours(offset)); // "…T08:00:00.000000Z"
    return local.substr(0, local.find('.')) + "+0" + std::to_string(offset) + ":00";
}

Instant start_of_day(CivilDate date)
{
    PROMISE(date.ok());
    // The clocks turn at 03:00 and 04:00 local time, so midnight exists once on every day; on the day of the
    // turn it still follows the old time.
    const auto winter_midnight = sys_days{date} - hours{2};
    const auto summer_midnight = sys_days{date} - hours{3};
    const auto is_summer =
        summer_midnight >= summer_begins(date.year()) && summer_midnight < summer_ends(date.year());
    const sys_time<microseconds> utc = is_summer ? summer_midnight : winter_midnight;
    return Instant{utc.time_since_epoch().count()};
}

Instant end_of_day(CivilDate date)
{
    return start_of_day(plus_days(date, 1)).plus_micros(-1);
}

CivilDate plus_days(CivilDate date, int count)
{
    PROMISE(date.ok());
    return year_month_day{sys_days{date} + days{count}};
}

CivilDate plus_months(CivilDate date, int count)
{
    PROMISE(date.ok());
    const auto moved = date + months{count};
    return moved.ok() ? moved : year_month_day{moved.year() / moved.month() / last};
}

int days_between(CivilDate from, CivilDate to)
{
    PROMISE(from.ok() && to.ok());
    return static_cast<int>((sys_days{to} - sys_days{from}).count());
}

std::string to_text(CivilDate date)
{
    PROMISE(date.ok() && date.year() >= year{0});
    std::string text;
    append_padded(text, static_cast<unsigned>(static_cast<int>(date.year())), 4);
    text += '-';
    append_padded(text, static_cast<unsigned>(date.month()), 2);
    text += '-';
    append_padded(text, static_cast<unsigned>(date.day()), 2);
    return text;
}

std::optional<CivilDate> parse_date(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        return std::nullopt;
    unsigned parts[3] = {0, 0, 0};
    std::size_t part = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
    {
        if (i == 4 || i == 7)
        {
            ++part;
            continue;
        }
        if (text[i] < '0' || text[i] > '9')
            return std::nullopt;
        parts[part] = parts[part] * 10 + static_cast<unsigned>(text[i] - '0');
    }
    const CivilDate date{year{static_cast<int>(parts[0])}, std::chrono::month{parts[1]},
                         std::chrono::day{parts[2]}};
    if (!date.ok() || date.year() < year{1900})
        return std::nullopt;
    return date;
}

} // namespace kori
