// The neutral order in which offers are shown: sorted by a keyed hash of each offer's id under a seed that is
// fixed per customer and basket version. Nobody can wish for a place in it, and anybody with the seed can
// replay it.
#pragma once

#include "marketplace/offer/offer.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

inline constexpr std::string_view neutral_order_version = "neutral_order/1";

// HMAC-SHA-256 under the seed, given by the caller: 32 bytes for any message.
using KeyedHash = std::function<std::string(std::string_view message)>;

// What is hashed for one offer: "neutral_order/1\n" and the id's text ("ofr_…"). The version of the offer is
// not in it, so an edit moves nobody.
std::string neutral_order_message(OfferId offer);

// Smallest digest first, bytes compared as unsigned; equal digests (never seen) by id. Offers named twice
// stay twice.
std::vector<OfferId> neutral_order(std::span<const OfferId> offers, const KeyedHash& keyed_hash);

} // namespace kori
