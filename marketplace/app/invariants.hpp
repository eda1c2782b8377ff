// What must always hold, asked of the database itself: for the simulation, the fault tests and
// kori-admin.
#pragma once

#include "core/storage/transaction.hpp"
#include "marketplace/order/order.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace kori::app
{

// Sentences on what is broken; empty = all holds. The whole database, page by page; `progress` (may be empty)
// is told how many of all orders were looked at.
std::vector<std::string>
broken_invariants(Transaction& tx,
                  const std::function<void(std::int64_t orders, std::int64_t of)>& progress = {});
// Of one order and all that hangs on it: after every step.
std::vector<std::string> broken_invariants_of(Transaction& tx, OrderId order);

} // namespace kori::app
