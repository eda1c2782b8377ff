// Furnishes one side of the stage with competitions: a draft, one that takes questions and tenders, and one
// to which somebody was admitted after the invitation.
#include "core/crypto/sealed_tender.hpp"
#include "tests/rules/stage.hpp"
#include "tests/support/competing.hpp"

#include <stdexcept>

namespace kori::test
{

void furnish_competitions(World& world, Side& side, const Area& area, const World::Member& provider,
                          int partner_number)
{
    const auto partner = world.provider("Kumppani oy", business_id_of(partner_number), "company");
    const auto openers = three_openers(world, area);
    const auto system = open_system(world, area, {provider, partner});
    const auto terms = good_competition(system, openers);
    side.things["competition.system"] = system.programme;
    side.things["competition.terms"] = json::write(terms);
    side.things["opener_key"] = json::write(json::Value{openers.front().keys.key.text()});
    side.things["competition.draft"] = drafted_competition(world, area, system, terms);

    const auto running = invited_competition(world, area, system, terms);
    side.things["competition"] = running;
    const auto path = "/api/v1/competitions/" + running;
    side.things["competition.question"] =
        world.post(path + "/questions", json::Object{}.add("question", "Onko tiloja?"), provider.token)
            .body.at("id")
            .text();

    side.things["tender.draft"] = written_tender(world, provider, running, 9'000'000);
    side.things["submission"] = json::write(submission_of(world, provider, side.thing("tender.draft")));
    side.things["part"] = "plan";
    side.things["part.spare"] = "reference";
    side.things["piece"] = "0";
    crypto::SeededRandomness random{"bidder of the stage"};
    const auto key = crypto::read_competition_key(world.get(path, provider.token).body.at("key_text").text());
    if (!key)
        throw std::runtime_error{"the stage: no key to seal to"};
    const auto sealed = crypto::seal_tender(*key, provider.organisation, "reference", "Viite", random);
    side.things["sealed"] = to_base64(*sealed);
    const auto tendered = invited_competition(world, area, system, terms);
    side.things["tender"] = submitted_tender(world, provider, tendered, 9'000'000);

    const auto growing = open_system(world, area, {partner});
    side.things["competition.growing"] =
        invited_competition(world, area, growing, good_competition(growing, openers));
    admit(world, area, growing, provider);
}

} // namespace kori::test
