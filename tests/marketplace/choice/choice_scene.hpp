// One customer before a choice.
#pragma once

#include "tests/support/customer.hpp"
#include "tests/support/provider.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kori::test
{

// An active basket with listed offers, and one customer who has agreed to it.
struct ChoiceScene
{
    explicit ChoiceScene(int offers_wanted = 3, const json::Object& terms = good_terms());

    Answer open();
    Answer enter(std::string_view code);
    Answer choose(const OpenChoice& choice, std::string_view offer);
    Answer none(const OpenChoice& choice, std::string_view reason);
    Answer revoke(std::string_view session);
    Answer reseed(std::string_view token);
    Answer assist(std::string_view session, std::string_view offer, std::string_view by,
                  std::string_view kind);
    std::string state(std::string_view session);

    World world;
    Area area = make_kuopio(world);
    std::string basket;
    std::vector<World::Member> providers;
    std::vector<std::string> offers;
    std::string customer;
    std::string agreement;
};

// The ids of the offers, as they stand.
std::vector<std::string> shown_in(const Answer& choice);

} // namespace kori::test
