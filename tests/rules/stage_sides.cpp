// Furnishes one side of the stage: for every route that moves something, one thing in the state from which it
// moves.
#include "tests/rules/stage.hpp"
#include "tests/support/chain.hpp"

#include <stdexcept>

namespace kori::test
{

// See stage_systems.cpp.
void furnish_systems(World& world, const Area& area, Side& side);
void furnish_joint(World& world, Side& own, Side& other);

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
    static json::Object because() { return json::Object{}.add("reason", reason); }
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

std::string Furnisher::new_programme()
{
    return made("/api/v1/programmes",
                json::Object{}
                    .add("name", LocalText{"Palvelut", "Tjänster", ""})
                    .add("channel", "OPEN_ACCEPTANCE")
                    .add("regime", "not_a_public_contract")
                    .add("may_close", true)
                    .add("ends_on", "2030-01-01"),
                "procurement_officer");
}

void Furnisher::programmes()
{
    const auto draft = [&] { return new_programme(); };
    const auto move = [&](const std::string& id, const std::string& verb, const json::Value& body = {})
    { post("/api/v1/programmes/" + id + "/" + verb, body, "procurement_officer"); };

    side.things["programme.draft"] = draft();
    move(side.things["programme.in_dialogue"] = draft(), "open-dialogue");
    move(side.things["programme.published"] = draft(), "publish");
    move(side.things["programme"] = draft(), "open");
    move(side.things["programme.closed"] = draft(), "open");
    move(side.things["programme.closed"], "close-temporarily", because());
    move(side.things["programme.terminated"] = draft(), "open");
    post("/api/v1/programmes/" + side.thing("programme.terminated") + "/terminate", because(),
         "decision_maker");
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
    side.things["version"] =
        get("/api/v1/baskets/" + side.thing("basket"), "coach").at("current").at("id").text();
    move(side.things["basket.redrafted"] = published(), "draft");
    move(side.things["basket.paused"] = active(), "pause", because());
    move(side.things["basket.closing"] = active(), "close-to-new", because());
    move(side.things["basket.closed"] = published(), "close");
}

// A provider has one request in a programme, so each of these has a programme of its own.
void Furnisher::requests()
{
    const auto words = LocalText{"Kaikki ehdot täyttyvät.", "Alla villkor uppfylls.", ""};
    const auto act = [&](const std::string& id, const std::string& verb, std::string_view caller,
                         const json::Value& body = {})
    { post("/api/v1/requests/" + id + "/" + verb, body, caller); };
    const auto begun = [&]
    {
        const auto programme = new_programme();
        post("/api/v1/programmes/" + programme + "/open", {}, "procurement_officer");
        return made("/api/v1/programmes/" + programme + "/requests", {}, "manager");
    };
    const auto submitted = [&]
    {
        auto id = begun();
        act(id, "submit", "manager");
        return id;
    };
    const auto reviewed = [&]
    {
        auto id = submitted();
        act(id, "open", "procurement_officer");
        return id;
    };
    const auto accepted = [&]
    {
        auto id = reviewed();
        act(id, "decision", "decision_maker",
            json::Object{}.add("outcome", "accepted").add("reasons", words));
        return id;
    };
    side.things["programme.unasked"] = new_programme();
    post("/api/v1/programmes/" + side.things["programme.unasked"] + "/open", {}, "procurement_officer");
    side.things["request.draft"] = begun();
    side.things["request.submitted"] = submitted();
    side.things["request.reviewed"] = reviewed();
    act(side.things["request.asked"] = reviewed(), "questions", "procurement_officer",
        json::Object{}.add("question", "Millä kielillä palvelette?"));
    side.things["request.accepted"] = accepted();
    act(side.things["request.suspended"] = accepted(), "suspension", "decision_maker",
        json::Object{}.add("reasons", words));
    act(side.things["request.removed"] = accepted(), "removal", "decision_maker",
        json::Object{}.add("reasons", words));
    act(side.things["request.leaving"] = accepted(), "leave", "manager");
    // The one that the offers stand on.
    side.things["request"] = accept_provider(world, area, side.thing("programme"), provider);
    side.things["decision"] = get("/api/v1/requests/" + side.thing("request"), "manager")
                                  .at("decisions")
                                  .array()
                                  .front()
                                  .at("id")
                                  .text();
}

void Furnisher::offers()
{
    const auto place =
        json::Object{}.add("municipality", side.thing("municipality")).add("address", "Keksitty katu 1");
    const auto terms = with(good_offer(), "places", json::Array{place});
    side.things["offer_terms"] = json::write(terms);
    side.things["description_content"] = json::write(good_description());
    side.things["description"] = describe(world, provider);
    side.things["offer.draft"] = draft_offer(world, provider, side.thing("basket"), terms);
    side.things["offer"] = listed_offer(world, provider, side.thing("basket"), terms);
    side.things["offer.paused"] = listed_offer(world, provider, side.thing("basket"), terms);
    post("/api/v1/offers/" + side.thing("offer.paused") + "/pause", {}, "manager");
    // Customers compare at least two.
    const auto second = accepted_provider(world, area, side.thing("programme"), is_first ? 1 : 2);
    side.things["offer.second"] = listed_offer(world, second, side.thing("basket"), terms);
    market = {
        area, side.thing("basket"), {{provider, side.thing("offer")}, {second, side.thing("offer.second")}}};
}

std::string Furnisher::customer()
{
    auto wish = good_customer();
    wish =
        with(wish, "facts", with(wish.find("facts")->object(), "municipality", side.thing("municipality")));
    side.things["customer_wish"] = json::write(wish);
    return recorded_customer(world, area, wish);
}

void Furnisher::customers()
{
    side.things["customer"] = customer();
    if (identify(world, area, side.thing("customer")).status != 200)
        throw std::runtime_error{"the stage: nobody was identified"};
    side.things["customer.spare"] = customer();
    const auto assessments = "/api/v1/customers/" + side.thing("customer") + "/need-assessments";
    side.things["assessment"] = made(assessments,
                                     json::Object{}
                                         .add("target_groups", json::Array{"long_term_unemployed"})
                                         .add("needs", json::Array{"job_search"}),
                                     "coach");
    side.things["agreement.proposed"] = made("/api/v1/customers/" + customer() + "/agreements",
                                             json::Object{}.add("basket", side.thing("basket")), "coach");
    side.things["agreement"] = agreed_basket(world, area, customer(), side.thing("basket"));
}

void Furnisher::choices()
{
    const auto opened = [&] { return agreed_basket(world, area, customer(), side.thing("basket")); };
    const auto unused = post("/api/v1/agreements/" + opened() + "/choice-sessions", {}, "coach");
    side.things["session.opened"] = unused.at("id").text();
    side.things["code"] = unused.at("code").text();
    side.things["absent.code"] = "0000-0000-0000";
    const auto compared = open_choice(world, area, opened());
    show_choice(world, compared);
    side.things["session"] = compared.session;
    side.tokens["choice_holder"] = compared.token;
    const auto done = chosen(world, area, side.thing("basket"), customer(), side.thing("offer"));
    side.things["agreement.chosen"] = done.agreement;
    const auto unsuited = open_choice(world, area, opened());
    show_choice(world, unsuited);
    if (world.post("/api/v1/choice/none", json::Object{}.add("reason", "too_far"), unsuited.token).status !=
        201)
        throw std::runtime_error{"the stage: something suited"};
    // Has chosen, and is asked whether the provider may know about health.
    const auto asked = chosen(world, area, side.thing("basket"), customer(), side.thing("offer"));
    side.tokens["choice_chosen"] = asked.token;
    made("/api/v1/customers/" + asked.customer + "/consents",
         json::Object{}.add("provider", side.thing("provider")).add("purpose", "health_to_provider"),
         "coach");
}

void Furnisher::consents()
{
    const auto decided = [&]
    { return chosen(world, area, side.thing("basket"), customer(), side.thing("offer")).customer; };
    side.things["customer.chosen"] = decided();
    const auto asked = [&]
    {
        return made(
            "/api/v1/customers/" + decided() + "/consents",
            json::Object{}.add("provider", side.thing("provider")).add("purpose", "health_to_provider"),
            "coach");
    };
    side.things["consent"] = asked();
    side.things["consent.given"] = asked();
    post("/api/v1/consents/" + side.thing("consent.given") + "/give", json::Object{}.add("how", "in_meeting"),
         "coach");
}

Ordered Furnisher::order(std::string_view state)
{
    const auto choice = chosen(world, area, side.thing("basket"), customer(), side.thing("offer"));
    return order_of(world, market, choice, state, order_wish(world));
}

void Furnisher::orders()
{
    post("/api/v1/baskets/" + side.thing("basket") + "/budget",
         json::Object{}.add("amount_cents", Money::euros(90'000)), "finance_officer");
    side.things["order.created"] = order("CREATED").id;
    side.things["order.sent"] = order("SENT").id;
    side.things["order.acknowledged"] = order("ACKNOWLEDGED").id;
    side.things["order.accepted"] = order("ACCEPTED").id;
    const auto running = order("STARTED");
    if (identify(world, area, running.choice.customer, "Keijo Keksitty", "").status != 200)
        throw std::runtime_error{"the stage: nobody was identified"};
    side.things["order"] = running.id;
    side.things["receipt"] = running.choice.receipt; // of which the provider knows
    side.things["order.interrupted"] = order("STARTED").id;
    post("/api/v1/orders/" + side.thing("order.interrupted") + "/interrupt", {}, "coach");
    side.things["order.completed"] = order("COMPLETED").id;
    side.things["order.followed"] = order("COMPLETED").id;
    post("/api/v1/orders/" + side.thing("order.followed") + "/follow-up", {}, "coach");
}

void Furnisher::claims()
{
    const auto made_claim = [&] { return claimed(world, order("STARTED"), "start", on(world)); };
    const auto act = [&](std::string_view thing, const std::string& verb, std::string_view caller,
                         const json::Value& body = {})
    { post("/api/v1/claims/" + side.thing(thing) + "/" + verb, body, caller); };
    side.things["claim"] = made_claim();
    // An outcome that the customer's coach verifies.
    side.things["claim.coached"] = claimed(world, order("STARTED"), "job", on(world));
    side.things["claim.asked"] = made_claim();
    act("claim.asked", "more-info", "finance_officer",
        json::Object{}.add("facts", json::Array{"happened_on"}));
    side.things["claim.rejected"] = made_claim();
    act("claim.rejected", "reject", "finance_officer", json::Object{}.add("ground", "evidence_missing"));
    side.things["claim.disputed"] = made_claim();
    // Whoever rejected does not resolve.
    const auto colleague = world.member(area.admin, {"finance_officer"});
    if (world
            .post("/api/v1/claims/" + side.thing("claim.disputed") + "/reject",
                  json::Object{}.add("ground", "evidence_missing"), colleague.token)
            .status != 200)
        throw std::runtime_error{"the stage: nothing was rejected"};
    act("claim.disputed", "dispute", "manager");
    side.things["claim.confirmed"] = made_claim();
    act("claim.confirmed", "confirm", "finance_officer");
    side.things["payable"] =
        get("/api/v1/payables", "finance_officer").at("items").array().front().at("id").text();
}

} // namespace

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
        one->offers();
        one->customers();
        one->consents();
        one->orders();
        one->claims();
    }
    furnish_joint(world, own, other);
    // What happened lies behind; choices are open for hours only.
    world.move_days(1);
    for (auto* one : {&first, &second})
    {
        one->side.things["today"] = today(world);
        one->choices();
    }
}

} // namespace kori::test
