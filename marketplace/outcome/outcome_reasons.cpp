#include "marketplace/outcome/outcome_reasons.hpp"

namespace kori
{
namespace
{

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

} // namespace

void Reasons::say(std::string_view rule, Facts values)
{
    auto result = rule_result(sentences, rule, false, std::move(values));
    reasons_.push_back({std::move(result.rule), std::move(result.sentence), std::move(result.values)});
}

RuleSentences outcome_sentences()
{
    return sentences;
}

} // namespace kori
