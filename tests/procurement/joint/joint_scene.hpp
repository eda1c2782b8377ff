// Two contracting entities and a third one beside them.
#pragma once

#include "core/journal/journal.hpp"
#include "tests/support/purchasing_system.hpp"

#include <string>
#include <vector>

namespace kori::test
{

struct JointScene
{
    World world;
    test::Area owner = make_kuopio(world);
    test::Area guest = make_area(world, "Toinen alue", "0112038-9", "44", {});
    test::Area third = make_area(world, "Kolmas alue", "1234567-1", "01", {});

    Answer post(const std::string& path, const json::Value& body, const test::Area& who)
    {
        return world.post("/api/v1/" + path, body, who.decider.token);
    }
    Answer invite(std::string_view programme, const std::string& organisation, int share)
    {
        return post("programmes/" + std::string{programme} + "/participations",
                    json::Object{}.add("organisation", organisation).add("share_basis_points", share), owner);
    }
    Answer propose(std::string_view programme, const std::string& to, std::string_view day)
    {
        return post("programmes/" + std::string{programme} + "/transfers",
                    json::Object{}.add("to", to).add("on", day).add("reason", "Alueet yhdistyvät"), owner);
    }
    json::Array participants(std::string_view programme, const std::string& token = {})
    {
        return world.get("/api/v1/programmes/" + std::string{programme} + "/participants", token)
            .body.at("items")
            .array();
    }
    std::vector<std::string> tasks(const World::Member& member)
    {
        std::vector<std::string> kinds;
        const auto items = world.get("/api/v1/tasks", member.token).body.at("items").array();
        for (const auto& task : items)
            kinds.push_back(task.at("kind").text());
        return kinds;
    }
    std::vector<journal::Entry> entries_about(std::string_view id)
    {
        std::vector<journal::Entry> entries;
        world.store().read([&](Transaction& tx) { entries = journal::about(tx, id); });
        return entries;
    }
};

} // namespace kori::test
