#include "marketplace/order/order_api.hpp"

#include "core/http/cursor.hpp"
#include "core/http/environment.hpp"
#include "marketplace/order/order_actions.hpp"
#include "marketplace/order/order_sight.hpp"
#include "marketplace/order/order_views.hpp"

namespace kori::orders
{
namespace
{

using namespace http;

constexpr Permission make_orders{"order.make"};
constexpr Permission see_orders{"order.see"};
constexpr Permission answer_orders{"order.answer"};
constexpr Permission see_contact{"order.contact"};
constexpr Permission allot_budget{"budget.allot"};

Result<Order> order_of(Call& call)
{
    const auto id = call.id<OrderTag>("order");
    if (!id)
        return id.refusal();
    return find_for_sight(call.tx, call.actor, *id, call.ambient.today());
}

Result<Reply> post_order(Call& call)
{
    const auto agreement = call.id<BasketAgreementTag>("agreement");
    if (!agreement)
        return agreement.refusal();
    MakeOrder wish{*agreement, {}, call.body.at("planned_start_on").date()};
    if (const auto* payers = call.body.find("payers"))
        for (const auto& share : payers->array())
            wish.payers.push_back({share.at("payer").text(), share.at("basis_points").integer()});
    const auto order = make_order(call.tx, call.ambient, call.actor, wish);
    if (!order)
        return order.refusal();
    call.person = order->customer.revealed();
    return Reply::created(view_of(call.tx, call.actor, *order, call.ambient.today()), order->revision,
                          "/api/v1/orders/" + order->id.text());
}

// Of a coach his own customers' orders, else all of the organisation.
std::vector<Order> listed_orders(const Call& call, std::string_view after, std::int64_t limit)
{
    const auto& actor = call.actor;
    if (!actor.is_authority())
        return of_provider(call.tx, *actor.organisation, after, limit);
    if (sees_own_customers_only(actor))
        return of_own_customers(call.tx, actor, after, limit, call.ambient.today());
    return of_authority(call.tx, *actor.organisation, after, limit);
}

Result<Reply> list_orders(Call& call)
{
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    auto found = listed_orders(call, page->after[0], page->limit + 1);
    auto cursor = cut_page(call, *page, found, [](const Order& last) { return std::vector{last.id.text()}; });
    json::Array items;
    for (const auto& order : found)
        items.emplace_back(json::Object{}
                               .add("id", order.id)
                               .add("state", order.state)
                               .add("provider", order.provider)
                               .add("basket", order.basket)
                               .add("planned_start_on", order.planned_start_on));
    return Reply::page(json::Object{}.add("items", items), std::move(cursor));
}

// A list is about no one order: its entry names those on the page.
Facts orders_on_page(const Call& call)
{
    const auto page = page_of(call);
    PROMISE(page);
    std::string orders;
    for (const auto& order : listed_orders(call, page->after[0], page->limit))
        orders += (orders.empty() ? "" : " ") + order.id.text();
    return {{"orders", orders}};
}

Result<Reply> get_order(Call& call)
{
    const auto order = order_of(call);
    if (!order)
        return order.refusal();
    call.controller = order->authority;
    return Reply::view(view_of(call.tx, call.actor, *order, call.ambient.today()), order->revision);
}

Result<Reply> get_notes(Call& call)
{
    const auto order = order_of(call);
    if (!order)
        return order.refusal();
    const auto sight = notes_sight_of(call.tx, call.actor, *order, call.ambient.today());
    if (sight == NotesSight::none)
        return refuse(Fault::forbidden, "access.no_duty", "Your role does not do this.");
    json::Array items;
    for (const auto& note : notes_of(call.tx, order->id))
        if (note.act == "note_progress" || sight == NotesSight::all)
            items.emplace_back(json::Object{}
                                   .add("id", note.id)
                                   .add("act", note.act)
                                   .add("kind", note.kind)
                                   .add("day", note.noted_on)
                                   .add("recorded_at", note.recorded_at));
    call.controller = order->authority;
    return Reply::ok(json::Object{}.add("items", items));
}

Result<Reply> get_contact(Call& call)
{
    const auto order = order_of(call);
    if (!order)
        return order.refusal();
    const auto contact = contact_of(call.tx, call.environment.keys, call.actor, *order, call.ambient.today());
    if (!contact)
        return contact.refusal();
    call.controller = order->authority;
    return Reply::ok(json::Object{}
                         .add("order", order->id)
                         .add("name", contact->name)
                         .add("phone", contact->phone)
                         .add("email", contact->email));
}

Result<Reply> post_reserve(Call& call)
{
    const auto order = order_of(call);
    if (!order)
        return order.refusal();
    if (const auto fresh = call.expect_revision(order->revision); !fresh)
        return fresh.refusal();
    const auto more =
        reserve_more(call.tx, call.ambient, call.actor, order->id, call.body.at("amount_cents").money());
    if (!more)
        return more.refusal();
    return Reply::view(view_of(call.tx, call.actor, *more, call.ambient.today()), more->revision);
}

Result<Reply> post_act(Call& call, const OrderAct& act)
{
    const auto order = order_of(call);
    if (!order)
        return order.refusal();
    if (const auto fresh = call.expect_revision(order->revision); !fresh)
        return fresh.refusal();
    MoveOrder wish{order->id, std::string{act.verb}, {}, {}, {}};
    if (act.takes_ground)
        wish.ground = call.body.at("ground").text();
    if (act.takes_day)
        wish.day = call.body.at("day").date();
    if (act.takes_kind)
        wish.kind = call.body.at("kind").text();
    const auto moved = move_order(call.tx, call.ambient, call.actor, wish);
    if (!moved)
        return moved.refusal();
    if (call.actor.is_authority())
        call.person = moved->customer.revealed();
    return Reply::view(view_of(call.tx, call.actor, *moved, call.ambient.today()), moved->revision);
}

std::shared_ptr<const Shape> body_of(const OrderAct& act)
{
    std::vector<Member> members;
    if (act.takes_ground)
    {
        std::vector<std::string> grounds;
        for (const auto& ground : decline_grounds())
            if (act.verb == "decline" ? ground.by == DeclinedBy::provider
                                      : ground.by == DeclinedBy::authority ||
                                            (act.verb == "drop" && ground.by == DeclinedBy::customer))
                grounds.emplace_back(ground.code);
        members.push_back(required("ground", code(std::move(grounds), "A listed ground")));
    }
    if (act.takes_kind)
        members.push_back(required("kind", code(note_kinds(act.verb), "What it was")));
    if (act.takes_day)
        members.push_back(required("day", date("On which day", "2026-04-01")));
    if (members.empty())
        return nullptr;
    std::string name{"Order"};
    bool is_first = true;
    for (const auto letter : act.verb)
    {
        if (letter != '_')
            name += is_first ? static_cast<char>(letter - 'a' + 'A') : letter;
        is_first = letter == '_';
    }
    return shared(object(name, std::string{act.summary}, std::move(members)));
}

Facts seen_order(const Call& call)
{
    return {{"order", call.path.find("order")->second}};
}

} // namespace

Routes order_routes()
{
    const auto most = Money::euros(1'000'000'000);
    const auto view = shared(order_shape());
    const auto wish = shared(object(
        "OrderWish", "An order of the customer's choice; everything else follows from the receipt",
        {required("planned_start_on", date("Planned start", "2026-04-01")),
         optional("payers",
                  list(object("OrderPayerWish", "A payer's part",
                              {required("payer", id_of<OrganisationTag>("Who pays")),
                               required("basis_points", integer(1, 10'000, "Part; 10000 = all", 10'000))}),
                       1, 20, "Who pays which part; your authority all of it when absent"))}));
    const auto orders = shared(object(
        "Orders", "One page",
        {required("items", list(object("OrderLine", "One order",
                                       {required("id", id_of<OrderTag>("Order")),
                                        required("state", text(1, 60, "State", "SENT")),
                                        required("provider", id_of<OrganisationTag>("Provider")),
                                        required("basket", id_of<BasketTag>("Basket")),
                                        required("planned_start_on", date("Planned start", "2026-04-01"))}),
                                0, 200, "By id"))}));
    const auto notes = shared(
        object("OrderNotes", "Interim results and what was observed afterwards",
               {required("items", list(object("OrderNote", "A code and a day",
                                              {required("id", id_of<OrderNoteTag>("Note")),
                                               required("act", text(1, 60, "Act", "note_progress")),
                                               required("kind", text(1, 60, "What it was", "meeting_held")),
                                               required("day", date("On which day", "2026-04-01")),
                                               required("recorded_at", instant("When it was noted",
                                                                               "2026-04-01T10:15:00Z"))}),
                                       0, 1'000, "Oldest first"))}));
    const auto contact =
        shared(object("OrderContact", "Who comes and how to reach that person; every look is noted",
                      {required("order", id_of<OrderTag>("Order")),
                       required("name", text(0, 200, "Name", "Kalle Keksitty")),
                       required("phone", text(0, 60, "Phone", "+358 40 000 0000")),
                       required("email", text(0, 320, "Address", "kalle@posti.example"))}));
    const auto more = shared(
        object("OrderReserveWish", "More money for an order",
               {required("amount_cents", money(Money::cents(1), most, "Without VAT", Money::euros(100)))}));
    Routes routes = {
        Route{Method::post, "/api/v1/agreements/{agreement}/orders", make_orders, Access::writes, wish, view,
              post_order, "Make an order of what the customer chose"}
            .keyed()
            .creating(),
        Route{Method::get, "/api/v1/orders", see_orders, Access::reads_and_logs, nullptr, orders, list_orders,
              "Orders of your authority, of a coach's own customers, or sent to your organisation"}
            .paged()
            .viewing(orders_on_page),
        Route{Method::get, "/api/v1/orders/{order}", see_orders, Access::reads_and_logs, nullptr, view,
              get_order, "One order"}
            .viewing(seen_order),
        Route{Method::get, "/api/v1/orders/{order}/notes", see_orders, Access::reads_and_logs, nullptr, notes,
              get_notes, "Interim results and what was observed afterwards"}
            .viewing(seen_order),
        Route{Method::get, "/api/v1/orders/{order}/contact", see_contact, Access::reads_and_logs, nullptr,
              contact, get_contact, "The customer's name and contact, while the order runs"}
            .viewing(seen_order),
        Route{Method::post, "/api/v1/orders/{order}/reserve", allot_budget, Access::writes, more, view,
              post_reserve, "Reserve more money for an order"}
            .keyed()
            .allowing_match(),
    };
    for (const auto& act : order_acts())
        routes.push_back(Route{Method::post, "/api/v1/orders/{order}/" + std::string{act.path},
                               act.side == OrderSide::provider ? answer_orders : make_orders, Access::writes,
                               body_of(act), view, [&act](Call& call) { return post_act(call, act); },
                               std::string{act.summary}}
                             .keyed()
                             .allowing_match());
    return routes;
}

} // namespace kori::orders
