#include "marketplace/outcome/outcome_rule.hpp"

#include "marketplace/outcome/outcome_facts.hpp"

#include <algorithm>

namespace kori
{
namespace
{

using K = ComponentKind;

// Far above any real claim; keeps price times quantity inside 64 bits. ASSUMED.
constexpr std::int64_t quantity_max = 100'000;

// How many units the days from..to can hold; both belong to it.
std::int64_t room_in(const ComponentTerms& terms, CivilDate from, CivilDate to)
{
    const std::int64_t days = days_between(from, to) + 1;
    if (terms.unit == "day")
        return days;
    if (terms.unit == "hour")
        return days * 24;
    if (terms.unit == "week")
        return (days + 6) / 7;
    std::int64_t months = 1; // a begun month counts
    while (months < quantity_max && plus_months(from, static_cast<int>(months)) <= to)
        ++months;
    return months;
}

// One decision in the making: first what makes it impossible, then quantities, then money.
class Decider
{
public:
    Decider(const ComponentTerms& terms, const ClaimFacts& facts, const CapsUsed& used,
            const Validity& service_days, CivilDate claimed_on)
        : terms_{terms}, facts_{facts}, used_{used}, service_days_{service_days}, claimed_on_{claimed_on}
    {
    }

    OutcomeDecision decide()
    {
        if (!is_quantity_sane())
            return refused(Money{});
        claimed_ = claimed_value();
        look_at_facts(terms_, facts_, service_days_, claimed_on_, reasons_);
        look_at_repeats();
        if (!reasons_.is_empty())
            return refused(claimed_);
        const auto quantity = allowed_quantity();
        if (quantity == 0)
            return refused(claimed_);
        const auto amount = allowed_money(value_of(quantity));
        if (amount.is_zero())
            return refused(claimed_);
        return accepted(quantity, amount);
    }

private:
    void say(std::string_view rule, Facts values) { reasons_.say(rule, std::move(values)); }

    OutcomeDecision refused(Money value)
    {
        OutcomeDecision decision;
        decision.verdict = ClaimVerdict::refused;
        decision.refused_quantity = facts_.quantity;
        decision.refused_amount = value;
        decision.reasons = reasons_.take();
        return decision;
    }

    OutcomeDecision accepted(std::int64_t quantity, Money amount)
    {
        if (terms_.kind == K::group && facts_.participants > 1)
            say("outcome.group_split",
                {{"price_cents", terms_.price.in_cents()}, {"participants", facts_.participants}});
        if (terms_.kind == K::expense)
            say("outcome.cost_accepted",
                {{"cost_cents", facts_.cost->in_cents()}, {"amount_cents", amount.in_cents()}});
        else
            say("outcome.accepted", {{"quantity", quantity},
                                     {"price_cents", terms_.price.in_cents()},
                                     {"component", terms_.component},
                                     {"amount_cents", amount.in_cents()}});
        OutcomeDecision decision;
        decision.accepted_quantity = quantity;
        decision.amount = amount;
        decision.refused_quantity = facts_.quantity - quantity;
        decision.refused_amount = claimed_ - amount;
        const bool is_whole = decision.refused_quantity == 0 && decision.refused_amount.is_zero();
        decision.verdict = is_whole ? ClaimVerdict::accepted : ClaimVerdict::partly_accepted;
        decision.reasons = reasons_.take();
        return decision;
    }

    bool is_quantity_sane()
    {
        if (facts_.quantity <= 0)
            say("outcome.quantity_not_positive", {{"quantity", facts_.quantity}});
        if (facts_.quantity > quantity_max)
            say("outcome.quantity_out_of_bounds", {{"quantity", facts_.quantity}, {"limit", quantity_max}});
        if (terms_.kind == K::expense && (!facts_.cost || *facts_.cost <= Money{}))
            say("outcome.cost_missing", {});
        const bool place_fits = facts_.participants >= 1 && facts_.participants <= quantity_max &&
                                facts_.participant_place >= 1 &&
                                facts_.participant_place <= facts_.participants;
        if (terms_.kind == K::group && !place_fits)
            say("outcome.participants_senseless",
                {{"place", facts_.participant_place}, {"participants", facts_.participants}});
        return reasons_.is_empty();
    }

    // The parts of a session add up to its price exactly, whoever claims them.
    Money unit_price() const
    {
        if (terms_.kind != K::group)
            return terms_.price;
        const std::vector<std::int64_t> equal(static_cast<std::size_t>(facts_.participants), 1);
        return terms_.price.split(equal)[static_cast<std::size_t>(facts_.participant_place - 1)];
    }

    Money claimed_value() const
    {
        return terms_.kind == K::expense ? *facts_.cost : unit_price() * facts_.quantity;
    }

    Money value_of(std::int64_t quantity)
    {
        if (terms_.kind != K::expense)
            return unit_price() * quantity;
        if (*facts_.cost > terms_.price)
            say("outcome.cost_above_ceiling",
                {{"cost_cents", facts_.cost->in_cents()}, {"ceiling_cents", terms_.price.in_cents()}});
        return std::min(*facts_.cost, terms_.price);
    }

    // At most once per person, type and period (domain.md 7.7), across all providers.
    void look_at_repeats()
    {
        if (row_of(terms_.kind).once && used_.paid_before)
            say("outcome.paid_before", {{"claim", *used_.paid_before}});
        if (!is_timed(terms_.kind) || terms_.kind == K::hour || !facts_.from || !facts_.to)
            return;
        for (const auto& range : used_.ranges_paid)
            if (range.from <= *facts_.to && *facts_.from <= range.to)
                say("outcome.days_paid_before", {{"from", to_text(range.from)}, {"to", to_text(range.to)}});
    }

    std::int64_t allowed_quantity()
    {
        auto quantity = facts_.quantity;
        const bool only_one = row_of(terms_.kind).once || terms_.kind == K::expense;
        if (only_one && quantity > 1)
        {
            say("outcome.once_only",
                {{"component", terms_.component}, {"refused", quantity - 1}, {"quantity", quantity}});
            quantity = 1;
        }
        if (is_timed(terms_.kind))
        {
            const auto room = room_in(terms_, *facts_.from, *facts_.to);
            if (quantity > room)
            {
                say("outcome.more_than_days_hold", {{"from", to_text(*facts_.from)},
                                                    {"to", to_text(*facts_.to)},
                                                    {"limit", room},
                                                    {"unit", terms_.unit},
                                                    {"refused", quantity - room}});
                quantity = room;
            }
        }
        quantity = within(quantity, terms_.caps.quantity_per_person, used_.quantity_of_person,
                          "outcome.cap_person_quantity");
        return within(quantity, terms_.caps.quantity_per_order, used_.quantity_of_order,
                      "outcome.cap_order_quantity");
    }

    std::int64_t within(std::int64_t quantity, const std::optional<std::int64_t>& cap, std::int64_t used,
                        std::string_view rule)
    {
        if (!cap)
            return quantity;
        const auto left = std::max<std::int64_t>(*cap - used, 0);
        if (quantity <= left)
            return quantity;
        say(rule, {{"cap", *cap}, {"used", used}, {"left", left}});
        return left;
    }

    Money allowed_money(Money amount)
    {
        amount =
            within(amount, terms_.caps.money_per_person, used_.money_of_person, "outcome.cap_person_money");
        amount = within(amount, terms_.caps.money_per_order, used_.money_of_order, "outcome.cap_order_money");
        amount = within(amount, terms_.person_cap, used_.person_total, "outcome.cap_person_total");
        if (!used_.reserved_left || amount <= *used_.reserved_left)
            return amount;
        const auto left = std::max(*used_.reserved_left, Money{});
        say("outcome.reserved_money", {{"left_cents", left.in_cents()}});
        return left;
    }

    Money within(Money amount, const std::optional<Money>& cap, Money used, std::string_view rule)
    {
        if (!cap)
            return amount;
        const auto left = std::max(*cap - used, Money{});
        if (amount <= left)
            return amount;
        say(rule, {{"cap_cents", cap->in_cents()},
                   {"used_cents", used.in_cents()},
                   {"left_cents", left.in_cents()}});
        return left;
    }

    const ComponentTerms& terms_;
    const ClaimFacts& facts_;
    const CapsUsed& used_;
    const Validity& service_days_;
    CivilDate claimed_on_;
    Money claimed_;
    Reasons reasons_;
};

} // namespace

std::optional<ComponentTerms> component_terms(const BasketTerms& basket, const OfferTerms& offer,
                                              std::string_view component)
{
    const auto* found = find_component(basket, component);
    const auto price = price_of(offer, component);
    if (found == nullptr || !price)
        return std::nullopt;
    ComponentTerms terms;
    terms.component = found->code;
    terms.kind = found->kind;
    terms.unit = found->unit;
    terms.price = *price;
    terms.caps = found->caps;
    terms.outcome = found->outcome;
    terms.person_cap = basket.person_cap;
    if (const auto* outcome = find_outcome(basket, found->outcome))
    {
        terms.min_hours_per_week = outcome->min_hours_per_week;
        terms.min_days = outcome->min_days;
        terms.days_after_end = outcome->days_after_end;
    }
    return terms;
}

std::string_view code_of(ClaimVerdict verdict)
{
    switch (verdict)
    {
    case ClaimVerdict::accepted:
        return "accepted";
    case ClaimVerdict::partly_accepted:
        return "partly_accepted";
    case ClaimVerdict::refused:
        return "refused";
    }
    return "";
}

OutcomeDecision decide_outcome(const ComponentTerms& terms, const ClaimFacts& facts, const CapsUsed& used,
                               const Validity& service_days, CivilDate claimed_on)
{
    return Decider{terms, facts, used, service_days, claimed_on}.decide();
}

} // namespace kori
