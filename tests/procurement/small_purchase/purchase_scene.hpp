// An area that buys small, three providers, and what happens between them.
#pragma once

#include "core/journal/journal.hpp"
#include "tests/support/provider.hpp"
#include "tests/support/purchase.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace kori::test
{

struct PurchaseScene
{
    World world;
    Area area = make_kuopio(world);
    std::string programme = purchase_programme(world, area);
    std::string rule = publish_rule(world, area, programme);
    World::Member first = world.provider("Savon Ohjaus ry", business_id_of(1));
    World::Member second = world.provider("Pohjolan Polku oy", business_id_of(2), "company");
    World::Member third = world.provider("Kolmas Tarjoaja ry", business_id_of(3));

    static std::string path_of(std::string_view purchase)
    {
        return "/api/v1/small-purchases/" + std::string{purchase};
    }
    Answer see(std::string_view purchase, const World::Member& who)
    {
        return world.get(path_of(purchase), who.token);
    }
    std::string state_of(std::string_view purchase)
    {
        return see(purchase, area.officer).body.at("state").text();
    }
    Answer act(std::string_view purchase, std::string_view verb, const World::Member& who,
               const json::Value& body = {})
    {
        return act_on(world, purchase, verb, who, body);
    }
    json::Array items(std::string_view purchase, std::string_view of, std::string_view token)
    {
        const auto answer = world.get(path_of(purchase) + "/" + std::string{of}, token);
        REQUIRE(answer.status == 200);
        return answer.body.at("items").array();
    }
    json::Array offers(std::string_view purchase, std::string_view token)
    {
        return items(purchase, "offers", token);
    }
    json::Array decisions(std::string_view purchase, std::string_view token)
    {
        return items(purchase, "decisions", token);
    }

    Instant tomorrow() const { return world.now().plus_hours(24); }
    std::string need(Money price) { return stated_need(world, area, programme, good_need(price)); }
    // Invited until tomorrow: the first and the second.
    std::string invited(Money price)
    {
        auto id = need(price);
        invite_to(world, area, id, {first, second}, tomorrow());
        return id;
    }
    // The time is over, the first has offered at that price.
    struct Offered
    {
        std::string purchase;
        std::string offer;
    };
    Offered ended(Money price)
    {
        const auto id = invited(price);
        auto offer = offered(world, first, id, price);
        world.move_to(world.now().plus_hours(25));
        return {id, std::move(offer)};
    }
    Offered decided(Money price)
    {
        auto made = ended(price);
        const auto answer = act(made.purchase, "decide", area.decider, award_to(made.offer, {first}));
        if (answer.status != 200)
            throw std::runtime_error{answer.raw.body};
        return made;
    }
    Offered ordered(Money price)
    {
        auto made = decided(price);
        REQUIRE(act(made.purchase, "order", area.officer).status == 200);
        return made;
    }

    std::vector<journal::Entry> entries_about(std::string_view id)
    {
        std::vector<journal::Entry> entries;
        world.store().read([&](Transaction& tx) { entries = journal::about(tx, id); });
        return entries;
    }
    std::vector<std::string> kinds_about(std::string_view id)
    {
        std::vector<std::string> kinds;
        for (const auto& entry : entries_about(id))
            kinds.push_back(entry.kind);
        return kinds;
    }
    std::vector<std::string> tasks_of(const World::Member& who)
    {
        const auto open = world.get("/api/v1/tasks", who.token).body;
        std::vector<std::string> kinds;
        for (const auto& task : open.at("items").array())
            kinds.push_back(task.at("kind").text());
        return kinds;
    }
};

} // namespace kori::test
