// What a small purchase has that somebody may ask for: its call, offers and decisions.
#include "core/base/promise.hpp"
#include "procurement/programme/programme_store.hpp"
#include "procurement/publicity/matter.hpp"
#include "procurement/small_purchase/small_purchase.hpp"
#include "procurement/small_purchase/small_purchase_store.hpp"

namespace kori::publicity
{
namespace
{

std::optional<SmallPurchase> called(Transaction& tx, std::string_view id)
{
    const auto parsed = SmallPurchaseId::parse(id);
    auto purchase = parsed ? small_purchases::find(tx, *parsed) : std::nullopt;
    return purchase && purchase->called_at ? purchase : std::nullopt;
}

std::optional<Matter> find_purchase(Transaction& tx, std::string_view id)
{
    const auto parsed = SmallPurchaseId::parse(id);
    const auto purchase = parsed ? small_purchases::find(tx, *parsed) : std::nullopt;
    if (!purchase)
        return std::nullopt;
    const auto programme = programmes::find(tx, purchase->programme);
    PROMISE(programme.has_value());
    Matter matter{.id = purchase->id.text(),
                  .authority = purchase->authority,
                  .channel = Channel::small_purchase,
                  .regime = programme->regime,
                  .is_announced = purchase->is_public};
    if (purchase->ordered_at)
    {
        const auto estimate = small_purchases::find_estimate(tx, purchase->id, purchase->estimate);
        PROMISE(estimate.has_value());
        matter.contract = MadeContract{
            Channel::small_purchase, programme->regime, *purchase->ordered_at, estimate->value, {}};
    }
    return matter;
}

bool is_party_of_purchase(Transaction& tx, std::string_view id, OrganisationId organisation)
{
    const auto purchase = SmallPurchaseId::parse(id);
    return purchase && !small_purchases::offers_of(tx, *purchase, organisation, {}, 1).empty();
}

MatterDocument paper_of(const SmallPurchase& purchase, std::string id, DocumentKind kind)
{
    return {.id = std::move(id),
            .matter = purchase.id.text(),
            .authority = purchase.authority,
            .channel = Channel::small_purchase,
            .kind = kind};
}

MatterDocument call_of(const SmallPurchase& purchase)
{
    auto document = paper_of(purchase, purchase.id.text(), DocumentKind::call);
    document.moments.sent = purchase.called_at;
    return document;
}

MatterDocument document_of(const SmallPurchase& purchase, const PurchaseOffer& offer,
                           std::optional<Instant> decided_at)
{
    auto document = paper_of(purchase, offer.id.text(), DocumentKind::offer);
    document.provider = offer.provider;
    // Secret to the authority, too, while offers may still come in.
    document.is_seen_by_authority = purchase.state != purchase_state::invited;
    document.moments.made = offer.received_at;
    document.moments.decided = decided_at;
    document.moments.contract_made = purchase.ordered_at;
    return document;
}

MatterDocument document_of(const SmallPurchase& purchase, const PurchaseDecision& decision)
{
    auto document = paper_of(purchase, decision.id.text(), DocumentKind::decision);
    document.moments.decided = decision.decided_at;
    return document;
}

std::optional<Instant> decided_at(Transaction& tx, SmallPurchaseId purchase)
{
    const auto decision = small_purchases::newest_decision(tx, purchase);
    return decision ? std::optional{decision->decided_at} : std::nullopt;
}

std::optional<MatterDocument> find_call(Transaction& tx, std::string_view id)
{
    const auto purchase = called(tx, id);
    return purchase ? std::optional{call_of(*purchase)} : std::nullopt;
}

std::vector<MatterDocument> calls_of(Transaction& tx, std::string_view matter, std::string_view after_id,
                                     std::int64_t)
{
    const auto purchase = called(tx, matter);
    if (!purchase || purchase->id.text() <= after_id)
        return {};
    return {call_of(*purchase)};
}

std::optional<MatterDocument> find_offer(Transaction& tx, std::string_view id)
{
    const auto parsed = PurchaseOfferId::parse(id);
    const auto offer = parsed ? small_purchases::find_offer(tx, *parsed) : std::nullopt;
    if (!offer)
        return std::nullopt;
    const auto purchase = small_purchases::find(tx, offer->purchase);
    PROMISE(purchase.has_value());
    return document_of(*purchase, *offer, decided_at(tx, purchase->id));
}

std::vector<MatterDocument> offers_of(Transaction& tx, std::string_view matter, std::string_view after_id,
                                      std::int64_t limit)
{
    std::vector<MatterDocument> documents;
    const auto purchase = called(tx, matter);
    if (!purchase)
        return documents;
    const auto decided = decided_at(tx, purchase->id);
    for (const auto& offer : small_purchases::offers_after(tx, purchase->id, after_id, limit))
        documents.push_back(document_of(*purchase, offer, decided));
    return documents;
}

std::optional<MatterDocument> find_decision(Transaction& tx, std::string_view id)
{
    const auto parsed = PurchaseDecisionId::parse(id);
    const auto decision = parsed ? small_purchases::find_decision(tx, *parsed) : std::nullopt;
    if (!decision)
        return std::nullopt;
    const auto purchase = small_purchases::find(tx, decision->purchase);
    PROMISE(purchase.has_value());
    return document_of(*purchase, *decision);
}

std::vector<MatterDocument> decisions_of(Transaction& tx, std::string_view matter, std::string_view after_id,
                                         std::int64_t limit)
{
    std::vector<MatterDocument> documents;
    const auto purchase = called(tx, matter);
    if (!purchase)
        return documents;
    // Few of one purchase, and their ids are in the order of their numbers.
    for (const auto& decision : small_purchases::decisions_after(tx, purchase->id, 0, 1'000))
        if (decision.id.text() > after_id && documents.size() < static_cast<std::size_t>(limit))
            documents.push_back(document_of(*purchase, decision));
    return documents;
}

} // namespace

void add_purchase_sources(Sources& sources)
{
    sources.add(MatterSource{std::string{SmallPurchaseTag::prefix}, find_purchase, is_party_of_purchase});
    sources.add(DocumentSource{std::string{SmallPurchaseTag::prefix}, find_call, calls_of});
    sources.add(DocumentSource{std::string{PurchaseOfferTag::prefix}, find_offer, offers_of});
    sources.add(DocumentSource{std::string{PurchaseDecisionTag::prefix}, find_decision, decisions_of});
}

} // namespace kori::publicity
