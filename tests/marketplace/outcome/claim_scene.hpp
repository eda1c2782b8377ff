// What the tests of claims ask about one, and the acts on it.
#pragma once

#include "tests/support/chain.hpp"
#include "tests/support/traces.hpp"

#include <string>
#include <string_view>

namespace kori::test
{

// As the finance officer sees it.
std::string state_of(World& world, const Market& market, std::string_view claim);
// The rule of a reason of the last decision.
std::string rule_of(const json::Value& claim, std::size_t reason = 0);
// The facts of an open job that starts so many days from today.
json::Object job(World& world, int starts = 0);
Answer post_claim(World& world, std::string_view claim, std::string_view path, std::string_view token,
                  const json::Value& body = {});
json::Object because(std::string_view ground);

} // namespace kori::test
