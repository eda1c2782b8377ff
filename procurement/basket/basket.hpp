// A service basket (palvelukori): what an authority asks for, for whom, on which conditions and at what price
// at most. Field names here are the field names of the API; the pointers of refused fields use them.
#pragma once

#include "core/base/civil_date.hpp"
#include "core/base/id.hpp"
#include "core/base/money.hpp"
#include "core/base/state_table.hpp"
#include "core/base/text.hpp"
#include "core/base/validity.hpp"
#include "procurement/basket/boundary_condition.hpp"
#include "procurement/basket/eligibility.hpp"
#include "procurement/basket/outcome_catalogue.hpp"
#include "procurement/basket/price_component.hpp"
#include "procurement/programme/programme.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

class LawBook;

struct BasketTag
{
    static constexpr std::string_view prefix = "bsk";
};
using BasketId = Id<BasketTag>;
// One version of the terms; orders stay on the version they were made under.
struct BasketVersionTag
{
    static constexpr std::string_view prefix = "bsv";
};
using BasketVersionId = Id<BasketVersionTag>;

// Days of one order. Absent = no limit on that side.
struct DurationLimits
{
    std::optional<std::int64_t> min_days;
    std::optional<std::int64_t> max_days;
    bool operator==(const DurationLimits&) const = default;
};

// Why a legal form may be shut out: §24 (reserved contract) or a statute. `code` is looked up in the law book
// as "legal_form_ground.<code>" on the day of publishing.
struct LegalGround
{
    std::string code;    // "reserved_contract"
    std::string statute; // "1397/2016 §24"
    Validity validity;   // the days for which the basket relies on it
    LocalText reason;
    bool operator==(const LegalGround&) const = default;
};

// A result that this basket counts, and who of the catalogue's verifiers may confirm it here.
struct BasketOutcome
{
    std::string code; // "OPEN_JOB", "RETAIN_6"
    LocalText definition;
    std::vector<Verifier> verifiers;
    std::optional<std::int64_t> min_hours_per_week; // of jobs; 380/2023 §3(4): not unemployed from 4 h a week
    std::optional<std::int64_t> min_days;           // of jobs; 380/2023 §45: a job-search target from 2 weeks
    std::int64_t days_after_end = 0; // a result counts this many days after the last day of the service
    bool operator==(const BasketOutcome&) const = default;
};

// Known only so that open acceptance can refuse it by name (KHO:2018:91).
struct AwardCriterion
{
    std::string code;
    std::int64_t weight_basis_points = 0;
    bool operator==(const AwardCriterion&) const = default;
};

struct BasketTerms
{
    LocalText name; // what the customer reads
    LocalText aim;
    LocalText benefit; // what the customer gets out of it
    std::vector<std::string> service_types;
    std::vector<std::string> target_groups;
    std::vector<std::string> needs;
    std::vector<std::string> municipalities; // three-digit codes
    std::vector<std::string> delivery_modes;
    std::vector<std::string> languages;
    std::string cpv; // may be empty where nothing is bought
    DurationLimits duration;

    std::vector<std::string> eligible_legal_forms; // empty = every legal form
    std::optional<LegalGround> legal_form_ground;  // needed when the list above is not empty

    std::int64_t minimum_alternatives = 2; // offers that a customer must be able to compare
    bool is_niche = false;                 // may have one provider; its counts stay unpublished
    std::string niche_reason;

    std::optional<std::int64_t> capacity_cap; // persons inside at the same time
    std::optional<Money> budget_cap;          // of the whole version's validity, over all orders
    std::optional<Money> person_cap;          // of one person over all orders in the basket

    std::optional<CivilDate> review_on;
    std::optional<CivilDate> sunset_on; // first day without the basket
    bool is_pilot = false;
    LocalText duty_to_those_who_need_more; // what providers owe to those who need more support
    bool reveals_health = false;           // then the customer's consent precedes the order

    std::vector<EligibilityRule> eligibility_rules;
    std::vector<BoundaryCondition> boundary_conditions;

    bool is_civic = false; // a civil-society service without a price
    std::vector<PriceComponent> price_components;
    std::optional<OutcomeShareBand> outcome_share_band;
    std::vector<CivilDate> price_rise_dates; // announced days on which offers may raise prices
    std::vector<BasketOutcome> outcomes;
    std::string metric_set;

    std::vector<AwardCriterion> award_criteria;

    bool operator==(const BasketTerms&) const = default;
};

// Everything that keeps these terms from being published, all at once; empty = may be published.
std::vector<FieldError> missing_for_publication(const BasketTerms& terms, Channel channel, CivilDate today,
                                                const LawBook& law);

const PriceComponent* find_component(const BasketTerms& terms, std::string_view code);
const BasketOutcome* find_outcome(const BasketTerms& terms, std::string_view code);
bool admits_legal_form(const BasketTerms& terms, std::string_view legal_form);
// How many offers a customer must be shown at least: one in a niche basket.
std::int64_t alternatives_needed(const BasketTerms& terms);

// domain.md 7.3
namespace basket_state
{
inline constexpr std::string_view idea = "IDEA";
inline constexpr std::string_view draft = "DRAFT";
inline constexpr std::string_view in_dialogue = "IN_DIALOGUE";
inline constexpr std::string_view published = "PUBLISHED"; // offers come in, no customers yet
inline constexpr std::string_view active = "ACTIVE";       // customers choose
inline constexpr std::string_view paused = "PAUSED";
inline constexpr std::string_view closing = "CLOSING"; // no new customers, the old ones finish
inline constexpr std::string_view closed = "CLOSED";
inline constexpr std::string_view dropped = "DROPPED";
inline constexpr std::string_view archived = "ARCHIVED";
} // namespace basket_state
const StateTable& basket_states();

// One version of the terms.
namespace basket_version_state
{
inline constexpr std::string_view draft = "DRAFT";
inline constexpr std::string_view current = "CURRENT";
inline constexpr std::string_view superseded = "SUPERSEDED"; // running orders still stand on it
inline constexpr std::string_view discarded = "DISCARDED";
} // namespace basket_version_state
const StateTable& basket_version_states();

bool takes_offers(std::string_view basket_state);
bool takes_customers(std::string_view basket_state);

RuleSentences basket_sentences();

} // namespace kori
