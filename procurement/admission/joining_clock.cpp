#include "procurement/admission/joining_clock.hpp"

#include "core/base/law_book.hpp"

#include <algorithm>

namespace kori
{
namespace
{

LimitEnd must_end(const LimitQuestion& question, const LawBook& law)
{
    const auto end = end_of(question, law);
    PROMISE(bool(end)); // a DPS lives in no regime in which these limits are absent, and lengths are checked
    return *end;
}

DecisionClock clock_of(LimitStage stage, const LimitEnd& end)
{
    return {stage, end.end_on, end.moment};
}

} // namespace

std::string_view code_of(ClockStart start)
{
    switch (start)
    {
    case ClockStart::receipt:
        return "receipt";
    case ClockStart::window_end:
        return "window_end";
    case ClockStart::reopening:
        return "reopening";
    }
    promise_broken("every start has a code", __FILE__, __LINE__);
}

LimitEnd system_limit(LimitStage stage, Regime regime, Instant start, CivilDate law_of, const LawBook& law)
{
    LimitQuestion question{Channel::dps, regime, stage, start};
    question.law_of = law_of;
    if (binding_of(stage, Channel::dps, regime) == Binding::as_described)
        question.own = length_in_law(stage, law_of, law);
    return must_end(question, law);
}

DecisionClock decision_clock(Regime regime, CivilDate from, std::optional<std::int64_t> before_use_days,
                             bool has_calls, const LawBook& law)
{
    const auto start = start_of_day(from);
    if (before_use_days && !has_calls)
    {
        LimitQuestion question{Channel::dps, regime, LimitStage::admission_decision_before_use, start};
        const auto days = std::clamp(*before_use_days, std::int64_t{0}, std::int64_t{3'650});
        question.own = LimitLength{static_cast<int>(days), LimitUnit::working_days};
        return clock_of(question.stage, must_end(question, law));
    }
    return clock_of(LimitStage::admission_decision,
                    system_limit(LimitStage::admission_decision, regime, start, from, law));
}

DecisionClock extended_clock(Regime regime, CivilDate from, const LawBook& law)
{
    return clock_of(
        LimitStage::admission_decision_extended,
        system_limit(LimitStage::admission_decision_extended, regime, start_of_day(from), from, law));
}

Instant earliest_renewal(Regime regime, Instant asked_at, const LawBook& law)
{
    return system_limit(LimitStage::renewed_evidence, regime, asked_at, finnish_date(asked_at), law).moment;
}

} // namespace kori
