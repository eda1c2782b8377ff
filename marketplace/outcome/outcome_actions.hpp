#pragma once

#include "core/access/access_actions.hpp"
#include "core/work/due.hpp"
#include "marketplace/order/order_actions.hpp"
#include "marketplace/outcome/outcome_store.hpp"

namespace kori::outcomes
{

struct MakeClaim
{
    OrderId order;
    std::string component;
    ClaimFacts facts;
};
// The rule checks it at once: it goes to its verifier, or is rejected with the rule's sentences.
// Refuses claim.order_takes_no_claims, claim.component_unknown.
Result<Claim> make_claim(Transaction& tx, const Ambient& ambient, const Actor& actor, const MakeClaim& wish);

// The verifier's word. The rule decides again with the caps as they are now; what it leaves becomes payable
// in the same transaction, once per person, outcome and period across all providers.
Result<Claim> confirm(Transaction& tx, const Ambient& ambient, const Actor& actor, ClaimId id);
Result<Claim> reject(Transaction& tx, const Ambient& ambient, const Actor& actor, ClaimId id,
                     const std::string& ground);
Result<Claim> ask_more(Transaction& tx, const Ambient& ambient, const Actor& actor, ClaimId id,
                       const std::vector<std::string>& facts);
// By the provider: the facts again, a withdrawal, a dispute.
Result<Claim> answer(Transaction& tx, const Ambient& ambient, const Actor& actor, ClaimId id,
                     const ClaimFacts& facts);
Result<Claim> withdraw(Transaction& tx, const Ambient& ambient, const Actor& actor, ClaimId id);
Result<Claim> dispute(Transaction& tx, const Ambient& ambient, const Actor& actor, ClaimId id);
// By another person than who rejected it.
Result<Claim> resolve(Transaction& tx, const Ambient& ambient, const Actor& actor, ClaimId id, bool in_favour,
                      const std::string& ground);

// A line that was a mistake goes back before its invoice: the contra entry; the outcome counts as unpaid
// again.
Result<Payable> reverse_payable(Transaction& tx, const Ambient& ambient, const Actor& actor, PayableId id,
                                const std::string& ground);

std::vector<std::string> reject_grounds();
std::vector<std::string> reverse_grounds();
std::vector<std::string> fact_names();

// What the decision would rest on now.
std::optional<DecisionInputs> inputs_now(Transaction& tx, const Ambient& ambient, const Claim& claim,
                                         const Order& order);

void add_due_acts(work::DueActs& acts);

} // namespace kori::outcomes
