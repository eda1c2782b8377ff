#include "procurement/limit/limit.hpp"

#include "core/base/law_book.hpp"
#include "core/base/working_days.hpp"

namespace kori
{

namespace
{

struct UnitRow
{
    std::string_view name; // in config/law
    LimitUnit unit;
    int most; // ten years: longer is no limit of a purchase
};
constexpr UnitRow units[] = {{"working_days", LimitUnit::working_days, 3'650},
                             {"days", LimitUnit::days, 3'650},
                             {"weeks", LimitUnit::weeks, 520},
                             {"months", LimitUnit::months, 120},
                             {"years", LimitUnit::years, 10}};

int most_of(LimitUnit unit)
{
    for (const auto& row : units)
        if (row.unit == unit)
            return row.most;
    promise_broken("every unit has a row", __FILE__, __LINE__);
}

constexpr RuleSentence sentences[] = {
    {"limit.absent", "There is no limit {limit} in the regime {regime} of the channel {channel}.", ""},
    {"limit.not_described",
     "The law sets no length for {limit} in the regime {regime}; the documents have to describe it.", ""},
    {"limit.no_number", "The law sets no number for {limit}.", ""},
    {"limit.length_is_law", "The length of {limit} is set by law.", ""},
    {"limit.length_out_of_range", "The length has to be from 0 to {max}.", ""},
    {"limit.counted_back", "{limit} is counted back from the deadline: in days, not in working days.", ""},
};

CivilDate event_day(LimitStart start, Instant at)
{
    const auto day = finnish_date(at);
    if (start == LimitStart::year_of_contract)
        return day.year() / std::chrono::December / 31;
    if (start == LimitStart::quarter_of_contract)
    {
        const auto closing = std::chrono::month{(static_cast<unsigned>(day.month()) + 2) / 3 * 3};
        return CivilDate{day.year() / closing / std::chrono::last};
    }
    return day;
}

CivilDate counted(CivilDate event, LimitLength length, int sign, const LawBook& law)
{
    switch (length.unit)
    {
    case LimitUnit::working_days:
        PROMISE(sign > 0);
        return add_working_days(event, length.count, DeadlineLaw::eu_1182_71, &law);
    case LimitUnit::days:
        return plus_days(event, sign * length.count);
    case LimitUnit::weeks:
        return plus_days(event, sign * 7 * length.count);
    case LimitUnit::months:
        return plus_months(event, sign * length.count);
    case LimitUnit::years:
        return plus_months(event, sign * 12 * length.count);
    }
    promise_broken("every unit is counted", __FILE__, __LINE__);
}

CivilDate moved(CivilDate end, EndMove move, const LawBook& law)
{
    switch (move)
    {
    case EndMove::stays:
        return end;
    case EndMove::party_act:
    case EndMove::standstill:
    case EndMove::working_day: // ASSUMED: on no eve either, so on a working day under both laws
        return next_working_day_or_same(end, DeadlineLaw::fi_150_1930, &law);
    }
    promise_broken("every end moves in its way", __FILE__, __LINE__);
}

Instant moment_of(LimitSense sense, CivilDate end_on)
{
    const auto next_midnight = start_of_day(plus_days(end_on, 1));
    switch (sense)
    {
    case LimitSense::latest:
    case LimitSense::deemed:
    case LimitSense::shortest: // Regulation 1182/71 Art. 3: a time in days ends with the last hour of its
                               // last day
        return next_midnight.plus_micros(-1);
    case LimitSense::waiting:
        return next_midnight;
    case LimitSense::addition:
        break;
    }
    promise_broken("an addition has no end of its own", __FILE__, __LINE__);
}

CivilDate law_day(const LimitQuestion& question)
{
    return question.law_of ? *question.law_of : finnish_date(question.start);
}

Result<LimitLength> length_for(const LimitQuestion& question, const Limit& limit, Binding binding,
                               const LawBook& law)
{
    const auto id = limit.id;
    if (binding == Binding::as_described && !question.own)
        return refuse_by(sentences, Fault::invalid, "limit.not_described",
                         {{"limit", id}, {"regime", code_of(question.regime)}});
    if (question.own)
    {
        if (binding != Binding::as_described && !limit.own_length)
            return refuse_by(sentences, Fault::invalid, "limit.length_is_law", {{"limit", id}});
        const auto most = most_of(question.own->unit);
        if (question.own->count < 0 || question.own->count > most)
            return refuse_by(sentences, Fault::invalid, "limit.length_out_of_range", {{"max", most}});
        if (question.own->unit == LimitUnit::working_days && limit.start == LimitStart::deadline)
            return refuse_by(sentences, Fault::invalid, "limit.counted_back", {{"limit", id}});
        return *question.own;
    }
    const auto in_law = length_in_law(limit.stage, law_day(question), law);
    if (!in_law)
        return refuse_by(sentences, Fault::invalid, "limit.no_number", {{"limit", id}});
    return *in_law;
}

bool can_have_paper(LimitStage stage)
{
    using enum LimitStage;
    return stage == initial_requests || stage == tenders || stage == tenders_agreed ||
           stage == accelerated_requests || stage == accelerated_tenders;
}

} // namespace

std::optional<LimitLength> length_in_law(LimitStage stage, CivilDate day, const LawBook& law)
{
    const auto& limit = limit_of(stage);
    if (limit.value.empty())
        return std::nullopt;
    const auto count = law.integer(limit.value, day);
    const auto& unit = law.find(limit.value, day)->unit;
    for (const auto& row : units)
        if (row.name == unit && count >= 0 && count <= row.most)
            return LimitLength{static_cast<int>(count), row.unit};
    throw LawMissing{std::string{limit.value} + " is no length of a limit"};
}

Result<LimitEnd> end_of(const LimitQuestion& question, const LawBook& law)
{
    const auto& limit = limit_of(question.stage);
    PROMISE(limit.sense != LimitSense::addition);
    const auto binding = binding_of(question.stage, question.channel, question.regime);
    if (binding == Binding::absent)
        return refuse_by(sentences, Fault::invalid, "limit.absent",
                         {{"limit", limit.id},
                          {"regime", code_of(question.regime)},
                          {"channel", code_of(question.channel)}});
    const auto length = length_for(question, limit, binding, law);
    if (!length)
        return length.refusal();

    const int sign = limit.start == LimitStart::deadline ? -1 : 1;
    const auto event = event_day(limit.start, question.start);
    auto end = counted(event, *length, sign, law);
    // T10 is the law's addition to the law's minimum; an agreed or described length holds what it needs.
    if (question.paper_documents_too && !question.own)
    {
        PROMISE(can_have_paper(question.stage));
        end = counted(end, *length_in_law(LimitStage::paper_documents, law_day(question), law), sign, law);
    }
    end = moved(end, limit.move, law); // ASSUMED: a described length moves as the law's would
    return LimitEnd{binding, limit.sense, *length, end, moment_of(limit.sense, end)};
}

bool is_kept(const LimitEnd& end, Instant at)
{
    switch (end.sense)
    {
    case LimitSense::latest:
    case LimitSense::deemed:
        return at <= end.moment;
    case LimitSense::shortest:
    case LimitSense::waiting:
        return at >= end.moment;
    case LimitSense::addition:
        break;
    }
    promise_broken("an addition has no end of its own", __FILE__, __LINE__);
}

RuleSentences limit_sentences()
{
    return sentences;
}

} // namespace kori
