// By when a result must be told.
#pragma once

#include "core/base/civil_date.hpp"
#include "core/base/law_book.hpp"

namespace kori::notice
{

// The last day for a result notice of its own: thirty days from the contract, or from the decision when
// nobody won. 1397/2016 §58(5), T22.
CivilDate single_result_due(CivilDate contracted, const LawBook& law);
// The last day for the notice that groups the contracts of a dynamic purchasing system by calendar quarter:
// thirty days from the end of the quarter in which they were made. §58(5), T23.
CivilDate quarterly_result_due(CivilDate contracted, const LawBook& law);
// The voluntary national result notice: four months from the end of the year of the contract. §101(3), T24.
CivilDate national_result_due(CivilDate contracted, const LawBook& law);

// All three throw LawMissing when config/law has no such limit for that day.
// ASSUMED: a last day of T22 to T24 on a holiday stays, the stricter reading

} // namespace kori::notice
