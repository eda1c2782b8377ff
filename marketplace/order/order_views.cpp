#include "marketplace/order/order_views.hpp"

#include "marketplace/order/order_actions.hpp"
#include "marketplace/order/order_sight.hpp"

namespace kori::orders
{

using namespace http;

Shape order_shape()
{
    const auto states = order_states().states;
    const auto most = Money::euros(1'000'000'000);
    return object(
        "Order", "What a customer's choice became; nobody sees more fields than the task needs",
        {required("id", id_of<OrderTag>("Order")),
         required("state", code({states.begin(), states.end()}, "Where it stands")),
         required("authority", id_of<OrganisationTag>("Buyer")),
         required("provider", id_of<OrganisationTag>("Chosen provider")),
         required("basket", id_of<BasketTag>("Basket")),
         required("basket_version", id_of<BasketVersionTag>("Terms that the order stands on")),
         required("offer", id_of<OfferTag>("Offer")),
         required("offer_version", id_of<OfferVersionTag>("Frozen version that was chosen")),
         optional("municipality", text(0, 3, "Of the customer; three digits", "297")),
         optional("language", text(0, 35, "In which the service is given (BCP 47)", "fi")),
         optional("needs_interpreter", boolean("Is an interpreter needed?", false)),
         optional("needs", list(text(1, 60, "Code", "job_search"), 0, 200, "The agreed aim, coded")),
         required("planned_start_on", date("Planned start", "2026-04-01")),
         optional("sent_at", instant("When it was sent", "2026-03-02T10:15:00Z")),
         optional("accepted_at", instant("When it was accepted", "2026-03-03T10:15:00Z")),
         optional("started_on", date("First day", "2026-04-01")),
         optional("ended_on", date("First day that no longer counts", "2026-10-01")),
         optional("ground", text(1, 60, "Why it was declined, dropped or transferred", "no_capacity")),
         optional("agreement", id_of<BasketAgreementTag>("Agreement with the customer")),
         optional("receipt", id_of<ChoiceReceiptTag>("Receipt of the choice")),
         optional("customer", id_of<CustomerTag>("Pseudonym; for coaches only")),
         optional("payers",
                  list(object("OrderPayer", "A payer's part",
                              {required("payer", id_of<OrganisationTag>("Who pays")),
                               required("basis_points", integer(1, 10'000, "Part; 10000 = all", 10'000))}),
                       1, 100, "Who pays which part")),
         optional("reserved_cents", money(Money{}, most, "Reserved in all, without VAT", Money::euros(900))),
         optional("left_cents", money(Money{}, most, "Of it not yet claimed", Money::euros(600))),
         required("revision", integer(1, 1'000'000'000, "Revision", 1))});
}

Shape order_thread_part_shape()
{
    auto shape = order_shape();
    shape.name = "ThreadOrder";
    shape.about = "The order; who books the provider's money sees id, state and days";
    for (auto& member : shape.members)
        member.required = member.name == "id" || member.name == "state";
    return shape;
}

json::Object view_of(Transaction& tx, const Actor& actor, const Order& order, CivilDate today)
{
    const auto sight = sight_of(tx, actor, order, today);
    json::Object view;
    view.add("id", order.id).add("state", order.state);
    if (sight >= Sight::money)
        view.add("authority", order.authority)
            .add("provider", order.provider)
            .add("basket", order.basket)
            .add("basket_version", order.basket_version)
            .add("offer", order.offer)
            .add("offer_version", order.offer_version);
    if (sight >= Sight::coded)
        view.add("municipality", order.municipality)
            .add("language", order.language)
            .add("needs_interpreter", order.needs_interpreter)
            .add("needs", json::array_of(needs_for(tx, actor, order)));
    view.add("planned_start_on", order.planned_start_on)
        .add_if("sent_at", order.sent_at)
        .add_if("accepted_at", order.accepted_at)
        .add_if("started_on", order.started_on)
        .add_if("ended_on", order.ended_on);
    if (sight < Sight::money)
        return view;
    if (!order.ground.empty())
        view.add("ground", order.ground);
    if (actor.speaks_for(order.authority))
    {
        view.add("agreement", order.agreement).add("receipt", order.receipt);
        if (sight == Sight::person)
            view.add("customer", order.customer.revealed());
        json::Array payers;
        for (const auto& share : order.payers)
            payers.emplace_back(
                json::Object{}.add("payer", share.payer).add("basis_points", share.basis_points));
        Money left;
        for (const auto& part : payments::left_for(tx, order.id.text()))
            left += part.amount;
        view.add("payers", payers).add("reserved_cents", order.reserved).add("left_cents", left);
    }
    return view.add("revision", order.revision);
}

} // namespace kori::orders
