#include "tests/procurement/basket/basket_scene.hpp"

namespace kori::test
{

std::string path_of(std::string_view basket)
{
    return "/api/v1/baskets/" + std::string{basket};
}

Answer act(World& world, std::string_view basket, std::string_view verb, std::string_view token,
           const json::Value& body)
{
    return world.post(path_of(basket) + "/" + std::string{verb}, body, token);
}

json::Object because(std::string_view reason)
{
    return json::Object{}.add("reason", reason);
}

Answer put_draft(World& world, std::string_view basket, const json::Object& terms, std::string_view token,
                 std::string etag)
{
    return world.ask(http::Method::put, path_of(basket) + "/draft", json::Object{}.add("terms", terms),
                     {.token = std::string{token}, .if_match = std::move(etag), .key = {}, .headers = {}});
}

std::vector<std::string> ids_in(const Answer& page)
{
    std::vector<std::string> ids;
    for (const auto& item : page.body.at("items").array())
        ids.push_back(item.at("id").text());
    return ids;
}

std::string state_of(World& world, std::string_view basket, std::string_view token)
{
    return world.get(path_of(basket), token).body.at("state").text();
}

} // namespace kori::test
