#include "procurement/competition/tender_deadline.hpp"

#include "core/base/working_days.hpp"
#include "procurement/competition/competition.hpp"

#include <algorithm>

namespace kori
{

namespace
{

using enum TenderTimeAgreement;

// domain.md 4.3 and 5: which value is the shortest time. A row that is not here has none.
struct ShortestTime
{
    Regime regime;
    Channel channel;
    bool accelerated;
    TenderTimeAgreement agreement;
    std::string_view value;
};
constexpr ShortestTime shortest_times[] = {
    {Regime::eu_level, Channel::dps, false, not_sought, "T06.days"},        // §56(2)
    {Regime::eu_level, Channel::dps, false, not_with_all, "T07.days"},      // §56(4) through §49(2)
    {Regime::eu_level, Channel::dps, true, not_sought, "T11.tenders.days"}, // §57
    {Regime::eu_level, Channel::dps, true, not_with_all, "T11.tenders.days"},
};

int whole(std::string_view name, CivilDate day, const LawBook& law)
{
    return static_cast<int>(law.integer(name, day));
}

// Both laws of days are kept: Act 150/1930 frees the same days and the eves besides.
CivilDate working_day_from(CivilDate day, const LawBook& law)
{
    return next_working_day_or_same(day, DeadlineLaw::fi_150_1930, &law);
}

bool is_working(CivilDate day, const LawBook& law)
{
    return is_working_day(day, DeadlineLaw::fi_150_1930, &law);
}

std::optional<int> answer_days(CivilDate day, const TenderTime& time, const LawBook& law)
{
    if (time.regime != Regime::eu_level || time.channel != Channel::dps)
        return std::nullopt;
    return whole(time.accelerated ? "T08.accelerated.days" : "T08.days", day, law);
}

} // namespace

TenderTimeAgreement agreement_of(const std::vector<TenderTimeAnswer>& answers, Instant proposed)
{
    const bool all = !answers.empty() &&
                     std::all_of(answers.begin(), answers.end(), [proposed](const TenderTimeAnswer& answer)
                                 { return answer.agreed_to == proposed; });
    return all ? with_all : not_with_all;
}

std::optional<std::string_view> shortest_tender_time(const TenderTime& time)
{
    for (const auto& row : shortest_times)
        if (row.regime == time.regime && row.channel == time.channel && row.accelerated == time.accelerated &&
            row.agreement == time.agreement)
            return row.value;
    return std::nullopt;
}

std::optional<CivilDate> shortest_time_ends_on(CivilDate invited_on, const TenderTime& time,
                                               const LawBook& law)
{
    const auto name = shortest_tender_time(time);
    if (!name)
        return std::nullopt;
    int days = whole(*name, invited_on, law);
    if (time.documents_withheld)
        days += whole("T10.days", invited_on, law);
    return working_day_from(plus_days(invited_on, days), law);
}

std::vector<FieldError> deadline_faults(Instant invited_at, Instant closes_at, const TenderTime& time,
                                        const LawBook& law, const std::string& pointer)
{
    std::vector<FieldError> errors;
    const auto add = [&](std::string_view rule, Facts values)
    { errors.push_back(field_error(competition_sentences(), pointer, rule, std::move(values))); };

    if (closes_at <= invited_at)
        add("competition.deadline_before_invitation", {});
    const auto ends = shortest_time_ends_on(finnish_date(invited_at), time, law);
    if (ends && closes_at < end_of_day(*ends))
        add("competition.deadline_too_early",
            {{"day", to_text(*ends)}, {"limit", std::string{*shortest_tender_time(time)}}});
    if (!is_working(finnish_date(closes_at), law))
        add("competition.deadline_not_working_day", {{"day", to_text(finnish_date(closes_at))}});
    return errors;
}

bool may_still_invite(Instant at, Instant closes_at, const TenderTime& time, const LawBook& law)
{
    if (closes_at <= at)
        return false;
    const auto ends = shortest_time_ends_on(finnish_date(at), time, law);
    return !ends || closes_at >= end_of_day(*ends);
}

std::optional<CivilDate> answers_due_on(Instant closes_at, const TenderTime& time, const LawBook& law)
{
    const auto closes_on = finnish_date(closes_at);
    const auto days = answer_days(closes_on, time, law);
    if (!days)
        return std::nullopt;
    return plus_days(closes_on, -*days);
}

std::optional<CivilDate> earliest_close_after_answer(CivilDate answered_on, const TenderTime& time,
                                                     const LawBook& law)
{
    const auto days = answer_days(answered_on, time, law);
    if (!days)
        return std::nullopt;
    return working_day_from(plus_days(answered_on, *days), law);
}

std::vector<FieldError> extension_faults(const Extension& extension, const TenderTime& time,
                                         const LawBook& law, const std::string& pointer)
{
    std::vector<FieldError> errors;
    const auto add = [&](std::string_view rule, Facts values)
    { errors.push_back(field_error(competition_sentences(), pointer, rule, std::move(values))); };

    const auto closes_on = finnish_date(extension.new_close);
    if (extension.new_close <= extension.old_close || extension.new_close <= extension.now)
        add("competition.deadline_moves_forwards", {});
    if (!is_working(closes_on, law))
        add("competition.deadline_not_working_day", {{"day", to_text(closes_on)}});
    if (extension.ground == ExtensionGround::late_answer && extension.answered_on)
    {
        const auto earliest = earliest_close_after_answer(*extension.answered_on, time, law);
        if (earliest && closes_on < *earliest)
            add("competition.extension_too_short", {{"day", to_text(*earliest)}});
    }
    if (extension.ground == ExtensionGround::late_answer && !extension.answered_on)
        add("competition.extension_answer_day_missing", {});
    return errors;
}

} // namespace kori
