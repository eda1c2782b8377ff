#include "tests/support/purchasing_system.hpp"

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

std::string path_of(std::string_view system)
{
    return "/api/v1/programmes/" + std::string{system};
}

} // namespace

json::Object good_programme_of_system()
{
    return json::Object{}
        .add("name", LocalText{"Valmennusten hankintajärjestelmä", "Inköpssystem för coaching", ""})
        .add("channel", "DPS")
        .add("regime", "annex_e")
        .add("may_close", true)
        .add("ends_on", "2030-01-01");
}

json::Object good_system()
{
    return json::Object{}
        .add("description", LocalText{"Työnhakijoiden valmennus", "Coaching för arbetssökande", ""})
        .add("procedure", LocalText{"Pyynnöt ratkaistaan jatkuvasti", "Ansökningar avgörs löpande", ""})
        .add("announced_value_cents", Money::euros(500'000))
        .add("nuts", "FI1D2")
        .add("documents_uri", "https://hankinnat.example/valmennus")
        .add("others_may_use", false)
        .add("requests_until", "2026-04-02T09:00:00Z")
        .add("described_request_days", 30)
        .add("described_tender_days", 14)
        .add("two_persons", true);
}

json::Object good_category(std::string_view name)
{
    return json::Object{}
        .add("name", LocalText{std::string{name}, std::string{name} + " (sv)", ""})
        .add("description", LocalText{"Ryhmässä ja yksin", "I grupp och enskilt", ""})
        .add("cpv", "79611000-0")
        .add("form", "contract")
        .add("announced_value_cents", Money::euros(300'000))
        .add("requirements", json::Array{"trade_register"});
}

std::string draft_system(World& world, const Area& area, const json::Object& programme,
                         const json::Object& terms)
{
    auto id = must(world.post("/api/v1/programmes", programme, area.officer.token), 201, "no programme")
                  .at("id")
                  .text();
    must(write_system(world, area, id, terms), 200, "no terms");
    must(world.post(path_of(id) + "/categories", good_category(), area.officer.token), 201, "no category");
    return id;
}

std::string published_system(World& world, const Area& area)
{
    auto id = draft_system(world, area);
    must(world.post(path_of(id) + "/publish", {}, area.officer.token), 200, "not published");
    return id;
}

std::string open_system(World& world, const Area& area)
{
    auto id = published_system(world, area);
    const auto until = must(world.get(path_of(id) + "/system"), 200, "no system").at("requests_until");
    world.move_to(until.instant().plus_micros(1));
    if (must(world.get(path_of(id)), 200, "no programme").at("state").text() != "OPEN")
        throw std::runtime_error{"the system did not open"};
    return id;
}

std::string category_of(World& world, const Area& area, std::string_view system, std::size_t i)
{
    return must(world.get(path_of(system) + "/system", area.officer.token), 200, "no system")
        .at("categories")
        .array()
        .at(i)
        .at("id")
        .text();
}

Answer write_system(World& world, const Area& area, std::string_view system, const json::Object& terms)
{
    const auto seen = world.get(path_of(system), area.officer.token);
    return world.ask(http::Method::put, path_of(system) + "/system", terms,
                     {.token = area.officer.token, .if_match = seen.etag(), .key = {}, .headers = {}});
}

} // namespace kori::test
