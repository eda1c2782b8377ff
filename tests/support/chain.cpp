#include "tests/support/chain.hpp"

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

std::string today(World& world, int days)
{
    return to_text(plus_days(finnish_date(world.now()), days));
}

json::Object on(World& world)
{
    return json::Object{}.add("happened_on", today(world));
}

Market make_market(World& world, const json::Object& terms, Money budget, const json::Object& offer)
{
    Market market{make_kuopio(world), {}, {}};
    market.basket = active_basket(world, market.area, terms);
    const auto programme = programme_of(world, market.basket);
    for (int number = 1; number <= 2; ++number)
    {
        auto member = accepted_provider(world, market.area, programme, number);
        auto listed = listed_offer(world, member, market.basket, offer);
        market.suppliers.push_back({std::move(member), std::move(listed)});
    }
    if (!budget.is_zero())
        must(world.post("/api/v1/baskets/" + market.basket + "/budget",
                        json::Object{}.add("amount_cents", budget), market.area.finance.token),
             200, "no budget");
    return market;
}

const World::Member& manager_of(const Market& market, std::string_view offer)
{
    for (const auto& supplier : market.suppliers)
        if (supplier.offer == offer)
            return supplier.member;
    throw std::runtime_error{"nobody's offer"};
}

Chosen choice_of(World& world, const Market& market, std::size_t supplier)
{
    const auto customer = recorded_customer(world, market.area);
    return chosen(world, market.area, market.basket, customer, market.suppliers.at(supplier).offer);
}

json::Object order_wish(World& world)
{
    return json::Object{}.add("planned_start_on", today(world));
}

Ordered order_in(World& world, const Market& market, std::string_view state, std::size_t supplier)
{
    return order_of(world, market, choice_of(world, market, supplier), state, order_wish(world));
}

Ordered order_of(World& world, const Market& market, const Chosen& choice, std::string_view state,
                 const json::Object& wish)
{
    const auto& coach = market.area.coach.token;
    const auto made =
        must(world.post("/api/v1/agreements/" + choice.agreement + "/orders", wish, coach), 201, "no order");
    Ordered order{choice, made.at("id").text(), manager_of(market, choice.offer)};
    const auto& manager = order.provider.token;
    struct Step
    {
        std::string_view state;
        std::string_view path;
        const std::string& token;
        json::Value body;
    };
    const auto day = json::Object{}.add("day", today(world));
    const std::vector<Step> steps = {{"SENT", "send", coach, {}},
                                     {"ACKNOWLEDGED", "acknowledge", manager, {}},
                                     {"ACCEPTED", "accept", manager, {}},
                                     {"STARTED", "start", manager, day},
                                     {"COMPLETED", "complete", manager, day}};
    if (state == "CREATED")
        return order;
    for (const auto& step : steps)
    {
        must(act(world, order.id, step.path, step.token, step.body), 200, step.path);
        if (step.state == state)
            return order;
    }
    throw std::runtime_error{"no way to that state"};
}

Answer act(World& world, std::string_view order, std::string_view path, std::string_view token,
           const json::Value& body)
{
    return world.post("/api/v1/orders/" + std::string{order} + "/" + std::string{path}, body, token);
}

Answer claim(World& world, const Ordered& order, std::string_view component, const json::Object& facts)
{
    return world.post("/api/v1/orders/" + order.id + "/claims",
                      json::Object{}.add("component", component).add("facts", facts), order.provider.token);
}

std::string claimed(World& world, const Ordered& order, std::string_view component, const json::Object& facts)
{
    const auto made = must(claim(world, order, component, facts), 201, "no claim");
    if (made.at("state").text() != "VERIFYING")
        throw std::runtime_error{"the rule rejected it: " + json::write(made)};
    return made.at("id").text();
}

Answer confirm(World& world, std::string_view claim, std::string_view token)
{
    return world.post("/api/v1/claims/" + std::string{claim} + "/confirm", {}, token);
}

} // namespace kori::test
