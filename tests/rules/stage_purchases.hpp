// Small purchases for one side of the stage. The time for offers must pass between the two halves.
#pragma once

#include "tests/rules/stage.hpp"

namespace kori::test
{

// A programme with a rule and a draft of the next, and two purchases whose time for offers ends in an hour.
void call_for_offers(World& world, Side& side, const Area& area, const World::Member& provider, int number);
// Decides on one of them, and begins those that stand before the end of their time.
void decide_purchases(World& world, Side& side, const Area& area, const World::Member& provider);

} // namespace kori::test
