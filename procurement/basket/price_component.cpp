#include "procurement/basket/price_component.hpp"

#include "core/base/promise.hpp"

namespace kori
{

namespace
{

using K = ComponentKind;

constexpr std::string_view per_person[] = {"person"};
constexpr std::string_view per_period[] = {"month", "week"};
constexpr std::string_view per_day[] = {"day"};
constexpr std::string_view per_hour[] = {"hour"};
constexpr std::string_view per_module[] = {"module"};
constexpr std::string_view per_session[] = {"session"};
constexpr std::string_view per_outcome[] = {"outcome"};
constexpr std::string_view per_change[] = {"change"};
constexpr std::string_view per_month[] = {"month"};
constexpr std::string_view at_cost[] = {"at_cost"};

constexpr ComponentKindRow kinds[] = {
    {K::start, "START", per_person, false, false, true, "first meeting held"},
    {K::period, "PERIOD", per_period, false, true, false, "month or week of active service"},
    {K::day, "DAY", per_day, false, true, false, "attended day"},
    {K::hour, "HOUR", per_hour, false, false, false, "guidance hour"},
    {K::module, "MODULE", per_module, false, false, false, "completed block with a report"},
    {K::group, "GROUP", per_session, false, false, false, "session split over participants"},
    {K::milestone, "MILESTONE", per_outcome, true, false, true, "verified outcome"},
    {K::retention, "RETENTION", per_outcome, true, false, true, "verified status after n months"},
    {K::progress, "PROGRESS", per_change, true, false, true, "verified change in an agreed instrument"},
    {K::in_work, "IN_WORK", per_month, false, false, false, "month of support to employee and employer"},
    {K::expense, "EXPENSE", at_cost, false, false, false, "interpreter, travel: at cost with a ceiling"},
};

Money price_of(const std::vector<ComponentPrice>& prices, std::string_view component)
{
    for (const auto& price : prices)
        if (price.component == component)
            return price.price;
    return Money{};
}

} // namespace

std::span<const ComponentKindRow> component_kinds()
{
    return kinds;
}

const ComponentKindRow& row_of(ComponentKind kind)
{
    for (const auto& row : kinds)
        if (row.kind == kind)
            return row;
    promise_broken("every component kind has a row", __FILE__, __LINE__);
}

std::string_view code_of(ComponentKind kind)
{
    return row_of(kind).code;
}

std::optional<ComponentKind> parse_component_kind(std::string_view code)
{
    for (const auto& row : kinds)
        if (row.code == code)
            return row.kind;
    return std::nullopt;
}

Money expected_price_at_ceilings(const std::vector<PriceComponent>& components)
{
    Money sum;
    for (const auto& component : components)
        sum += component.ceiling * component.expected_quantity;
    return sum;
}

std::optional<std::int64_t> outcome_share(const std::vector<PriceComponent>& components,
                                          const std::vector<ComponentPrice>& prices)
{
    Money whole;
    Money outcomes;
    for (const auto& component : components)
    {
        const auto part = price_of(prices, component.code) * component.expected_quantity;
        whole += part;
        if (row_of(component.kind).is_outcome)
            outcomes += part;
    }
    if (whole <= Money{})
        return std::nullopt;
    return (outcomes * 10'000).in_cents() / whole.in_cents();
}

std::vector<ComponentPrice> ceilings_of(const std::vector<PriceComponent>& components)
{
    std::vector<ComponentPrice> prices;
    for (const auto& component : components)
        prices.push_back({component.code, component.ceiling});
    return prices;
}

} // namespace kori
