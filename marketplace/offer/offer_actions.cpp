#include "marketplace/offer/offer_actions.hpp"

#include "marketplace/offer/shown_offers.hpp"

namespace kori::offers
{
namespace
{

// Providers offer for a price, civic actors without one.
bool may_offer(const Actor& actor)
{
    return actor.kind == ActorKind::member && actor.organisation &&
           (actor.organisation_kind == OrganisationKind::provider ||
            actor.organisation_kind == OrganisationKind::civic);
}

Refusal not_a_provider()
{
    return refuse(Fault::forbidden, "offer.not_a_provider", "Only a provider or a civic actor makes offers.");
}

std::optional<OwnDescription> own_description(Transaction& tx, const Actor& actor, ServiceDescriptionId id)
{
    auto description = find_description(tx, id);
    return description && actor.speaks_for(description->provider) ? std::move(description) : std::nullopt;
}

std::optional<Offer> own_offer(Transaction& tx, const Actor& actor, OfferId id)
{
    auto offer = find(tx, id);
    return offer && actor.speaks_for(offer->provider) ? std::move(offer) : std::nullopt;
}

void note(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string kind,
          const OwnDescription& description)
{
    journal::append(tx, ambient, access::doer_of(actor),
                    {std::move(kind),
                     description.id.text(),
                     {{"revision", description.revision}},
                     journal::Audience::organisation,
                     {description.provider.text()},
                     {},
                     {}});
}

// What is listed is public; what was submitted is a matter of the two; a draft is the provider's own.
void note(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string kind, const Offer& offer,
          Facts facts, std::string rule_version = {})
{
    facts.emplace_back("basket", offer.basket.text());
    facts.emplace_back("provider", offer.provider.text());
    const bool is_public = offer.current && kind != "offer.draft_changed" && kind != "offer.returned";
    auto organisations = offer.was_submitted ? std::vector{offer.authority.text(), offer.provider.text()}
                                             : std::vector{offer.provider.text()};
    journal::append(tx, ambient, access::doer_of(actor),
                    {std::move(kind),
                     offer.id.text(),
                     std::move(facts),
                     is_public ? journal::Audience::everyone : journal::Audience::organisation,
                     std::move(organisations),
                     {},
                     std::move(rule_version)});
}

// Moves through several states inside one act; nobody sees the ones between.
Result<Done> move(Offer& offer, std::string_view verb)
{
    auto next = offer_states().move(offer.state, verb);
    if (!next)
        return next.refusal();
    offer.state = std::move(*next);
    return Done{};
}

OfferVersion new_version(Transaction& tx, const Ambient& ambient, const Offer& offer,
                         ServiceDescription description, OfferTerms terms)
{
    const auto versions = versions_of(tx, offer.id);
    return {ambient.next<OfferVersionTag>(),
            offer.id,
            versions.empty() ? 1 : versions.back().number + 1,
            std::move(description),
            std::move(terms),
            std::nullopt,
            {},
            std::nullopt,
            ambient.now};
}

bool may_be_edited(std::string_view state)
{
    using namespace offer_state;
    return state == draft || state == returned || state == listed || state == full || state == paused;
}

// Every rule of the offer, then the basket's conditions, then what may be done to a price that was listed.
OfferCheck checked(Transaction& tx, const Offer& offer, const OfferVersion& version, const Basket& basket,
                   const BasketTerms& terms, CivilDate on)
{
    auto check = check_offer(terms, version.description, version.terms,
                             provider_facts(tx, offer.provider, basket), on);
    // A withdrawn offer's price binds the next one of the same service: else withdrawing would be a way to
    // raise it.
    const auto before = offer.current ? find_version(tx, *offer.current)
                                      : last_listed(tx, offer.basket, offer.provider, offer.description);
    if (before)
        for (auto& result : check_price_change(terms, before->terms, version.terms, on))
        {
            check.passed = check.passed && result.passed;
            check.results.push_back(std::move(result));
        }
    return check;
}

// From the state before the submission to the one after it, act by act of the table.
Result<Done> walk(Offer& offer, bool passed, bool has_more_room)
{
    const auto before = offer.state;
    const bool was_listed = offer.current.has_value();
    std::vector<std::string_view> acts{before == offer_state::draft ? "submit" : "revise", "check"};
    acts.push_back(passed ? "list" : was_listed ? "keep_current" : "return");
    // A pause goes on, and a full offer stays full unless it has got more room.
    if (before == offer_state::paused)
        acts.push_back("pause");
    if (before == offer_state::full && !(passed && has_more_room))
        acts.push_back("fill");
    for (const auto verb : acts)
        if (auto moved = move(offer, verb); !moved)
            return moved;
    return Done{};
}

} // namespace

Result<OwnDescription> create_description(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                          const ServiceDescription& content)
{
    if (!may_offer(actor))
        return not_a_provider();

    const OwnDescription description{ambient.next<ServiceDescriptionTag>(), *actor.organisation,
                                     std::string{service_description_states().initial}, content, 1};
    insert(tx, description, ambient.now);

    note(tx, ambient, actor, "description.created", description);
    return description;
}

Result<OwnDescription> edit_description(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                        ServiceDescriptionId id, const ServiceDescription& content)
{
    auto description = own_description(tx, actor, id);
    if (!description)
        return absent();

    auto next = service_description_states().move(description->state, "edit");
    if (!next)
        return next.refusal();

    description->state = std::move(*next);
    description->content = content;
    description->revision += 1;
    save(tx, *description, ambient.now);

    note(tx, ambient, actor, "description.changed", *description);
    return *description;
}

Result<OwnDescription> retire_description(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                          ServiceDescriptionId id)
{
    auto description = own_description(tx, actor, id);
    if (!description)
        return absent();

    auto next = service_description_states().move(description->state, "retire");
    if (!next)
        return next.refusal();

    description->state = std::move(*next);
    description->revision += 1;
    save(tx, *description, ambient.now);

    note(tx, ambient, actor, "description.retired", *description);
    return *description;
}

Result<Offer> put_into_basket(Transaction& tx, const Ambient& ambient, const Actor& actor, BasketId basket_id,
                              ServiceDescriptionId description_id, const OfferTerms& terms)
{
    if (!may_offer(actor))
        return not_a_provider();

    const auto basket = baskets::find(tx, basket_id);
    if (!basket || !basket->current)
        return absent();
    auto description = own_description(tx, actor, description_id);

    if (!takes_offers(basket->state))
        return refuse(Fault::conflict, "offer.basket_takes_none", "The basket takes no offers.");
    if (!description)
        return refuse(Fault::invalid, "offer.no_such_description", "You have no such service description.")
            .in({{"/description", "offer.no_such_description", "You have no such service description.", {}}});
    if (description->state == service_description_state::retired)
        return refuse(Fault::conflict, "offer.description_retired",
                      "This service description is no longer in use.");
    // The same service twice would take two places in the neutral order.
    if (stands_in(tx, basket_id, description_id))
        return refuse(Fault::conflict, "offer.description_in_basket",
                      "This service stands in the basket already: edit that offer.");

    Offer offer{ambient.next<OfferTag>(),
                basket_id,
                basket->authority,
                *actor.organisation,
                description_id,
                std::string{offer_states().initial},
                std::nullopt,
                std::nullopt,
                1,
                false};
    const auto version = new_version(tx, ambient, offer, description->content, terms);
    offer.draft = version.id;
    if (description->state == service_description_state::draft)
    {
        auto used = service_description_states().move(description->state, "take_into_use");
        PROMISE(bool(used));
        description->state = std::move(*used);
        description->revision += 1;
        save(tx, *description, ambient.now);
    }
    insert(tx, offer, ambient.now);
    insert(tx, version);

    note(tx, ambient, actor, "offer.drafted", offer, {{"version", version.id.text()}});
    return offer;
}

Result<Offer> edit_offer(Transaction& tx, const Ambient& ambient, const Actor& actor, OfferId id,
                         const OfferTerms& terms)
{
    auto offer = own_offer(tx, actor, id);
    if (!offer)
        return absent();

    const auto description = find_description(tx, offer->description);
    auto draft = offer->draft ? find_version(tx, *offer->draft) : std::nullopt;
    PROMISE(description.has_value());

    if (!may_be_edited(offer->state))
        return refuse(Fault::conflict, "offer.over", "This offer is over; make a new one.");

    // What was submitted once stays on record: the next edit is the next version.
    const bool is_new = !draft || draft->submitted_at;
    if (is_new)
        draft = new_version(tx, ambient, *offer, description->content, terms);
    draft->description = description->content;
    draft->terms = terms;
    draft->recorded_at = ambient.now;
    if (is_new)
        insert(tx, *draft);
    else
        save(tx, *draft);
    offer->draft = draft->id;
    offer->revision += 1;
    save(tx, *offer);

    note(tx, ambient, actor, "offer.draft_changed", *offer,
         {{"version", draft->id.text()}, {"number", draft->number}});
    return *offer;
}

Result<SubmittedOffer> submit_offer(Transaction& tx, const Ambient& ambient, const Actor& actor, OfferId id)
{
    auto offer = own_offer(tx, actor, id);
    if (!offer)
        return absent();

    const auto basket = baskets::find(tx, offer->basket);
    PROMISE(basket && basket->current);
    const auto basket_version = baskets::find_version(tx, *basket->current);
    const auto description = find_description(tx, offer->description);
    PROMISE(basket_version && description);

    if (!may_be_edited(offer->state))
        return refuse(Fault::conflict, "offer.over", "This offer is over; make a new one.");
    if (!offer->draft)
        return refuse(Fault::conflict, "offer.no_draft", "Nothing has changed since the offer was listed.");
    if (!takes_offers(basket->state))
        return refuse(Fault::conflict, "offer.basket_takes_none", "The basket takes no offers.");
    auto version = find_version(tx, *offer->draft);
    PROMISE(version.has_value());
    const bool is_again = version->submitted_at.has_value();
    if (is_again)
        version = new_version(tx, ambient, *offer, version->description, version->terms);
    if (description->state != service_description_state::retired)
        version->description = description->content;
    version->check =
        checked(tx, *offer, *version, *basket, basket_version->terms, finnish_date(ambient.received_at));
    version->checked_against = basket_version->id;
    version->submitted_at = ambient.received_at;
    const bool passed = version->check.passed;
    const auto shown = offer->current ? find_version(tx, *offer->current) : std::nullopt;
    if (auto moved = walk(*offer, passed, shown && version->terms.capacity > shown->terms.capacity); !moved)
        return moved.refusal();

    if (passed)
        version->listed_at = ambient.now;
    if (is_again)
        insert(tx, *version);
    else
        save(tx, *version);
    offer->was_submitted = true;
    offer->draft = passed ? std::nullopt : std::optional{version->id};
    if (passed)
        offer->current = version->id;
    offer->revision += 1;
    save(tx, *offer);

    note(tx, ambient, actor, passed ? "offer.listed" : "offer.returned", *offer,
         {{"version", version->id.text()},
          {"number", version->number},
          {"accepts_no_volume_guarantee", yes_no(version->terms.accepts_no_volume_guarantee)}},
         basket_version->id.text());
    return SubmittedOffer{*offer, *version};
}

namespace
{

Result<Offer> moved_by_provider(Transaction& tx, const Ambient& ambient, const Actor& actor, OfferId id,
                                std::string_view verb, std::string kind)
{
    auto offer = own_offer(tx, actor, id);
    if (!offer)
        return absent();

    if (auto moved = move(*offer, verb); !moved)
        return moved.refusal();
    offer->revision += 1;
    save(tx, *offer);

    note(tx, ambient, actor, std::move(kind), *offer, {});
    return *offer;
}

} // namespace

Result<Offer> pause_offer(Transaction& tx, const Ambient& ambient, const Actor& actor, OfferId id)
{
    return moved_by_provider(tx, ambient, actor, id, "pause", "offer.paused");
}

Result<Offer> resume_offer(Transaction& tx, const Ambient& ambient, const Actor& actor, OfferId id)
{
    return moved_by_provider(tx, ambient, actor, id, "resume", "offer.resumed");
}

Result<Offer> withdraw_offer(Transaction& tx, const Ambient& ambient, const Actor& actor, OfferId id)
{
    return moved_by_provider(tx, ambient, actor, id, "withdraw", "offer.withdrawn");
}

} // namespace kori::offers
