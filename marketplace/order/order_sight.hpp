// Who may know what of an order and of its customer.
#pragma once

#include "core/base/result.hpp"
#include "marketplace/order/order_store.hpp"

#include <optional>

namespace kori::orders
{

// Consent precedes the order where the basket alone says something about health (380/2023 §116(4)).
std::optional<Refusal> missing_consent(Transaction& tx, const Order& order);

} // namespace kori::orders
