#include "marketplace/thread/thread_api.hpp"

#include "core/http/cursor.hpp"
#include "core/http/environment.hpp"
#include "marketplace/order/order_sight.hpp"
#include "marketplace/thread/thread_document.hpp"
#include "procurement/basket/basket_store.hpp"

namespace kori::threads
{
namespace
{

using namespace http;

constexpr Permission see_threads{"thread.see"};

Result<Reply> get_payable_thread(Call& call)
{
    const auto id = call.id<PayableTag>("payable");
    if (!id)
        return id.refusal();
    const auto payable = payments::find(call.tx, *id);
    // The two parties of a line are those of its order.
    if (!payable ||
        !orders::find_for_sight(call.tx, call.actor, *OrderId::parse(payable->order), call.ambient.today()))
        return absent();
    call.controller = payable->authority;
    return Reply::ok(
        of_payable(call.tx, {call.actor, call.environment.locale, call.ambient.today()}, *payable));
}

Result<Reply> get_order_thread(Call& call)
{
    const auto id = call.id<OrderTag>("order");
    if (!id)
        return id.refusal();
    const auto order = orders::find_for_sight(call.tx, call.actor, *id, call.ambient.today());
    if (!order)
        return order.refusal();
    call.controller = order->authority;
    return Reply::ok(of_order(call.tx, {call.actor, call.environment.locale, call.ambient.today()}, *order));
}

Result<Reply> get_basket_thread(Call& call)
{
    const auto id = call.id<BasketTag>("basket");
    if (!id)
        return id.refusal();
    const auto basket = baskets::find(call.tx, *id);
    if (!basket || !call.actor.speaks_for(basket->authority) || orders::sees_own_customers_only(call.actor))
        return absent();
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    auto found = orders::of_basket(call.tx, *id, page->after[0], page->limit + 1);
    auto cursor = cut_page(call, *page, found, [](const Order& last) { return std::vector{last.id.text()}; });
    json::Array items;
    for (const auto& order : found)
        items.emplace_back(line_of(call.tx, order));
    return Reply::page(json::Object{}.add("items", items), std::move(cursor));
}

Facts orders_on_page(const Call& call)
{
    const auto basket = call.id<BasketTag>("basket");
    const auto page = page_of(call);
    PROMISE(basket && page);
    std::string orders;
    for (const auto& order : orders::of_basket(call.tx, *basket, page->after[0], page->limit))
        orders += (orders.empty() ? "" : " ") + order.id.text();
    return {{"orders", orders}};
}

} // namespace

Routes thread_routes()
{
    return {
        Route{Method::get, "/api/v1/payables/{payable}/thread", see_threads, Access::reads_and_logs, nullptr,
              shared(payable_thread_shape()), get_payable_thread,
              "From a payable line to claim, order, receipt, offer, acceptance, basket and programme"}
            .viewing([](const Call& call) { return Facts{{"payable", call.path.find("payable")->second}}; }),
        Route{Method::get, "/api/v1/orders/{order}/thread", see_threads, Access::reads_and_logs, nullptr,
              shared(order_thread_shape()), get_order_thread, "Everything behind and after one order"}
            .viewing([](const Call& call) { return Facts{{"order", call.path.find("order")->second}}; }),
        Route{Method::get, "/api/v1/baskets/{basket}/thread", see_threads, Access::reads_and_logs, nullptr,
              shared(basket_thread_shape()), get_basket_thread,
              "A basket's orders with their claims and lines"}
            .paged()
            .viewing(orders_on_page),
    };
}

} // namespace kori::threads
