#include "tests/marketplace/offer/offer_scene.hpp"

#include <catch2/catch.hpp>

namespace kori::test
{

CivilDate day(int year, unsigned month, unsigned date)
{
    return CivilDate{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{date}};
}

json::Array prices(int start)
{
    const auto price = [](std::string_view component, int euros)
    { return json::Object{}.add("component", component).add("price_cents", Money::euros(euros)); };
    return json::Array{price("start", start), price("month", 200), price("job", 400), price("kept_3", 200)};
}

OfferScene::OfferScene(const json::Object& terms)
    : basket{published_basket(world, area, terms)}, programme{programme_of(world, basket)},
      request{accept_provider(world, area, programme, provider)}
{
}

Answer OfferScene::see(const std::string& offer, std::string_view token)
{
    return world.get("/api/v1/offers/" + offer, token);
}

Answer OfferScene::act(const std::string& offer, std::string_view verb, const World::Member& who)
{
    return world.post("/api/v1/offers/" + offer + "/" + std::string{verb}, {}, who.token);
}

Answer OfferScene::list()
{
    return world.get("/api/v1/baskets/" + basket + "/offers");
}

std::vector<std::string> OfferScene::listed()
{
    std::vector<std::string> ids;
    const auto answer = list();
    for (const auto& item : answer.body.at("items").array())
        ids.push_back(item.at("id").text());
    return ids;
}

void OfferScene::decide_on_acceptance(std::string_view verb)
{
    REQUIRE(world
                .post("/api/v1/requests/" + request + "/" + std::string{verb},
                      json::Object{}.add("reasons", LocalText{"Syy", "Skäl", ""}), area.decider.token)
                .status == 200);
}

std::set<std::string> failed_rules(const Answer& answer)
{
    std::set<std::string> rules;
    for (const auto& result : answer.body.at("draft").at("check").at("results").array())
        if (!result.at("passed").boolean())
            rules.insert(result.at("rule").text());
    return rules;
}

} // namespace kori::test
