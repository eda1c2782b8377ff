// One system with three providers and three openers with keys.
#pragma once

#include "core/journal/journal.hpp"
#include "tests/support/competing.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kori::test
{

struct CompetingScene
{
    World world;
    Area area = make_kuopio(world);
    std::vector<KeyHolder> openers = three_openers(world, area);
    World::Member first = world.provider("Savon Työpolku ry", business_id_of(1));
    World::Member second = world.provider("Toinen Polku oy", business_id_of(2), "company");
    World::Member third = world.provider("Kolmas Polku ry", business_id_of(3));
    System system = open_system(world, area, {first, second});

    json::Object terms() const { return good_competition(system, openers); }
    std::string draft(const json::Object& wanted) { return drafted_competition(world, area, system, wanted); }
    std::string invited() { return invited_competition(world, area, system, terms()); }

    static std::string path(std::string_view competition)
    {
        return "/api/v1/competitions/" + std::string{competition};
    }
    static std::string tender_path(std::string_view tender)
    {
        return "/api/v1/tenders/" + std::string{tender};
    }
    Answer act(std::string_view competition, std::string_view verb, const World::Member& who,
               json::Value body = {})
    {
        return world.post(path(competition) + "/" + std::string{verb}, body, who.token);
    }
    Answer act_on_tender(std::string_view tender, std::string_view verb, const World::Member& who,
                         json::Value body = {})
    {
        return world.post(tender_path(tender) + "/" + std::string{verb}, body, who.token);
    }
    Answer see(std::string_view competition, const World::Member& who)
    {
        return world.get(path(competition), who.token);
    }
    Answer see_tender(std::string_view tender, const World::Member& who)
    {
        return world.get(tender_path(tender), who.token);
    }
    Answer change(std::string_view competition, const json::Object& body, const World::Member& who)
    {
        return world.ask(http::Method::patch, path(competition), body,
                         {.token = who.token, .if_match = "*", .key = {}, .headers = {}});
    }
    // What the journal's feed shows a member of competitions and tenders, as text.
    std::string feed(const World::Member& who)
    {
        const auto page = world.get("/api/v1/journal/entries?limit=200", who.token);
        std::string text;
        for (const auto& entry : page.body.at("items").array())
            if (const auto& kind = entry.at("kind").text();
                kind.starts_with("competition.") || kind.starts_with("tender."))
                text += json::write(entry) + "\n";
        return text;
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
    std::int64_t count(const std::string& sql)
    {
        std::int64_t found = 0;
        world.store().read([&](Transaction& tx) { found = tx.query_one(sql)->integer(0); });
        return found;
    }
};

} // namespace kori::test
