// Furnishes one side of the stage with dynamic purchasing systems.
#include "procurement/system/system_total.hpp"
#include "tests/rules/stage.hpp"
#include "tests/support/purchasing_system.hpp"

#include <stdexcept>

namespace kori::test
{
namespace
{

// A contract as a competition would make it.
void commit_contract(World& world, std::string_view system)
{
    bool is_done = false;
    world.store().write_and_wait(
        [&](Transaction& tx)
        {
            crypto::SeededRandomness random{"contract"};
            const Ambient ambient{world.now(), world.now(), random, world.application().environment().law};
            const auto programme = programmes::find(tx, *ProgrammeId::parse(system));
            is_done = bool(systems::commit(tx, ambient, *programme,
                                           {"contract of " + std::string{system}, "coaching", "", false,
                                            finnish_date(world.now()), Money::euros(10'000)}));
            return is_done ? Verdict::keep : Verdict::undo;
        });
    if (!is_done)
        throw std::runtime_error{"the stage: no contract"};
}

} // namespace

void furnish_systems(World& world, const Area& area, Side& side)
{
    side.things["system.draft"] = draft_system(world, area);
    side.things["category.draft"] = category_of(world, area, side.thing("system.draft"));
    side.things["system"] = published_system(world, area);
    side.things["category"] = category_of(world, area, side.thing("system"));
    commit_contract(world, side.thing("system"));
    const auto more =
        json::Object{}.add("announced_value_cents", Money::euros(600'000)).add("reason", "Tarve");
    if (world
            .post("/api/v1/programmes/" + side.thing("system") + "/announced-value", more, area.officer.token)
            .status != 200)
        throw std::runtime_error{"the stage: no change of a system"};
    const auto path = "/api/v1/programmes/" + side.thing("system");
    const auto asked = world.post(path + "/questions", json::Object{}.add("question", "Voiko etänä?"),
                                  side.tokens.at("manager"));
    if (asked.status != 201)
        throw std::runtime_error{"the stage: no question"};
    side.things["question"] = asked.body.at("id").text();
    const auto answer = json::Object{}.add("answer", LocalText{"Voi", "Ja", ""});
    const auto talk = json::Object{}
                          .add("held_on", finnish_date(world.now()))
                          .add("topic", LocalText{"Tarve", "Behov", ""})
                          .add("information", LocalText{"Tarve", "Behov", ""})
                          .add("participants", json::Array{json::Object{}
                                                               .add("name", "Savon Työpolku ry")
                                                               .add("organisation", side.thing("provider"))});
    if (world.post("/api/v1/programme-questions/" + side.thing("question") + "/answers", answer,
                   area.officer.token)
                .status != 200 ||
        world.post("/api/v1/programmes/" + side.thing("programme.in_dialogue") + "/dialogue-entries", talk,
                   area.officer.token)
                .status != 201)
        throw std::runtime_error{"the stage: no dialogue"};
}

// What each side sent to its neighbour, and what it got from it.
void furnish_joint(World& world, Side& own, Side& other)
{
    const auto sent = [&](Side& from, Side& to)
    {
        from.things["neighbour"] = to.thing("organisation");
        const auto made = [&](std::string_view what, const json::Object& wish)
        {
            const auto answer =
                world.post("/api/v1/programmes/" + from.thing("system.draft") + "/" + std::string{what}, wish,
                           from.tokens.at("decision_maker"));
            if (answer.status != 201)
                throw std::runtime_error{"the stage: " + answer.raw.body};
            return answer.body.at("id").text();
        };
        from.things["participation.sent"] = to.things["participation.received"] =
            made("participations",
                 json::Object{}.add("organisation", to.thing("organisation")).add("share_basis_points", 100));
        from.things["transfer.sent"] = to.things["transfer.received"] =
            made("transfers", json::Object{}
                                  .add("to", to.thing("organisation"))
                                  .add("on", "2027-01-01")
                                  .add("reason", "Alueet yhdistyvät"));
    };
    sent(own, other);
    sent(other, own);
}

} // namespace kori::test
