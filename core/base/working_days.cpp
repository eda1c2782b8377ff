#include "core/base/working_days.hpp"

#include "core/base/law_book.hpp"
#include "core/base/promise.hpp"

#include <algorithm>

namespace kori
{
namespace
{

using namespace std::chrono;

// Gregorian Easter Sunday by the anonymous rule ("Meeus/Jones/Butcher"); the letters are those of the rule.
CivilDate easter_sunday(int y)
{
    const int a = y % 19;
    const int b = y / 100;
    const int c = y % 100;
    const int d = b / 4;
    const int e = b % 4;
    const int f = (b + 8) / 25;
    const int g = (b - f + 1) / 3;
    const int h = (19 * a + b - d - g + 15) % 30;
    const int i = c / 4;
    const int k = c % 4;
    const int l = (32 + 2 * e + 2 * i - h - k) % 7;
    const int m = (a + 11 * h + 22 * l) / 451;
    const int n = h + l - 7 * m + 114;
    return CivilDate{year{y}, month{static_cast<unsigned>(n / 31)}, day{static_cast<unsigned>(n % 31 + 1)}};
}

CivilDate first_on_or_after(CivilDate date, weekday wanted)
{
    const sys_days start{date};
    return CivilDate{start + (wanted - weekday{start})};
}

} // namespace

std::vector<Holiday> finnish_holidays(int y)
{
    const year in{y};
    const auto easter = easter_sunday(y);
    const auto midsummer = first_on_or_after(in / June / 20, Saturday);
    const auto all_saints = first_on_or_after(in / October / 31, Saturday);
    std::vector<Holiday> holidays{
        {in / January / 1, "uudenvuodenpäivä", "nyårsdagen", "New Year's Day", false},
        {in / January / 6, "loppiainen", "trettondagen", "Epiphany", false},
        {plus_days(easter, -2), "pitkäperjantai", "långfredagen", "Good Friday", false},
        {easter, "pääsiäispäivä", "påskdagen", "Easter Sunday", false},
        {plus_days(easter, 1), "toinen pääsiäispäivä", "annandag påsk", "Easter Monday", false},
        {in / May / 1, "vapunpäivä", "första maj", "May Day", false},
        {plus_days(easter, 39), "helatorstai", "Kristi himmelsfärdsdag", "Ascension Day", false},
        {plus_days(easter, 49), "helluntaipäivä", "pingstdagen", "Whit Sunday", false},
        {plus_days(midsummer, -1), "juhannusaatto", "midsommarafton", "Midsummer Eve", true},
        {midsummer, "juhannuspäivä", "midsommardagen", "Midsummer Day", false},
        {all_saints, "pyhäinpäivä", "alla helgons dag", "All Saints' Day", false},
        {in / December / 6, "itsenäisyyspäivä", "självständighetsdagen", "Independence Day", false},
        {in / December / 24, "jouluaatto", "julafton", "Christmas Eve", true},
        {in / December / 25, "joulupäivä", "juldagen", "Christmas Day", false},
        {in / December / 26, "tapaninpäivä", "annandag jul", "Boxing Day", false},
    };
    // Ascension may fall on May Day (2008) or before it; then the name decides.
    std::sort(holidays.begin(), holidays.end(), [](const Holiday& a, const Holiday& b)
              { return a.day != b.day ? a.day < b.day : a.name_en < b.name_en; });
    return holidays;
}

bool is_working_day(CivilDate day, DeadlineLaw law, const LawBook* book)
{
    PROMISE(day.ok());
    if (book != nullptr && book->is_extra_holiday(day))
        return false;
    if (book != nullptr && book->is_extra_working_day(day))
        return true;
    const weekday on{sys_days{day}};
    if (on == Saturday || on == Sunday)
        return false;
    const auto holidays = finnish_holidays(static_cast<int>(day.year()));
    return std::none_of(
        holidays.begin(), holidays.end(), [&](const Holiday& holiday)
        { return holiday.day == day && (law == DeadlineLaw::fi_150_1930 || !holiday.only_fi_150_1930); });
}

CivilDate add_working_days(CivilDate event, int count, DeadlineLaw law, const LawBook* book)
{
    PROMISE(count >= 0);
    auto date = event;
    while (count > 0)
    {
        date = plus_days(date, 1);
        if (is_working_day(date, law, book))
            --count;
    }
    return date;
}

CivilDate next_working_day_or_same(CivilDate day, DeadlineLaw law, const LawBook* book)
{
    while (!is_working_day(day, law, book))
        day = plus_days(day, 1);
    return day;
}

} // namespace kori
