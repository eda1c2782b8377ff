#include "marketplace/payment/payment_api.hpp"

#include "core/http/cursor.hpp"
#include "core/http/environment.hpp"
#include "marketplace/payment/payment_actions.hpp"
#include "marketplace/payment/payment_views.hpp"

#include <algorithm>

namespace kori::payments
{
namespace
{

using namespace http;

constexpr Permission allot_budget{"budget.allot"};
constexpr Permission see_payables{"payable.see"};

constexpr Money most = allotted_max;

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

bool is_party(const Actor& actor, const Payable& payable)
{
    return actor.speaks_for(payable.authority) || actor.speaks_for(payable.provider);
}

// The whole line for its two parties; for a co-payer its own part.
json::Object line_view(const Call& call, const Hooks& hooks, const Payable& payable)
{
    if (is_party(call.actor, payable))
        return view_of(payable);
    return part_view_of(
        payable, part_of(call.tx, payable, *call.actor.organisation),
        hooks.verdict_of(call.tx, call.environment.locale, call.actor.language, payable.claim));
}

// An authority's own lines and those that it co-pays, by id.
std::vector<Payable> listed_payables(const Call& call, std::string_view after, std::int64_t limit)
{
    const auto own = *call.actor.organisation;
    const auto state = call.query_text("state").value_or("");
    if (!call.actor.is_authority())
        return of_provider(call.tx, own, state, after, limit);
    auto found = of_authority(call.tx, own, state, after, limit);
    for (auto& co_paid : co_paid_by(call.tx, own, state, after, limit))
        found.push_back(std::move(co_paid));
    std::sort(found.begin(), found.end(),
              [](const Payable& one, const Payable& other) { return one.id.text() < other.id.text(); });
    if (found.size() > static_cast<std::size_t>(limit))
        found.erase(found.begin() + limit, found.end());
    return found;
}

Result<Reply> list_payables(Call& call, const Hooks& hooks)
{
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    auto found = listed_payables(call, page->after[0], page->limit + 1);
    auto cursor =
        cut_page(call, *page, found, [](const Payable& last) { return std::vector{last.id.text()}; });
    json::Array items;
    for (const auto& payable : found)
        items.emplace_back(line_view(call, hooks, payable));
    return Reply::page(json::Object{}.add("items", items), std::move(cursor));
}

// Each line is of one person: the entry names those on the page.
Facts payables_on_page(const Call& call)
{
    const auto page = page_of(call);
    PROMISE(page);
    std::string payables;
    for (const auto& payable : listed_payables(call, page->after[0], page->limit))
        payables += (payables.empty() ? "" : " ") + payable.id.text();
    return {{"payables", payables}};
}

Result<Reply> get_payable(Call& call, const Hooks& hooks)
{
    const auto id = call.id<PayableTag>("payable");
    if (!id)
        return id.refusal();
    const auto payable = find(call.tx, *id);
    const bool is_payer = payable && call.actor.is_authority() &&
                          !part_of(call.tx, *payable, *call.actor.organisation).is_zero();
    if (!payable || !(is_payer || is_party(call.actor, *payable)))
        return absent();
    call.controller = payable->authority;
    return Reply::view(line_view(call, hooks, *payable), payable->revision);
}

Facts seen_payable(const Call& call)
{
    return {{"payable", call.path.find("payable")->second}};
}

} // namespace

Routes payment_routes(const Hooks& hooks)
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
    const auto line = payable_line_shape();
    const auto payables =
        shared(object("Payables", "One page", {required("items", list(line, 0, 200, "By id"))}));
    return {
        Route{Method::post, "/api/v1/baskets/{basket}/budget", allot_budget, Access::writes, wish, budget,
              post_budget, "Give money of your organisation to a basket"}
            .keyed(),
        Route{Method::get, "/api/v1/baskets/{basket}/budget", allot_budget, Access::reads, nullptr, budget,
              get_budget, "What payers gave to a basket and what is free of it"},
        Route{Method::get, "/api/v1/payables", see_payables, Access::reads_and_logs, nullptr, payables,
              [hooks](Call& call) { return list_payables(call, hooks); },
              "Payable lines of your organisation: to pay, to pay a part of, or to be paid"}
            .asking({{"state", code({states.begin(), states.end()}, "Only in that state")}})
            .paged()
            .viewing(payables_on_page),
        Route{Method::get, "/api/v1/payables/{payable}", see_payables, Access::reads_and_logs, nullptr,
              shared(line), [hooks](Call& call) { return get_payable(call, hooks); }, "One payable line"}
            .viewing(seen_payable),
    };
}

} // namespace kori::payments
