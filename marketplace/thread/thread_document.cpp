#include "marketplace/thread/thread_document.hpp"

#include "core/desk/proof_view.hpp"
#include "core/journal/journal.hpp"
#include "marketplace/offer/offer_store.hpp"
#include "marketplace/order/order_sight.hpp"
#include "marketplace/order/order_views.hpp"
#include "marketplace/outcome/outcome_views.hpp"
#include "marketplace/payment/payment_views.hpp"
#include "marketplace/thread/verdict.hpp"
#include "procurement/admission/admission_store.hpp"
#include "procurement/programme/programme_store.hpp"

#include <algorithm>

namespace kori::threads
{

using namespace http;

namespace
{

// Of one object in one thread, the newest; looks are counted by themselves, so that no number of them hides
// an act.
constexpr std::ptrdiff_t entries_max = 200;

bool is_look(const journal::Entry& entry)
{
    return entry.kind == "viewed";
}

std::vector<journal::Entry> newest_about(Transaction& tx, const std::string& object)
{
    auto found = journal::about(tx, object);
    auto looks = std::count_if(found.begin(), found.end(), is_look);
    auto acts = std::ssize(found) - looks;
    std::erase_if(found, [&](const journal::Entry& entry)
                  { return (is_look(entry) ? looks : acts)-- > entries_max; });
    return found;
}

// Entries of the objects, oldest first of each; proofs are fetched from the journal by the entry's id.
json::Array entries_about(Transaction& tx, const Actor& actor, const std::vector<std::string>& objects)
{
    const auto head = journal::newest_head(tx);
    json::Array entries;
    for (const auto& object : objects)
    {
        for (const auto& entry : newest_about(tx, object))
        {
            if (!journal::may_see(entry, actor.organisation->text(), false))
                continue;
            const bool is_proven = entry.number >= 0 && head && entry.number < head->size;
            entries.emplace_back(json::Object{}
                                     .add("id", entry.id)
                                     .add("kind", entry.kind)
                                     .add("about", entry.about)
                                     .add("at", entry.at)
                                     .add("number", entry.number)
                                     .add("proof", is_proven ? "included" : "pending")
                                     .add("leaf_hash", to_hex(entry.leaf_hash)));
        }
    }
    return entries;
}

// What an order stands on, beside the order itself.
json::Object chain_of(Transaction& tx, const Wish& wish, const Order& order)
{
    const auto& actor = wish.actor;
    const auto version = offers::find_version(tx, order.offer_version);
    const auto admission = admissions::find(tx, order.admission);
    const auto decision = admissions::find_decision(tx, order.decision);
    const auto basket = baskets::find(tx, order.basket);
    const auto terms = baskets::find_version(tx, order.basket_version);
    const auto programme = programmes::find(tx, order.programme);
    PROMISE(version && admission && decision && basket && terms && programme);
    json::Object chain;
    chain.add("order", orders::view_of(tx, actor, order, wish.today));
    if (actor.speaks_for(order.authority))
    {
        const auto receipt = choices::find_receipt(tx, order.receipt);
        PROMISE(receipt.has_value());
        chain.add("receipt", json::Object{}
                                 .add("id", receipt->id)
                                 .add("digest", choices::digest_of(*receipt))
                                 .add("agreement", receipt->agreement)
                                 .add("session", receipt->session)
                                 .add("basket_version", receipt->basket_version)
                                 .add("shown", static_cast<std::int64_t>(receipt->shown.size()))
                                 .add("chosen", receipt->chosen)
                                 .add("is_assisted", receipt->assistance.has_value())
                                 .add("decided_at", receipt->decided_at));
    }
    json::Array prices;
    for (const auto& price : version->terms.prices)
        prices.emplace_back(json::Object{}.add("component", price.component).add("price_cents", price.price));
    chain
        .add("offer_version", json::Object{}
                                  .add("id", version->id)
                                  .add("offer", version->offer)
                                  .add("number", version->number)
                                  .add("prices", prices))
        .add("admission", json::Object{}
                              .add("id", admission->id)
                              .add("state", admission->state)
                              .add("decision", decision->id)
                              .add("outcome", decision->outcome)
                              .add("decided_at", decision->decided_at))
        .add("basket_version", json::Object{}
                                   .add("id", terms->id)
                                   .add("basket", terms->basket)
                                   .add("number", terms->number)
                                   .add("name", terms->terms.name))
        .add("programme", json::Object{}
                              .add("id", programme->id)
                              .add("channel", code_of(programme->channel))
                              .add("regime", code_of(programme->regime)));
    return chain;
}

std::vector<std::string> objects_of(const Order& order)
{
    return {order.id.text(),       order.receipt.text(),       order.agreement.text(),
            order.offer.text(),    order.offer_version.text(), order.admission.text(),
            order.decision.text(), order.basket.text(),        order.basket_version.text(),
            order.programme.text()};
}

// A provider sees what became owed to it; reserves and budgets are the payers'.
json::Array ledger_about(Transaction& tx, const Actor& actor, const Order& order,
                         const std::vector<std::string>& objects)
{
    json::Array entries;
    for (const auto& object : objects)
        for (const auto& booked : payments::entries_about(tx, object))
            if (actor.speaks_for(order.authority))
                entries.emplace_back(payments::view_of(booked));
            else if (booked.entry.kind == EntryKind::convert || booked.entry.kind == EntryKind::reverse ||
                     booked.entry.kind == EntryKind::pay)
                entries.emplace_back(payments::provider_view_of(booked));
    return entries;
}

// Who may open no claims learns what became of them.
json::Object claim_part(Transaction& tx, const Wish& wish, const Order& order, const Claim& claim)
{
    if (orders::sight_of(tx, wish.actor, order, wish.today) == orders::Sight::dates)
        return result_of(tx, wish.locale, wish.actor.language, claim);
    return outcomes::view_of(tx, wish.locale, wish.actor.language, claim,
                             wish.actor.speaks_for(order.authority));
}

std::vector<Member> chain_members()
{
    const auto most = Money::euros(1'000'000'000);
    const auto states = [](const StateTable& table)
    { return code({table.states.begin(), table.states.end()}, "State"); };
    return {
        required("order", orders::order_thread_part_shape()),
        optional(
            "receipt",
            object("ThreadReceipt", "Of the customer's choice; the journal's API proves its entry",
                   {required("id", id_of<ChoiceReceiptTag>("Receipt")),
                    required("digest", text(64, 64, "SHA-256 of its canonical text", std::string(64, '0'))),
                    required("agreement", id_of<BasketAgreementTag>("Agreement")),
                    required("session", id_of<ChoiceSessionTag>("Choice session")),
                    required("basket_version", id_of<BasketVersionTag>("Terms shown")),
                    required("shown", integer(0, 100'000, "How many offers were shown", 3)),
                    required("chosen", nullable(id_of<OfferVersionTag>("Chosen version"))),
                    required("is_assisted", boolean("Did somebody help?", false)),
                    required("decided_at", instant("When", "2026-03-02T10:15:00Z"))})),
        required(
            "offer_version",
            object("ThreadOfferVersion", "Frozen for the order",
                   {required("id", id_of<OfferVersionTag>("Version")),
                    required("offer", id_of<OfferTag>("Offer")),
                    required("number", integer(1, 1'000'000, "Of the version", 1)),
                    required("prices", list(object("ThreadPrice", "Of one unit, without VAT",
                                                   {required("component", text(1, 100, "Component", "start")),
                                                    required("price_cents", money(Money{}, most, "Price",
                                                                                  Money::euros(300)))}),
                                            0, 1'000, "By component"))})),
        required("admission", object("ThreadAdmission", "By which the provider stood in the programme",
                                     {required("id", id_of<AdmissionTag>("Request")),
                                      required("state", states(acceptance_states())),
                                      required("decision", id_of<AdmissionDecisionTag>(
                                                               "Standing decision when the order was made")),
                                      required("outcome", text(1, 60, "What was decided", "accepted")),
                                      required("decided_at", instant("When", "2026-03-02T10:15:00Z"))})),
        required("basket_version",
                 object("ThreadBasketVersion", "The terms that the order stands on",
                        {required("id", id_of<BasketVersionTag>("Version")),
                         required("basket", id_of<BasketTag>("Basket")),
                         required("number", integer(1, 1'000'000, "Of the version", 1)),
                         required("name", draft_local_text(500, "What the customer read", "Työhönvalmennus",
                                                           "Arbetsträning"))})),
        required("programme",
                 object("ThreadProgramme", "Where it all hangs",
                        {required("id", id_of<ProgrammeTag>("Programme")),
                         required("channel", text(1, 60, "Legal channel", "OPEN_ACCEPTANCE")),
                         required("regime", text(1, 60, "Which rules bind", "not_a_public_contract"))})),
        required("ledger", list(payments::booked_entry_shape(), 0, 100'000, "Entries of the ledger")),
        required(
            "journal",
            list(object("ThreadEntry", "An entry of the journal and the state of its proof",
                        {required("id", id_of<EntryTag>("Entry")),
                         required("kind", text(1, 100, "What", "order.made")),
                         required("about", text(1, 200, "Which object", "ord_…")),
                         required("at", instant("When", "2026-03-02T10:15:00Z")),
                         required("number", integer(-1, 1'000'000'000'000, "Leaf; -1 while it waits", 41)),
                         required("proof", desk::proof_state_shape()),
                         required("leaf_hash",
                                  text(0, 64, "RFC 9162 hash of the leaf, hex", std::string(64, '0')))}),
                 0, 100'000, "By object, oldest first")),
    };
}

} // namespace

json::Object of_payable(Transaction& tx, const Wish& wish, const Payable& payable)
{
    const auto claim = outcomes::find(tx, *ClaimId::parse(payable.claim));
    const auto order = orders::find(tx, *OrderId::parse(payable.order));
    PROMISE(claim && order);
    json::Object thread;
    thread.add("payable", payments::view_of(payable)).add("claim", claim_part(tx, wish, *order, *claim));
    const auto chain = chain_of(tx, wish, *order);
    for (const auto& [name, value] : chain.members())
        thread.add(name, value);
    std::vector<std::string> objects{payable.id.text(), payable.claim};
    const auto behind = objects_of(*order);
    objects.insert(objects.end(), behind.begin(), behind.end());
    return thread.add("ledger", ledger_about(tx, wish.actor, *order, {payable.order, payable.id.text()}))
        .add("journal", entries_about(tx, wish.actor, objects));
}

json::Object of_order(Transaction& tx, const Wish& wish, const Order& order)
{
    auto thread = chain_of(tx, wish, order);
    json::Array claims;
    json::Array payables;
    std::vector<std::string> ledger{order.id.text()};
    auto objects = objects_of(order);
    for (const auto& claim : outcomes::of_order(tx, order.id))
    {
        claims.emplace_back(claim_part(tx, wish, order, claim));
        objects.push_back(claim.id.text());
    }
    for (const auto& payable : payments::of_order(tx, order.id.text()))
    {
        payables.emplace_back(payments::view_of(payable));
        ledger.push_back(payable.id.text());
        objects.push_back(payable.id.text());
    }
    return thread.add("claims", std::move(claims))
        .add("payables", std::move(payables))
        .add("ledger", ledger_about(tx, wish.actor, order, ledger))
        .add("journal", entries_about(tx, wish.actor, objects));
}

json::Object line_of(Transaction& tx, const Order& order)
{
    json::Array claims;
    for (const auto& claim : outcomes::of_order(tx, order.id))
        claims.emplace_back(claim.id);
    json::Array payables;
    for (const auto& payable : payments::of_order(tx, order.id.text()))
        payables.emplace_back(payable.id);
    return json::Object{}
        .add("order", order.id)
        .add("state", order.state)
        .add("provider", order.provider)
        .add("basket_version", order.basket_version)
        .add("offer_version", order.offer_version)
        .add("receipt", order.receipt)
        .add("admission", order.admission)
        .add("claims", std::move(claims))
        .add("payables", std::move(payables));
}

Shape payable_thread_shape()
{
    auto members = chain_members();
    members.push_back(required("payable", payments::payable_shape()));
    members.push_back(required("claim", claim_thread_part_shape()));
    return object("PayableThread", "From one payable line back to the programme", std::move(members));
}

Shape order_thread_shape()
{
    auto members = chain_members();
    members.push_back(required("claims", list(claim_thread_part_shape(), 0, 100'000, "Its claims")));
    members.push_back(required("payables", list(payments::payable_shape(), 0, 100'000, "Its lines")));
    return object("OrderThread", "Everything behind and after one order", std::move(members));
}

Shape basket_thread_shape()
{
    const auto states = order_states().states;
    return object(
        "BasketThread", "One page of a basket's orders, with their claims and lines",
        {required(
            "items",
            list(object("BasketThreadLine", "One order",
                        {required("order", id_of<OrderTag>("Order")),
                         required("state", code({states.begin(), states.end()}, "Where it stands")),
                         required("provider", id_of<OrganisationTag>("Provider")),
                         required("basket_version", id_of<BasketVersionTag>("Terms")),
                         required("offer_version", id_of<OfferVersionTag>("Frozen offer")),
                         required("receipt", id_of<ChoiceReceiptTag>("Receipt of the choice")),
                         required("admission", id_of<AdmissionTag>("Acceptance")),
                         required("claims", list(id_of<ClaimTag>("Claim"), 0, 100'000, "Its claims")),
                         required("payables", list(id_of<PayableTag>("Line"), 0, 100'000, "Its lines"))}),
                 0, 200, "By id"))});
}

} // namespace kori::threads
