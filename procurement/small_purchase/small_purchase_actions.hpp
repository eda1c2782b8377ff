// What happens to small purchases. Each action: may he, load, decide, save, journal. Another organisation's
// purchase looks absent; what a rule of purchase_guards.hpp or of the running total says is refused by its
// name.
#pragma once

#include "core/access/access_actions.hpp"
#include "core/work/due.hpp"
#include "procurement/programme/programme_store.hpp"
#include "procurement/small_purchase/small_purchase_store.hpp"

#include <span>

namespace kori::small_purchases
{

// The buyer's rule: officers draft it, a decision publishes it. Only the newest draft is published; what is
// published is never changed ("small_purchase.rule_superseded", "small_purchase.rule_published_already").
struct NewRule
{
    PurchaseRule rule;
    LocalText text;
};
Result<WrittenRule> draft_rule(Transaction& tx, const Ambient& ambient, const Actor& actor,
                               ProgrammeId programme, const NewRule& wish);
Result<WrittenRule> publish_rule(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                 PurchaseRuleId id);

// Cents without VAT: one price with all options and extensions (§27(1)), or a monthly one (§30(3)).
struct ValueWish
{
    Money price; // of all, or of a month
    std::vector<ValueLine> options = {};
    bool is_monthly = false;
    std::optional<int> months = {}; // of a monthly one; none: open-ended
};
struct NewNeed
{
    LocalText name;
    LocalText description;
    std::string kind;
    std::string cpv;
    PurchaseForm form = PurchaseForm::contract;
    std::string unit;
    bool unit_is_independent = false;
    ValueWish value;
};
// Refuses a programme of another channel, one that is not open or outgrew its threshold, a need without a
// published rule, a kind whose purchases fall into another threshold class, and a total at the threshold.
Result<SmallPurchase> state_need(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                 ProgrammeId programme, const NewNeed& wish);
Result<SmallPurchase> restate_need(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                   SmallPurchaseId id, const ValueWish& wish);
Result<SmallPurchase> drop(Transaction& tx, const Ambient& ambient, const Actor& actor, SmallPurchaseId id);

Result<SmallPurchase> invite(Transaction& tx, const Ambient& ambient, const Actor& actor, SmallPurchaseId id,
                             const std::vector<OrganisationId>& providers, Instant offers_close);
Result<SmallPurchase> announce(Transaction& tx, const Ambient& ambient, const Actor& actor,
                               SmallPurchaseId id, Instant offers_close);
Result<SmallPurchase> extend_time(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                  SmallPurchaseId id, Instant offers_close);

// By the time of receipt: what comes after the close is kept and called late, and nobody may choose it.
struct NewOffer
{
    Money price;
    std::string content;
    std::string trade_secret;
    std::vector<std::string> evidence;
};
Result<PurchaseOffer> submit_offer(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                   SmallPurchaseId id, const NewOffer& wish);

struct Addressed
{
    OrganisationId provider;
    LocalText reasons;
};
// Chooses one offer, with reasons for each who made one: "small_purchase.reasons_missing",
// "small_purchase.addressee_unknown", "small_purchase.chosen_without_offer".
struct Award
{
    PurchaseOfferId offer;
    LocalText reasons; // of the comparison, told to all
    std::vector<Addressed> addressees;
};
Result<PurchaseDecision> decide(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                SmallPurchaseId id, const Award& wish);
Result<PurchaseDecision> interrupt(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                   SmallPurchaseId id, const LocalText& reasons);
// §135: on a party's request that came in time (T17), or on the buyer's own initiative within T18:
// "small_purchase.no_request_in_time", "small_purchase.correction_too_late". Takes the standing decision
// away; another one is made after it.
struct Correction
{
    std::string ground; // "request", "own_initiative"
    LocalText reasons;
};
Result<PurchaseDecision> correct(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                 SmallPurchaseId id, const Correction& wish);
Result<PurchaseDecision> reopen_offers(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                       SmallPurchaseId id, const Correction& wish);
// A party's request about the decision that stands (§133(2), T17); "small_purchase.nothing_to_correct",
// "small_purchase.not_a_party".
Result<PurchaseCorrectionRequest> request_correction(Transaction& tx, const Ambient& ambient,
                                                     const Actor& actor, SmallPurchaseId id,
                                                     const std::string& reason);
// The order is the contract: no standstill below the threshold. From it on the purchase is public.
Result<SmallPurchase> order(Transaction& tx, const Ambient& ambient, const Actor& actor, SmallPurchaseId id);

// Until when a party may ask for a correction of a decision sent at that moment (T17, from the municipal
// receipt of an electronic message), and until when the buyer may correct it by itself (T18).
Instant correction_until(const Programme& programme, Instant sent_at, const LawBook& law);
Instant own_correction_until(const Programme& programme, Instant decided_at, const LawBook& law);

// "small_purchase.offers_close"
void add_due_acts(work::DueActs& acts);

} // namespace kori::small_purchases
