// The words of a decision on a small purchase, for one addressee.
#pragma once

#include "procurement/decision/decision_document.hpp"
#include "procurement/programme/programme_store.hpp"
#include "procurement/small_purchase/small_purchase_store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kori::small_purchases
{

struct NamedOffer
{
    LocalText provider;
    Money price;
    bool is_late = false;
    bool is_chosen = false;
};

struct PurchaseWords
{
    const SmallPurchase& purchase;
    const PurchaseDecision& decision;
    Regime regime = Regime::below_threshold;
    EntityKind entity = EntityKind::employment_authority;
    LocalText authority;
    LocalText addressee;
    LocalText own_reasons;          // why it is so for this addressee; empty: the common reasons say all
    std::string contact;            // the authority's address
    std::vector<NamedOffer> offers; // of an award; the price compared is always told (621/1999 §11(2)(6))
};
// No remedy of the Market Court while the purchase is a small one (§135). Throws LawMissing.
decisions::DecisionDocument purchase_document(const PurchaseWords& words, const LawBook& law);

} // namespace kori::small_purchases
