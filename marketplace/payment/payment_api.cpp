#include "marketplace/payment/payment_api.hpp"

#include "core/http/cursor.hpp"
#include "core/http/environment.hpp"
#include "marketplace/payment/payment_actions.hpp"
#include "marketplace/payment/payment_views.hpp"

namespace kori::payments
{
namespace
{

using namespace http;

constexpr Permission allot_budget{"budget.allot"};
constexpr Permission see_payables{"payable.see"};

const Money most = Money::euros(1'000'000'000);

// The basket, when the caller may give money to it or look at its money: one's own, or a public one of
// another area.
Result<Basket> basket_of(Call& call)
{
    const auto id = call.id<BasketTag>("basket");
    if (!id)
        return id.refusal();
    auto basket = baskets::find(call.tx, *id);
    if (!basket || (!call.actor.speaks_for(basket->authority) && !basket->current))
        return absent();
    return *basket;
}

// The basket's own authority sees every payer; a co-payer sees itself.
json::Object budget_view(Call& call, const Basket& basket)
{
    json::Array items;
    for (const auto& [payer, free] : balances_of(call.tx, AccountKind::budget, basket.id.text()))
    {
        const auto organisation = OrganisationId::parse(payer);
        PROMISE(organisation.has_value());
        if (!call.actor.speaks_for(basket.authority) && !call.actor.speaks_for(*organisation))
            continue;
        const auto given = -balance_of(call.tx, {AccountKind::appropriation, payer, basket.id.text()});
        items.emplace_back(json::Object{}
                               .add("payer", payer)
                               .add("allotted_cents", given)
                               .add("free_cents", free)
                               .add("used_cents", given - free));
    }
    return json::Object{}.add("items", items);
}

Result<Reply> post_budget(Call& call)
{
    const auto basket = basket_of(call);
    if (!basket)
        return basket.refusal();
    const auto allotted =
        allot(call.tx, call.ambient, call.actor, *basket, call.body.at("amount_cents").money());
    if (!allotted)
        return allotted.refusal();
    return Reply::ok(budget_view(call, *basket));
}

Result<Reply> get_budget(Call& call)
{
    const auto basket = basket_of(call);
    if (!basket)
        return basket.refusal();
    return Reply::ok(budget_view(call, *basket));
}

bool may_see(const Actor& actor, const Payable& payable)
{
    return actor.speaks_for(payable.authority) || actor.speaks_for(payable.provider);
}

Result<Reply> list_payables(Call& call)
{
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    const auto state = call.query_text("state").value_or("");
    auto found = call.actor.is_authority()
                     ? of_authority(call.tx, *call.actor.organisation, state, page->after[0], page->limit + 1)
                     : of_provider(call.tx, *call.actor.organisation, state, page->after[0], page->limit + 1);
    auto cursor =
        cut_page(call, *page, found, [](const Payable& last) { return std::vector{last.id.text()}; });
    json::Array items;
    for (const auto& payable : found)
        items.emplace_back(view_of(payable));
    return Reply::page(json::Object{}.add("items", items), std::move(cursor));
}

Result<Reply> get_payable(Call& call)
{
    const auto id = call.id<PayableTag>("payable");
    if (!id)
        return id.refusal();
    const auto payable = find(call.tx, *id);
    if (!payable || !may_see(call.actor, *payable))
        return absent();
    return Reply::view(view_of(*payable), payable->revision);
}

} // namespace

Routes payment_routes()
{
    const auto states = payable_states().states;
    const auto wish = shared(object(
        "BudgetWish", "Money of your organisation for a basket",
        {required("amount_cents", money(Money::cents(1), most, "Without VAT", Money::euros(10'000)))}));
    const auto budget = shared(object(
        "BasketBudget", "What payers gave to a basket and what is free of it",
        {required("items", list(object("PayerBudget", "One payer",
                                       {required("payer", id_of<OrganisationTag>("Whose money")),
                                        required("allotted_cents",
                                                 money(Money{}, most, "Given in all", Money::euros(10'000))),
                                        required("free_cents", money(Money{}, most, "May still be reserved",
                                                                     Money::euros(9'000))),
                                        required("used_cents", money(Money{}, most, "Reserved, owed or paid",
                                                                     Money::euros(1'000)))}),
                                0, 1'000, "By payer"))}));
    const auto payables =
        shared(object("Payables", "One page", {required("items", list(payable_shape(), 0, 200, "By id"))}));
    return {
        Route{Method::post, "/api/v1/baskets/{basket}/budget", allot_budget, Access::writes, wish, budget,
              post_budget, "Give money of your organisation to a basket"}
            .keyed(),
        Route{Method::get, "/api/v1/baskets/{basket}/budget", allot_budget, Access::reads, nullptr, budget,
              get_budget, "What payers gave to a basket and what is free of it"},
        Route{Method::get, "/api/v1/payables", see_payables, Access::reads, nullptr, payables, list_payables,
              "Payable lines of your organisation: to pay, or to be paid"}
            .asking({{"state", code({states.begin(), states.end()}, "Only in that state")}})
            .paged(),
        Route{Method::get, "/api/v1/payables/{payable}", see_payables, Access::reads, nullptr,
              shared(payable_shape()), get_payable, "One payable line"},
    };
}

} // namespace kori::payments
