// An area in which orders run: budget, providers with offers, and the steps from a choice to a payable line.
// Every price and person is invented.
#pragma once

#include "tests/support/customer.hpp"
#include "tests/support/provider.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kori::test
{

struct Supplier
{
    World::Member member; // its manager
    std::string offer;
};

// An active basket with two providers that offer it, and money in it.
struct Market
{
    Area area;
    std::string basket;
    std::vector<Supplier> suppliers;
};
Market make_market(World& world, const json::Object& terms = good_terms(),
                   Money budget = Money::euros(10'000), const json::Object& offer = good_offer());

// The member that manages that offer's provider.
const World::Member& manager_of(const Market& market, std::string_view offer);

struct Ordered
{
    Chosen choice;
    std::string id;
    World::Member provider;
};
// Of a new customer, who chooses that supplier's offer.
Chosen choice_of(World& world, const Market& market, std::size_t supplier = 0);
json::Object order_wish(World& world);
// Made of the choice, up to that state: CREATED, SENT, ACKNOWLEDGED, ACCEPTED, STARTED, COMPLETED.
Ordered order_in(World& world, const Market& market, std::string_view state, std::size_t supplier = 0);
Ordered order_of(World& world, const Market& market, const Chosen& choice, std::string_view state,
                 const json::Object& wish);

// One act of one side; any answer.
Answer act(World& world, std::string_view order, std::string_view path, std::string_view token,
           const json::Value& body = {});
Answer claim(World& world, const Ordered& order, std::string_view component, const json::Object& facts);
// The id of a claim that waits for its verifier; throws when the rule rejects it.
std::string claimed(World& world, const Ordered& order, std::string_view component,
                    const json::Object& facts);
Answer confirm(World& world, std::string_view claim, std::string_view token);
json::Object on(World& world); // {"happened_on": today}
std::string today(World& world, int days = 0);

} // namespace kori::test
