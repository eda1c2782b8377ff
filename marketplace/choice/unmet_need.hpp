// Needs for which a customer found nothing suitable, counted: what a procurement officer plans by. Small
// groups are hidden, because few people with one need in one basket and month can be known by name.
#pragma once

#include "marketplace/choice/choice.hpp"

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace kori
{

struct CountedNeed
{
    ChoiceReceiptId receipt;
    BasketId basket;
    std::vector<std::string> needs;
    Instant recorded_at;
    CustomerId customer;
};

// One group: the basket, one need, the Finnish month.
struct UnmetGroup
{
    std::string month; // "2026-03"
    std::string basket;
    std::string need;
    auto operator<=>(const UnmetGroup&) const = default;
};

class UnmetCounts
{
public:
    void add(const CountedNeed& need);
    const std::map<UnmetGroup, std::set<std::string>>& groups() const { return groups_; }

private:
    std::map<UnmetGroup, std::set<std::string>> groups_; // customers: one who asks twice is one
};

// How many of them may be told; nothing: fewer than `small` (law value "privacy.small_group.count").
std::optional<std::int64_t> told(std::size_t persons, std::int64_t small);

} // namespace kori
