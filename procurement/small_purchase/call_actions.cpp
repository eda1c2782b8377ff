// The call and the offers: invited or announced, a longer time, what providers hand in, the end of the time.
#include "procurement/small_purchase/purchase_steps.hpp"

namespace kori::small_purchases
{
namespace
{

constexpr std::string_view officer = role::procurement_officer;
constexpr std::int64_t most_offers = 1'000; // ASSUMED: no provider replaces its offer more often

// The estimate is what the total is looked at with until there is an offer to choose.
Result<PurchaseFacts> call_facts(Transaction& tx, const Ambient& ambient, const SmallPurchase& purchase,
                                 Instant offers_close)
{
    const auto programme = programme_of(tx, purchase);
    if (programme.state != programme_state::open)
        return refuse(Fault::conflict, "small_purchase.programme_not_open",
                      "A purchase is begun while its programme is open.");
    if (const auto below = check_regime(programme); !below)
        return below.refusal();
    if (offers_close <= ambient.received_at)
        return bad_field("/offers_close", "small_purchase.close_in_past",
                         "The time for offers ends in the future.");
    auto facts = facts_of(tx, ambient, purchase, officer);
    if (const auto added = add_total(tx, ambient, purchase, value_now(tx, purchase), facts); !added)
        return added.refusal();
    return facts;
}

Result<Done> check_invited(Transaction& tx, const std::vector<OrganisationId>& providers)
{
    std::vector<FieldError> faults;
    for (std::size_t i = 0; i < providers.size(); ++i)
    {
        const auto organisation = access::find_organisation(tx, providers[i]);
        if (!organisation || organisation->kind != OrganisationKind::provider)
            faults.push_back({"/providers/" + std::to_string(i),
                              "small_purchase.not_a_provider",
                              "Nobody known here sells under this id.",
                              {}});
    }
    if (faults.empty())
        return Done{};
    return refuse(Fault::invalid, "small_purchase.not_a_provider", "Nobody known here sells under this id.")
        .in(std::move(faults));
}

Facts close_facts(const SmallPurchase& purchase)
{
    return {{"offers_close", to_text(*purchase.offers_close)}};
}

// Sent, at once to all of them.
Result<Done> call(Transaction& tx, const Ambient& ambient, SmallPurchase& purchase, std::string_view verb,
                  const PurchaseFacts& facts, Instant offers_close)
{
    purchase.called_at = ambient.now;
    purchase.offers_close = offers_close;
    if (auto done = perform(tx, ambient, purchase, verb, facts); !done)
        return done;
    plan_close(tx, ambient, purchase);
    return Done{};
}

void end_offers(Transaction& tx, const Ambient& ambient, const work::DueMoment& moment)
{
    const auto id = SmallPurchaseId::parse(moment.about);
    PROMISE(id.has_value());
    auto purchase = find(tx, *id);
    PROMISE(purchase.has_value());
    if (purchase->state != purchase_state::invited)
        return;
    auto facts = facts_of(tx, ambient, *purchase, "clock");
    facts.at = moment.due_at;
    PROMISE(bool(perform(tx, ambient, *purchase, "end_offers", facts)));
    access::give_task(tx, ambient, purchase->authority, role::decision_maker, task_decide,
                      purchase->id.text(), std::nullopt);
    const auto offers = static_cast<std::int64_t>(valid_offers(tx, *id).size());
    note(tx, ambient, the_clock(), "small_purchase.offers_ended", *purchase, {{"offers", offers}});
}

} // namespace

Result<SmallPurchase> invite(Transaction& tx, const Ambient& ambient, const Actor& actor, SmallPurchaseId id,
                             const std::vector<OrganisationId>& providers, Instant offers_close)
{
    auto purchase = own(tx, actor, id);
    if (!purchase)
        return purchase.refusal();

    auto facts = call_facts(tx, ambient, *purchase, offers_close);
    if (!facts)
        return facts.refusal();
    if (const auto known = check_invited(tx, providers); !known)
        return known.refusal();
    for (const auto& provider : providers)
        facts->invited.push_back(provider.text());

    if (const auto done = call(tx, ambient, *purchase, "invite", *facts, offers_close); !done)
        return done.refusal();
    for (const auto& provider : providers)
    {
        invite(tx, id, provider, ambient.now);
        tell(tx, ambient, "small_purchase.invited", provider, *purchase);
    }

    auto said = close_facts(*purchase);
    said.emplace_back("invited", static_cast<std::int64_t>(providers.size()));
    note(tx, ambient, actor, "small_purchase.invited", *purchase, std::move(said), providers);
    return purchase;
}

Result<SmallPurchase> announce(Transaction& tx, const Ambient& ambient, const Actor& actor,
                               SmallPurchaseId id, Instant offers_close)
{
    auto purchase = own(tx, actor, id);
    if (!purchase)
        return purchase.refusal();

    const auto facts = call_facts(tx, ambient, *purchase, offers_close);
    if (!facts)
        return facts.refusal();

    purchase->is_announced = true;
    purchase->is_public = true;
    if (const auto done = call(tx, ambient, *purchase, "announce", *facts, offers_close); !done)
        return done.refusal();

    note(tx, ambient, actor, "small_purchase.announced", *purchase, close_facts(*purchase), {},
         journal::Audience::everyone);
    return purchase;
}

Result<SmallPurchase> extend_time(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                  SmallPurchaseId id, Instant offers_close)
{
    auto purchase = own(tx, actor, id);
    if (!purchase)
        return purchase.refusal();

    const auto invited = invited_to(tx, id);
    auto facts = facts_of(tx, ambient, *purchase, officer);
    facts.new_close = offers_close;

    purchase->offers_close = offers_close;
    if (const auto done = perform(tx, ambient, *purchase, "extend_time", facts); !done)
        return done.refusal();
    plan_close(tx, ambient, *purchase);

    note(tx, ambient, actor, "small_purchase.time_extended", *purchase, close_facts(*purchase), invited,
         purchase->is_public ? journal::Audience::everyone : journal::Audience::organisation);
    for (const auto& provider : invited)
        tell(tx, ambient, "small_purchase.time_extended", provider, *purchase);
    return purchase;
}

Result<PurchaseOffer> submit_offer(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                   SmallPurchaseId id, const NewOffer& wish)
{
    auto purchase = called(tx, actor, id);
    if (!purchase)
        return purchase.refusal();
    PROMISE(actor.organisation && actor.membership);

    const auto provider = *actor.organisation;
    const auto earlier = offers_of(tx, id, provider, "", most_offers);
    auto facts = facts_of(tx, ambient, *purchase, "provider");
    facts.provider = provider.text();
    for (const auto& one : invited_to(tx, id))
        facts.invited.push_back(one.text());

    if (earlier.size() == static_cast<std::size_t>(most_offers))
        return refuse(Fault::conflict, "small_purchase.too_many_offers",
                      "This offer was replaced too often.");
    // Whether the clock has ended the time already makes no difference to who comes after it.
    const bool is_late =
        purchase->offers_close && ambient.received_at > *purchase->offers_close &&
        (purchase->state == purchase_state::invited || purchase->state == purchase_state::offers_in);
    if (is_late)
        facts.at = *purchase->offers_close;
    if (const auto may = act_on_purchase(
            is_late ? purchase_state::invited : std::string_view{purchase->state}, "submit_offer", facts);
        !may)
        return may.refusal();
    const PurchaseOffer offer{ambient.next<PurchaseOfferTag>(),
                              id,
                              provider,
                              static_cast<std::int64_t>(earlier.size()) + 1,
                              wish.price,
                              wish.content,
                              wish.trade_secret,
                              wish.evidence,
                              is_late,
                              *actor.membership,
                              ambient.received_at};

    insert(tx, offer);

    // Before the close not even that there is an offer is the buyer's to know.
    journal::append(
        tx, ambient, access::doer_of(actor),
        {is_late ? "small_purchase.offer_late" : "small_purchase.offer_submitted",
         offer.id.text(),
         {{"purchase", id.text()}, {"number", offer.number}, {"received_at", to_text(offer.received_at)}},
         journal::Audience::organisation,
         is_late ? std::vector{purchase->authority.text(), provider.text()} : std::vector{provider.text()},
         {},
         {}});
    return offer;
}

void add_due_acts(work::DueActs& acts)
{
    acts.add(std::string{offers_close_due}, end_offers);
}

} // namespace kori::small_purchases
