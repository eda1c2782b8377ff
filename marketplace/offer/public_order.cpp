#include "marketplace/offer/public_order.hpp"

#include "core/crypto/crypto.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace kori::offers
{

// ISO 8601: a week belongs to the year of its Thursday.
std::string public_seed_name(CivilDate day)
{
    const std::chrono::sys_days at{day};
    const auto monday_based = static_cast<int>(std::chrono::weekday{at}.iso_encoding()); // Monday = 1
    const CivilDate thursday{at + std::chrono::days{4 - monday_based}};
    const auto first = CivilDate{thursday.year(), std::chrono::January, std::chrono::day{1}};
    const auto week = std::to_string(days_between(first, thursday) / 7 + 1);
    return std::to_string(static_cast<int>(thursday.year())) + "-W" + (week.size() < 2 ? "0" : "") + week;
}

std::string public_seed(std::string_view display_key, BasketId basket, std::string_view seed_name)
{
    return crypto::hmac_sha256(display_key,
                               "kori public seed/1\n" + basket.text() + "\n" + std::string{seed_name});
}

std::vector<PlacedOffer> in_public_order(std::vector<Offer> offers, std::string_view seed)
{
    std::vector<PlacedOffer> placed;
    placed.reserve(offers.size());
    for (auto& offer : offers)
        placed.push_back(
            {crypto::hmac_sha256(seed, "neutral_order/1\n" + offer.id.text()), std::move(offer)});
    std::sort(placed.begin(), placed.end(),
              [](const PlacedOffer& a, const PlacedOffer& b) { return a.place < b.place; });
    return placed;
}

} // namespace kori::offers
