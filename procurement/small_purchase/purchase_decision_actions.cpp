// Decisions on a small purchase and their correction (§135). A decision never changes; see
// after_decision_actions.cpp.
#include "core/work/outbox.hpp"
#include "procurement/party/party_store.hpp"
#include "procurement/small_purchase/purchase_document.hpp"
#include "procurement/small_purchase/purchase_steps.hpp"

#include <algorithm>
#include <set>

namespace kori::small_purchases
{
namespace
{

constexpr std::string_view decider = role::decision_maker;
constexpr std::int64_t most_offers = 10'000; // of one purchase in one act

using Providers = std::set<OrganisationId>;

// Every provider that made an offer, also too late: each of them learns what was decided.
Providers offerers(const std::vector<PurchaseOffer>& offers)
{
    Providers providers;
    for (const auto& offer : offers)
        providers.insert(offer.provider);
    return providers;
}

bool is_over(const SmallPurchase& purchase, Instant at)
{
    return purchase.offers_close && at > *purchase.offers_close;
}

std::string contact_of(Transaction& tx, OrganisationId authority)
{
    for (const auto& contact : access::functional_contacts(tx, authority))
        if (contact.purpose == "procurement")
            return contact.email;
    return {};
}

PurchaseDecision new_decision(Transaction& tx, const Ambient& ambient, const Actor& actor,
                              const SmallPurchase& purchase, std::string kind, const LocalText& reasons,
                              std::string ground = {})
{
    const auto last = newest_decision(tx, purchase.id);
    return {ambient.next<PurchaseDecisionTag>(),
            purchase.id,
            last ? last->number + 1 : 1,
            std::move(kind),
            std::nullopt,
            reasons,
            std::move(ground),
            {},
            last ? std::optional{last->id} : std::nullopt,
            *actor.membership,
            ambient.now};
}

std::vector<NamedOffer> named(Transaction& tx, const std::vector<PurchaseOffer>& offers,
                              std::optional<PurchaseOfferId> chosen)
{
    std::vector<NamedOffer> result;
    for (const auto& offer : offers)
    {
        const auto provider = access::find_organisation(tx, offer.provider);
        PROMISE(provider.has_value());
        result.push_back({provider->name, offer.price, offer.is_late, chosen && offer.id == *chosen});
    }
    return result;
}

// Writes the decision and each addressee's copy, and sends them.
void serve(Transaction& tx, const Ambient& ambient, const SmallPurchase& purchase, PurchaseDecision& decision,
           const std::vector<Addressed>& addressees, const std::vector<NamedOffer>& offers)
{
    const auto programme = programme_of(tx, purchase);
    const auto authority = access::find_organisation(tx, purchase.authority);
    const auto entity = parties::find(tx, purchase.authority);
    PROMISE(authority.has_value());
    PurchaseWords words{purchase,
                        decision,
                        programme.regime,
                        entity ? entity->kind : EntityKind::employment_authority,
                        authority->name,
                        {},
                        {},
                        contact_of(tx, purchase.authority),
                        offers};
    std::vector<ServedDecision> served;
    for (const auto& one : addressees)
    {
        const auto provider = access::find_organisation(tx, one.provider);
        PROMISE(provider.has_value());
        words.addressee = provider->name;
        words.own_reasons = one.reasons;
        auto document = purchase_document(words, ambient.law);
        decision.remedies = document.remedies;
        // Below the threshold the Market Court is not open (§135).
        PROMISE(programme.regime != Regime::below_threshold || !holds(decision.remedies, "market_court"));
        served.push_back({decision.id, one.provider, one.reasons, std::move(document.html),
                          std::move(document.digest), ambient.now});
    }
    insert(tx, decision);
    for (const auto& one : served)
    {
        insert(tx, one);
        work::send(tx, ambient, "small_purchase.decided", Language::fi, one.provider.text(),
                   {{"purchase", purchase.id.text()}, {"decision", decision.id.text()}});
    }
}

void note_decision(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string kind,
                   const SmallPurchase& purchase, const PurchaseDecision& decision, const Providers& told)
{
    Facts facts{{"decision", decision.id.text()}, {"remedies", joined_codes(decision.remedies)}};
    if (decision.offer)
        facts.emplace_back("offer", decision.offer->text());
    if (decision.replaces)
        facts.emplace_back("replaces", decision.replaces->text());
    if (!decision.ground.empty())
        facts.emplace_back("ground", decision.ground);
    // Before the close it stays unknown who has made an offer.
    const auto invited = invited_to(tx, purchase.id);
    note(tx, ambient, actor, std::move(kind), purchase, std::move(facts),
         is_over(purchase, ambient.received_at) ? std::vector(told.begin(), told.end()) : invited);
}

// What is wrong with the reasons for each: a field error a line.
std::vector<FieldError> addressee_faults(const Award& wish, const Providers& offered)
{
    std::vector<FieldError> faults;
    Providers named;
    for (std::size_t i = 0; i < wish.addressees.size(); ++i)
    {
        const auto& provider = wish.addressees[i].provider;
        const bool is_new = named.insert(provider).second;
        if (!is_new || !offered.contains(provider))
            faults.push_back({"/addressees/" + std::to_string(i) + "/addressee",
                              "small_purchase.addressee_unknown",
                              "Reasons are given once to each who made an offer.",
                              {}});
    }
    for (const auto& provider : offered)
        if (!named.contains(provider))
            faults.push_back(
                field_error(purchase_sentences(), "/addressees", "small_purchase.reasons_missing", {}));
    return faults;
}

Result<Done> check_ground(Transaction& tx, const Ambient& ambient, const SmallPurchase& purchase,
                          const PurchaseDecision& standing, const Correction& wish)
{
    if (wish.ground == "request")
    {
        const auto requests = requests_about(tx, standing.id);
        if (std::none_of(requests.begin(), requests.end(),
                         [](const PurchaseCorrectionRequest& one) { return !one.is_late; }))
            return bad_field("/ground", "small_purchase.no_request_in_time",
                             "No party has asked in time for this correction.");
        return Done{};
    }
    const auto until = own_correction_until(programme_of(tx, purchase), standing.decided_at, ambient.law);
    if (ambient.received_at > until)
        return refuse(Fault::too_late, "small_purchase.correction_too_late",
                      "By itself the buyer corrects a decision until {until}.")
            .with("until", to_text(until));
    return Done{};
}

// Everybody who knows of the call or made an offer.
std::vector<Addressed> all_parties(Transaction& tx, const SmallPurchase& purchase, Providers& told)
{
    told = offerers(offers_after(tx, purchase.id, "", most_offers));
    for (const auto& provider : invited_to(tx, purchase.id))
        told.insert(provider);
    std::vector<Addressed> addressees;
    for (const auto& provider : told)
        addressees.push_back({provider, {}});
    return addressees;
}

struct Verb
{
    std::string_view verb;
    std::string kind;
    std::string entry;
};

// Interrupted, corrected, reopened: the same reasons for all.
Result<PurchaseDecision> decided_for_all(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                         SmallPurchaseId id, const Verb& verb, const Correction& wish)
{
    auto purchase = own(tx, actor, id);
    if (!purchase)
        return purchase.refusal();

    const auto standing = newest_decision(tx, id);
    Providers told;
    const auto addressees = all_parties(tx, *purchase, told);

    if (const auto listed = purchase_states().move(purchase->state, verb.verb); !listed)
        return listed.refusal();
    if (!wish.ground.empty())
    {
        PROMISE(standing.has_value());
        if (const auto may = check_ground(tx, ambient, *purchase, *standing, wish); !may)
            return may.refusal();
    }
    auto facts = facts_of(tx, ambient, *purchase, decider);
    facts.has_reasons = !wish.reasons.fi.empty();
    auto decision = new_decision(tx, ambient, actor, *purchase, verb.kind, wish.reasons, wish.ground);

    if (const auto done = perform(tx, ambient, *purchase, verb.verb, facts); !done)
        return done.refusal();
    release(tx, *purchase);
    finish_decision_tasks(tx, ambient, *purchase);
    serve(tx, ambient, *purchase, decision, addressees, {});
    if (purchase->state == purchase_state::invited)
        plan_close(tx, ambient, *purchase);
    else
        stop_close(tx, ambient, *purchase);
    if (purchase->state == purchase_state::offers_in)
        access::give_task(tx, ambient, purchase->authority, decider, task_decide, id.text(), std::nullopt);

    note_decision(tx, ambient, actor, verb.entry, *purchase, decision, told);
    return decision;
}

} // namespace

Result<PurchaseDecision> decide(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                SmallPurchaseId id, const Award& wish)
{
    auto purchase = own(tx, actor, id);
    if (!purchase)
        return purchase.refusal();

    const auto valid = valid_offers(tx, id);
    const auto chosen = std::find_if(valid.begin(), valid.end(),
                                     [&](const PurchaseOffer& offer) { return offer.id == wish.offer; });
    const auto all = offers_after(tx, id, "", most_offers);
    const auto told = offerers(all);

    if (const auto listed = purchase_states().move(purchase->state, "decide"); !listed)
        return listed.refusal();
    if (const auto below = check_regime(programme_of(tx, *purchase)); !below)
        return below.refusal();
    auto facts = facts_of(tx, ambient, *purchase, decider);
    facts.offers = static_cast<int>(valid.size());
    facts.chosen_has_offer = chosen != valid.end();
    const auto faults = addressee_faults(wish, told);
    facts.has_reasons = faults.empty() && !wish.reasons.fi.empty();
    const auto value = facts.chosen_has_offer ? chosen->price : value_now(tx, *purchase);
    if (const auto added = add_total(tx, ambient, *purchase, value, facts); !added)
        return added.refusal();

    if (const auto done = perform(tx, ambient, *purchase, "decide", facts); !done)
    {
        auto refusal = done.refusal();
        return refusal.rule == "small_purchase.reasons_missing" ? std::move(refusal).in(faults) : refusal;
    }
    auto decision = new_decision(tx, ambient, actor, *purchase, "award", wish.reasons);
    decision.offer = wish.offer;
    auto compared = valid;
    for (const auto& offer : all)
        if (offer.is_late)
            compared.push_back(offer);
    serve(tx, ambient, *purchase, decision, wish.addressees, named(tx, compared, wish.offer));
    commit(tx, *purchase, value, finnish_date(ambient.received_at), ambient.now);
    access::finish_tasks(tx, task_decide, id.text(), ambient.now);

    note_decision(tx, ambient, actor, "small_purchase.decided", *purchase, decision, told);
    return decision;
}

Result<PurchaseDecision> interrupt(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                   SmallPurchaseId id, const LocalText& reasons)
{
    return decided_for_all(tx, ambient, actor, id,
                           {"interrupt", "interruption", "small_purchase.interrupted"}, {"", reasons});
}

Result<PurchaseDecision> correct(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                 SmallPurchaseId id, const Correction& wish)
{
    return decided_for_all(tx, ambient, actor, id, {"correct", "correction", "small_purchase.corrected"},
                           wish);
}

Result<PurchaseDecision> reopen_offers(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                       SmallPurchaseId id, const Correction& wish)
{
    return decided_for_all(tx, ambient, actor, id,
                           {"reopen_offers", "reopening", "small_purchase.offers_reopened"}, wish);
}

} // namespace kori::small_purchases
