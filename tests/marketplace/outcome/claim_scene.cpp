#include "tests/marketplace/outcome/claim_scene.hpp"

namespace kori::test
{

std::string state_of(World& world, const Market& market, std::string_view claim)
{
    return world.get("/api/v1/claims/" + std::string{claim}, market.area.finance.token)
        .body.at("state")
        .text();
}

std::string rule_of(const json::Value& claim, std::size_t reason)
{
    return claim.at("decisions").array().back().at("reasons").array().at(reason).at("rule").text();
}

json::Object job(World& world, int starts)
{
    return json::Object{}.add("job_starts_on", today(world, starts)).add("hours_per_week", 30);
}

Answer post_claim(World& world, std::string_view claim, std::string_view path, std::string_view token,
                  const json::Value& body)
{
    return world.post("/api/v1/claims/" + std::string{claim} + "/" + std::string{path}, body, token);
}

json::Object because(std::string_view ground)
{
    return json::Object{}.add("ground", ground);
}

} // namespace kori::test
