// What the acts on a small purchase share: whose it is, its total, the act by the table, journal and
// messages.
#pragma once

#include "core/journal/journal.hpp"
#include "procurement/small_purchase/purchase_total.hpp"
#include "procurement/small_purchase/small_purchase_actions.hpp"

namespace kori::small_purchases
{

inline constexpr std::string_view offers_close_due = "small_purchase.offers_close";
inline constexpr std::string_view task_decide = "small_purchase.decide";
inline constexpr std::string_view task_total_near = "small_purchase.total_near";
inline constexpr std::string_view task_correction = "small_purchase.correction_requested";

// A refusal because of one field, told of the whole and of the field.
Refusal bad_field(std::string pointer, const std::string& rule, const std::string& sentence,
                  const Facts& values = {});
Refusal in_field(Refusal refusal, std::string pointer);

// The authority's own purchase; another's looks absent.
Result<SmallPurchase> own(Transaction& tx, const Actor& actor, SmallPurchaseId id);
// One that a provider knows of: announced, or it is invited.
Result<SmallPurchase> called(Transaction& tx, const Actor& actor, SmallPurchaseId id);
Programme programme_of(Transaction& tx, const SmallPurchase& purchase);
// Nothing new is begun, called, decided or ordered in a programme that left the regime of small purchases.
Result<Done> check_regime(const Programme& programme);

// Facts of the moment for act_on_purchase; the total stays empty for acts that do not look at it.
PurchaseFacts facts_of(Transaction& tx, const Ambient& ambient, const SmallPurchase& purchase,
                       std::string_view who);
// The total with this purchase at that value today goes into the facts.
Result<Done> add_total(Transaction& tx, const Ambient& ambient, const SmallPurchase& purchase, Money value,
                       PurchaseFacts& facts);

// The act by table and guards: sets the state, raises the revision, saves. A total at the threshold is
// refused with what adds up, and the refusal stays on record. Near it, a task is given once.
Result<Done> perform(Transaction& tx, const Ambient& ambient, SmallPurchase& purchase, std::string_view verb,
                     const PurchaseFacts& facts);

void note(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string kind,
          const SmallPurchase& purchase, Facts facts, const std::vector<OrganisationId>& others = {},
          journal::Audience audience = journal::Audience::organisation);
void tell(Transaction& tx, const Ambient& ambient, std::string_view name, OrganisationId recipient,
          const SmallPurchase& purchase);

void plan_close(Transaction& tx, const Ambient& ambient, const SmallPurchase& purchase);
void stop_close(Transaction& tx, const Ambient& ambient, const SmallPurchase& purchase);
// Tasks that wait for a decision on it are done; of what has come to its end, the warning too.
void finish_decision_tasks(Transaction& tx, const Ambient& ambient, const SmallPurchase& purchase);
void finish_tasks(Transaction& tx, const Ambient& ambient, const SmallPurchase& purchase);

} // namespace kori::small_purchases
