#include "tests/rules/stage_purchases.hpp"

#include "tests/support/provider.hpp"
#include "tests/support/purchase.hpp"

#include <stdexcept>

namespace kori::test
{
namespace
{

constexpr auto price = Money::euros(1'000);

void must(const Answer& answer)
{
    if (answer.status >= 300)
        throw std::runtime_error{"the stage: " + answer.raw.body};
}

World::Member second_of(const Side& side)
{
    World::Member second;
    second.organisation = side.thing("provider.second");
    return second;
}

} // namespace

void call_for_offers(World& world, Side& side, const Area& area, const World::Member& provider, int number)
{
    const auto second =
        world.provider("Pienten tarjousten osuuskunta", business_id_of(number), "cooperative");
    side.things["provider.second"] = second.organisation;
    side.things["absent.provider.second"] =
        "org_00000000000000000000000001"; // else both would be the same id
    const auto programme = purchase_programme(world, area);
    side.things["programme.small"] = programme;
    publish_rule(world, area, programme);
    const auto draft =
        world.post("/api/v1/programmes/" + programme + "/purchase-rules", good_rule(), area.officer.token);
    must(draft);
    side.things["purchase_rule.draft"] = draft.body.at("id").text();
    for (const std::string name : {"ended", "decided"})
    {
        const auto purchase = stated_need(world, area, programme, good_need(price));
        invite_to(world, area, purchase, {provider, second}, world.now().plus_hours(1));
        side.things["purchase." + name] = purchase;
        side.things["purchase_offer." + name] = offered(world, provider, purchase, price);
    }
}

void decide_purchases(World& world, Side& side, const Area& area, const World::Member& provider)
{
    must(act_on(world, side.thing("purchase.decided"), "decide", area.decider,
                award_to(side.thing("purchase_offer.decided"), {provider})));
    const auto& programme = side.thing("programme.small");
    side.things["purchase.need"] = stated_need(world, area, programme, good_need(price));
    for (const std::string name : {"invited", "interrupted"})
    {
        const auto purchase = stated_need(world, area, programme, good_need(price));
        invite_to(world, area, purchase, {provider, second_of(side)}, world.now().plus_days(5));
        side.things["purchase." + name] = purchase;
    }
    must(act_on(world, side.thing("purchase.interrupted"), "interrupt", area.decider,
                json::Object{}.add("reasons", LocalText{"Tarve muuttui.", "Behovet ändrades.", ""})));
}

} // namespace kori::test
