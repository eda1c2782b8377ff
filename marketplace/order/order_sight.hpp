// Who may know what of an order and of its customer.
#pragma once

#include "core/access/actor.hpp"
#include "core/base/result.hpp"
#include "marketplace/order/order_store.hpp"

#include <optional>

namespace kori::orders
{

// How much of an order an actor sees, the least first; of several duties the one that sees most counts.
enum class Sight
{
    none,   // looks absent: other organisations, a provider before it was sent, coaches of other customers
    dates,  // id, state and days: who books the provider's money
    money,  // terms and money, nothing of the person: finance and procurement officers; the provider later
    coded,  // and what the person needs, in codes: the provider that serves, the auditor
    person, // and whose order it is: the customer's coach
};
Sight sight_of(Transaction& tx, const Actor& actor, const Order& order, CivilDate today);
// The order, if the actor sees anything of it; else it looks absent.
Result<Order> find_for_sight(Transaction& tx, const Actor& actor, OrderId id, CivilDate today);

// Does the actor of an authority see the orders of his own customers alone? A coach without a wider duty
// does (380/2023 §§ 124-126, 906/2019 §16).
bool sees_own_customers_only(const Actor& actor);
// Orders of the customers whom the actor coaches, a keyset page by id.
std::vector<Order> of_own_customers(Transaction& tx, const Actor& actor, std::string_view after_id,
                                    std::int64_t limit, CivilDate today);

// Which notes an actor reads.
enum class NotesSight
{
    none,
    progress, // the interim results that a provider noted
    all,      // and what was observed afterwards
};
NotesSight notes_sight_of(Transaction& tx, const Actor& actor, const Order& order, CivilDate today);

// Consent precedes the order where the basket alone says something about health (380/2023 §116(4)).
std::optional<Refusal> missing_consent(Transaction& tx, const Order& order);

} // namespace kori::orders
