// Pages of a list that grows while it is read: each begins after the last id of the one before.
#pragma once

#include "core/storage/transaction.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace kori
{

// `sql` is a SELECT that ends with the owner's column; `state` empty: all states.
Rows page_of_owner(Transaction& tx, std::string sql, std::string_view owner, std::string_view state,
                   std::string_view after_id, std::int64_t limit);

} // namespace kori
