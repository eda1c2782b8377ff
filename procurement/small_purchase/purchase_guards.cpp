#include "procurement/small_purchase/purchase_guards.hpp"

#include <algorithm>

namespace kori
{

namespace
{

constexpr RuleSentence sentences[] = {
    {"small_purchase.rule_without_way", "The published rule names no way to ask for offers.", ""},
    {"small_purchase.fewest_invited", "Who invites says how many are invited at least.", ""},
    {"small_purchase.rule_not_published", "The buyer has published no rule on its small purchases.", ""},
    {"small_purchase.way_not_in_rule", "The published rule does not know this way to ask for offers.", ""},
    {"small_purchase.too_few_invited",
     "{invited} are invited; the published rule asks for at least {fewest}.", ""},
    {"small_purchase.invited_twice", "The provider {provider} is invited twice.", ""},
    {"small_purchase.not_invited", "Offers are taken from those who were invited.", ""},
    {"small_purchase.offer_too_late", "The time for offers is over.", ""},
    {"small_purchase.time_not_over", "The time for offers is not over yet.", ""},
    {"small_purchase.time_not_longer", "The time for offers is only made longer.", ""},
    {"small_purchase.no_offers", "There is no offer to decide on; the purchase is interrupted.", ""},
    {"small_purchase.chosen_without_offer", "Who is chosen has made no offer in time.", ""},
    {"small_purchase.reasons_missing", "This decision needs its reasons in writing.", ""},
    {"small_purchase.not_yours", "This act belongs to another role: {who}.", ""},
};

Refusal refused(Fault fault, std::string_view rule, Facts values)
{
    return refuse_by(sentences, fault, rule, std::move(values));
}

Result<Done> may_ask(const PurchaseRule& rule, bool is_way_allowed)
{
    if (!rule.is_published)
        return refused(Fault::conflict, "small_purchase.rule_not_published", {});
    if (!is_way_allowed)
        return refused(Fault::conflict, "small_purchase.way_not_in_rule", {});
    return Done{};
}

Result<Done> may_invite(const PurchaseFacts& facts)
{
    if (auto allowed = may_ask(facts.rule, facts.rule.may_invite); !allowed)
        return allowed;
    if (const auto twice = doubled(facts.invited); !twice.empty())
        return refused(Fault::invalid, "small_purchase.invited_twice", {{"provider", twice.front()}});
    const auto count = static_cast<std::int64_t>(facts.invited.size());
    if (count < facts.rule.fewest_invited)
        return refused(Fault::invalid, "small_purchase.too_few_invited",
                       {{"invited", count}, {"fewest", facts.rule.fewest_invited}});
    return Done{};
}

Result<Done> may_announce(const PurchaseFacts& facts)
{
    return may_ask(facts.rule, facts.rule.may_announce);
}

Result<Done> may_extend(const PurchaseFacts& facts)
{
    if (facts.at > facts.offers_close)
        return refused(Fault::too_late, "small_purchase.offer_too_late", {});
    if (facts.new_close <= facts.offers_close)
        return refused(Fault::invalid, "small_purchase.time_not_longer", {});
    return Done{};
}

Result<Done> may_offer(const PurchaseFacts& facts)
{
    if (!facts.is_announced && !holds(facts.invited, facts.provider))
        return refused(Fault::forbidden, "small_purchase.not_invited", {});
    if (facts.at > facts.offers_close)
        return refused(Fault::too_late, "small_purchase.offer_too_late", {});
    return Done{};
}

Result<Done> is_time_over(const PurchaseFacts& facts)
{
    if (facts.at <= facts.offers_close)
        return refused(Fault::conflict, "small_purchase.time_not_over", {});
    return Done{};
}

Result<Done> has_reasons(const PurchaseFacts& facts)
{
    if (!facts.has_reasons)
        return refused(Fault::invalid, "small_purchase.reasons_missing", {});
    return Done{};
}

Result<Done> may_decide(const PurchaseFacts& facts)
{
    if (facts.offers < 1)
        return refused(Fault::conflict, "small_purchase.no_offers", {});
    if (!facts.chosen_has_offer)
        return refused(Fault::invalid, "small_purchase.chosen_without_offer", {});
    return has_reasons(facts);
}

Result<Done> may_correct(std::string_view state, const PurchaseFacts& facts)
{
    if (state == purchase_state::interrupted)
        if (auto over = is_time_over(facts); !over)
            return over;
    return has_reasons(facts);
}

Result<Done> may_reopen(const PurchaseFacts& facts)
{
    if (facts.at > facts.offers_close)
        return refused(Fault::too_late, "small_purchase.offer_too_late", {});
    return has_reasons(facts);
}

Result<Done> guard(std::string_view state, std::string_view verb, const PurchaseFacts& facts)
{
    if (verb == "invite")
        return may_invite(facts);
    if (verb == "announce")
        return may_announce(facts);
    if (verb == "extend_time")
        return may_extend(facts);
    if (verb == "submit_offer")
        return may_offer(facts);
    if (verb == "end_offers")
        return is_time_over(facts);
    if (verb == "decide")
        return may_decide(facts);
    if (verb == "interrupt")
        return has_reasons(facts);
    if (verb == "correct")
        return may_correct(state, facts);
    if (verb == "reopen_offers")
        return may_reopen(facts);
    return Done{}; // restate_need, drop, order: nothing beyond who and the total
}

} // namespace

std::vector<FieldError> faults_of(const PurchaseRule& rule)
{
    std::vector<FieldError> faults;
    if (!rule.may_invite && !rule.may_announce)
        faults.push_back(field_error(sentences, "", "small_purchase.rule_without_way", {}));
    if (rule.may_invite && rule.fewest_invited < 1)
        faults.push_back(field_error(sentences, "/fewest_invited", "small_purchase.fewest_invited", {}));
    return faults;
}

Result<std::string> act_on_purchase(std::string_view state, std::string_view verb, const PurchaseFacts& facts)
{
    auto next = purchase_states().move(state, verb);
    if (!next)
        return next;
    const auto acts = purchase_acts();
    const auto act =
        std::find_if(acts.begin(), acts.end(), [verb](const PurchaseAct& row) { return row.verb == verb; });
    PROMISE(act != acts.end());
    if (facts.who != act->who)
        return refused(Fault::forbidden, "small_purchase.not_yours", {{"who", act->who}});
    if (auto allowed = guard(state, verb, facts); !allowed)
        return allowed.refusal();
    if (act->checks_total)
        if (auto below = allow_total(facts.total); !below)
            return below.refusal();
    return next;
}

RuleSentences purchase_sentences()
{
    return sentences;
}

} // namespace kori
