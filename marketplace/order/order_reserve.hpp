// The place and the money of an order: taken when it is accepted, given back after its end.
#pragma once

#include "core/base/ambient.hpp"
#include "core/base/result.hpp"
#include "marketplace/order/order_store.hpp"

namespace kori::orders
{

// Refuses order.no_place_free, order.basket_full and what the ledger refuses.
Result<Done> take_place_and_money(Transaction& tx, const Ambient& ambient, Order& order);
// A place that is taken or freed shows at the offer.
void show_capacity(Transaction& tx, const Order& order);
// Of an order that ended: plans its closing and releases what no claim can need. How much that was.
Money wind_up(Transaction& tx, const Ambient& ambient, const Order& order);

} // namespace kori::orders
