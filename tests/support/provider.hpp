// Providers that were accepted and offers that were listed, for tests of what comes after. All prices are
// invented.
#pragma once

#include "tests/support/area.hpp"

#include <string>
#include <string_view>

namespace kori::test
{

// A business ID with a right check digit; another one for each number (1 to 9000).
std::string business_id_of(int number);
std::string programme_of(World& world, std::string_view basket);

// The provider's request, submitted; its id.
std::string submitted_request(World& world, const World::Member& provider, std::string_view programme);
// Asked, taken into review and decided; the request's id.
std::string accept_provider(World& world, const Area& area, std::string_view programme,
                            const World::Member& provider);
// A new association number n that stands in the programme.
World::Member accepted_provider(World& world, const Area& area, std::string_view programme, int number = 1);

json::Object good_description();
// Keeps the rules of a basket with good_terms(), at its ceilings.
json::Object good_offer();
// The id of a new description of the provider.
std::string describe(World& world, const World::Member& provider,
                     const json::Object& content = good_description());
// An offer that nobody but the provider sees.
std::string draft_offer(World& world, const World::Member& provider, std::string_view basket,
                        const json::Object& terms = good_offer());
// An offer that passed; throws with the check's results when it did not.
std::string listed_offer(World& world, const World::Member& provider, std::string_view basket,
                         const json::Object& terms = good_offer());
// Submits; throws when the answer is not 200.
Answer submit_offer(World& world, const World::Member& provider, std::string_view offer);
// Writes other terms into the draft (with If-Match of what the provider sees now).
Answer edit_offer(World& world, const World::Member& provider, std::string_view offer,
                  const json::Object& terms);

} // namespace kori::test
