#pragma once

#include "core/base/ambient.hpp"
#include "core/crypto/keyring.hpp"
#include "core/storage/transaction.hpp"
#include "marketplace/customer/customer.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace kori::customers
{

std::optional<Customer> find(Transaction& tx, CustomerId id);
// Nothing after erasure. The caller logs the view.
std::optional<CustomerIdentity> identity_of(Transaction& tx, const crypto::Keyring& keys, CustomerId id);

} // namespace kori::customers
