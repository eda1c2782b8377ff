// What an auditor with a copy of everything could search: for promises about what is not there.
#pragma once

#include "tests/support/world.hpp"

#include <string>

namespace kori::test
{

// Every byte of the data folder: database, log, outbox. Over PostgreSQL every row of the database, instead of
// its files: what a deleted row leaves in their pages until VACUUM is the operator's (docs/privacy.md).
std::string kept_bytes(World& world);

} // namespace kori::test
