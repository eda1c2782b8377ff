#include "marketplace/choice/neutral_order.hpp"

#include <algorithm>
#include <utility>

namespace kori
{

std::string neutral_order_message(OfferId offer)
{
    return std::string{neutral_order_version} + "\n" + offer.text();
}

std::vector<OfferId> neutral_order(std::span<const OfferId> offers, const KeyedHash& keyed_hash)
{
    std::vector<std::pair<std::string, OfferId>> keyed;
    keyed.reserve(offers.size());
    for (const auto& offer : offers)
    {
        keyed.emplace_back(keyed_hash(neutral_order_message(offer)), offer);
        PROMISE(keyed.back().first.size() == 32);
    }
    // std::string compares as unsigned char (char_traits), whatever the sign of char.
    std::sort(keyed.begin(), keyed.end());

    std::vector<OfferId> order;
    order.reserve(keyed.size());
    for (const auto& [digest, offer] : keyed)
        order.push_back(offer);
    return order;
}

} // namespace kori
