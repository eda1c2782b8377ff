#pragma once

#include "core/storage/transaction.hpp"
#include "marketplace/order/order_store.hpp"
#include "marketplace/outcome/outcome.hpp"
#include "marketplace/outcome/outcome_document.hpp"
#include "marketplace/payment/payment_store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

struct Claim
{
    ClaimId id;
    OrderId order;
    OrganisationId authority;
    OrganisationId provider;
    std::string component;
    std::string outcome; // of the component; may be empty
    ClaimFacts facts;
    std::string state; // claim_state
    CivilDate claimed_on;
    std::string claimed_by;
    std::string ground;                     // coded: why it was rejected
    std::vector<std::string> asked;         // facts that the verifier asked for
    std::optional<std::string> rejected_by; // membership
    std::optional<PayableId> payable;
    Instant created_at;
    std::int64_t revision = 1;
};

// Immutable. The last one of a claim counts.
struct ClaimDecision
{
    ClaimId claim;
    std::int64_t number = 1;
    std::string stage; // "auto_check", "verified", "resolved"
    outcomes::DecisionInputs inputs;
    OutcomeDecision decision;
    std::string decided_by;
    Instant decided_at;
};

namespace outcomes
{

void insert(Transaction& tx, const Claim& claim);
void save(Transaction& tx, const Claim& claim); // the caller has raised `revision`
std::optional<Claim> find(Transaction& tx, ClaimId id);
std::vector<Claim> of_order(Transaction& tx, OrderId order);
std::vector<Claim> of_authority(Transaction& tx, OrganisationId authority, std::string_view state,
                                std::string_view after_id, std::int64_t limit);
// Of customers whom that member coaches on that day, and of those who were forgotten.
std::vector<Claim> of_coach(Transaction& tx, OrganisationId authority, MembershipId coach, CivilDate day,
                            std::string_view state, std::string_view after_id, std::int64_t limit);
// What people look at when they look at a customer's services: orders, claims, payables and receipts, by id.
std::vector<std::string> traces_of(Transaction& tx, CustomerId customer);
std::vector<Claim> of_provider(Transaction& tx, OrganisationId provider, std::string_view state,
                               std::string_view after_id, std::int64_t limit);

void insert(Transaction& tx, const ClaimDecision& decision);
std::vector<ClaimDecision> decisions_of(Transaction& tx, ClaimId claim); // oldest first
std::int64_t next_number(Transaction& tx, ClaimId claim);

// What stands as paid of one person: payable lines that were not taken back, with their facts.
struct PaidClaim
{
    std::string claim;
    std::string order;
    std::string basket;
    std::string component;
    std::string outcome;
    std::int64_t quantity = 0;
    Money amount;
    ClaimFacts facts;
};
std::vector<PaidClaim> paid_of(Transaction& tx, CustomerId customer);

} // namespace outcomes
} // namespace kori
