#include "marketplace/outcome/outcome_rule.hpp"

#include <algorithm>

namespace kori
{

namespace
{

using K = ComponentKind;

// Far above any real claim; keeps price times quantity inside 64 bits. ASSUMED.
constexpr std::int64_t quantity_max = 100'000;

constexpr RuleSentence sentences[] = {
    {"outcome.accepted",
     "{quantity} × {price_cents} cents of {component} are accepted: {amount_cents} cents.", ""},
    {"outcome.cost_accepted", "The cost of {cost_cents} cents is accepted up to {amount_cents} cents.", ""},
    {"outcome.group_split", "The session of {price_cents} cents is split over {participants} participants.",
     ""},
    {"outcome.quantity_not_positive", "The quantity {quantity} is not above zero.", ""},
    {"outcome.quantity_out_of_bounds", "The quantity {quantity} is above {limit}.", ""},
    {"outcome.once_only", "{component} is paid once; {refused} of {quantity} are refused.", ""},
    {"outcome.more_than_days_hold",
     "Between {from} and {to} there is room for {limit} {unit}; {refused} are refused.", ""},
    {"outcome.fact_missing", "The fact {fact} is missing.", ""},
    {"outcome.fact_in_future", "{fact} {day} is after the day of the claim, {claimed_on}.", ""},
    {"outcome.before_service", "{fact} {day} is before the start of the service, {start}.", ""},
    {"outcome.after_service", "{fact} {day} is after {last}, the last day that counts.", ""},
    {"outcome.days_crossed", "The last day {to} is before the first day {from}.", ""},
    {"outcome.hours_too_few", "{hours} hours a week are below the minimum of {minimum}.", ""},
    {"outcome.job_too_short", "The job of {days} days is shorter than the minimum of {minimum}.", ""},
    {"outcome.agreed_before_service",
     "The job was agreed on {day}, before the start of the service, {start}.", ""},
    {"outcome.months_not_reached", "{months} months are full on {due}; it was checked on {checked_on}.", ""},
    {"outcome.not_retained", "The job ended on {ended}, before {months} months were full on {due}.", ""},
    {"outcome.paid_before", "The same outcome of this person and period was already paid (claim {claim}).",
     ""},
    {"outcome.days_paid_before", "Days between {from} and {to} were already paid.", ""},
    {"outcome.cost_missing", "The cost is missing or not above zero.", ""},
    {"outcome.cost_above_ceiling", "The cost of {cost_cents} cents is above the ceiling of {ceiling_cents}.",
     ""},
    {"outcome.participants_senseless", "Participant {place} of {participants} cannot be.", ""},
    {"outcome.outcome_unknown", "The outcome {outcome} is not in the catalogue.", ""},
    {"outcome.cap_person_quantity", "The person's cap is {cap} units, {used} are used; {left} are left.", ""},
    {"outcome.cap_order_quantity", "The order's cap is {cap} units, {used} are used; {left} are left.", ""},
    {"outcome.cap_person_money",
     "The person's cap is {cap_cents} cents, {used_cents} are used; {left_cents} are left.", ""},
    {"outcome.cap_order_money",
     "The order's cap is {cap_cents} cents, {used_cents} are used; {left_cents} are left.", ""},
    {"outcome.cap_person_total",
     "The person's cap over the basket is {cap_cents} cents, {used_cents} are used; {left_cents} are left.",
     ""},
    {"outcome.reserved_money", "Of the money reserved for the order {left_cents} cents are left.", ""},
};

bool is_timed(K kind)
{
    return kind == K::period || kind == K::day || kind == K::hour || kind == K::in_work;
}

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
        look_at_facts();
        look_at_repeats();
        if (!reasons_.empty())
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
    void say(std::string_view rule, Facts values)
    {
        auto result = rule_result(sentences, rule, false, std::move(values));
        reasons_.push_back({std::move(result.rule), std::move(result.sentence), std::move(result.values)});
    }

    OutcomeDecision refused(Money value)
    {
        OutcomeDecision decision;
        decision.verdict = ClaimVerdict::refused;
        decision.refused_quantity = facts_.quantity;
        decision.refused_amount = value;
        decision.reasons = std::move(reasons_);
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
        decision.reasons = std::move(reasons_);
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
        return reasons_.empty();
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

    bool has(const std::optional<CivilDate>& day, std::string_view fact)
    {
        if (!day)
            say("outcome.fact_missing", {{"fact", fact}});
        return day.has_value();
    }

    // Not ahead of the claim, not before the service, not after the last day that counts.
    void place(CivilDate day, std::string_view fact, std::int64_t days_after_end)
    {
        not_in_future(day, fact);
        if (day < service_days_.from)
            say("outcome.before_service",
                {{"fact", fact}, {"day", to_text(day)}, {"start", to_text(service_days_.from)}});
        if (!service_days_.to)
            return;
        const auto last = plus_days(*service_days_.to, static_cast<int>(days_after_end) - 1);
        if (day > last)
            say("outcome.after_service", {{"fact", fact}, {"day", to_text(day)}, {"last", to_text(last)}});
    }

    void not_in_future(CivilDate day, std::string_view fact)
    {
        if (day > claimed_on_)
            say("outcome.fact_in_future",
                {{"fact", fact}, {"day", to_text(day)}, {"claimed_on", to_text(claimed_on_)}});
    }

    void look_at_facts()
    {
        if (is_timed(terms_.kind))
            look_at_range();
        else if (!row_of(terms_.kind).is_outcome)
            look_at_moment(0);
        else
            look_at_outcome();
    }

    void look_at_range()
    {
        const bool has_from = has(facts_.from, "from");
        const bool has_to = has(facts_.to, "to");
        if (has_from)
            place(*facts_.from, "from", 0);
        if (has_to)
            place(*facts_.to, "to", 0);
        if (has_from && has_to && *facts_.to < *facts_.from)
            say("outcome.days_crossed", {{"from", to_text(*facts_.from)}, {"to", to_text(*facts_.to)}});
    }

    void look_at_moment(std::int64_t days_after_end)
    {
        if (has(facts_.happened_on, "happened_on"))
            place(*facts_.happened_on, "happened_on", days_after_end);
    }

    void look_at_outcome()
    {
        const auto outcome = parse_outcome(terms_.outcome);
        if (!outcome)
        {
            say("outcome.outcome_unknown", {{"outcome", terms_.outcome}});
            return;
        }
        if (outcome->kind->has_months)
            look_at_months(*outcome);
        else if (outcome->kind->evidence == EvidenceKind::job)
            look_at_job();
        else
            look_at_moment(terms_.days_after_end);
    }

    void look_at_job()
    {
        if (has(facts_.job_starts_on, "job_starts_on"))
            place(*facts_.job_starts_on, "job_starts_on", terms_.days_after_end);
        look_at_terms_of_job();
    }

    void look_at_terms_of_job()
    {
        if (terms_.min_hours_per_week)
        {
            if (!facts_.hours_per_week)
                say("outcome.fact_missing", {{"fact", "hours_per_week"}});
            else if (*facts_.hours_per_week < *terms_.min_hours_per_week)
                say("outcome.hours_too_few",
                    {{"hours", *facts_.hours_per_week}, {"minimum", *terms_.min_hours_per_week}});
        }
        if (facts_.job_starts_on && facts_.job_ends_on)
        {
            const std::int64_t days = days_between(*facts_.job_starts_on, *facts_.job_ends_on) + 1;
            if (days < 1)
                say("outcome.days_crossed",
                    {{"from", to_text(*facts_.job_starts_on)}, {"to", to_text(*facts_.job_ends_on)}});
            else if (terms_.min_days && days < *terms_.min_days)
                say("outcome.job_too_short", {{"days", days}, {"minimum", *terms_.min_days}});
        }
        if (facts_.job_agreed_on && *facts_.job_agreed_on < service_days_.from)
            say("outcome.agreed_before_service",
                {{"day", to_text(*facts_.job_agreed_on)}, {"start", to_text(service_days_.from)}});
    }

    // RETAIN_n counts from the start of the job, NO_RETURN_n from the day after the subsidised one ended. The
    // months may run beyond the order, the job itself may not begin beyond it.
    void look_at_months(const OutcomeCode& outcome)
    {
        const bool counts_from_end = outcome.kind->code == "NO_RETURN";
        const bool has_start = has(facts_.job_starts_on, "job_starts_on");
        const bool has_end = !counts_from_end || has(facts_.job_ends_on, "job_ends_on");
        const bool has_check = has(facts_.checked_on, "checked_on");
        if (has_start)
            place(*facts_.job_starts_on, "job_starts_on", terms_.days_after_end);
        look_at_terms_of_job();
        if (has_check)
            not_in_future(*facts_.checked_on, "checked_on");
        if (!has_start || !has_end || !has_check)
            return;
        const auto base = counts_from_end ? plus_days(*facts_.job_ends_on, 1) : *facts_.job_starts_on;
        const auto due = plus_months(base, outcome.months);
        const auto months = static_cast<std::int64_t>(outcome.months);
        if (*facts_.checked_on < due)
            say("outcome.months_not_reached",
                {{"months", months}, {"due", to_text(due)}, {"checked_on", to_text(*facts_.checked_on)}});
        // The months are full when the last of their days, the one before `due`, was still worked.
        if (!counts_from_end && facts_.job_ends_on && *facts_.job_ends_on < plus_days(due, -1))
            say("outcome.not_retained",
                {{"ended", to_text(*facts_.job_ends_on)}, {"months", months}, {"due", to_text(due)}});
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
    std::vector<DecisionReason> reasons_;
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

RuleSentences outcome_sentences()
{
    return sentences;
}

} // namespace kori
