// Furnishes one side of the stage: for every route that moves something, one thing in the state from which it moves.
#include "tests/rules/stage.hpp"

#include <stdexcept>

namespace kori::test
{
namespace
{

constexpr std::string_view reason = "Tarve on muuttunut";

struct Furnisher
{
    World& world;
    Side& side;
    bool is_first;
    Area area;
    World::Member provider;

    json::Value must(http::Method method, const std::string& path, const json::Value& body, std::string_view caller)
    {
        const auto answer = world.ask(method, path, body,
                                      {.token = side.tokens.at(std::string{caller}), .if_match = "*", .key = {}, .headers = {}});
        if (answer.status >= 300)
            throw std::runtime_error{"the stage: " + std::string{http::name_of(method)} + " " + path + ": " + answer.raw.body};
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
    static json::Object because()
    {
        return json::Object{}.add("reason", reason);
    }
    json::Object terms() const
    {
        return is_first ? good_terms() : with(good_terms(), "municipalities", json::Array{"091", "049"});
    }

    void people();
    void area_records();
    void programmes();
    void baskets();
};

void Furnisher::people()
{
    area = is_first ? make_kuopio(world) : make_area(world, "Toinen alue", "0112038-9", "01", {"091", "049"});
    side.tokens["administrator"] = area.admin.token;
    side.tokens["procurement_officer"] = area.officer.token;
    side.tokens["decision_maker"] = area.decider.token;
    side.tokens["coach"] = area.coach.token;
    side.tokens["finance_officer"] = area.finance.token;
    side.tokens["auditor"] = area.auditor.token;
    provider = world.provider(is_first ? "Savon Työpolku ry" : "Toinen Polku oy", is_first ? "1234567-1" : "7654321-2",
                              is_first ? "association" : "company");
    side.tokens["manager"] = provider.token;
    side.tokens["worker"] = world.member(provider, {"worker"}).token;
    side.tokens["finance"] = world.member(provider, {"finance"}).token;
    const auto email = is_first ? "koulu@koulu.example" : "vertaisryhma@ryhma.example";
    const auto registered = world.post("/api/v1/registrations", json::Object{}
                                                                    .add("kind", "civic")
                                                                    .add("legal_form", "group")
                                                                    .add("name", LocalText{"Vertaisryhmä", "Kamratgrupp", ""})
                                                                    .add("person_name", "Ville Vertainen")
                                                                    .add("email", email)
                                                                    .add("password", "civic-password-for-tests")
                                                                    .add("language", "fi"));
    if (registered.status != 201)
        throw std::runtime_error{"the stage: " + registered.raw.body};
    side.tokens["civic"] = world.sign_in(email, "civic-password-for-tests");
    side.things["email"] = provider.email;
    side.things["organisation"] = area.authority;
    side.things["provider"] = provider.organisation;
    side.things["member"] = area.coach.membership;
    side.things["member.spare"] = world.member(area.admin, {"coach"}).membership;
}

void Furnisher::area_records()
{
    side.things["municipality"] = is_first ? "297" : "049";
    side.things["absent.municipality"] = "999";
    side.things["municipality.free"] = is_first ? "140" : "235";
    side.things["record"] = get("/api/v1/authorities/" + area.authority + "/municipalities", "administrator")
                                .at("items").array().front().at("id").text();
    // The newest entry of the area's own: what others do not see.
    side.things["entry"] = get("/api/v1/journal/entries?limit=200", "administrator").at("items").array().back().at("id").text();
}

void Furnisher::programmes()
{
    const auto draft = [&]
    {
        return made("/api/v1/programmes",
                    json::Object{}
                        .add("name", LocalText{"Palvelut", "Tjänster", ""})
                        .add("channel", "OPEN_ACCEPTANCE")
                        .add("regime", "not_a_public_contract")
                        .add("may_close", true)
                        .add("ends_on", "2030-01-01"),
                    "procurement_officer");
    };
    const auto move = [&](const std::string& id, const std::string& verb, const json::Value& body = {})
    { post("/api/v1/programmes/" + id + "/" + verb, body, "procurement_officer"); };

    side.things["programme.draft"] = draft();
    move(side.things["programme.published"] = draft(), "publish");
    move(side.things["programme"] = draft(), "open");
    move(side.things["programme.closed"] = draft(), "open");
    move(side.things["programme.closed"], "close-temporarily", because());
    move(side.things["programme.terminated"] = draft(), "open");
    move(side.things["programme.terminated"], "terminate", because());
}

void Furnisher::baskets()
{
    side.things["terms"] = json::write(terms());
    const auto draft = [&] { return draft_basket(world, area, side.thing("programme"), terms()); };
    const auto move = [&](const std::string& id, const std::string& verb, const json::Value& body = {})
    { post("/api/v1/baskets/" + id + "/" + verb, body, "procurement_officer"); };
    const auto published = [&]
    {
        auto id = draft();
        move(id, "publish");
        return id;
    };
    const auto active = [&]
    {
        auto id = published();
        move(id, "activate");
        return id;
    };
    side.things["basket.draft"] = draft();
    side.things["basket.published"] = published();
    side.things["basket"] = active();
    move(side.things["basket.redrafted"] = published(), "draft");
    move(side.things["basket.paused"] = active(), "pause", because());
    move(side.things["basket.closing"] = active(), "close-to-new", because());
    move(side.things["basket.closed"] = published(), "close");
}

} // namespace

void furnish(World& world, Side& side, bool is_first)
{
    Furnisher furnisher{world, side, is_first, {}, {}};
    furnisher.people();
    furnisher.area_records();
    furnisher.programmes();
    furnisher.baskets();
}

} // namespace kori::test
