// How an order looks to each side.
#pragma once

#include "core/access/actor.hpp"
#include "core/http/shape.hpp"
#include "marketplace/order/order_store.hpp"

namespace kori::orders
{

http::Shape order_shape();
// The same, with fields that only some readers of a thread see.
http::Shape order_thread_part_shape();
// The third fence: what sight_of() says. Payers, receipt and money are the authority's; the customer's id is
// the coach's.
json::Object view_of(Transaction& tx, const Actor& actor, const Order& order, CivilDate today);

} // namespace kori::orders
