#pragma once

#include "core/storage/transaction.hpp"
#include "marketplace/offer/offer.hpp"
#include "procurement/basket/basket.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

// A provider's own, reusable description, as it stands in one revision.
struct OwnDescription
{
    ServiceDescriptionId id;
    OrganisationId provider;
    std::string state; // service_description_state
    ServiceDescription content;
    std::int64_t revision = 1;
};

struct Offer
{
    OfferId id;
    BasketId basket;
    OrganisationId authority;
    OrganisationId provider;
    ServiceDescriptionId description;
    std::string state;                     // offer_state
    std::optional<OfferVersionId> current; // the version that customers are shown
    std::optional<OfferVersionId> draft;
    std::int64_t revision = 1;
};

// Immutable once submitted: the description is copied in, so that later edits of it change nothing here.
struct OfferVersion
{
    OfferVersionId id;
    OfferId offer;
    std::int64_t number = 1;
    ServiceDescription description;
    OfferTerms terms;
    std::optional<BasketVersionId> checked_against;
    OfferCheck check;
    std::optional<Instant> listed_at;
    Instant recorded_at;
};

namespace offers
{

std::optional<OwnDescription> find_description(Transaction& tx, ServiceDescriptionId id);
std::optional<Offer> find(Transaction& tx, OfferId id);
std::optional<OfferVersion> find_version(Transaction& tx, OfferVersionId id);
// Offers that a customer may be shown now (is_shown), by id: never in an order that means anything.
std::vector<Offer> shown_in(Transaction& tx, BasketId basket);
std::vector<Offer> of_provider(Transaction& tx, OrganisationId provider, std::string_view after_id, std::int64_t limit);
// LISTED ⇄ FULL when capacity is used up or freed; no entry of its own, the caller's act has one.
void set_full(Transaction& tx, OfferId id, bool is_full);

} // namespace offers
} // namespace kori
