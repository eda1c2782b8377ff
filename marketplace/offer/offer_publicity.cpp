#include "marketplace/offer/offer_publicity.hpp"

#include "core/base/promise.hpp"
#include "marketplace/offer/offer_store.hpp"

namespace kori::offers
{
namespace
{

publicity::MatterDocument document_of(Transaction& tx, const Offer& offer)
{
    const auto basket = baskets::find(tx, offer.basket);
    PROMISE(basket.has_value());
    publicity::MatterDocument document{.id = offer.id.text(),
                                       .matter = basket->programme.text(),
                                       .authority = offer.authority,
                                       .channel = basket->channel,
                                       .kind = DocumentKind::offer,
                                       .provider = offer.provider};
    for (const auto& version : versions_of(tx, offer.id))
        if (version.listed_at && !document.moments.listed)
            document.moments.listed = version.listed_at;
    return document;
}

std::optional<publicity::MatterDocument> find_document(Transaction& tx, std::string_view id)
{
    const auto parsed = OfferId::parse(id);
    const auto offer = parsed ? find(tx, *parsed) : std::nullopt;
    return offer && offer->was_submitted ? std::optional{document_of(tx, *offer)} : std::nullopt;
}

std::vector<publicity::MatterDocument> documents_in(Transaction& tx, std::string_view matter,
                                                    std::string_view after_id, std::int64_t limit)
{
    std::vector<publicity::MatterDocument> documents;
    if (const auto programme = ProgrammeId::parse(matter))
        for (const auto& offer : submitted_in(tx, *programme, after_id, limit))
            documents.push_back(document_of(tx, offer));
    return documents;
}

} // namespace

publicity::DocumentSource offer_documents()
{
    return {std::string{OfferTag::prefix}, find_document, documents_in};
}

} // namespace kori::offers
