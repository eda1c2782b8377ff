#include "marketplace/order/order_sight.hpp"

#include "marketplace/consent/consent_store.hpp"
#include "marketplace/order/order_actions.hpp"

#include <algorithm>

namespace kori::orders
{

namespace
{

// Duties of an authority that look at all its orders.
bool has_wider_duty(const Actor& actor)
{
    return actor.has_role(role::finance_officer) || actor.has_role(role::procurement_officer) ||
           actor.has_role(role::auditor);
}

Sight sight_of_provider(const Actor& actor, const Order& order)
{
    if (!order.sent_at)
        return Sight::none;
    if (!actor.has_role(role::manager) && !actor.has_role(role::worker))
        return Sight::dates;
    return serves_person(order.state, order.ground) ? Sight::coded : Sight::money;
}

} // namespace

Sight sight_of(Transaction& tx, const Actor& actor, const Order& order, CivilDate today)
{
    if (actor.speaks_for(order.provider))
        return sight_of_provider(actor, order);
    if (!actor.speaks_for(order.authority))
        return Sight::none;
    const auto customer = customers::find(tx, order.customer);
    PROMISE(customer.has_value());
    if (customers::sight_of(tx, actor, *customer, today) == customers::Sight::full)
        return Sight::person;
    if (actor.has_role(role::auditor))
        return Sight::coded;
    // Nobody coaches a customer who was forgotten: any coach ends what is left, and learns no more.
    return sees_own_customers_only(actor) && !customer->is_erased ? Sight::none : Sight::money;
}

Result<Order> find_for_sight(Transaction& tx, const Actor& actor, OrderId id, CivilDate today)
{
    auto order = find(tx, id);
    if (!order || sight_of(tx, actor, *order, today) == Sight::none)
        return absent();
    return std::move(*order);
}

bool sees_own_customers_only(const Actor& actor)
{
    return actor.is_authority() && actor.has_role(role::coach) && !has_wider_duty(actor);
}

std::vector<Order> of_own_customers(Transaction& tx, const Actor& actor, std::string_view after_id,
                                    std::int64_t limit, CivilDate today)
{
    std::vector<Order> orders;
    for (const auto& relation : access::relations_of(tx, *actor.membership, today))
        if (relation.kind == customers::coach_of)
            for (auto& order : of_customer(tx, *CustomerId::parse(relation.object)))
                if (order.id.text() > after_id)
                    orders.push_back(std::move(order));
    std::sort(orders.begin(), orders.end(),
              [](const Order& one, const Order& other) { return one.id.text() < other.id.text(); });
    if (orders.size() > static_cast<std::size_t>(limit))
        orders.erase(orders.begin() + limit, orders.end());
    return orders;
}

NotesSight notes_sight_of(Transaction& tx, const Actor& actor, const Order& order, CivilDate today)
{
    const auto sight = sight_of(tx, actor, order, today);
    if (actor.speaks_for(order.provider))
        return sight >= Sight::money ? NotesSight::progress : NotesSight::none;
    if (sight >= Sight::coded)
        return NotesSight::all;
    return sight == Sight::money && actor.has_role(role::finance_officer) ? NotesSight::progress
                                                                          : NotesSight::none;
}

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

    // A name beside a basket that reveals health is itself a fact about health: no consent, no name
    // (380/2023 §116(4), GDPR 7(3)).
    const auto relation = access::find_relation(tx, "worker_on", *actor.membership, order.id.text(), today);
    if (!is_inside(order.state) || missing_consent(tx, order) ||
        (relation && relation->limits == "no_contact_data"))
        return refuse(Fault::forbidden, "order.no_contact_now",
                      "The customer's contact is shown only while the order runs and, where the basket "
                      "reveals something about health, while the customer's consent holds.");
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
