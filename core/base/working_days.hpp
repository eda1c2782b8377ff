// Counting days under the two laws of domain.md 6.
#pragma once

#include "core/base/civil_date.hpp"

#include <string_view>
#include <vector>

namespace kori
{

class LawBook;

// Which law counts. Limits of the procurement rules (T02, T12) follow Regulation 1182/71; acts of a party
// towards an authority (T17, T19) follow Act 150/1930, which also frees Christmas Eve and Midsummer Eve.
enum class DeadlineLaw
{
    eu_1182_71,
    fi_150_1930,
};

struct Holiday
{
    CivilDate day;
    std::string_view name_fi;
    std::string_view name_sv;
    std::string_view name_en;
    bool only_fi_150_1930; // an eve: free for acts towards an authority, a working day in the Regulation
};

// The rules of the Finnish calendar for one year, in order (ASSUMED from domain.md 6, mark [M]); years 1900
// to 2199.
std::vector<Holiday> finnish_holidays(int year);

// Monday to Friday and no holiday of that law. The law book may change single days.
bool is_working_day(CivilDate day, DeadlineLaw law, const LawBook* book = nullptr);
// The day of the event is not counted; `days` >= 0.
CivilDate add_working_days(CivilDate event, int days, DeadlineLaw law, const LawBook* book = nullptr);
// The day itself, or the next one on which an act can be done (Act 150/1930 §5).
CivilDate next_working_day_or_same(CivilDate day, DeadlineLaw law, const LawBook* book = nullptr);

} // namespace kori
