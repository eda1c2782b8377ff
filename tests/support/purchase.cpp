#include "tests/support/purchase.hpp"

#include <stdexcept>

namespace kori::test
{
namespace
{

json::Value must(const Answer& answer, int status, std::string_view what)
{
    if (answer.status != status)
        throw std::runtime_error{std::string{what} + ": " + answer.raw.body};
    return answer.body;
}

LocalText words(std::string_view text)
{
    return {std::string{text} + " (fi)", std::string{text} + " (sv)", ""};
}

} // namespace

std::string purchase_programme(World& world, const Area& area)
{
    const auto made = must(world.post("/api/v1/programmes",
                                      json::Object{}
                                          .add("name", words("Pienhankinnat"))
                                          .add("channel", "SMALL_PURCHASE")
                                          .add("regime", "below_threshold")
                                          .add("ends_on", "2030-01-01"),
                                      area.officer.token),
                           201, "no programme");
    auto id = made.at("id").text();
    must(world.post("/api/v1/programmes/" + id + "/open", {}, area.officer.token), 200,
         "the programme did not open");
    return id;
}

json::Object good_rule()
{
    return json::Object{}
        .add("may_invite", true)
        .add("may_announce", true)
        .add("fewest_invited", 2)
        .add("period", "both")
        .add("text", words("Vähintään kahdelta pyydetään tarjous"));
}

std::string publish_rule(World& world, const Area& area, std::string_view programme, const json::Object& rule)
{
    const auto made = must(world.post("/api/v1/programmes/" + std::string{programme} + "/purchase-rules",
                                      rule, area.officer.token),
                           201, "no rule");
    auto id = made.at("id").text();
    must(world.post("/api/v1/purchase-rules/" + id + "/publish", {}, area.decider.token), 200,
         "the rule was not published");
    return id;
}

json::Object good_need(Money price)
{
    return json::Object{}
        .add("name", words("Uraohjaus"))
        .add("description", words("Kaksi ryhmää"))
        .add("kind", "guidance")
        .add("cpv", guidance_cpv)
        .add("form", "contract")
        .add("unit", "services")
        .add("value", json::Object{}.add("basis", "contract").add("price_cents", price));
}

std::string stated_need(World& world, const Area& area, std::string_view programme, const json::Object& need)
{
    return must(world.post("/api/v1/programmes/" + std::string{programme} + "/small-purchases", need,
                           area.officer.token),
                201, "no need")
        .at("id")
        .text();
}

void invite_to(World& world, const Area& area, std::string_view purchase,
               const std::vector<World::Member>& providers, Instant offers_close)
{
    json::Array ids;
    for (const auto& provider : providers)
        ids.emplace_back(provider.organisation);
    must(act_on(world, purchase, "invite", area.officer,
                json::Object{}.add("providers", std::move(ids)).add("offers_close", offers_close)),
         200, "nobody was invited");
}

json::Object good_offer_of(Money price)
{
    return json::Object{}
        .add("price_cents", price)
        .add("content", "Kaksi kymmenen hengen ryhmää")
        .add("trade_secret", "Kustannusten erittely")
        .add("evidence", json::Array{"Verovelkatodistus 1.3.2026"});
}

std::string offered(World& world, const World::Member& provider, std::string_view purchase, Money price)
{
    return must(act_on(world, purchase, "offers", provider, good_offer_of(price)), 201, "no offer")
        .at("id")
        .text();
}

json::Object award_to(std::string_view offer, const std::vector<World::Member>& addressees)
{
    json::Array reasons;
    for (const auto& addressee : addressees)
        reasons.emplace_back(json::Object{}
                                 .add("addressee", addressee.organisation)
                                 .add("reasons", words("Perustelut tälle")));
    return json::Object{}
        .add("chosen", offer)
        .add("reasons", words("Edullisin hinta"))
        .add("addressees", std::move(reasons));
}

Answer act_on(World& world, std::string_view purchase, std::string_view verb, const World::Member& who,
              const json::Value& body)
{
    return world.post("/api/v1/small-purchases/" + std::string{purchase} + "/" + std::string{verb}, body,
                      who.token);
}

} // namespace kori::test
