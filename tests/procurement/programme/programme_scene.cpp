#include "tests/procurement/programme/programme_scene.hpp"

#include <catch2/catch.hpp>

namespace kori::test
{

json::Object draft()
{
    return json::Object{}
        .add("name", LocalText{"Palvelut", "Tjänster", ""})
        .add("channel", "OPEN_ACCEPTANCE")
        .add("regime", "not_a_public_contract")
        .add("answer_working_days", 7)
        .add("ends_on", "2027-01-01");
}

std::string path_of(std::string_view programme)
{
    return "/api/v1/programmes/" + std::string{programme};
}

std::string begin(World& world, const Area& area, const json::Object& body)
{
    const auto made = world.post("/api/v1/programmes", body, area.officer.token);
    REQUIRE(made.status == 201);
    return made.body.at("id").text();
}

Answer act(World& world, std::string_view programme, std::string_view verb, std::string_view token,
           const json::Value& body)
{
    return world.post(path_of(programme) + "/" + std::string{verb}, body, token);
}

json::Object because(std::string_view reason)
{
    return json::Object{}.add("reason", reason);
}

} // namespace kori::test
