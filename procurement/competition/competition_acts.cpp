#include "procurement/competition/competition_acts.hpp"

#include "procurement/competition/competition.hpp"
#include "procurement/competition/competition_guards.hpp"

#include <algorithm>

namespace kori
{

namespace
{

using namespace competition_guards;

// The act's part: who does it. Its from and to are rows of the state table.
constexpr CompetitionAct acts[] = {
    {"drop", ActsAs::officer, anything, "ASSUMED: nobody knows of a draft yet"},
    {"invite", ActsAs::officer, may_invite, "1397/2016 §52(1), §56, T06, T07"},
    {"open_questions", ActsAs::officer, may_open_questions, "domain.md 7.4"},
    {"answer", ActsAs::officer, may_answer, "1397/2016 §69(4), T08"},
    {"extend_deadline", ActsAs::officer, may_extend, "1397/2016 §56(5)–(6), T09"},
    {"receive_tenders", ActsAs::officer, may_receive, "domain.md 7.4; T08, T09"},
    {"open_tenders", ActsAs::opener, may_open, "1397/2016 §64"},
    {"check_compliance", ActsAs::officer, may_check, "1397/2016 §74"},
    {"ask_low_price", ActsAs::officer, may_ask_low_price, "1397/2016 §96"},
    {"evaluate", ActsAs::officer, may_evaluate, "1397/2016 §74(2), §96, T13"},
    {"decide", ActsAs::approver, may_decide, "1397/2016 §123"},
    {"notify", ActsAs::officer, may_notify, "1397/2016 §126, §127, T26"},
    {"wait", ActsAs::officer, may_wait, "1397/2016 §129(2), T15"},
    {"contract", ActsAs::approver, may_contract, "1397/2016 §88, §128–130, T15, T16, T20"},
    {"release_winner", ActsAs::approver, may_release, "ASSUMED: recorded with its reason, never silently"},
    {"give_notice", ActsAs::officer, may_give_notice, "1397/2016 §58(5)"},
    {"cancel", ActsAs::approver, may_cancel, "1397/2016 §125"},
    {"correct", ActsAs::approver, may_correct, "1397/2016 §132–135, T17, T18"},
};

struct Part
{
    ActsAs who;
    std::string_view code;
};
constexpr Part parts[] = {{ActsAs::officer, "officer"},
                          {ActsAs::opener, "opener"},
                          {ActsAs::approver, "approver"},
                          {ActsAs::tenderer, "tenderer"},
                          {ActsAs::clock, "clock"}};

} // namespace

std::string_view code_of(ActsAs who)
{
    for (const auto& part : parts)
        if (part.who == who)
            return part.code;
    promise_broken("every part has a code", __FILE__, __LINE__);
}

std::span<const CompetitionAct> competition_acts()
{
    return acts;
}

Result<std::string> perform_act(std::string_view verb, ActsAs who, const CompetitionFacts& facts)
{
    auto next = competition_states().move(facts.state, verb);
    if (!next)
        return next;
    const auto* act = std::find_if(std::begin(acts), std::end(acts),
                                   [verb](const CompetitionAct& row) { return row.verb == verb; });
    PROMISE(act != std::end(acts));
    if (act->who != who)
        return refuse_by(competition_sentences(), Fault::forbidden, "competition.not_your_act",
                         {{"act", verb}, {"who", code_of(act->who)}});
    if (auto allowed = act->guard(facts); !allowed)
        return allowed.refusal();
    return next;
}

std::vector<FieldError> completion_faults(const std::vector<Completion>& completions)
{
    std::vector<FieldError> errors;
    for (std::size_t i = 0; i < completions.size(); ++i)
    {
        const auto& mine = completions[i];
        const auto add = [&](const char* member, std::string_view rule)
        {
            errors.push_back(field_error(competition_sentences(), "/" + std::to_string(i) + member, rule,
                                         {{"fault", mine.fault}}));
        };
        if (mine.asked_at && (!mine.answer_by || *mine.answer_by <= *mine.asked_at))
            add("/answer_by", "competition.completion_time_missing");
        for (std::size_t j = 0; j < completions.size(); ++j)
        {
            const auto& other = completions[j];
            if (other.fault != mine.fault || !other.asked_at)
                continue;
            if (!mine.asked_at)
            {
                add("/asked_at", "competition.completion_not_asked");
                break;
            }
            if (mine.answer_by != other.answer_by)
            {
                add("/answer_by", "competition.completion_times_differ");
                break;
            }
        }
    }
    return errors;
}

} // namespace kori
