#pragma once

#include "core/storage/transaction.hpp"
#include "marketplace/offer/offer.hpp"
#include "procurement/basket/basket_store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

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
    bool was_submitted = false; // the authority sees it from then on
};

// Immutable once submitted and passed: the description is copied in, so that later edits of it change nothing
// here.
struct OfferVersion
{
    OfferVersionId id;
    OfferId offer;
    std::int64_t number = 1;
    ServiceDescription description;
    OfferTerms terms;
    std::optional<BasketVersionId> checked_against;
    OfferCheck check; // says nothing while checked_against is empty
    std::optional<Instant> listed_at;
    Instant recorded_at;
    std::optional<Instant> submitted_at = {};
};

namespace offers
{

void insert(Transaction& tx, const Offer& offer, Instant now);
void save(Transaction& tx, const Offer& offer); // the caller has raised `revision`
std::optional<Offer> find(Transaction& tx, OfferId id);

void insert(Transaction& tx, const OfferVersion& version);
// Only while it is a draft: promises that it was never listed.
void save(Transaction& tx, const OfferVersion& version);
// Whose version it is, without reading its terms.
std::optional<OfferId> offer_of_version(Transaction& tx, OfferVersionId id);
std::optional<OfferVersion> find_version(Transaction& tx, OfferVersionId id);
std::vector<OfferVersion> versions_of(Transaction& tx, OfferId offer); // by number
// The version that was listed at that moment by the records of `as_known_at`; a listing is known from when it
// happens.
std::optional<OfferVersion> version_as_of(Transaction& tx, OfferId offer, CivilDate day, Instant as_known_at);

// Listed or full, by id, whatever has changed since; shown_offers says which of them may be shown.
std::vector<Offer> listed_in(Transaction& tx, BasketId basket);
// Does a living offer of that description stand in the basket already?
bool stands_in(Transaction& tx, BasketId basket, ServiceDescriptionId description);
std::vector<Offer> of_provider(Transaction& tx, OrganisationId provider, std::string_view after_id,
                               std::int64_t limit);
// What an authority was ever given, by id.
std::vector<Offer> submitted_to(Transaction& tx, OrganisationId authority, std::string_view after_id,
                                std::int64_t limit);
// What was ever given to the baskets of a programme, by id.
std::vector<Offer> submitted_in(Transaction& tx, ProgrammeId programme, std::string_view after_id,
                                std::int64_t limit);
// The newest listed version of the provider's earlier offer of the same description in that basket.
std::optional<OfferVersion> last_listed(Transaction& tx, BasketId basket, OrganisationId provider,
                                        ServiceDescriptionId description);
// LISTED ⇄ FULL when capacity is used up or freed; no entry of its own, the caller's act has one.
void set_full(Transaction& tx, OfferId id, bool is_full);

} // namespace offers
} // namespace kori
