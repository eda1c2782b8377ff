// An accepted provider before a published basket, and what is read out of an offer.
#pragma once

#include "core/base/civil_date.hpp"
#include "tests/support/provider.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kori::test
{

CivilDate day(int year, unsigned month, unsigned date);
// Of all components, at their ceilings but for the start, in euros.
json::Array prices(int start);

struct OfferScene
{
    explicit OfferScene(const json::Object& terms = with(good_terms(), "price_rise_dates",
                                                         json::Array{"2026-07-01"}));

    World world;
    Area area = make_kuopio(world);
    World::Member provider = world.provider("Savon Työpolku ry", business_id_of(1));
    std::string basket;
    std::string programme;
    std::string request;

    Answer see(const std::string& offer, std::string_view token = {});
    Answer act(const std::string& offer, std::string_view verb, const World::Member& who);
    Answer list();
    std::vector<std::string> listed();
    void decide_on_acceptance(std::string_view verb);
};

std::set<std::string> failed_rules(const Answer& answer);

} // namespace kori::test
