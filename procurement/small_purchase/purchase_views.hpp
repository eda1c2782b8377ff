// What each side sees of a small purchase. Offers stay unseen by everybody but their maker until the time for
// them is over; from the order on they are public (621/1999 §7(2)) but for trade secrets and evidence.
#pragma once

#include "core/http/environment.hpp"
#include "core/http/route.hpp"
#include "procurement/small_purchase/purchase_total.hpp"

namespace kori::small_purchases
{

inline constexpr Permission see{"small_purchase.see"};

// Whose eyes look at a purchase.
struct Sight
{
    bool is_buyer = false;                // a member of the authority whose work it is
    std::optional<OrganisationId> seller; // a provider that may see its own part
};
Sight sight_of(const http::Call& call, const SmallPurchase& purchase);
// The purchase of the path, as far as this actor may know of it; else it looks absent.
Result<SmallPurchase> visible(http::Call& call);
// Are the offers, and who made them, still nobody's business?
bool are_offers_hidden(const SmallPurchase& purchase, Instant now);

json::Object view_of(const WrittenRule& rule);
json::Object row_view(const SmallPurchase& purchase);
json::Object full_view(http::Call& call, const SmallPurchase& purchase);
// `whole`: with trade secrets and evidence.
json::Object view_of(const PurchaseOffer& offer, bool whole);
json::Object view_of(http::Call& call, const SmallPurchase& purchase, const PurchaseDecision& decision);
json::Object view_of(http::Call& call, const RunningTotal& total);
json::Object view_of(const PurchaseCorrectionRequest& request);

http::Shape rule_shape();
http::Shape row_shape();
http::Shape purchase_shape();
http::Shape offer_shape();
http::Shape decision_shape();
http::Shape correction_request_shape();
std::vector<http::Member> total_members();

// Shared by bodies that come in and views that go out.
http::Shape kind_shape();
http::Shape period_shape();
http::Shape cents_shape(std::string about);
http::Shape reasons_shape();
http::Shape close_shape();

} // namespace kori::small_purchases
