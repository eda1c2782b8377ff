// An offer (tarjooma): a provider's service description put into a basket, with places, capacity and prices.
// Checked rule by rule against the basket: pass or fail, never a score.
#pragma once

#include "core/base/civil_date.hpp"
#include "core/base/id.hpp"
#include "core/base/state_table.hpp"
#include "procurement/basket/basket.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

// The provider's own description, reusable in many baskets (palvelukuvaus).
struct ServiceDescriptionTag
{
    static constexpr std::string_view prefix = "svd";
};
using ServiceDescriptionId = Id<ServiceDescriptionTag>;
struct OfferTag
{
    static constexpr std::string_view prefix = "ofr";
};
using OfferId = Id<OfferTag>;
// Every edit is a new version; the chosen one is frozen for the order.
struct OfferVersionTag
{
    static constexpr std::string_view prefix = "ofv";
};
using OfferVersionId = Id<OfferVersionTag>;

struct ServiceDescription
{
    LocalText name;
    LocalText description;
    LocalText benefit; // what the participant gets out of it
    std::vector<LocalText> content_blocks;
    std::vector<std::string> service_types;
    std::vector<std::string> qualifications; // of the staff, declared
    std::vector<std::string> accessibility;  // declared points
    LocalText plain_language;                // may be empty
    bool operator==(const ServiceDescription&) const = default;
};

// Where the service is given.
struct OfferPlace
{
    std::string municipality;
    std::string address; // of a site, never of a person; may be empty for remote and home services
    bool operator==(const OfferPlace&) const = default;
};

struct OfferTerms
{
    std::vector<OfferPlace> places;
    std::vector<std::string> languages;
    std::vector<std::string> delivery_modes;
    std::int64_t capacity = 0; // persons at the same time
    std::optional<std::int64_t> start_within_days;
    DurationLimits duration;
    std::vector<ComponentPrice> prices;       // none for a civic service
    std::map<std::string, bool> statements;   // answers to the conditions' yes/no statements
    bool accepts_no_volume_guarantee = false; // no number of customers is promised
    bool operator==(const OfferTerms&) const = default;
};

// What the register knows of the provider on the day of the check.
struct ProviderFacts
{
    std::string legal_form;
    bool is_accepted = false; // in the basket's programme
    std::vector<EvidenceOnFile> evidence;
};

struct OfferCheck
{
    bool passed = false;
    std::vector<RuleResult>
        results; // the offer's own rules first, then the basket's conditions in their order
    CivilDate checked_on;
};

OfferFacts facts_of(const ServiceDescription& description, const OfferTerms& terms,
                    const ProviderFacts& provider, CivilDate on);
OfferCheck check_offer(const BasketTerms& basket, const ServiceDescription& description,
                       const OfferTerms& terms, const ProviderFacts& provider, CivilDate on);

// The municipalities of the places, each once.
std::vector<std::string> municipalities_of(const OfferTerms& terms);
std::optional<Money> price_of(const OfferTerms& terms, std::string_view component);

// A listed price falls any day and rises only on an announced day (domain.md 7.3).
// One result a component whose price changed, by the rule "offer.price_rise_announced".
std::vector<RuleResult> check_price_change(const BasketTerms& basket, const OfferTerms& before,
                                           const OfferTerms& after, CivilDate on);

// domain.md 7.3
namespace offer_state
{
inline constexpr std::string_view draft = "DRAFT";
inline constexpr std::string_view submitted = "SUBMITTED";
inline constexpr std::string_view check = "CHECK";
inline constexpr std::string_view returned = "RETURNED"; // some rule did not pass; the results say which
inline constexpr std::string_view listed = "LISTED";
inline constexpr std::string_view full = "FULL";
inline constexpr std::string_view paused = "PAUSED";
inline constexpr std::string_view revised = "REVISED";
inline constexpr std::string_view withdrawn = "WITHDRAWN";
inline constexpr std::string_view expired = "EXPIRED";
inline constexpr std::string_view removed = "REMOVED";
} // namespace offer_state
const StateTable& offer_states();
// Is it shown to a customer? Full offers are shown with their waiting list.
bool is_shown(std::string_view offer_state);

namespace service_description_state
{
inline constexpr std::string_view draft = "DRAFT";
inline constexpr std::string_view in_use = "IN_USE";
inline constexpr std::string_view retired = "RETIRED";
} // namespace service_description_state
const StateTable& service_description_states();

RuleSentences offer_sentences();

} // namespace kori
