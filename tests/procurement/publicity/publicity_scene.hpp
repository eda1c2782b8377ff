// An area with an open programme, a provider that may ask to join it, and somebody else who asks for
// information.
#pragma once

#include "core/base/civil_date.hpp"
#include "core/journal/journal.hpp"
#include "tests/support/provider.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace kori::test
{

inline json::Object because(std::string_view reason)
{
    return json::Object{}.add("reason", reason);
}

struct PublicityScene
{
    World world;
    Area area = make_kuopio(world);
    Area other = make_area(world, "Toinen alue", "0112038-9", "01", {"091", "049"});
    std::string programme = open_programme(world, area);
    World::Member provider = world.provider("Savon Työpolku ry", business_id_of(1));
    World::Member asker = world.provider("Utelias oy", business_id_of(2), "company");

    Answer ask_for(const World::Member& who, std::string_view matter = {})
    {
        return world.post("/api/v1/information-requests",
                          json::Object{}
                              .add("matter", matter.empty() ? std::string_view{programme} : matter)
                              .add("wanted", "Hyväksymispäätökset perusteluineen"),
                          who.token);
    }
    std::string asked()
    {
        const auto made = ask_for(asker);
        REQUIRE(made.status == 201);
        return made.body.at("id").text();
    }
    Answer act(const std::string& id, std::string_view verb, const World::Member& who,
               const json::Value& body = {})
    {
        return world.post("/api/v1/information-requests/" + id + "/" + std::string{verb}, body, who.token);
    }
    static json::Object decision(std::string_view outcome, json::Array documents)
    {
        return json::Object{}
            .add("outcome", outcome)
            .add("reasons", LocalText{"Asiakirjat ovat julkisia.", "Handlingarna är offentliga.", ""})
            .add("documents", std::move(documents));
    }
    Answer decide(const std::string& id, std::string_view outcome, json::Array documents)
    {
        return act(id, "decision", area.decider, decision(outcome, std::move(documents)));
    }
    // What could be given today.
    json::Array documents(const std::string& id)
    {
        const auto page =
            world.get("/api/v1/information-requests/" + id + "/documents?limit=200", area.officer.token);
        REQUIRE(page.status == 200);
        return page.body.at("items").array();
    }
    json::Value disclosed(const std::string& id, std::string_view document)
    {
        for (const auto& one : documents(id))
            if (one.at("document").text() == document)
                return one;
        FAIL("the document is not in the list");
        return {};
    }
    json::Value counts()
    {
        return world.get("/api/v1/authorities/" + area.authority + "/information-counts").body;
    }
    json::Array list(std::string_view path, const World::Member& who)
    {
        return world.get(path, who.token).body.at("items").array();
    }
    bool has_task(const World::Member& who, std::string_view kind, std::string_view about)
    {
        const auto tasks = list("/api/v1/tasks", who);
        return std::any_of(tasks.begin(), tasks.end(), [&](const json::Value& task)
                           { return task.at("kind").text() == kind && task.at("about").text() == about; });
    }
    std::vector<std::string> entries_about(std::string_view id)
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
    std::string draft_programme()
    {
        return world
            .post("/api/v1/programmes",
                  json::Object{}
                      .add("name", LocalText{"Palvelut", "Tjänster", ""})
                      .add("channel", "OPEN_ACCEPTANCE")
                      .add("regime", "not_a_public_contract")
                      .add("ends_on", "2030-01-01"),
                  area.officer.token)
            .body.at("id")
            .text();
    }
};

} // namespace kori::test
