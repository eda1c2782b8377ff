// A claim with what every act on it needs: its order, the terms it is judged by, who may act, and its journal
// entries.
#pragma once

#include "core/access/access_actions.hpp"
#include "marketplace/order/order_actions.hpp"
#include "marketplace/outcome/outcome_store.hpp"

namespace kori::outcomes
{

struct ClaimWithOrder
{
    Claim claim;
    Order order;
    BasketTerms terms;
};

ClaimWithOrder with_order(Transaction& tx, Claim claim);
// A coach sees the claims of his own customers; who carries another duty about claims in the authority sees
// all of them, and the provider its own.
bool may_see(Transaction& tx, const Actor& actor, const Claim& claim, CivilDate today);
// For who verifies its outcome, and for the provider that claims it. Others do not see it.
Result<ClaimWithOrder> for_verifier(Transaction& tx, const Actor& actor, ClaimId id, CivilDate today);
Result<ClaimWithOrder> for_claimant(Transaction& tx, const Actor& actor, ClaimId id);

Result<Done> move(Claim& claim, std::string_view verb);
void must_move(Claim& claim, std::string_view verb); // promises that the state allows it
// What was found, moved; or why not.
Result<ClaimWithOrder> moved(Result<ClaimWithOrder> found, std::string_view verb);

// State, order and component come first among the facts; the entry is seen by whose matter the order is.
void note(Transaction& tx, const Ambient& ambient, const journal::Doer& doer, std::string kind,
          const ClaimWithOrder& matter, Facts facts, std::string reason = {}, std::string rule_version = {});

} // namespace kori::outcomes
