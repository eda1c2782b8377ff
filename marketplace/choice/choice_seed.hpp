// Under which seed a customer is shown the offers of a basket version: docs/choice-order.md.
#pragma once

#include "core/storage/transaction.hpp"
#include "marketplace/choice/neutral_order.hpp"
#include "marketplace/customer/customer.hpp"

#include <string>
#include <string_view>

namespace kori::choices
{

// The highest number of a seed for that customer and basket version; 1 when nobody asked for a new one.
std::int64_t seed_number_of(Transaction& tx, CustomerId customer, BasketVersionId version);
void insert_seed(Transaction& tx, CustomerId customer, BasketVersionId version, std::int64_t number,
                 Instant now);
// 32 bytes: derived, so that nothing has to be kept secret beside the key.
std::string seed_of(std::string_view display_key, CustomerId customer, BasketVersionId version,
                    std::int64_t number);
KeyedHash keyed_hash_under(std::string seed);

} // namespace kori::choices
