#pragma once

#include "core/access/access_actions.hpp"
#include "core/work/due.hpp"
#include "marketplace/customer/customer_actions.hpp"
#include "marketplace/order/order_store.hpp"
#include "marketplace/payment/payment_actions.hpp"

namespace kori::orders
{

struct MakeOrder
{
    BasketAgreementId agreement;    // offer version, basket version and receipt follow from it
    std::vector<PayerShare> payers; // empty: the authority pays all
    CivilDate planned_start_on;
};
// Refuses order.nothing_chosen, order.receipt_in_use, order.basket_takes_no_customers,
// order.provider_not_accepted, order.consent_missing, order.payer_unknown and what is wrong with the shares.
Result<Order> make_order(Transaction& tx, const Ambient& ambient, const Actor& actor, const MakeOrder& wish);

// Which side of an order does an act.
enum class OrderSide
{
    authority,
    provider,
};
struct OrderAct
{
    std::string_view verb; // of order_states()
    std::string_view path; // its last part in the address
    OrderSide side;
    std::string_view summary; // one sentence for who reads the interface
    std::string_view entry;   // kind of its journal entry
    bool takes_ground = false;
    bool takes_day = false;
    bool takes_kind = false;
};
std::span<const OrderAct> order_acts();
const OrderAct& act_of(std::string_view verb); // promises that it is there

// Interim results and observed statuses: codes only (domain.md 7.0 step 10, 7.8).
std::vector<std::string> note_kinds(std::string_view verb);

struct MoveOrder
{
    OrderId order;
    std::string verb;
    std::string ground;
    std::optional<CivilDate> day;
    std::string kind;
};
Result<Order> move_order(Transaction& tx, const Ambient& ambient, const Actor& actor, const MoveOrder& wish);

// More money for an order whose reserve is used up or was released: a late result, a longer way.
Result<Order> reserve_more(Transaction& tx, const Ambient& ambient, const Actor& actor, OrderId id,
                           Money amount);

// Name and ways to reach the customer, for the provider, while the order runs; never the identity code.
Result<CustomerIdentity> contact_of(Transaction& tx, const crypto::Keyring& keys, const Actor& actor,
                                    const Order& order, CivilDate today);
// Does the actor coach the customer now? Orders are made and moved by who knows the person, not by every
// coach.
bool is_coach_of(Transaction& tx, const Actor& actor, const Order& order, CivilDate today);
// The coded aim, as far as that actor may know it now.
std::vector<std::string> needs_for(Transaction& tx, const Actor& actor, const Order& order);

payments::OrderMoney money_of(const Order& order);
// Whose matter an order and its claims are: the authority and, once it was sent, the provider. Who co-pays
// learns nothing of a person's way through a service.
std::vector<std::string> organisations_of(const Order& order);
// Whose matter its money is, line by line: those and every payer, who needs a voucher of what it pays
// (Accounting Act 1336/1997 ch. 2 §5).
std::vector<std::string> organisations_of_money(const Order& order);

// The customer's consent for a provider has ended: of each order that runs there and cannot do without, the
// coach gets a task.
void consent_ended(Transaction& tx, const Ambient& ambient, CustomerId customer, OrganisationId provider);

// What happens when a clock of an order runs out.
void add_due_acts(work::DueActs& acts);

} // namespace kori::orders
