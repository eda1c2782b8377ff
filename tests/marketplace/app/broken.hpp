// What is wrong in the books of a whole world.
#pragma once

#include "core/storage/store.hpp"
#include "marketplace/app/invariants.hpp"
#include "tests/support/world.hpp"

#include <string>
#include <vector>

namespace kori::test
{

inline std::vector<std::string> broken(World& world)
{
    std::vector<std::string> faults;
    world.store().read([&](Transaction& tx) { faults = app::broken_invariants(tx); });
    return faults;
}

} // namespace kori::test
