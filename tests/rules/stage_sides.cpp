#include "tests/rules/furnisher.hpp"
#include "tests/rules/stage_purchases.hpp"

namespace kori::test
{

// Each in its file stage_….cpp.
void furnish_systems(World& world, const Area& area, Side& side);
void furnish_joint(World& world, Side& own, Side& other);
void furnish_joining(World& world, Side& side, const Area& area, const World::Member& provider);
void furnish_publicity(World& world, Side& side);
void furnish_competitions(World& world, Side& side, const Area& area, const World::Member& provider,
                          int partner_number);
void furnish_awards(World& world, Side& side, const Area& area, const World::Member& provider, bool is_first);

void Furnisher::people()
{
    area = is_first ? make_kuopio(world) : make_area(world, "Toinen alue", "0112038-9", "01", {"091", "049"});
    side.tokens["administrator"] = area.admin.token;
    side.tokens["procurement_officer"] = area.officer.token;
    side.tokens["decision_maker"] = area.decider.token;
    side.tokens["coach"] = area.coach.token;
    side.tokens["finance_officer"] = area.finance.token;
    side.tokens["auditor"] = area.auditor.token;
    provider = world.provider(is_first ? "Savon Työpolku ry" : "Toinen Polku oy",
                              is_first ? "1234567-1" : "7654321-2", is_first ? "association" : "company");
    side.tokens["manager"] = provider.token;
    side.tokens["worker"] = world.member(provider, {"worker"}).token;
    side.tokens["finance"] = world.member(provider, {"finance"}).token;
    const auto email = is_first ? "koulu@koulu.example" : "vertaisryhma@ryhma.example";
    const auto registered =
        world.post("/api/v1/registrations", json::Object{}
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
    // A coach of the same area who does not coach the customers of this stage.
    side.tokens["coach_colleague"] = world.member(area.admin, {"coach"}).token;
    side.things["member.spare"] = world.member(area.admin, {"coach"}).membership;
}

void Furnisher::area_records()
{
    side.things["municipality"] = is_first ? "297" : "049";
    side.things["absent.municipality"] = "999";
    side.things["municipality.free"] = is_first ? "140" : "235";
    side.things["record"] = get("/api/v1/authorities/" + area.authority + "/municipalities", "administrator")
                                .at("items")
                                .array()
                                .front()
                                .at("id")
                                .text();
    // The newest entry of the area's own: what others do not see.
    side.things["entry"] =
        get("/api/v1/journal/entries?limit=200", "administrator").at("items").array().back().at("id").text();
}

void furnish(World& world, Side& own, Side& other)
{
    Furnisher first{world, own, true, {}, {}, {}};
    Furnisher second{world, other, false, {}, {}, {}};
    for (auto* one : {&first, &second})
    {
        one->people();
        one->area_records();
        one->programmes();
        furnish_systems(world, one->area, one->side);
        one->baskets();
        one->requests();
        furnish_joining(world, one->side, one->area, one->provider);
        furnish_publicity(world, one->side);
        one->offers();
        one->customers();
        one->consents();
        one->orders();
        one->claims();
        furnish_awards(world, one->side, one->area, one->provider, one->is_first);
        call_for_offers(world, one->side, one->area, one->provider, one->is_first ? 5'001 : 5'002);
        furnish_competitions(world, one->side, one->area, one->provider, one->is_first ? 901 : 902);
    }
    furnish_joint(world, own, other);
    // What happened lies behind; choices are open for hours only.
    world.move_days(1);
    for (auto* one : {&first, &second})
    {
        one->side.things["today"] = today(world);
        one->choices();
        decide_purchases(world, one->side, one->area, one->provider);
    }
}

} // namespace kori::test
