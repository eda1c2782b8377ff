// The price model of a basket (domain.md 8.2): components with unit, ceiling and caps. All money excludes
// VAT.
#pragma once

#include "core/base/money.hpp"
#include "core/base/text.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

enum class ComponentKind
{
    start,
    period,
    day,
    hour,
    module,
    group,
    milestone,
    retention,
    progress,
    in_work,
    expense,
};

struct ComponentKindRow
{
    ComponentKind kind;
    std::string_view code; // "START"
    std::span<const std::string_view> units;
    bool is_outcome;   // paid for a verified result: needs an outcome of the basket's set
    bool needs_reason; // pays for time, not for a result: the buyer states why
    bool once;         // at most one an order, person and outcome
    std::string_view example;
};
std::span<const ComponentKindRow> component_kinds();
const ComponentKindRow& row_of(ComponentKind kind);
std::string_view code_of(ComponentKind kind);
std::optional<ComponentKind> parse_component_kind(std::string_view code);

// Absent = no cap of that kind.
struct ComponentCaps
{
    std::optional<std::int64_t> quantity_per_person; // over all orders of the person in the basket
    std::optional<std::int64_t> quantity_per_order;
    std::optional<Money> money_per_person;
    std::optional<Money> money_per_order;
    bool operator==(const ComponentCaps&) const = default;
};

struct PriceComponent
{
    std::string code; // the basket's own name for it, unique in the basket: "start", "job_6_months"
    ComponentKind kind = ComponentKind::start;
    LocalText name;
    std::string unit; // one of the kind's units
    Money ceiling;    // of one unit; an offer's price is at most this
    ComponentCaps caps;
    std::string outcome;                // "OPEN_JOB", "RETAIN_6"; of outcome components only
    std::string stated_reason;          // why DAY or PERIOD is paid
    std::int64_t expected_quantity = 1; // for one ordinary order; weighs the outcome share
    bool operator==(const PriceComponent&) const = default;
};

// The share of outcome components in the expected price, both ends included; 10'000 = all.
struct OutcomeShareBand
{
    std::int64_t at_least_basis_points = 0;
    std::int64_t at_most_basis_points = 10'000;
    bool operator==(const OutcomeShareBand&) const = default;
};

// The price of one unit, as offered; `component` is a PriceComponent::code.
struct ComponentPrice
{
    std::string component;
    Money price;
    bool operator==(const ComponentPrice&) const = default;
};

// Σ ceiling × expected quantity.
Money expected_price_at_ceilings(const std::vector<PriceComponent>& components);
// Basis points of outcome components in Σ price × expected quantity, rounded down; nothing when the sum is
// zero. Components without a price count as zero.
std::optional<std::int64_t> outcome_share(const std::vector<PriceComponent>& components,
                                          const std::vector<ComponentPrice>& prices);
std::vector<ComponentPrice> ceilings_of(const std::vector<PriceComponent>& components);

} // namespace kori
