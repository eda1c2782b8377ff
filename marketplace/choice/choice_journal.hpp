// Entries about needs, agreements and choices: for the customer's authority alone.
#pragma once

#include "core/access/access.hpp"
#include "core/journal/journal.hpp"

#include <string>

namespace kori::choices
{

EntryId note(Transaction& tx, const Ambient& ambient, const journal::Doer& doer, OrganisationId authority,
             std::string kind, std::string about, Facts facts, std::string reason = {},
             std::string rule_version = {});

} // namespace kori::choices
