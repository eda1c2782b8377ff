#include "marketplace/order/order_sight.hpp"

#include "marketplace/consent/consent_store.hpp"
#include "marketplace/order/order_actions.hpp"

namespace kori::orders
{

std::optional<Refusal> missing_consent(Transaction& tx, const Order& order)
{
    if (!order.reveals_health ||
        consents::is_given(tx, order.customer, order.provider, consent_purpose::health_to_provider))
        return std::nullopt;
    return refuse(
        Fault::conflict, "order.consent_missing",
        "This basket reveals something about health: the customer's consent for this provider comes first.");
}

Result<CustomerIdentity> contact_of(Transaction& tx, const crypto::Keyring& keys, const Actor& actor,
                                    const Order& order, CivilDate today)
{
    if (!actor.speaks_for(order.provider) || !order.sent_at)
        return absent();

    const auto relation = access::find_relation(tx, "worker_on", *actor.membership, order.id.text(), today);
    if (!is_inside(order.state) || (relation && relation->limits == "no_contact_data"))
        return refuse(Fault::forbidden, "order.no_contact_now",
                      "The customer's contact is shown only while the order runs.");
    auto identity = customers::identity_of(tx, keys, order.customer);
    if (!identity)
        return absent();
    identity->identity_code.clear();
    return std::move(*identity);
}

bool is_coach_of(Transaction& tx, const Actor& actor, const Order& order, CivilDate today)
{
    const auto customer = customers::find(tx, order.customer);
    PROMISE(customer.has_value());
    // Nobody coaches a customer who was forgotten; what is left to do is any coach's.
    if (customer->is_erased)
        return actor.speaks_for(order.authority) && actor.has_role(role::coach);
    return customers::sight_of(tx, actor, *customer, today) == customers::Sight::full;
}

std::vector<std::string> needs_for(Transaction& tx, const Actor& actor, const Order& order)
{
    if (!actor.is_authority() && missing_consent(tx, order))
        return {};
    return order.needs;
}

} // namespace kori::orders
