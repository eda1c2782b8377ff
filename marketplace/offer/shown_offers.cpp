#include "marketplace/offer/shown_offers.hpp"

#include "core/access/access.hpp"
#include "core/base/promise.hpp"
#include "procurement/admission/admission_store.hpp"

#include <optional>
#include <utility>

namespace kori::offers
{
namespace
{

// Checked again where it is shown: a new version of the basket, a lost acceptance or evidence that ran out
// hides an offer at once, without anybody touching it.
std::vector<Offer> keep_shown(Transaction& tx, const Basket& basket, std::vector<Offer> candidates,
                              CivilDate today)
{
    const auto basket_version = basket.current ? baskets::find_version(tx, *basket.current) : std::nullopt;
    std::vector<Offer> shown;
    if (!basket_version)
        return shown;
    for (auto& offer : candidates)
    {
        if (!is_shown(offer.state) || !offer.current)
            continue;
        const auto version = find_version(tx, *offer.current);
        PROMISE(version.has_value());
        const auto facts = provider_facts(tx, offer.provider, basket);
        if (check_offer(basket_version->terms, version->description, version->terms, facts, today).passed)
            shown.push_back(std::move(offer));
    }
    return shown;
}

} // namespace

ProviderFacts provider_facts(Transaction& tx, OrganisationId provider, const Basket& basket)
{
    const auto organisation = access::find_organisation(tx, provider);
    PROMISE(organisation.has_value());
    return {organisation->legal_form, admissions::is_accepted_in(tx, basket.programme, provider),
            admissions::evidence_of(tx, provider, basket.authority)};
}

std::vector<Offer> shown_in(Transaction& tx, BasketId basket, CivilDate today)
{
    const auto found = baskets::find(tx, basket);
    return found ? keep_shown(tx, *found, listed_in(tx, basket), today) : std::vector<Offer>{};
}

bool is_shown_on(Transaction& tx, const Offer& offer, CivilDate today)
{
    const auto found = baskets::find(tx, offer.basket);
    return found && !keep_shown(tx, *found, {offer}, today).empty();
}

} // namespace kori::offers
