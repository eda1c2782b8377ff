// Which offers a customer may be shown: listed, and still in keeping with everything they were checked
// against.
#pragma once

#include "marketplace/offer/offer_store.hpp"

#include <vector>

namespace kori::offers
{

// Offers that a customer may be shown now (is_shown), by id: never in an order that means anything. The
// provider stands accepted in the programme, and the offer keeps the rules of the basket's current version.
std::vector<Offer> shown_in(Transaction& tx, BasketId basket, CivilDate today);
bool is_shown_on(Transaction& tx, const Offer& offer, CivilDate today);

// What the register knows of the provider for an offer into that basket.
ProviderFacts provider_facts(Transaction& tx, OrganisationId provider, const Basket& basket);

} // namespace kori::offers
