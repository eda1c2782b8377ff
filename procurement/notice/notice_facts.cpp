#include "procurement/notice/notice_facts.hpp"

#include "core/base/promise.hpp"

#include <algorithm>

namespace kori::notice
{

std::string lot_id(std::size_t number)
{
    PROMISE(number >= 1 && number <= 9'999); // four digits, pattern of BT-137
    const std::string digits = std::to_string(number);
    return "LOT-" + std::string(4 - digits.size(), '0') + digits;
}

std::string lot_of(const System& system, std::string_view category)
{
    const auto found = std::find_if(system.categories.begin(), system.categories.end(),
                                    [category](const Category& one) { return one.id == category; });
    PROMISE(found != system.categories.end());
    return lot_id(static_cast<std::size_t>(found - system.categories.begin()) + 1);
}

CivilDate ends_as_known(const System& system, Instant at)
{
    CivilDate ends = system.ends;
    for (const auto& change : system.changes)
        if (change.at <= at && change.ends)
            ends = *change.ends;
    return ends;
}

} // namespace kori::notice
