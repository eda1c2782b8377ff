// What the journal says of an order.
#pragma once

#include "core/journal/journal.hpp"
#include "marketplace/order/order_store.hpp"

#include <string>
#include <string_view>

namespace kori::orders
{

// The state comes first among the facts; the entry is seen by whose matter the order is.
void note(Transaction& tx, const Ambient& ambient, const journal::Doer& doer, std::string_view kind,
          const Order& order, Facts facts, std::string reason = {});

} // namespace kori::orders
