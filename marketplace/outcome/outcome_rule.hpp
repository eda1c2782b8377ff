// The rule that turns dated facts into cents: pure and versioned, so that every paid or refused line can be
// recomputed from its stored inputs and explains itself. One rule for screen, report, invoice and export.
#pragma once

#include "core/base/civil_date.hpp"
#include "core/base/money.hpp"
#include "core/base/validity.hpp"
#include "marketplace/offer/offer.hpp"
#include "procurement/basket/basket.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

// Changes whenever any decision could come out differently; a decided line keeps the version it was decided
// by.
inline constexpr std::string_view outcome_rule_version = "outcome/1";

// One component as the order has it: the frozen offer's price, the basket version's caps.
struct ComponentTerms
{
    std::string component;
    ComponentKind kind = ComponentKind::start;
    std::string unit;
    Money price; // of one unit; of EXPENSE the ceiling of one cost
    ComponentCaps caps;
    std::string outcome; // of outcome components
    std::optional<std::int64_t> min_hours_per_week;
    std::optional<std::int64_t> min_days;
    std::int64_t days_after_end = 0;
    std::optional<Money> person_cap; // of the person over all components and orders of the basket
};
// Nothing when the basket lacks the component or the offer its price.
std::optional<ComponentTerms> component_terms(const BasketTerms& basket, const OfferTerms& offer,
                                              std::string_view component);

// What the provider states. Which of them are needed follows from the kind and the outcome.
struct ClaimFacts
{
    std::int64_t quantity = 1;
    std::optional<CivilDate> happened_on; // START, MODULE, GROUP, EXPENSE, and outcomes that are no jobs
    std::optional<CivilDate> from;        // PERIOD, DAY, HOUR, IN_WORK: first day
    std::optional<CivilDate> to;          // the same: last day
    std::optional<CivilDate> job_starts_on;
    std::optional<CivilDate> job_ends_on; // last day; may lie ahead; none = until further notice
    std::optional<CivilDate>
        job_agreed_on; // no outcome is paid for a job agreed before the service (domain.md 8.2 f)
    std::optional<std::int64_t> hours_per_week;
    std::optional<CivilDate> checked_on; // RETAIN_n, NO_RETURN_n
    std::optional<Money> cost;           // EXPENSE
    std::int64_t participants = 1;       // GROUP: the session's price is split over them
    std::int64_t participant_place = 1;  // GROUP: which of the parts, from 1
};

// Both days belong to it.
struct DayRange
{
    CivilDate from;
    CivilDate to;
};

// What was decided before, in the same transaction that will record this decision.
struct CapsUsed
{
    std::int64_t quantity_of_person = 0; // of this component, over the person's orders in the basket
    std::int64_t quantity_of_order = 0;
    Money money_of_person; // of this component
    Money money_of_order;
    Money person_total;                 // of all components and orders of the person in the basket
    std::optional<Money> reserved_left; // of the order in the ledger; none = not limited by it
    std::optional<std::string>
        paid_before;                   // claim that was paid for the same person, outcome type and period
    std::vector<DayRange> ranges_paid; // of this component and person: PERIOD, DAY, IN_WORK
};

enum class ClaimVerdict
{
    accepted,
    partly_accepted,
    refused,
};
std::string_view code_of(ClaimVerdict verdict);

struct DecisionReason
{
    std::string rule; // "outcome.cap_person_money"
    std::string sentence;
    Facts values;
    bool operator==(const DecisionReason&) const = default;
};

struct OutcomeDecision
{
    ClaimVerdict verdict = ClaimVerdict::refused;
    std::int64_t accepted_quantity = 0;
    Money amount;
    std::int64_t refused_quantity = 0;
    Money refused_amount;                // zero when the quantity is out of all bounds
    std::vector<DecisionReason> reasons; // never empty: an accepted claim says how its amount came to be
    std::string rule_version{outcome_rule_version};
    bool operator==(const OutcomeDecision&) const = default;
};

// `service_days` run from the order's start; `claimed_on` is the day on which the claim arrived.
OutcomeDecision decide_outcome(const ComponentTerms& terms, const ClaimFacts& facts, const CapsUsed& used,
                               const Validity& service_days, CivilDate claimed_on);

RuleSentences outcome_sentences();

} // namespace kori
