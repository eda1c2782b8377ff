// The clocks of a request to join a DPS (1397/2016 §51(2), §52(2)): T02 runs from the receipt, from the end
// of the initial window, or from the reopening; T03 lengthens it in a single reasoned case; T04 takes its
// place while no call for tenders is out. A clarification stops none of them.
#pragma once

#include "procurement/limit/limit.hpp"

#include <optional>
#include <string_view>

namespace kori
{

// Why the clock runs from that day; told with every due day.
enum class ClockStart
{
    receipt,
    // ASSUMED: requests of the initial window are opened together at its end (domain.md 7.2); §51(2) counts
    // from the receipt, but nobody can decide on what nobody may open yet.
    window_end,
    reopening, // what arrived while the system was closed waited for it (domain.md 7.1)
};
std::string_view code_of(ClockStart start); // "receipt", "window_end", "reopening"

// A limit inside a DPS. ASSUMED: where the law sets no length for the regime (Annex E, national) and the
// documents describe none, the law's length of the EU level is kept. `law_of`: the day whose law counts.
// Throws LawMissing.
LimitEnd system_limit(LimitStage stage, Regime regime, Instant start, CivilDate law_of, const LawBook& law);

struct DecisionClock
{
    LimitStage stage; // admission_decision (T02), …_extended (T03) or …_before_use (T04)
    CivilDate due_on;
    Instant due_at; // the last moment at which the decision is in time
};
// `before_use_days`: working days, only when the documents announce them (T04); `has_calls`: a call for
// tenders is out in the system, so the longer time is over.
DecisionClock decision_clock(Regime regime, CivilDate from, std::optional<std::int64_t> before_use_days,
                             bool has_calls, const LawBook& law);
// T03: from the same day as T02.
DecisionClock extended_clock(Regime regime, CivilDate from, const LawBook& law);

// The earliest moment until which renewed evidence may be asked for (T12).
Instant earliest_renewal(Regime regime, Instant asked_at, const LawBook& law);

} // namespace kori
