// The order of a basket's public list: the digests of marketplace/choice/neutral_order, which stands above
// this folder, under a seed of the ISO week instead of a customer's. The name of the seed ("2026-W10") is
// told, the seed is not.
#pragma once

#include "marketplace/offer/offer_store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kori::offers
{

std::string public_seed_name(CivilDate day);
std::string public_seed(std::string_view display_key, BasketId basket, std::string_view seed_name);
struct PlacedOffer
{
    std::string place; // 32 bytes; smaller ones first
    Offer offer;
};
std::vector<PlacedOffer> in_public_order(std::vector<Offer> offers, std::string_view seed);

} // namespace kori::offers
