// What the tests of payments ask of the ledger, and an order that three authorities pay.
#pragma once

#include "marketplace/payment/payment_actions.hpp"
#include "tests/support/chain.hpp"

#include <string>
#include <string_view>

namespace kori::test
{

Money balance(World& world, AccountKind kind, const std::string& payer, const std::string& about);
Answer allot(World& world, std::string_view basket, std::int64_t cents, std::string_view token);
Answer reverse(World& world, std::string_view payable, std::string_view token);

// Beside the area's authority; each has money in the basket, and the shares make the whole.
struct ThreePayers
{
    World::Member county;
    World::Member state;
    json::Array shares;
};
ThreePayers three_payers(World& world, const Market& market);

} // namespace kori::test
