#include "marketplace/thread/orphans.hpp"

#include "core/journal/journal.hpp"
#include "marketplace/offer/offer_store.hpp"
#include "procurement/admission/admission_store.hpp"
#include "procurement/programme/programme_store.hpp"

namespace kori::threads
{
namespace
{

template <class T>
void need(std::vector<std::string>& orphans, const std::optional<T>& found, const std::string& from,
          const std::string& to)
{
    if (!found)
        orphans.push_back(from + " leads to " + to + ", which is not there");
}

} // namespace

std::vector<std::string> orphans_of(Transaction& tx, const Payable& payable)
{
    std::vector<std::string> orphans;
    const auto name = payable.id.text();
    const auto claim = outcomes::find(tx, *ClaimId::parse(payable.claim));
    const auto order = orders::find(tx, *OrderId::parse(payable.order));
    const auto entry = payments::find_entry(tx, payable.entry);
    need(orphans, claim, name, payable.claim);
    need(orphans, order, name, payable.order);
    need(orphans, entry, name, payable.entry.text());
    if (claim && claim->payable != payable.id)
        orphans.push_back(payable.claim + " does not lead back to " + name);
    if (claim && claim->order.text() != payable.order)
        orphans.push_back(name + " and its claim name different orders");
    if (order && (order->basket != payable.basket || order->basket_version != payable.basket_version ||
                  order->provider != payable.provider || order->authority != payable.authority))
        orphans.push_back(name + " and its order name different terms or parties");
    if (entry && entry->entry.about != name)
        orphans.push_back(payable.entry.text() + " does not lead back to " + name);
    if (journal::about(tx, name).empty())
        orphans.push_back(name + " has no entry in the journal");
    return orphans;
}

std::vector<std::string> orphans_of(Transaction& tx, const Order& order)
{
    std::vector<std::string> orphans;
    const auto name = order.id.text();
    const auto agreement = choices::find_agreement(tx, order.agreement);
    const auto receipt = choices::find_receipt(tx, order.receipt);
    const auto version = offers::offer_of_version(tx, order.offer_version);
    const auto offer = offers::find(tx, order.offer);
    const auto admission = admissions::find(tx, order.admission);
    const auto decision = admissions::find_decision(tx, order.decision);
    const auto basket = baskets::find(tx, order.basket);
    const auto terms = baskets::basket_of_version(tx, order.basket_version);
    need(orphans, agreement, name, order.agreement.text());
    need(orphans, receipt, name, order.receipt.text());
    need(orphans, version, name, order.offer_version.text());
    need(orphans, offer, name, order.offer.text());
    need(orphans, admission, name, order.admission.text());
    need(orphans, decision, name, order.decision.text());
    need(orphans, basket, name, order.basket.text());
    need(orphans, terms, name, order.basket_version.text());
    need(orphans, programmes::find(tx, order.programme), name, order.programme.text());
    if (receipt && (receipt->chosen != order.offer_version || receipt->agreement != order.agreement ||
                    receipt->basket_version != order.basket_version))
        orphans.push_back(name + " is not what its receipt says");
    if (version && *version != order.offer)
        orphans.push_back(name + " names another offer than its version's");
    if (terms && *terms != order.basket)
        orphans.push_back(name + " names another basket than its version's");
    if (basket && basket->programme != order.programme)
        orphans.push_back(name + " names another programme than its basket's");
    if (admission && (admission->provider != order.provider || admission->programme != order.programme))
        orphans.push_back(name + " names another provider's admission");
    if (decision && decision->admission != order.admission)
        orphans.push_back(name + " names another admission's decision");
    if (journal::about(tx, name).empty())
        orphans.push_back(name + " has no entry in the journal");
    // And down again: claims with decisions, decided ones with the line that they say.
    for (const auto& claim : outcomes::of_order(tx, order.id))
    {
        if (outcomes::decisions_of(tx, claim.id).empty())
            orphans.push_back(claim.id.text() + " has no decision");
        if (claim.state == claim_state::payable && !claim.payable)
            orphans.push_back(claim.id.text() + " is payable without a line");
        if (claim.payable)
            need(orphans, payments::find(tx, *claim.payable), claim.id.text(), claim.payable->text());
    }
    for (const auto& payable : payments::of_order(tx, name))
        for (auto& orphan : orphans_of(tx, payable))
            orphans.push_back(std::move(orphan));
    return orphans;
}

} // namespace kori::threads
