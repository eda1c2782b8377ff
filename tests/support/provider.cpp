#include "tests/support/provider.hpp"

#include <array>
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

json::Object price(std::string_view component, int euros)
{
    return json::Object{}.add("component", component).add("price_cents", Money::euros(euros));
}

} // namespace

std::string business_id_of(int number)
{
    constexpr std::array<int, 7> weights{7, 9, 10, 5, 8, 4, 2};
    int found = 0;
    for (int base = 1'000'000;; ++base)
    {
        const auto digits = std::to_string(base);
        int sum = 0;
        for (std::size_t i = 0; i < weights.size(); ++i)
            sum += weights[i] * (digits[i] - '0');
        if (sum % 11 == 1) // has no check digit
            continue;
        if (++found == number)
            return digits + "-" + std::to_string(sum % 11 == 0 ? 0 : 11 - sum % 11);
    }
}

std::string programme_of(World& world, std::string_view basket)
{
    return must(world.get("/api/v1/baskets/" + std::string{basket}), 200, "no basket").at("programme").text();
}

std::string submitted_request(World& world, const World::Member& provider, std::string_view programme)
{
    const auto id =
        must(world.post("/api/v1/programmes/" + std::string{programme} + "/requests", {}, provider.token),
             201, "no request")
            .at("id")
            .text();
    must(world.post("/api/v1/requests/" + id + "/submit", {}, provider.token), 200,
         "the request was not submitted");
    return id;
}

std::string accept_provider(World& world, const Area& area, std::string_view programme,
                            const World::Member& provider)
{
    auto id = submitted_request(world, provider, programme);
    const auto path = "/api/v1/requests/" + id;
    must(world.post(path + "/open", {}, area.officer.token), 200, "the request was not opened");
    must(world.post(path + "/decision",
                    json::Object{}
                        .add("outcome", "accepted")
                        .add("reasons", LocalText{"Kaikki ehdot täyttyvät.", "Alla villkor uppfylls.", ""}),
                    area.decider.token),
         200, "the request was not decided");
    return id;
}

World::Member accepted_provider(World& world, const Area& area, std::string_view programme, int number)
{
    auto provider = world.provider("Palvelu " + std::to_string(number) + " ry", business_id_of(number));
    accept_provider(world, area, programme, provider);
    return provider;
}

json::Object good_description()
{
    return json::Object{}
        .add("name", words("Työvalmennus"))
        .add("description", words("Tapaamme viikoittain"))
        .add("benefit", words("Löydät työtä"))
        .add("service_types", json::Array{"job_coaching"})
        .add("qualifications", json::Array{"coach"})
        .add("accessibility", json::Array{"step_free"});
}

json::Object good_offer()
{
    return json::Object{}
        .add("places",
             json::Array{json::Object{}.add("municipality", "297").add("address", "Keksitty katu 1")})
        .add("languages", json::Array{"fi"})
        .add("delivery_modes", json::Array{"on_site"})
        .add("capacity", 10)
        .add("start_within_days", 14)
        .add("duration", json::Object{}.add("min_days", 30).add("max_days", 180))
        .add("prices",
             json::Array{price("start", 300), price("month", 200), price("job", 400), price("kept_3", 200)})
        .add("accepts_no_volume_guarantee", true);
}

std::string describe(World& world, const World::Member& provider, const json::Object& content)
{
    return must(world.post("/api/v1/descriptions", content, provider.token), 201, "no description")
        .at("id")
        .text();
}

std::string draft_offer(World& world, const World::Member& provider, std::string_view basket,
                        const json::Object& terms)
{
    const auto description = describe(world, provider);
    return must(world.post("/api/v1/baskets/" + std::string{basket} + "/offers",
                           json::Object{}.add("description", description).add("terms", terms),
                           provider.token),
                201, "no offer")
        .at("id")
        .text();
}

std::string listed_offer(World& world, const World::Member& provider, std::string_view basket,
                         const json::Object& terms)
{
    auto id = draft_offer(world, provider, basket, terms);
    const auto answer = submit_offer(world, provider, id);
    if (answer.body.at("state").text() != "LISTED")
        throw std::runtime_error{"the offer was not listed: " + answer.raw.body};
    return id;
}

Answer submit_offer(World& world, const World::Member& provider, std::string_view offer)
{
    auto answer = world.post("/api/v1/offers/" + std::string{offer} + "/submit", {}, provider.token);
    must(answer, 200, "the offer was not submitted");
    return answer;
}

Answer edit_offer(World& world, const World::Member& provider, std::string_view offer,
                  const json::Object& terms)
{
    const auto path = "/api/v1/offers/" + std::string{offer};
    const auto seen = world.get(path, provider.token);
    must(seen, 200, "no offer to edit");
    return world.ask(http::Method::put, path + "/draft", terms,
                     {.token = provider.token, .if_match = seen.etag(), .key = {}, .headers = {}});
}

} // namespace kori::test
