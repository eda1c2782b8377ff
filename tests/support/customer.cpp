#include "tests/support/customer.hpp"

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

} // namespace

json::Object good_customer()
{
    return json::Object{}
        .add("kind", "jobseeker")
        .add("facts", json::Object{}
                          .add("target_groups", json::Array{"long_term_unemployed"})
                          .add("needs", json::Array{"job_search"})
                          .add("municipality", "297")
                          .add("age_band", "30_49"))
        .add("language", "so")
        .add("needs_interpreter", true)
        .add("plan_reference", "TS-2026-0001");
}

std::string recorded_customer(World& world, const Area& area, const json::Object& wish)
{
    return must(world.post("/api/v1/customers", wish, area.coach.token), 201, "no customer").at("id").text();
}

Answer put_seen(World& world, std::string_view target, std::string_view seen_at, const json::Value& body,
                std::string_view token)
{
    const auto seen = world.get(seen_at, token);
    return world.ask(http::Method::put, target, body,
                     {.token = std::string{token}, .if_match = seen.etag(), .key = {}, .headers = {}});
}

Answer identify(World& world, const Area& area, std::string_view customer, std::string_view name,
                std::string_view identity_code)
{
    const auto path = "/api/v1/customers/" + std::string{customer};
    json::Object body;
    body.add("name", name).add("phone", "+358401234567").add("email", "veera@example.com");
    if (!identity_code.empty())
        body.add("identity_code", identity_code);
    return put_seen(world, path + "/identity", path, body, area.coach.token);
}

std::string agreed_basket(World& world, const Area& area, std::string_view customer, std::string_view basket)
{
    const auto id = must(world.post("/api/v1/customers/" + std::string{customer} + "/agreements",
                                    json::Object{}.add("basket", basket), area.coach.token),
                         201, "no agreement")
                        .at("id")
                        .text();
    must(world.post("/api/v1/agreements/" + id + "/agree", json::Object{}.add("how", "in_meeting"),
                    area.coach.token),
         200, "the customer did not agree");
    return id;
}

OpenChoice open_choice(World& world, const Area& area, std::string_view agreement)
{
    const auto session = must(
        world.post("/api/v1/agreements/" + std::string{agreement} + "/choice-sessions", {}, area.coach.token),
        201, "no choice session");
    OpenChoice choice{session.at("id").text(), session.at("code").text(), {}};
    choice.token = must(world.post("/api/v1/choice/open", json::Object{}.add("code", choice.code)), 200,
                        "the code did not open")
                       .at("token")
                       .text();
    return choice;
}

Answer show_choice(World& world, const OpenChoice& choice)
{
    auto shown = world.post("/api/v1/choice/show", {}, choice.token);
    must(shown, 200, "nothing was shown");
    return shown;
}

Chosen chosen(World& world, const Area& area, std::string_view basket, std::string_view customer,
              std::string_view offer)
{
    const auto agreement = agreed_basket(world, area, customer, basket);
    const auto choice = open_choice(world, area, agreement);
    const auto shown = show_choice(world, choice);
    const auto& offers = shown.body.at("offers").array();
    if (offers.empty())
        throw std::runtime_error{"no offer was shown"};
    const auto wanted = offer.empty() ? offers.front().at("offer").text() : std::string{offer};
    const auto receipt =
        must(world.post("/api/v1/choice/choose", json::Object{}.add("offer", wanted), choice.token), 201,
             "no choice");
    return {std::string{customer},       agreement,   choice.session, receipt.at("receipt").text(), wanted,
            receipt.at("chosen").text(), choice.token};
}

Chosen chosen(World& world, const Area& area, std::string_view basket)
{
    return chosen(world, area, basket, recorded_customer(world, area));
}

} // namespace kori::test
