// The customer's own choice: what is shown, what is chosen or found unsuitable, and the receipt of it.
#include "marketplace/choice/choice_actions.hpp"

#include "core/crypto/crypto.hpp"
#include "marketplace/choice/choice_clocks.hpp"
#include "marketplace/choice/choice_journal.hpp"
#include "marketplace/choice/choice_refusals.hpp"
#include "marketplace/choice/choice_seed.hpp"
#include "marketplace/consent/consent_actions.hpp"
#include "marketplace/customer/customer_store.hpp"
#include "marketplace/offer/shown_offers.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace kori::choices
{
namespace
{

std::vector<ShownOffer> offers_in_neutral_order(Transaction& tx, const http::Environment& environment,
                                                const BasketAgreement& agreement, std::int64_t seed_number,
                                                CivilDate today)
{
    std::map<OfferId, ShownOffer> by_id;
    std::vector<OfferId> ids;
    for (const auto& offer : offers::shown_in(tx, agreement.basket, today))
    {
        if (!offer.current)
            continue;
        ids.push_back(offer.id);
        by_id.emplace(offer.id, ShownOffer{offer.id, *offer.current, offer.state == offer_state::full});
    }
    const auto seed =
        seed_of(environment.keys.display_key(), agreement.customer, agreement.basket_version, seed_number);
    std::vector<ShownOffer> shown;
    for (const auto& id : neutral_order(ids, keyed_hash_under(seed)))
        shown.push_back(by_id.at(id));
    return shown;
}

// The receipt as it would be; what was decided is filled in by the caller.
ChoiceReceipt draft_receipt(Transaction& tx, const Ambient& ambient, const http::Environment& environment,
                            const ChoiceSession& session, const BasketAgreement& agreement)
{
    const auto version = baskets::find_version(tx, agreement.basket_version);
    PROMISE(version.has_value() && session.shown_at);
    ChoiceReceipt receipt{ambient.next<ChoiceReceiptTag>(), session.id, agreement.id, agreement.basket,
                          agreement.basket_version};
    receipt.seed_number = session.seed_number;
    receipt.seed_digest_hex = to_hex(crypto::sha256(seed_of(
        environment.keys.display_key(), agreement.customer, agreement.basket_version, session.seed_number)));
    receipt.shown = shown_to(tx, session.id, session.showing);
    receipt.alternatives_needed = alternatives_needed(version->terms);
    receipt.shown_at = *session.shown_at;
    receipt.decided_at = ambient.now;
    receipt.language = session.language;
    return receipt;
}

// The session ends with the receipt; both stand in one entry.
KeptReceipt keep(Transaction& tx, const Ambient& ambient, const Actor& actor, ChoiceSession session,
                 std::string next_state, const ChoiceReceipt& receipt, Facts more, std::string reason)
{
    session.state = std::move(next_state);
    ++session.revision;
    save(tx, session);
    work::cancel(tx, ambient, code_expires, session.id.text());

    const auto digest = digest_of(receipt);
    Facts facts{{"digest", digest},
                {"basket", receipt.basket.text()},
                {"basket_version", receipt.basket_version.text()},
                {"session", session.id.text()},
                {"agreement", receipt.agreement.text()}};
    if (receipt.chosen)
        facts.emplace_back("offer_version", receipt.chosen->text());
    facts.insert(facts.end(), more.begin(), more.end());
    const auto entry = note(tx, ambient, access::doer_of(actor), session.authority,
                            receipt.chosen ? "choice.made" : "choice.none_suitable", receipt.id.text(),
                            std::move(facts), std::move(reason), std::string{neutral_order_version});
    const KeptReceipt kept{receipt, session.showing, digest, entry};
    insert(tx, kept);
    return kept;
}

// The customer's decision for one shown offer, alone or helped.
Result<KeptReceipt> decide(Transaction& tx, const Ambient& ambient, const Actor& actor,
                           const http::Environment& environment, const ChoiceSession& session,
                           std::string_view verb, OfferId offer, const std::optional<Assistance>& assistance)
{
    const auto agreement = agreement_of(tx, session);
    if (session.state == choice_session_state::opened)
        return refuse(Fault::conflict, "choice.nothing_shown", "There is no offer to choose from.");
    const auto next = choice_session_states().move(session.state, verb);
    if (!next)
        return next.refusal();
    if (const auto stop = no_longer_possible(tx, agreement))
        return *stop;

    auto receipt = draft_receipt(tx, ambient, environment, session, agreement);
    const auto seen = std::find_if(receipt.shown.begin(), receipt.shown.end(),
                                   [&](const ShownOffer& shown) { return shown.offer == offer; });
    if (seen == receipt.shown.end())
        return refuse(Fault::invalid, "choice.not_shown", "The chosen offer was not among those shown.")
            .in({{"/offer", "choice.not_shown", "The chosen offer was not among those shown.", {}}});
    receipt.chosen = seen->version;
    receipt.assistance = assistance;
    if (const auto fits = check_choice(receipt); !fits)
        return fits.refusal();
    const auto now = offers::find(tx, offer);
    PROMISE(now.has_value());
    if (!is_shown(now->state))
        return refuse(Fault::conflict, "choice.offer_gone",
                      "This offer is no longer open; look at the list again.");
    if (now->current != seen->version)
        return refuse(Fault::conflict, "choice.offer_changed",
                      "This offer has changed since it was shown; look at the list again.");

    Facts more;
    if (assistance)
        more = {{"assisted", code_of(assistance->kind)}, {"assisted_by", assistance->by}};
    auto kept = keep(tx, ambient, actor, session, *next, receipt, std::move(more), "");
    const auto version = baskets::find_version(tx, agreement.basket_version);
    if (version->terms.reveals_health)
        consents::ask_because_of_choice(tx, ambient, access::doer_of(actor), agreement.customer,
                                        agreement.authority, now->provider,
                                        consent_purpose::health_to_provider);
    return kept;
}

} // namespace

Result<ChoiceSession> show(Transaction& tx, const Ambient& ambient, const Actor& actor,
                           const http::Environment& environment)
{
    auto session = own_session(tx, actor);
    const auto agreement = agreement_of(tx, session);
    const auto next = choice_session_states().move(session.state, "compare");
    if (!next)
        return next.refusal();
    if (const auto stop = no_longer_possible(tx, agreement))
        return *stop;

    const auto shown =
        offers_in_neutral_order(tx, environment, agreement, session.seed_number, ambient.today());
    session.state = *next;
    session.language = actor.language;
    session.shown_at = ambient.now;
    ++session.showing;
    ++session.revision;
    save(tx, session);
    insert_shown(tx, session.id, session.showing, shown);

    note(tx, ambient, access::doer_of(actor), session.authority, "choice.shown", session.id.text(),
         {{"showing", session.showing},
          {"offers", static_cast<std::int64_t>(shown.size())},
          {"seed_number", session.seed_number}},
         "", std::string{neutral_order_version});
    return session;
}

Result<KeptReceipt> choose(Transaction& tx, const Ambient& ambient, const Actor& actor,
                           const http::Environment& environment, OfferId offer)
{
    return decide(tx, ambient, actor, environment, own_session(tx, actor), "choose", offer, std::nullopt);
}

Result<KeptReceipt> choose_assisted(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                    const http::Environment& environment, ChoiceSessionId id, OfferId offer,
                                    const Assistance& assistance)
{
    const auto session = find_session(tx, id);
    if (!session || !agreement_for_coach(tx, actor, session->agreement, ambient.today()))
        return absent();

    if (assistance.by == "support_person" ? assistance.kind != AssistanceKind::support_person
                                          : assistance.kind == AssistanceKind::support_person)
        return refuse(Fault::invalid, "choice.helper_unfit",
                      "A support person helps as one, and nobody else does.")
            .in({{"/assistance/by",
                  "choice.helper_unfit",
                  "A support person helps as one, and nobody else does.",
                  {}}});
    if (assistance.by != "support_person")
    {
        const auto helper = MembershipId::parse(assistance.by);
        const auto member = helper ? access::find_membership(tx, *helper) : std::nullopt;
        if (!member || member->organisation != session->authority)
            return refuse(Fault::invalid, "choice.no_such_helper",
                          "Name a member of your authority who helped.")
                .in({{"/assistance/by",
                      "choice.no_such_helper",
                      "Name a member of your authority who helped.",
                      {}}});
    }
    return decide(tx, ambient, actor, environment, *session, "choose_assisted", offer, assistance);
}

const std::vector<std::string>& reasons_for_none()
{
    static const std::vector<std::string> reasons = {"too_far",        "wrong_time",    "wrong_language",
                                                     "not_accessible", "wrong_content", "all_full",
                                                     "too_few_offers", "other"};
    return reasons;
}

Result<KeptReceipt> find_none_suitable(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                       const http::Environment& environment, const std::string& reason)
{
    const auto session = own_session(tx, actor);
    if (session.state == choice_session_state::opened)
        return refuse(Fault::conflict, "choice.look_first", "Look at the offers first.");
    const auto agreement = agreement_of(tx, session);
    const auto next = choice_session_states().move(session.state, "find_none_suitable");
    if (!next)
        return next.refusal();

    const auto receipt = draft_receipt(tx, ambient, environment, session, agreement);
    auto kept = keep(tx, ambient, actor, session, *next, receipt, {{"why_none", reason}}, reason);
    const auto customer = customers::find(tx, agreement.customer);
    insert(tx, UnmetNeed{receipt.id, agreement.authority, agreement.basket, customer->facts.municipality,
                         customer->facts.needs, reason, ambient.now});
    return kept;
}

bool has_chosen(Transaction& tx, CustomerId customer, OrganisationId provider)
{
    for (const auto& agreement : agreements_of(tx, customer))
    {
        if (agreement.state != basket_agreement_state::agreed &&
            agreement.state != basket_agreement_state::fulfilled)
            continue;
        const auto receipt = receipt_of(tx, agreement.id);
        if (!receipt)
            continue;
        const auto version = offers::find_version(tx, *receipt->chosen);
        PROMISE(version.has_value());
        if (const auto offer = offers::find(tx, version->offer); offer && offer->provider == provider)
            return true;
    }
    return false;
}

Replay replay(Transaction& tx, std::string_view display_key, const KeptReceipt& kept)
{
    const auto& receipt = kept.receipt;
    const auto seed =
        seed_of(display_key, agreement_of(tx, receipt).customer, receipt.basket_version, receipt.seed_number);
    Replay result;
    result.seed_hex = to_hex(seed);
    result.seed_matches = to_hex(crypto::sha256(seed)) == receipt.seed_digest_hex;
    result.order_matches = replays(receipt, keyed_hash_under(seed));
    const auto entry = journal::find(tx, kept.entry.text());
    result.digest_matches =
        entry && entry->facts.find("\"digest\":\"" + digest_of(receipt) + "\"") != std::string::npos;
    return result;
}

} // namespace kori::choices
