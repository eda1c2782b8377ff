#include "tests/rules/furnisher.hpp"

namespace kori::test
{

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

} // namespace kori::test
