// How an offer and its versions look, and how much of them who asks may see.
#pragma once

#include "core/http/route.hpp"
#include "marketplace/offer/offer_store.hpp"

#include <optional>
#include <string>

namespace kori::offers
{

// How much of an offer this actor sees.
enum class Sight
{
    nothing,
    listed,    // everybody, of what is or was listed
    submitted, // the authority, from the submission on
    all,       // the provider itself
};

Sight sight_of(const http::Call& call, const Offer& offer);
bool is_seen(const OfferVersion& version, Sight sight);

json::Object version_view(const http::Call& call, const OfferVersion& version, Sight sight);
http::Shape version_shape();

json::Object offer_view(const http::Call& call, const Offer& offer, Sight sight);
// `shown`: the version in the place of the current one.
json::Object offer_view(const http::Call& call, const Offer& offer, Sight sight,
                        const std::optional<OfferVersion>& shown);
// As everybody sees an offer that shown_in() found in this very snapshot: nothing of it is checked again.
json::Object shown_offer_view(const http::Call& call, const Offer& offer);
http::Shape offer_shape();

// Parts that several bodies hold, each under names of its own in the OpenAPI document.
http::Shape description_shape(std::string name);
http::Shape terms_shape(std::string name, std::string place_name, std::string price_name,
                        std::string duration_name);

} // namespace kori::offers
