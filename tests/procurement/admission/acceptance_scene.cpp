#include "tests/procurement/admission/acceptance_scene.hpp"

#include "core/base/text.hpp"
#include "core/journal/journal.hpp"
#include "core/storage/store.hpp"

#include <catch2/catch.hpp>

namespace kori::test
{
namespace
{

json::Object condition(std::string_view code, std::string_view kind)
{
    return json::Object{}
        .add("code", code)
        .add("kind", kind)
        .add("text", LocalText{"Ehto " + std::string{code}, "Villkor " + std::string{code}, ""});
}

} // namespace

CivilDate day(int year, unsigned month, unsigned date)
{
    return CivilDate{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{date}};
}

json::Object terms_asking_for_evidence()
{
    auto places = condition("places", "capacity_at_least");
    places.add("at_least", 1);
    auto tax = condition("tax", "evidence_present");
    tax.add("codes", json::Array{"tax_certificate"});
    return with(good_terms(), "boundary_conditions", json::Array{places, tax});
}

Answer AcceptanceScene::ask(const std::string& request, std::string_view verb, const World::Member& who,
                            json::Value body)
{
    return world.post("/api/v1/requests/" + request + "/" + std::string{verb}, body, who.token);
}

Answer AcceptanceScene::see(const std::string& request, const World::Member& who)
{
    return world.get("/api/v1/requests/" + request, who.token);
}

std::string AcceptanceScene::reviewed()
{
    auto id = submitted_request(world, provider, programme);
    REQUIRE(ask(id, "open", area.officer).status == 200);
    return id;
}

Answer AcceptanceScene::programme_does(std::string_view verb, bool with_reason)
{
    return world.post("/api/v1/programmes/" + programme + "/" + std::string{verb},
                      with_reason ? json::Value{json::Object{}.add("reason", "Kesätauko")} : json::Value{},
                      verb == "terminate" ? area.decider.token : area.officer.token);
}

std::vector<std::string> AcceptanceScene::entries_about(std::string_view id)
{
    std::vector<std::string> kinds;
    world.store().read(
        [&](Transaction& tx)
        {
            for (const auto& entry : journal::about(tx, id))
                kinds.push_back(entry.kind);
        });
    return kinds;
}

std::size_t AcceptanceScene::accepted_count()
{
    return world.get("/api/v1/programmes/" + programme + "/accepted").body.at("items").array().size();
}

json::Object decision(std::string_view outcome, json::Array conditions, json::Array evidence)
{
    return json::Object{}
        .add("outcome", outcome)
        .add("reasons", LocalText{"Selvitys puuttuu.", "Utredningen saknas.", ""})
        .add("failed_conditions", std::move(conditions))
        .add("missing_evidence", std::move(evidence));
}

} // namespace kori::test
