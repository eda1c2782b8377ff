#include "marketplace/choice/unmet_need.hpp"

namespace kori
{

void UnmetCounts::add(const CountedNeed& need)
{
    const auto month = to_text(finnish_date(need.recorded_at)).substr(0, 7);
    for (const auto& one : need.needs)
        groups_[{month, need.basket.text(), one}].insert(need.customer.revealed());
}

std::optional<std::int64_t> told(std::size_t persons, std::int64_t small)
{
    const auto count = static_cast<std::int64_t>(persons);
    return count < small ? std::nullopt : std::optional{count};
}

} // namespace kori
