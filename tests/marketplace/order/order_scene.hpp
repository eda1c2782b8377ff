// What several tests of orders ask about one, and an order that two authorities pay.
#pragma once

#include "tests/support/chain.hpp"
#include "tests/support/traces.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kori::test
{

// As the customer's coach sees it.
std::string state_of(World& world, const Market& market, std::string_view order);
// To whom open tasks of that kind about the object were given; the whole role: an empty text.
std::vector<std::string> members_with_task(World& world, std::string_view kind, std::string_view about);

// Started; the county pays the half of it.
struct CoPaid
{
    World::Member county;
    Ordered order;
};
CoPaid co_paid_order(World& world, const Market& market);

} // namespace kori::test
