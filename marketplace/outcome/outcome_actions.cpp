#include "marketplace/outcome/outcome_actions.hpp"

#include "marketplace/outcome/claim_clocks.hpp"
#include "marketplace/outcome/claim_decision.hpp"
#include "marketplace/outcome/claim_matter.hpp"
#include "marketplace/outcome/claim_payment.hpp"

namespace kori::outcomes
{

std::vector<std::string> reject_grounds()
{
    return {"evidence_missing",  "did_not_happen",  "another_person",
            "counted_elsewhere", "outside_service", "job_agreed_before"};
}

std::vector<std::string> reverse_grounds()
{
    return {"counted_twice", "wrong_facts", "wrong_amount", "not_delivered"};
}

std::vector<std::string> fact_names()
{
    return {"quantity",      "happened_on", "from",          "to",
            "job_starts_on", "job_ends_on", "job_agreed_on", "hours_per_week",
            "checked_on",    "cost_cents",  "participants",  "participant_place"};
}

Result<Claim> make_claim(Transaction& tx, const Ambient& ambient, const Actor& actor, const MakeClaim& wish)
{
    const auto order = orders::find(tx, wish.order);
    if (!order || !actor.speaks_for(order->provider) || !order->sent_at)
        return absent();

    if (!takes_claims(order->state) || !order->started_on)
        return refuse(Fault::conflict, "claim.order_takes_no_claims",
                      "Claims belong to an order that was started and is not closed.");
    Claim claim{ambient.next<ClaimTag>(),
                order->id,
                order->authority,
                order->provider,
                wish.component,
                {},
                wish.facts,
                std::string{claim_states().initial},
                finnish_date(ambient.received_at),
                actor.journal_name(),
                {},
                {},
                {},
                {},
                ambient.now,
                1};
    auto matter = with_order(tx, std::move(claim));
    const auto* component = find_component(matter.terms, wish.component);
    if (component == nullptr || !inputs_now(tx, ambient, matter.claim, *order))
        return refuse(Fault::invalid, "claim.component_unknown", "The order has no price for this component.")
            .in({{"/component",
                  "claim.component_unknown",
                  "The order has no price for this component.",
                  {}}});

    matter.claim.outcome = component->outcome;
    must_move(matter.claim, "submit");
    must_move(matter.claim, "check");
    insert(tx, matter.claim);
    const auto kept = decide_and_keep(tx, ambient, matter, "auto_check", actor.journal_name());
    const bool goes_on = kept.decision.verdict != ClaimVerdict::refused;
    must_move(matter.claim, goes_on ? "send_to_verifier" : "reject");
    save(tx, matter.claim);
    if (goes_on)
        begin_verification(tx, ambient, matter, kept.decision.amount);
    else
        leave_rejected(tx, ambient, matter.claim);

    note(tx, ambient, access::doer_of(actor), "claim.made", matter, facts_of(kept.decision), {},
         kept.decision.rule_version);
    return matter.claim;
}

Result<Claim> confirm(Transaction& tx, const Ambient& ambient, const Actor& actor, ClaimId id)
{
    auto found = for_verifier(tx, actor, id, ambient.today());
    if (!found)
        return found.refusal();

    auto& matter = *found;
    if (!claim_states().allows(matter.claim.state, "accept"))
        return claim_states().move(matter.claim.state, "accept").refusal();
    const auto kept = decide_and_keep(tx, ambient, matter, "verified", actor.journal_name());
    const bool is_refused = kept.decision.verdict == ClaimVerdict::refused;
    must_move(matter.claim, is_refused                                        ? "reject"
                            : kept.decision.verdict == ClaimVerdict::accepted ? "accept"
                                                                              : "accept_partly");

    const std::string verdict = is_refused ? "claim.refused_by_rule" : "claim.accepted";
    note(tx, ambient, access::doer_of(actor), verdict, matter, facts_of(kept.decision), {},
         kept.decision.rule_version);
    if (!is_refused)
        if (auto paid = pay(tx, ambient, actor, matter, kept.decision); !paid)
            return paid.refusal();
    if (is_refused)
        matter.claim.rejected_by = actor.journal_name();
    matter.claim.revision += 1;
    save(tx, matter.claim);
    wind_up(tx, ambient, matter);
    if (is_refused)
        leave_rejected(tx, ambient, matter.claim);
    return matter.claim;
}

Result<Claim> reject(Transaction& tx, const Ambient& ambient, const Actor& actor, ClaimId id,
                     const std::string& ground)
{
    auto found = moved(for_verifier(tx, actor, id, ambient.today()), "reject");
    if (!found)
        return found.refusal();

    auto& matter = *found;
    matter.claim.ground = ground;
    matter.claim.rejected_by = actor.journal_name();
    matter.claim.revision += 1;
    save(tx, matter.claim);
    wind_up(tx, ambient, matter);
    leave_rejected(tx, ambient, matter.claim);

    note(tx, ambient, access::doer_of(actor), "claim.rejected", matter, {{"ground", ground}}, ground);
    return matter.claim;
}

Result<Claim> ask_more(Transaction& tx, const Ambient& ambient, const Actor& actor, ClaimId id,
                       const std::vector<std::string>& facts)
{
    auto found = moved(for_verifier(tx, actor, id, ambient.today()), "ask_more");
    if (!found)
        return found.refusal();

    auto& matter = *found;
    matter.claim.asked = facts;
    matter.claim.revision += 1;
    save(tx, matter.claim);
    ask_claimant(tx, ambient, matter.claim);

    note(tx, ambient, access::doer_of(actor), "claim.more_asked", matter, {{"facts", joined(facts)}});
    return matter.claim;
}

Result<Claim> answer(Transaction& tx, const Ambient& ambient, const Actor& actor, ClaimId id,
                     const ClaimFacts& facts)
{
    auto found = moved(for_claimant(tx, actor, id), "answer");
    if (!found)
        return found.refusal();

    auto& matter = *found;
    // The day of the claim stays: what is told later is told of the same claim.
    matter.claim.facts = facts;
    matter.claim.asked.clear();
    matter.claim.revision += 1;
    save(tx, matter.claim);
    const auto kept = decide_and_keep(tx, ambient, matter, "auto_check", actor.journal_name());
    end_asking(tx, ambient, matter.claim, kept.decision.amount);

    note(tx, ambient, access::doer_of(actor), "claim.answered", matter, facts_of(kept.decision), {},
         kept.decision.rule_version);
    return matter.claim;
}

Result<Claim> withdraw(Transaction& tx, const Ambient& ambient, const Actor& actor, ClaimId id)
{
    auto found = moved(for_claimant(tx, actor, id), "withdraw");
    if (!found)
        return found.refusal();

    auto& matter = *found;
    matter.claim.revision += 1;
    save(tx, matter.claim);
    wind_up(tx, ambient, matter);

    note(tx, ambient, access::doer_of(actor), "claim.withdrawn", matter, {});
    return matter.claim;
}

Result<Claim> dispute(Transaction& tx, const Ambient& ambient, const Actor& actor, ClaimId id)
{
    auto found = moved(for_claimant(tx, actor, id), "dispute");
    if (!found)
        return found.refusal();

    auto& matter = *found;
    matter.claim.revision += 1;
    save(tx, matter.claim);
    begin_dispute(tx, ambient, matter.claim);

    note(tx, ambient, access::doer_of(actor), "claim.disputed", matter, {});
    return matter.claim;
}

Result<Claim> resolve(Transaction& tx, const Ambient& ambient, const Actor& actor, ClaimId id, bool in_favour,
                      const std::string& ground)
{
    auto found = moved(for_verifier(tx, actor, id, ambient.today()), "resolve");
    if (!found)
        return found.refusal();

    auto& matter = *found;
    if (matter.claim.rejected_by && *matter.claim.rejected_by == actor.journal_name())
        return refuse(Fault::forbidden, "claim.resolved_by_same_person",
                      "Another person than who rejected the claim resolves the dispute.");

    Facts facts{{"in_favour", yes_no(in_favour)}};
    std::string rule_version;
    bool is_paid = false;
    if (in_favour)
    {
        const auto kept = decide_and_keep(tx, ambient, matter, "resolved", actor.journal_name());
        rule_version = kept.decision.rule_version;
        for (auto& fact : facts_of(kept.decision))
            facts.push_back(std::move(fact));
        is_paid = kept.decision.verdict != ClaimVerdict::refused;
        if (is_paid)
            if (auto paid = pay(tx, ambient, actor, matter, kept.decision); !paid)
                return paid.refusal();
    }
    if (!is_paid)
        must_move(matter.claim, "close");
    matter.claim.ground = ground;
    matter.claim.revision += 1;
    save(tx, matter.claim);
    wind_up(tx, ambient, matter);

    note(tx, ambient, access::doer_of(actor), "claim.resolved", matter, std::move(facts), ground,
         std::move(rule_version));
    return matter.claim;
}

} // namespace kori::outcomes
