// Furnishes one side of the stage: for every route that moves something, one thing in the state from which it
// moves. By capability, as the samples.
#pragma once

#include "tests/rules/stage.hpp"
#include "tests/support/chain.hpp"

#include <stdexcept>
#include <string>
#include <string_view>

namespace kori::test
{

struct Furnisher
{
    World& world;
    Side& side;
    bool is_first;
    Area area;
    World::Member provider;
    Market market;

    json::Value must(http::Method method, const std::string& path, const json::Value& body,
                     std::string_view caller)
    {
        const auto answer = world.ask(
            method, path, body,
            {.token = side.tokens.at(std::string{caller}), .if_match = "*", .key = {}, .headers = {}});
        if (answer.status >= 300)
            throw std::runtime_error{"the stage: " + std::string{http::name_of(method)} + " " + path + ": " +
                                     answer.raw.body};
        return answer.body;
    }
    json::Value post(const std::string& path, const json::Value& body, std::string_view caller)
    {
        return must(http::Method::post, path, body, caller);
    }
    json::Value get(const std::string& path, std::string_view caller)
    {
        return world.get(path, side.tokens.at(std::string{caller})).body;
    }
    std::string made(const std::string& path, const json::Value& body, std::string_view caller)
    {
        return post(path, body, caller).at("id").text();
    }
    static json::Object because() { return json::Object{}.add("reason", "Tarve on muuttunut"); }
    json::Object terms() const
    {
        const auto terms = verified_by_coach(good_terms());
        return is_first ? terms : with(terms, "municipalities", json::Array{"091", "049"});
    }

    void people();
    void area_records();
    void programmes();
    void baskets();
    void requests();
    void offers();
    void customers();
    void choices();
    void consents();
    void orders();
    void claims();
    std::string customer();
    Ordered order(std::string_view state);
    std::string new_programme();
};

} // namespace kori::test
