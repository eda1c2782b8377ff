#include "marketplace/order/order_reserve.hpp"

#include "marketplace/offer/offer_store.hpp"
#include "marketplace/order/order_actions.hpp"
#include "marketplace/order/order_journal.hpp"

namespace kori::orders
{
namespace
{

BasketTerms basket_terms(Transaction& tx, const Order& order)
{
    auto version = baskets::find_version(tx, order.basket_version);
    PROMISE(version.has_value());
    return std::move(version->terms);
}

OfferTerms offer_terms(Transaction& tx, const Order& order)
{
    auto version = offers::find_version(tx, order.offer_version);
    PROMISE(version.has_value());
    return std::move(version->terms);
}

} // namespace

payments::OrderMoney money_of(const Order& order)
{
    return {order.id.text(), order.authority, order.basket, order.basket_version};
}

void show_capacity(Transaction& tx, const Order& order)
{
    const auto offer = offers::find(tx, order.offer);
    PROMISE(offer.has_value());
    const auto shown = offers::find_version(tx, offer->current.value_or(order.offer_version));
    PROMISE(shown.has_value());
    offers::set_full(tx, order.offer, inside_offer(tx, order.offer) >= shown->terms.capacity);
}

Result<Done> take_place_and_money(Transaction& tx, const Ambient& ambient, Order& order)
{
    const auto terms = basket_terms(tx, order);
    const auto offered = offer_terms(tx, order);
    if (inside_offer(tx, order.offer) >= offered.capacity)
        return refuse(Fault::conflict, "order.no_place_free",
                      "All places of the offer are taken: put the order on the waiting list.");
    if (terms.capacity_cap && inside_basket(tx, order.basket) >= *terms.capacity_cap)
        return refuse(Fault::conflict, "order.basket_full",
                      "As many persons as the basket allows are inside.");
    order.reserved = money_to_reserve(terms, offered);
    if (auto reserved =
            payments::reserve(tx, ambient, money_of(order), order.reserved, order.payers, terms.budget_cap);
        !reserved)
        return reserved.refusal();
    order.accepted_at = ambient.now;
    return Done{};
}

Money wind_up(Transaction& tx, const Ambient& ambient, const Order& order)
{
    if (order.state == order_state::closed)
        work::cancel(tx, ambient, "order.close_due", order.id.text());
    else if (order.state != order_state::follow_up)
        work::plan(tx, ambient, "order.close_due", order.id.text(), order.authority,
                   start_of_day(claims_end_on(basket_terms(tx, order),
                                              order.ended_on.value_or(ambient.today()), ambient.law)));
    return holds_money(order.state) ? Money{} : payments::release_rest(tx, ambient, money_of(order));
}

Result<Order> reserve_more(Transaction& tx, const Ambient& ambient, const Actor& actor, OrderId id,
                           Money amount)
{
    auto order = find(tx, id);
    if (!order || !actor.speaks_for(order->authority))
        return absent();

    if (!order->accepted_at || !(holds_money(order->state) || takes_claims(order->state)))
        return refuse(Fault::conflict, "order.holds_no_money",
                      "Money is reserved for accepted orders, until they are closed.");
    if (auto reserved = payments::reserve(tx, ambient, money_of(*order), amount, order->payers,
                                          basket_terms(tx, *order).budget_cap);
        !reserved)
        return reserved.refusal();

    order->reserved += amount;
    order->revision += 1;
    save(tx, *order);

    note(tx, ambient, access::doer_of(actor), "order.reserved_more", *order,
         {{"amount_cents", amount.in_cents()}});
    return *order;
}

} // namespace kori::orders
