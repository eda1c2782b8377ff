// Furnishes one side of the stage with requests to join a DPS, one in each state from which a route moves it.
#include "tests/rules/stage.hpp"
#include "tests/support/joining.hpp"

#include <stdexcept>

namespace kori::test
{

void furnish_joining(World& world, Side& side, const Area& area, const World::Member& provider)
{
    // A provider has one request in a category, so each of these has a system of its own.
    const auto system = [&] { return make_system(world, area); };
    side.things["joining.draft"] = ready_joining(world, provider, system());
    side.things["joining.reviewed"] = reviewed_joining(world, area, provider, system());
    const auto joined = system();
    side.things["joining.system"] = joined.programme;
    side.things["joining.admitted"] = admitted_provider(world, area, provider, joined);
    side.things["joining.asked"] = admitted_provider(world, area, provider, system());
    const auto path = "/api/v1/requests/" + side.thing("joining.asked");
    if (world
            .post(path + "/renewal",
                  json::Object{}
                      .add("reason", "Todistus vanhenee")
                      .add("about", json::Array{"tax_certificate"})
                      .add("answer_until", world.now().plus_days(300)),
                  area.officer.token)
            .status != 200)
        throw std::runtime_error{"the stage: nothing was asked"};
    side.things["joining.decision"] =
        world.get(path, provider.token).body.at("joining").at("decisions").array().front().at("id").text();
}

} // namespace kori::test
