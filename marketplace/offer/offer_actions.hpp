// What a provider does with its descriptions and offers. Each action: may he, load, decide, save, journal.
#pragma once

#include "core/access/access_actions.hpp"
#include "marketplace/offer/description_store.hpp"
#include "marketplace/offer/offer_store.hpp"

namespace kori::offers
{

Result<OwnDescription> create_description(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                          const ServiceDescription& content);
// Offers keep the text that they were submitted with.
Result<OwnDescription> edit_description(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                        ServiceDescriptionId id, const ServiceDescription& content);
Result<OwnDescription> retire_description(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                          ServiceDescriptionId id);

// A draft that nobody else sees.
Result<Offer> put_into_basket(Transaction& tx, const Ambient& ambient, const Actor& actor, BasketId basket,
                              ServiceDescriptionId description, const OfferTerms& terms);
// Changes the draft, or begins a new version; the listed one stays as it is and is shown until the new one is
// listed.
Result<Offer> edit_offer(Transaction& tx, const Ambient& ambient, const Actor& actor, OfferId id,
                         const OfferTerms& terms);
// Checks the draft rule by rule: passed, it is listed; not passed, it is returned with its results.
struct SubmittedOffer
{
    Offer offer;
    OfferVersion version;
};
Result<SubmittedOffer> submit_offer(Transaction& tx, const Ambient& ambient, const Actor& actor, OfferId id);

Result<Offer> pause_offer(Transaction& tx, const Ambient& ambient, const Actor& actor, OfferId id);
Result<Offer> resume_offer(Transaction& tx, const Ambient& ambient, const Actor& actor, OfferId id);
// For good; running orders go on.
Result<Offer> withdraw_offer(Transaction& tx, const Ambient& ambient, const Actor& actor, OfferId id);

} // namespace kori::offers
