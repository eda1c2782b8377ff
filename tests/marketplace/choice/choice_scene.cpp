#include "tests/marketplace/choice/choice_scene.hpp"

namespace kori::test
{

ChoiceScene::ChoiceScene(int offers_wanted, const json::Object& terms)
{
    basket = active_basket(world, area, terms);
    const auto programme = programme_of(world, basket);
    for (int i = 1; i <= offers_wanted; ++i)
    {
        providers.push_back(accepted_provider(world, area, programme, i));
        offers.push_back(listed_offer(world, providers.back(), basket));
    }
    customer = recorded_customer(world, area);
    agreement = agreed_basket(world, area, customer, basket);
}

Answer ChoiceScene::open()
{
    return world.post("/api/v1/agreements/" + agreement + "/choice-sessions", {}, area.coach.token);
}

Answer ChoiceScene::enter(std::string_view code)
{
    return world.post("/api/v1/choice/open", json::Object{}.add("code", code));
}

Answer ChoiceScene::choose(const OpenChoice& choice, std::string_view offer)
{
    return world.post("/api/v1/choice/choose", json::Object{}.add("offer", offer), choice.token);
}

Answer ChoiceScene::none(const OpenChoice& choice, std::string_view reason)
{
    return world.post("/api/v1/choice/none", json::Object{}.add("reason", reason), choice.token);
}

Answer ChoiceScene::revoke(std::string_view session)
{
    return world.post("/api/v1/choice-sessions/" + std::string{session} + "/revoke",
                      json::Object{}.add("reason", "lost"), area.coach.token);
}

Answer ChoiceScene::reseed(std::string_view token)
{
    return world.post("/api/v1/agreements/" + agreement + "/new-seed",
                      json::Object{}.add("reason", "technical fault"), token);
}

Answer ChoiceScene::assist(std::string_view session, std::string_view offer, std::string_view by,
                           std::string_view kind)
{
    return world.post(
        "/api/v1/choice-sessions/" + std::string{session} + "/assisted",
        json::Object{}.add("offer", offer).add("assistance", json::Object{}.add("by", by).add("kind", kind)),
        area.coach.token);
}

std::string ChoiceScene::state(std::string_view session)
{
    return world.get("/api/v1/choice-sessions/" + std::string{session}, area.coach.token)
        .body.at("state")
        .text();
}

std::vector<std::string> shown_in(const Answer& choice)
{
    std::vector<std::string> ids;
    for (const auto& offer : choice.body.at("offers").array())
        ids.push_back(offer.at("offer").text());
    return ids;
}

} // namespace kori::test
