// What the routes of publicity and of notices are about: a request for information, a mark that nobody has
// decided, a system with all that its notices tell.
#include "procurement/programme/programme_store.hpp"
#include "procurement/system/system_store.hpp"
#include "tests/procurement/competition/sample_competition.hpp"
#include "tests/rules/stage.hpp"

#include <stdexcept>

namespace kori::test
{
namespace
{

std::string made(World& world, const std::string& path, const json::Value& body, const std::string& token)
{
    const auto answer = world.post(path, body, token);
    if (answer.status != 201)
        throw std::runtime_error{"the stage: POST " + path + ": " + answer.raw.body};
    return answer.body.at("id").text();
}

json::Object address()
{
    return json::Object{}
        .add("street", "Tulliportinkatu 31")
        .add("postal_code", "70100")
        .add("city", "Kuopio")
        .add("nuts", "FI1D2")
        .add("email", "kirjaamo@alue.example")
        .add("phone", "+358 171234567");
}

json::Object buyer_profile()
{
    return address()
        .add("legal_type", "la")
        .add("activity", "gen-pub")
        .add("languages", json::Array{"fi", "sv"})
        .add("requests_uri", "https://kori.example/requests")
        .add("review_body", address().add("business_id", "3006157-6").add("name", "Markkinaoikeus"))
        .add("open_data", json::Object{}
                              .add("prefix", "ocds-213czf")
                              .add("base_uri", "https://kori.example/ocds")
                              .add("license_uri", "https://creativecommons.org/licenses/by/4.0/")
                              .add("policy_uri", "https://kori.example/policy")
                              .add("smallest_cell", 5));
}

void write_profile(World& world, const std::string& path, const json::Object& body, const std::string& token)
{
    const auto answer =
        world.ask(http::Method::put, path, body, {.token = token, .if_match = {}, .key = {}, .headers = {}});
    if (answer.status != 200)
        throw std::runtime_error{"the stage: PUT " + path + ": " + answer.raw.body};
}

// A dynamic purchasing system of which notices and open data can be made.
std::string announced_system(World& world, OrganisationId authority)
{
    const ProgrammeId programme{authority.bytes()}; // one for each side
    world.store().write_and_wait(
        [&](Transaction& tx)
        {
            programmes::insert(tx,
                               {programme, authority, samples::words("System"), Channel::dps,
                                Regime::eu_level, "OPEN", std::nullopt, parse_date("2030-02-01"), 1, true,
                                world.now()},
                               world.now());
            systems::save(tx,
                          {.programme = programme,
                           .description = samples::words("Coaching"),
                           .procedure = {},
                           .announced_value = Money::euros(1'000'000),
                           .nuts = "FI1D2",
                           .documents_uri = "https://kori.example/documents"},
                          world.now());
            systems::insert(tx, Category{.id = CategoryId{authority.bytes()},
                                         .programme = programme,
                                         .name = samples::words("Category"),
                                         .description = samples::words("Coaching"),
                                         .cpv = "79611000-0",
                                         .more_cpv = {},
                                         .requirements = {},
                                         .added_at = world.now()});
            return Verdict::keep;
        });
    return programme.text();
}

} // namespace

void furnish_publicity(World& world, Side& side)
{
    const auto& manager = side.tokens.at("manager");
    side.things["information.request"] = made(
        world, "/api/v1/information-requests",
        json::Object{}.add("matter", side.thing("programme")).add("wanted", "Hyväksymispäätökset"), manager);
    side.things["secret.marked"] = made(world, "/api/v1/trade-secret-claims",
                                        json::Object{}
                                            .add("document", side.thing("request.submitted"))
                                            .add("part", "request")
                                            .add("passage", "Sivu 4")
                                            .add("content", "method")
                                            .add("ground", "Itse kehitetty menetelmä"),
                                        manager);
    write_profile(world, "/api/v1/authority/notice-profile", buyer_profile(),
                  side.tokens.at("administrator"));
    write_profile(world, "/api/v1/provider/notice-profile", address().add("size", "small"), manager);
    side.things["programme.system"] =
        announced_system(world, *OrganisationId::parse(side.thing("organisation")));
    side.things["notice.kind"] = "set_up";
}

} // namespace kori::test
