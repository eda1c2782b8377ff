// Half-open ranges of days, [from, to): prices, memberships, conditions and law values.
#pragma once

#include "core/base/civil_date.hpp"

#include <optional>

namespace kori
{

struct Validity
{
    CivilDate from;
    std::optional<CivilDate> to; // first day that no longer counts; none = until further notice

    bool contains(CivilDate day) const { return from <= day && (!to || day < *to); }
    bool overlaps(const Validity& other) const
    {
        return (!to || other.from < *to) && (!other.to || from < *other.to);
    }
    bool is_empty() const { return to && *to <= from; }
    bool operator==(const Validity&) const = default;
};

} // namespace kori
