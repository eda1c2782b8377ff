#pragma once

#include "core/base/id.hpp"
#include "core/storage/transaction.hpp"
#include "procurement/small_purchase/purchase_guards.hpp"
#include "procurement/value/cpv.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

struct PurchaseRuleTag
{
    static constexpr std::string_view prefix = "prl";
};
using PurchaseRuleId = Id<PurchaseRuleTag>;
// What a buyer says about its small purchases, as one version of it. A later one is a new row; a purchase
// keeps the one under which it was begun.
struct WrittenRule
{
    PurchaseRuleId id;
    ProgrammeId programme;
    OrganisationId authority;
    std::int64_t number = 1; // in its programme, from 1
    PurchaseRule rule;       // is_published follows published_at
    LocalText text;          // what people read
    MembershipId drafted_by;
    Instant drafted_at;
    std::optional<MembershipId> published_by = {};
    std::optional<Instant> published_at = {};
};

struct SmallPurchaseTag
{
    static constexpr std::string_view prefix = "spu";
};
using SmallPurchaseId = Id<SmallPurchaseTag>;
struct SmallPurchase
{
    SmallPurchaseId id;
    ProgrammeId programme;
    OrganisationId authority;
    PurchaseRuleId rule;
    std::string state; // purchase_state
    LocalText name;
    LocalText description;
    std::string kind; // the buyer's code of what it buys alike (§31)
    std::string cpv;
    PurchaseForm form = PurchaseForm::contract;
    std::string unit;                 // operational unit of the buyer
    bool unit_is_independent = false; // §27(5)
    std::int64_t estimate = 1;        // number of the newest estimate
    bool is_public = false;           // announced to all, or ordered
    bool is_announced = false;
    bool is_warned = false; // that the total comes near the threshold was said
    std::optional<Instant> called_at = {};
    std::optional<Instant> offers_close = {}; // the last moment at which an offer is in time
    std::optional<Instant> ordered_at = {};
    std::optional<MembershipId> ordered_by = {};
    std::int64_t revision = 1;
};

// Cents without VAT; the lines and the rule say how it was made.
struct PurchaseEstimate
{
    SmallPurchaseId purchase;
    std::int64_t number = 1;
    std::string basis;                       // "contract" (§27(1)), "monthly" (§30(3))
    std::optional<std::int64_t> months = {}; // of "monthly"; none: open-ended
    Money value;
    std::string reason; // rule of ValueReason
    std::vector<ValueLine> lines;
    MembershipId estimated_by;
    Instant estimated_at;
};

struct PurchaseOfferTag
{
    static constexpr std::string_view prefix = "pof";
};
using PurchaseOfferId = Id<PurchaseOfferTag>;
struct PurchaseOffer
{
    PurchaseOfferId id;
    SmallPurchaseId purchase;
    OrganisationId provider;
    std::int64_t number = 1; // of this provider, from 1: the newest in time counts
    Money price;             // highest total payable with options, without VAT (§27(1))
    std::string content;
    std::string trade_secret; // what the provider says is one; stays between the two
    std::vector<std::string> evidence;
    bool is_late = false;
    MembershipId submitted_by;
    Instant received_at;
};

struct PurchaseDecisionTag
{
    static constexpr std::string_view prefix = "pdc";
};
using PurchaseDecisionId = Id<PurchaseDecisionTag>;
struct PurchaseDecision
{
    PurchaseDecisionId id;
    SmallPurchaseId purchase;
    std::int64_t number = 1; // in its purchase, from 1
    std::string kind;        // "award", "interruption", "correction", "reopening"
    std::optional<PurchaseOfferId> offer = {};
    LocalText reasons;
    std::string ground;                // of a correction: "request" (T17), "own_initiative" (T18)
    std::vector<std::string> remedies; // codes of RemedyStep
    std::optional<PurchaseDecisionId> replaces = {};
    MembershipId decided_by;
    Instant decided_at;
};
struct ServedDecision
{
    PurchaseDecisionId decision;
    OrganisationId provider;
    LocalText reasons;
    LocalText document; // HTML in fi and sv
    std::string digest;
    Instant sent_at;
};

struct PurchaseCorrectionRequestTag
{
    static constexpr std::string_view prefix = "pcr";
};
using PurchaseCorrectionRequestId = Id<PurchaseCorrectionRequestTag>;
struct PurchaseCorrectionRequest
{
    PurchaseCorrectionRequestId id;
    SmallPurchaseId purchase;
    PurchaseDecisionId decision;
    OrganisationId provider;
    std::string reason;
    bool is_late = false; // T17 was over
    MembershipId requested_by;
    Instant received_at;
};

std::string_view code_of(TotalPeriod period); // "rolling", "calendar", "both"
std::optional<TotalPeriod> parse_total_period(std::string_view code);

namespace small_purchases
{

void insert(Transaction& tx, const WrittenRule& rule);
void publish(Transaction& tx, PurchaseRuleId id, MembershipId by, Instant now);
std::optional<WrittenRule> find_rule(Transaction& tx, PurchaseRuleId id);
std::optional<WrittenRule> newest_rule(Transaction& tx, ProgrammeId programme);    // drafts too
std::optional<WrittenRule> published_rule(Transaction& tx, ProgrammeId programme); // the newest of them
// By number, descending from the one before `before`.
std::vector<WrittenRule> rules_of(Transaction& tx, ProgrammeId programme, std::int64_t before,
                                  std::int64_t limit, bool only_published);

void insert(Transaction& tx, const SmallPurchase& purchase, Instant now);
void save(Transaction& tx, const SmallPurchase& purchase, Instant now); // the caller has raised `revision`
std::optional<SmallPurchase> find(Transaction& tx, SmallPurchaseId id);
// Keyset pages by id: all of an authority; what is public; what is public or was sent to that provider.
std::vector<SmallPurchase> of_authority(Transaction& tx, OrganisationId authority, std::string_view after_id,
                                        std::int64_t limit);
std::vector<SmallPurchase> public_ones(Transaction& tx, std::string_view after_id, std::int64_t limit);
std::vector<SmallPurchase> of_provider(Transaction& tx, OrganisationId provider, std::string_view after_id,
                                       std::int64_t limit);
// The newest of that kind that was not dropped, besides this one.
std::optional<SmallPurchase> alike(Transaction& tx, const SmallPurchase& purchase);
// What the authority has decided to buy in its small-purchase programmes, by kind and day.
std::vector<TotalRow> committed_of(Transaction& tx, OrganisationId authority);

void insert(Transaction& tx, const PurchaseEstimate& estimate);
std::optional<PurchaseEstimate> find_estimate(Transaction& tx, SmallPurchaseId purchase, std::int64_t number);

void invite(Transaction& tx, SmallPurchaseId purchase, OrganisationId provider, Instant now);
std::vector<OrganisationId> invited_to(Transaction& tx, SmallPurchaseId purchase);
bool is_invited(Transaction& tx, SmallPurchaseId purchase, OrganisationId provider);

void insert(Transaction& tx, const PurchaseOffer& offer);
std::optional<PurchaseOffer> find_offer(Transaction& tx, PurchaseOfferId id);
// Every offer ever made, by id: of all, of one provider.
std::vector<PurchaseOffer> offers_after(Transaction& tx, SmallPurchaseId purchase, std::string_view after_id,
                                        std::int64_t limit);
std::vector<PurchaseOffer> offers_of(Transaction& tx, SmallPurchaseId purchase, OrganisationId provider,
                                     std::string_view after_id, std::int64_t limit);
// The newest of each provider that came in time, by id.
std::vector<PurchaseOffer> valid_offers(Transaction& tx, SmallPurchaseId purchase);

void insert(Transaction& tx, const PurchaseDecision& decision);
void insert(Transaction& tx, const ServedDecision& served);
std::optional<PurchaseDecision> find_decision(Transaction& tx, PurchaseDecisionId id);
std::optional<PurchaseDecision> newest_decision(Transaction& tx, SmallPurchaseId purchase);
std::vector<PurchaseDecision> decisions_after(Transaction& tx, SmallPurchaseId purchase, std::int64_t number,
                                              std::int64_t limit);
// Those that were served to that provider.
std::vector<PurchaseDecision> decisions_served_to(Transaction& tx, SmallPurchaseId purchase,
                                                  OrganisationId provider, std::int64_t number,
                                                  std::int64_t limit);
std::vector<ServedDecision> served_of(Transaction& tx, PurchaseDecisionId decision);

void insert(Transaction& tx, const PurchaseCorrectionRequest& request);
std::vector<PurchaseCorrectionRequest> requests_about(Transaction& tx, PurchaseDecisionId decision);

} // namespace small_purchases
} // namespace kori
