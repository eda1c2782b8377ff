// A provider marks what it holds for a trade secret; the authority decides each mark (621/1999 §24(1)(20)).
#include "core/work/outbox.hpp"
#include "procurement/publicity/publicity_actions.hpp"

#include <algorithm>

namespace kori::publicity
{
namespace
{

constexpr std::string_view task_decide = "trade_secret.decide";

Refusal no_such_document()
{
    return refuse(Fault::invalid, "publicity.no_such_document", "There is no such document.")
        .in({{"/document", "publicity.no_such_document", "There is no such document.", {}}});
}

// What a claim points at shows what a sealed tender has, so it is the provider's alone until the opening.
void note(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string kind,
          const TradeSecretClaim& claim, bool is_seen_by_authority, Facts facts)
{
    facts.emplace_back("document", claim.document);
    facts.emplace_back("content", claim.content);
    facts.emplace_back("state", claim.state);
    auto organisations = is_seen_by_authority ? std::vector{claim.authority.text(), claim.provider.text()}
                                              : std::vector{claim.provider.text()};
    journal::append(tx, ambient, access::doer_of(actor),
                    {std::move(kind),
                     claim.id.text(),
                     std::move(facts),
                     journal::Audience::organisation,
                     std::move(organisations),
                     {},
                     {}});
}

bool is_same_place(const TradeSecretClaim& one, const ClaimTradeSecret& wish)
{
    return one.state != trade_secret_state::withdrawn && one.part == wish.part && one.passage == wish.passage;
}

Result<Done> move(Transaction& tx, const Ambient& ambient, TradeSecretClaim& claim, std::string_view verb)
{
    auto next = trade_secret_states().move(claim.state, verb);
    if (!next)
        return next.refusal();
    claim.state = std::move(*next);
    claim.revision += 1;
    save(tx, claim, ambient.now);
    return Done{};
}

// Nobody has to decide what is decided or taken back: one task stands for all open claims of a document.
void tidy_task(Transaction& tx, const Ambient& ambient, const std::string& document)
{
    const auto claims = claims_of(tx, document);
    if (std::none_of(claims.begin(), claims.end(),
                     [](const TradeSecretClaim& one) { return one.state == trade_secret_state::marked; }))
        access::finish_tasks(tx, task_decide, document, ambient.now);
}

} // namespace

Result<MatterDocument> visible_document(Transaction& tx, const Actor& actor, const Sources& sources,
                                        std::string_view id)
{
    auto document = sources.find_document(tx, id);
    if (!document)
        return absent();
    const bool is_own = document->provider && actor.speaks_for(*document->provider);
    if (!is_own && !(document->is_seen_by_authority && actor.speaks_for(document->authority)))
        return absent();
    return std::move(*document);
}

Result<TradeSecretClaim> claim(Transaction& tx, const Ambient& ambient, const Actor& actor,
                               const Sources& sources, const ClaimTradeSecret& wish)
{
    const auto document = sources.find_document(tx, wish.document);
    if (!document || !document->provider || !actor.speaks_for(*document->provider) || !actor.membership)
        return no_such_document();

    if (auto may = may_be_claimed(document->kind, document->channel, wish.content); !may)
        return may.refusal();
    if (is_public(document->kind, document->channel, document->moments, ambient.received_at))
        return refuse(Fault::conflict, "publicity.already_public",
                      "This document is public already: nothing in it can be marked any more.");
    const auto others = claims_of(tx, wish.document);
    if (std::any_of(others.begin(), others.end(), [&](const auto& one) { return is_same_place(one, wish); }))
        return refuse(Fault::conflict, "publicity.claimed_already", "This passage is marked already.");
    if (others.size() >= static_cast<std::size_t>(claims_of_document_max))
        return refuse(Fault::conflict, "publicity.too_many_claims",
                      "No more than {max} passages of a document are marked.")
            .with("max", claims_of_document_max);

    const TradeSecretClaim made{.id = ambient.next<TradeSecretClaimTag>(),
                                .document = wish.document,
                                .matter = document->matter,
                                .authority = document->authority,
                                .provider = *document->provider,
                                .part = wish.part,
                                .passage = wish.passage,
                                .content = wish.content,
                                .ground = wish.ground,
                                .state = std::string{trade_secret_states().initial},
                                .claimed_by = *actor.membership,
                                .claimed_at = ambient.now};
    insert(tx, made);
    const bool is_first = std::none_of(others.begin(), others.end(), [](const TradeSecretClaim& one)
                                       { return one.state == trade_secret_state::marked; });
    if (is_first && document->is_seen_by_authority)
        access::give_task(tx, ambient, made.authority, role::decision_maker, task_decide, made.document,
                          std::nullopt);

    note(tx, ambient, actor, "trade_secret.claimed", made, document->is_seen_by_authority, {});
    return made;
}

Result<TradeSecretClaim> withdraw_claim(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                        const Sources& sources, TradeSecretClaimId id)
{
    auto found = find(tx, id);
    if (!found || !actor.speaks_for(found->provider))
        return absent();

    if (auto moved = move(tx, ambient, *found, "withdraw"); !moved)
        return moved.refusal();
    tidy_task(tx, ambient, found->document);

    const auto document = sources.find_document(tx, found->document);
    note(tx, ambient, actor, "trade_secret.withdrawn", *found, document && document->is_seen_by_authority,
         {});
    return std::move(*found);
}

Result<TradeSecretDecision> decide_claim(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                         const Sources& sources, const DecideOnClaim& wish)
{
    auto found = find(tx, wish.claim);
    if (!found || !actor.speaks_for(found->authority) || !actor.membership)
        return absent();
    if (const auto document = sources.find_document(tx, found->document);
        !document || !document->is_seen_by_authority)
        return absent();

    const auto earlier = standing_decision(tx, found->id);
    if (auto moved = move(tx, ambient, *found, wish.outcome == "accepted" ? "accept" : "reject"); !moved)
        return moved.refusal();

    TradeSecretDecision decision{.id = ambient.next<TradeSecretDecisionTag>(),
                                 .claim = found->id,
                                 .outcome = wish.outcome,
                                 .reasons = wish.reasons,
                                 .decided_at = ambient.now,
                                 .decided_by = *actor.membership};
    if (earlier)
        decision.replaces = earlier->id;
    insert(tx, decision);
    tidy_task(tx, ambient, found->document);

    note(tx, ambient, actor, "trade_secret." + wish.outcome, *found, true,
         {{"decision", decision.id.text()}});
    work::send(tx, ambient, "trade_secret.decided", Language::fi, found->provider.text(),
               {{"claim", found->id.text()}});
    return decision;
}

} // namespace kori::publicity
