// A provider before a programme, and the decisions on it.
#pragma once

#include "core/base/civil_date.hpp"
#include "tests/support/provider.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kori::test
{

CivilDate day(int year, unsigned month, unsigned date);
// "places" asks for a place, "tax" for a tax_certificate.
json::Object terms_asking_for_evidence();

// An area with one published basket, and a provider that is not yet in.
struct AcceptanceScene
{
    World world;
    Area area = make_kuopio(world);
    std::string basket = published_basket(world, area, terms_asking_for_evidence());
    std::string programme = programme_of(world, basket);
    World::Member provider = world.provider("Savon Työpolku ry", business_id_of(1));

    Answer ask(const std::string& request, std::string_view verb, const World::Member& who,
               json::Value body = {});
    Answer see(const std::string& request, const World::Member& who);
    // The id of a request that is under review.
    std::string reviewed();
    Answer programme_does(std::string_view verb, bool with_reason);
    std::vector<std::string> entries_about(std::string_view id);
    std::size_t accepted_count();
};

json::Object decision(std::string_view outcome, json::Array conditions = {}, json::Array evidence = {});

} // namespace kori::test
