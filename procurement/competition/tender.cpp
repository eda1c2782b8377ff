#include "procurement/competition/tender.hpp"

#include "procurement/competition/competition.hpp"

#include <algorithm>

namespace kori
{

namespace
{

namespace state_of = competition_state;

Result<Done> refuse_tender(Fault fault, std::string_view rule)
{
    return refuse_by(competition_sentences(), fault, rule, {});
}

Result<Done> anything(const TenderFacts& /*facts*/)
{
    return Done{};
}

Result<Done> in_time(const TenderFacts& facts)
{
    if (!facts.is_invited)
        return refuse_tender(Fault::forbidden, "tender.not_invited");
    if (!takes_tenders(facts.competition_state))
        return refuse_tender(Fault::conflict, "tender.competition_takes_none");
    if (facts.received_at > facts.closes_at)
        return refuse_tender(Fault::too_late, "tender.deadline_passed");
    return Done{};
}

Result<Done> may_submit(const TenderFacts& facts)
{
    if (facts.has_other_submitted)
        return refuse_tender(Fault::conflict, "tender.replace_the_other");
    return in_time(facts);
}

Result<Done> may_arrive_late(const TenderFacts& facts)
{
    if (!facts.is_invited)
        return refuse_tender(Fault::forbidden, "tender.not_invited");
    if (facts.received_at <= facts.closes_at)
        return refuse_tender(Fault::conflict, "tender.not_late");
    return Done{};
}

Result<Done> may_lapse(const TenderFacts& facts)
{
    if (facts.received_at <= facts.closes_at)
        return refuse_tender(Fault::conflict, "tender.not_late");
    return Done{};
}

Result<Done> may_open(const TenderFacts& facts)
{
    if (facts.competition_state != state_of::opened)
        return refuse_tender(Fault::conflict, "tender.opened_with_the_others");
    return Done{};
}

Result<Done> may_find_compliant(const TenderFacts& facts)
{
    if (facts.competition_state != state_of::compliance)
        return refuse_tender(Fault::conflict, "tender.not_under_check");
    if (facts.is_suspended)
        return refuse_tender(Fault::conflict, "tender.member_suspended");
    if (facts.has_open_completion)
        return refuse_tender(Fault::conflict, "tender.completion_open");
    return Done{};
}

Result<Done> may_exclude(const TenderFacts& facts)
{
    const auto at = facts.competition_state;
    if (at != state_of::compliance && at != state_of::abnormally_low && at != state_of::evaluation)
        return refuse_tender(Fault::conflict, "tender.not_under_check");
    if (!is_exclusion_ground(facts.ground))
        return refuse_tender(Fault::invalid, "tender.ground_unknown");
    if (facts.reason.empty())
        return refuse_tender(Fault::invalid, "tender.reason_missing");
    if (facts.ground == exclusion_ground::suspended && !facts.is_suspended)
        return refuse_tender(Fault::conflict, "tender.member_not_suspended");
    if (facts.ground == exclusion_ground::not_compliant && facts.has_open_completion)
        return refuse_tender(Fault::conflict, "tender.completion_open");
    if (facts.ground == exclusion_ground::abnormally_low && !facts.low_price_is_explained)
        return refuse_tender(Fault::conflict, "tender.low_price_not_asked");
    return Done{};
}

Result<Done> may_take_back(const TenderFacts& facts)
{
    if (facts.competition_state != state_of::compliance)
        return refuse_tender(Fault::conflict, "tender.not_under_check");
    if (facts.reason.empty())
        return refuse_tender(Fault::invalid, "tender.reason_missing");
    return Done{};
}

namespace table_of_tenders
{
using namespace tender_state;

constexpr std::string_view names[] = {saved,  submitted, replaced,  withdrawn, late,
                                      lapsed, opened,    compliant, excluded};
constexpr std::string_view finals[] = {replaced, withdrawn, late, lapsed};
constexpr std::string_view until = "domain.md 7.4: replaced and withdrawn until the deadline";
constexpr Transition rows[] = {
    {saved, "edit", saved, "ASSUMED: a draft is the tenderer's own"},
    {saved, "submit", submitted, "domain.md 6: received_at <= deadline counts"},
    {saved, "arrive_late", late, "domain.md 6, 7.4: kept, unopened, out of the comparison"},
    {saved, "lapse", lapsed, "ASSUMED: saved is not submitted"},
    {submitted, "replace", replaced, until},
    {submitted, "withdraw", withdrawn, until},
    {submitted, "open", opened, "1397/2016 §64: not before the deadline"},
    {opened, "find_compliant", compliant, "domain.md 7.4"},
    {opened, "exclude", excluded, "1397/2016 §74, §80, §81, §96"},
    {compliant, "exclude", excluded, "ASSUMED: a price explained badly, a member suspended meanwhile"},
    {excluded, "take_back", opened, "ASSUMED: a corrected decision looks at the exclusion again"},
};
const StateTable table{"tender", names, saved, finals, rows};
} // namespace table_of_tenders

constexpr TenderAct acts[] = {
    {"edit", ActsAs::tenderer, anything, "ASSUMED: drafts are nobody else's concern"},
    {"submit", ActsAs::tenderer, may_submit, "domain.md 6, 7.4; 1397/2016 §52(1)"},
    {"arrive_late", ActsAs::tenderer, may_arrive_late, "domain.md 6"},
    {"lapse", ActsAs::clock, may_lapse, "ASSUMED: saved is not submitted"},
    {"replace", ActsAs::tenderer, in_time, "domain.md 7.4"},
    {"withdraw", ActsAs::tenderer, in_time, "domain.md 7.4"},
    {"open", ActsAs::opener, may_open, "1397/2016 §64"},
    {"find_compliant", ActsAs::officer, may_find_compliant, "1397/2016 §74; admission looked at again"},
    {"exclude", ActsAs::officer, may_exclude, "1397/2016 §74, §80, §81, §96"},
    {"take_back", ActsAs::officer, may_take_back, "1397/2016 §132–135"},
};

} // namespace

const StateTable& tender_states()
{
    return table_of_tenders::table;
}

bool is_exclusion_ground(std::string_view code)
{
    using namespace exclusion_ground;
    for (const auto known : {not_compliant, suspended, supplier_excluded, abnormally_low})
        if (code == known)
            return true;
    return false;
}

std::span<const TenderAct> tender_acts()
{
    return acts;
}

Result<std::string> perform_tender_act(std::string_view verb, ActsAs who, const TenderFacts& facts)
{
    auto next = tender_states().move(facts.state, verb);
    if (!next)
        return next;
    const auto* act = std::find_if(std::begin(acts), std::end(acts),
                                   [verb](const TenderAct& row) { return row.verb == verb; });
    PROMISE(act != std::end(acts));
    if (act->who != who)
        return refuse_by(competition_sentences(), Fault::forbidden, "competition.not_your_act",
                         {{"act", verb}, {"who", code_of(act->who)}});
    if (auto allowed = act->guard(facts); !allowed)
        return allowed.refusal();
    return next;
}

} // namespace kori
