#include "procurement/notice/result_notice_due.hpp"

namespace kori::notice
{

namespace
{

int limit(const LawBook& law, const char* name, CivilDate day)
{
    return static_cast<int>(law.integer(name, day));
}

CivilDate end_of_quarter(CivilDate day)
{
    const unsigned last_month = (static_cast<unsigned>(day.month()) + 2) / 3 * 3;
    return CivilDate{day.year() / std::chrono::month{last_month} / std::chrono::last};
}

} // namespace

CivilDate single_result_due(CivilDate contracted, const LawBook& law)
{
    return plus_days(contracted, limit(law, "T22.days", contracted));
}

CivilDate quarterly_result_due(CivilDate contracted, const LawBook& law)
{
    return plus_days(end_of_quarter(contracted), limit(law, "T23.days", contracted));
}

CivilDate national_result_due(CivilDate contracted, const LawBook& law)
{
    // From the last day of the year, so the limit ends on a last day of a month.
    const CivilDate first_after{(contracted.year() + std::chrono::years{1}) / std::chrono::January / 1};
    return plus_days(plus_months(first_after, limit(law, "T24.months", contracted)), -1);
}

} // namespace kori::notice
