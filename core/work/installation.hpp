// What a database is: production or rehearsal, and which keys it belongs to. A rehearsal never starts as
// production.
#pragma once

#include "core/storage/transaction.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace kori::work
{

std::optional<std::string> installation_value(Transaction& tx, std::string_view name);
void set_installation_value(Transaction& tx, std::string_view name, std::string_view value);
void forget_installation_value(Transaction& tx, std::string_view name);

// Stands while a copy into this database is under way; nobody serves from it then.
inline constexpr std::string_view unfinished_copy = "unfinished_copy";
// Stands in a database that was put back from a backup until the first start begins its journal's new epoch.
inline constexpr std::string_view restored = "restored";

// Writes purpose and keys at the first start; later gives a sentence when they differ. nullopt: all is well.
std::optional<std::string> claim_installation(Transaction& tx, std::string_view purpose,
                                              std::string_view key_fingerprint);

} // namespace kori::work
