// Offers: put into a basket, shown in its public list, moved by their provider.
#include "marketplace/offer/offer_api.hpp"

#include "core/crypto/crypto.hpp"
#include "core/crypto/keyring.hpp"
#include "core/http/cursor.hpp"
#include "core/http/environment.hpp"
#include "marketplace/offer/offer_actions.hpp"
#include "marketplace/offer/offer_document.hpp"
#include "marketplace/offer/offer_view.hpp"
#include "marketplace/offer/public_order.hpp"
#include "marketplace/offer/shown_offers.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kori::offers
{
namespace
{

using namespace http;

constexpr Permission manage_offers{"offer.manage"};
constexpr Permission see_offers{"offer.see"};

Result<Reply> post_offer(Call& call)
{
    const auto basket = call.id<BasketTag>("basket");
    if (!basket)
        return basket.refusal();
    const auto made = put_into_basket(call.tx, call.ambient, call.actor, *basket,
                                      call.body.at("description").id<ServiceDescriptionTag>(),
                                      terms_of(call.body.at("terms")));
    if (!made)
        return made.refusal();
    return Reply::created(offer_view(call, *made, Sight::all), made->revision,
                          "/api/v1/offers/" + made->id.text());
}

// In a neutral order that changes every week; nobody can wish for another one.
Result<Reply> list_public(Call& call)
{
    const auto id = call.id<BasketTag>("basket");
    if (!id)
        return id.refusal();
    const auto basket = baskets::find(call.tx, *id);
    if (!basket || !basket->current)
        return absent();
    const auto page = page_of(call, 2);
    if (!page)
        return page.refusal();
    // A list that was begun under one seed is read to its end under it.
    const auto seed_name = page->after[0].empty() ? public_seed_name(call.ambient.today()) : page->after[0];
    const auto seed = public_seed(call.environment.keys.display_key(), *id, seed_name);
    auto placed = in_public_order(shown_in(call.tx, *id, call.ambient.today()), seed);
    std::erase_if(placed, [&](const PlacedOffer& one) { return to_hex(one.place) <= page->after[1]; });
    auto cursor = cut_page(call, *page, placed, [&](const PlacedOffer& last)
                           { return std::vector{seed_name, to_hex(last.place)}; });
    json::Array items;
    for (const auto& one : placed)
        items.emplace_back(shown_offer_view(call, one.offer));
    return Reply::page(json::Object{}.add("seed", seed_name).add("items", std::move(items)),
                       std::move(cursor));
}

Result<Reply> list_offers(Call& call)
{
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    auto found = call.actor.is_authority()
                     ? submitted_to(call.tx, *call.actor.organisation, page->after[0], page->limit + 1)
                     : of_provider(call.tx, *call.actor.organisation, page->after[0], page->limit + 1);
    auto cursor = cut_page(call, *page, found, [](const Offer& last) { return std::vector{last.id.text()}; });
    json::Array items;
    for (const auto& offer : found)
        items.emplace_back(offer_view(call, offer, sight_of(call, offer)));
    return Reply::page(json::Object{}.add("items", std::move(items)), std::move(cursor));
}

struct Seen
{
    Offer offer;
    Sight sight;
};

Result<Seen> seen_offer(Call& call)
{
    const auto id = call.id<OfferTag>("offer");
    if (!id)
        return id.refusal();
    auto offer = find(call.tx, *id);
    if (!offer)
        return absent();
    const auto sight = sight_of(call, *offer);
    if (sight == Sight::nothing)
        return absent();
    return Seen{std::move(*offer), sight};
}

struct Moment
{
    CivilDate as_of;
    Instant as_known_at;
};

std::optional<Moment> moment_of(const Call& call)
{
    const auto as_of = call.query_text("as_of");
    const auto as_known_at = call.query_text("as_known_at");
    if (!as_of && !as_known_at)
        return std::nullopt;
    return Moment{as_of ? *parse_date(*as_of) : call.ambient.today(),
                  as_known_at ? *parse_instant(*as_known_at) : call.ambient.now};
}

// ?as_of= a day, ?as_known_at= a moment: which version, and so which prices, were listed then.
Result<Reply> get_offer(Call& call)
{
    const auto seen = seen_offer(call);
    if (!seen)
        return seen.refusal();
    const auto moment = moment_of(call);
    if (!moment)
        return Reply::view(offer_view(call, seen->offer, seen->sight), seen->offer.revision);
    const auto then = version_as_of(call.tx, seen->offer.id, moment->as_of, moment->as_known_at);
    if (!then)
        return absent();
    return Reply::ok(offer_view(call, seen->offer, seen->sight, then));
}

Result<Reply> list_versions(Call& call)
{
    const auto seen = seen_offer(call);
    if (!seen)
        return seen.refusal();
    const auto moment = moment_of(call);
    json::Array items;
    for (const auto& version : versions_of(call.tx, seen->offer.id))
    {
        if (!is_seen(version, seen->sight))
            continue;
        if (moment &&
            (version.recorded_at > moment->as_known_at || version.recorded_at > end_of_day(moment->as_of)))
            continue;
        items.emplace_back(version_view(call, version, seen->sight));
    }
    return Reply::ok(json::Object{}.add("items", std::move(items)));
}

template <class Act>
Result<Reply> act_on_own(Call& call, Act act)
{
    const auto seen = seen_offer(call);
    if (!seen)
        return seen.refusal();
    if (seen->sight != Sight::all)
        return absent();
    if (const auto fresh = call.expect_revision(seen->offer.revision); !fresh)
        return fresh.refusal();
    const auto done = act(seen->offer.id);
    if (!done)
        return done.refusal();
    const auto now = find(call.tx, seen->offer.id);
    PROMISE(now.has_value());
    return Reply::view(offer_view(call, *now, Sight::all), now->revision);
}

Result<Reply> put_draft(Call& call)
{
    return act_on_own(call, [&](OfferId id)
                      { return edit_offer(call.tx, call.ambient, call.actor, id, terms_of(call.body)); });
}

Result<Reply> post_submission(Call& call)
{
    return act_on_own(call, [&](OfferId id) { return submit_offer(call.tx, call.ambient, call.actor, id); });
}

using Move = Result<Offer> (*)(Transaction&, const Ambient&, const Actor&, OfferId);

Handler moving(Move act)
{
    return [act](Call& call)
    { return act_on_own(call, [&](OfferId id) { return act(call.tx, call.ambient, call.actor, id); }); };
}

std::vector<QueryParameter> as_of()
{
    return {{"as_of", date("What counted on that day", "2026-03-02")},
            {"as_known_at", instant("By what was recorded then", "2026-03-02T10:15:00Z")}};
}

} // namespace

Routes offer_routes()
{
    const auto offer = shared(offer_shape());
    const auto page =
        shared(object("OfferPage", "Offers", {required("items", list(offer_shape(), 0, 200, "Page"))}));
    const auto listed =
        shared(object("PublicOffers", "What customers can choose from, in a neutral order",
                      {required("seed", text(1, 20, "Name of the order's seed: the week", "2026-W10")),
                       required("items", list(offer_shape(), 0, 200, "Page"))}));
    const auto versions = shared(
        object("OfferVersions", "By number", {required("items", list(version_shape(), 0, 1'000, "All"))}));
    const auto wish =
        shared(object("NewOffer", "A description put into a basket",
                      {required("description", id_of<ServiceDescriptionTag>("Your description")),
                       required("terms", terms_shape("NewOfferTerms", "NewOfferPlace", "NewOfferPrice",
                                                     "NewOfferDuration"))}));
    const auto terms =
        shared(terms_shape("OfferDraft", "OfferDraftPlace", "OfferDraftPrice", "OfferDraftDuration"));
    return {
        Route{Method::post, "/api/v1/baskets/{basket}/offers", manage_offers, Access::writes, wish, offer,
              post_offer, "Put a service into a basket, as a draft"}
            .keyed()
            .creating(),
        Route{Method::get, "/api/v1/baskets/{basket}/offers", everybody, Access::reads, nullptr, listed,
              list_public, "What is offered in a basket, in a neutral order"}
            .paged(),
        Route{Method::get, "/api/v1/offers", see_offers, Access::reads, nullptr, page, list_offers,
              "A provider's own offers, or all that an authority was given"}
            .paged(),
        Route{Method::get, "/api/v1/offers/{offer}", everybody, Access::reads, nullptr, offer, get_offer,
              "One offer, also as of a day and as known at a moment"}
            .asking(as_of()),
        Route{Method::get, "/api/v1/offers/{offer}/versions", everybody, Access::reads, nullptr, versions,
              list_versions,
              "Its versions with their prices; the check's results for the provider and the authority"}
            .asking(as_of()),
        Route{Method::put, "/api/v1/offers/{offer}/draft", manage_offers, Access::writes, terms, offer,
              put_draft,
              "Change the draft, or begin a new version; the listed one stays until the new one is listed"}
            .guarded(),
        Route{Method::post, "/api/v1/offers/{offer}/submit", manage_offers, Access::writes, nullptr, offer,
              post_submission, "Have the draft checked rule by rule; when all are met it is listed"}
            .keyed()
            .allowing_match(),
        Route{Method::post, "/api/v1/offers/{offer}/pause", manage_offers, Access::writes, nullptr, offer,
              moving(pause_offer), "Not shown to new customers for now"}
            .keyed()
            .allowing_match(),
        Route{Method::post, "/api/v1/offers/{offer}/resume", manage_offers, Access::writes, nullptr, offer,
              moving(resume_offer), "Shown again"}
            .keyed()
            .allowing_match(),
        Route{Method::post, "/api/v1/offers/{offer}/withdraw", manage_offers, Access::writes, nullptr, offer,
              moving(withdraw_offer), "Withdraw for good; running orders go on"}
            .keyed()
            .allowing_match(),
    };
}

} // namespace kori::offers
