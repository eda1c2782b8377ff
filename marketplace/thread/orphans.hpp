// Is anything an orphan? Asked of every link, in both directions.
#pragma once

#include "marketplace/outcome/outcome_store.hpp"

#include <string>
#include <vector>

namespace kori::threads
{

// Sentences on links that lead nowhere, in either direction; empty = none.
std::vector<std::string> orphans_of(Transaction& tx, const Order& order);
std::vector<std::string> orphans_of(Transaction& tx, const Payable& payable);

} // namespace kori::threads
