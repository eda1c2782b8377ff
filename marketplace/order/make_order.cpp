// From what the customer chose to the order of it.
#include "marketplace/offer/offer_store.hpp"
#include "marketplace/order/order_actions.hpp"
#include "marketplace/order/order_journal.hpp"
#include "marketplace/order/order_sight.hpp"

namespace kori::orders
{
namespace
{

Result<std::vector<PayerShare>> payers_for(Transaction& tx, const MakeOrder& wish, OrganisationId authority)
{
    auto payers = wish.payers;
    if (payers.empty())
        payers.push_back({authority.text(), 10'000});
    auto faults = faults_of(payers, "/payers");
    for (std::size_t i = 0; i < payers.size(); ++i)
    {
        const auto id = OrganisationId::parse(payers[i].payer);
        const auto organisation = id ? access::find_organisation(tx, *id) : std::nullopt;
        if (!organisation || organisation->kind != OrganisationKind::authority)
            faults.push_back({"/payers/" + std::to_string(i) + "/payer",
                              "order.payer_unknown",
                              "The payer is a contracting entity.",
                              {}});
    }
    if (!faults.empty())
        return refuse(Fault::invalid, faults.front().rule, faults.front().sentence).in(std::move(faults));
    return payers;
}

std::vector<std::string> aim_of(const Customer& customer, const BasketTerms& terms)
{
    std::vector<std::string> aim;
    for (const auto& need : customer.facts.needs)
        if (holds(terms.needs, need))
            aim.push_back(need);
    return aim;
}

// Does the choice still stand, and is it free for an order?
Result<Done> check_choice(Transaction& tx, const BasketAgreement& agreement, ChoiceReceiptId receipt,
                          const Basket& basket)
{
    if (agreement.state != basket_agreement_state::agreed &&
        agreement.state != basket_agreement_state::fulfilled)
        return refuse(Fault::conflict, "order.agreement_over",
                      "The agreement with the customer does not stand any more.");
    for (const auto& earlier : of_receipt(tx, receipt))
        if (!has_ended(earlier.state))
            return refuse(Fault::conflict, "order.receipt_in_use",
                          "An order was made of this choice already.");
    if (!takes_customers(basket.state))
        return refuse(Fault::conflict, "order.basket_takes_no_customers",
                      "The basket takes no new customers now.");
    return Done{};
}

} // namespace

Result<Order> make_order(Transaction& tx, const Ambient& ambient, const Actor& actor, const MakeOrder& wish)
{
    const auto agreement = choices::find_agreement(tx, wish.agreement);
    if (!agreement || !actor.speaks_for(agreement->authority) ||
        !customers::find_for_coach(tx, actor, agreement->customer, ambient.today()))
        return absent();

    const auto receipt = choices::receipt_of(tx, wish.agreement);
    if (!receipt)
        return refuse(Fault::conflict, "order.nothing_chosen", "The customer has not chosen yet.");
    const auto version = offers::find_version(tx, *receipt->chosen);
    PROMISE(version.has_value());
    const auto offer = offers::find(tx, version->offer);
    const auto basket = baskets::find(tx, receipt->basket);
    const auto terms = baskets::find_version(tx, receipt->basket_version);
    const auto customer = customers::find(tx, agreement->customer);
    PROMISE(offer && basket && terms && customer);

    if (auto stands = check_choice(tx, *agreement, receipt->id, *basket); !stands)
        return stands.refusal();
    const auto admission = admissions::find_of(tx, basket->programme, offer->provider);
    const auto decision = admission ? admissions::standing_decision(tx, admission->id) : std::nullopt;
    if (!decision || !admissions::is_accepted_in(tx, basket->programme, offer->provider))
        return refuse(Fault::conflict, "order.provider_not_accepted",
                      "The provider does not stand accepted in the programme.");
    if (wish.planned_start_on < ambient.today())
        return refuse(Fault::invalid, "order.start_in_the_past", "The planned start lies today or later.")
            .in({{"/planned_start_on",
                  "order.start_in_the_past",
                  "The planned start lies today or later.",
                  {}}});
    auto payers = payers_for(tx, wish, agreement->authority);
    if (!payers)
        return payers.refusal();
    const Order order{ambient.next<OrderTag>(),
                      agreement->authority,
                      offer->provider,
                      agreement->customer,
                      agreement->id,
                      receipt->id,
                      offer->id,
                      version->id,
                      basket->id,
                      terms->id,
                      basket->programme,
                      admission->id,
                      decision->id,
                      std::string{order_states().initial},
                      customer->facts.municipality,
                      customer->language,
                      customer->needs_interpreter,
                      aim_of(*customer, terms->terms),
                      terms->terms.reveals_health,
                      wish.planned_start_on,
                      {},
                      {},
                      {},
                      {},
                      {},
                      {},
                      *actor.membership,
                      std::move(*payers),
                      ambient.now,
                      1};
    if (auto missing = missing_consent(tx, order))
        return *missing;

    insert(tx, order);
    if (agreement->state == basket_agreement_state::agreed)
        choices::fulfil(tx, agreement->id);

    note(tx, ambient, access::doer_of(actor), "order.made", order,
         {{"agreement", order.agreement.text()},
          {"receipt", order.receipt.text()},
          {"offer_version", order.offer_version.text()},
          {"basket_version", order.basket_version.text()}});
    return order;
}

} // namespace kori::orders
