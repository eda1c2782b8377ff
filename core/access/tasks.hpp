// Tasks that change hands with what they are about.
#pragma once

#include "core/access/actor.hpp"
#include "core/storage/transaction.hpp"

#include <string_view>

namespace kori::access
{

// Open tasks about that object become another organisation's: of whoever carries their role there.
void pass_tasks(Transaction& tx, std::string_view about, OrganisationId from, OrganisationId to);

} // namespace kori::access
