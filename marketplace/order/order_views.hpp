// How an order looks to each side.
#pragma once

#include "core/access/actor.hpp"
#include "core/http/shape.hpp"
#include "marketplace/order/order_store.hpp"

namespace kori::orders
{

http::Shape order_shape();
// The third fence. The provider sees what it needs; payers, receipt and money are the authority's; the
// customer's id is the coach's.
json::Object view_of(Transaction& tx, const Actor& actor, const Order& order, CivilDate today);

} // namespace kori::orders
