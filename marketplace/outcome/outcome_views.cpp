#include "marketplace/outcome/outcome_views.hpp"

namespace kori::outcomes
{

using namespace http;

namespace
{

Shape decision_shape()
{
    const auto most = Money::euros(1'000'000'000);
    return object(
        "ClaimDecision", "What the rule said, and why",
        {required("number", integer(1, 1'000'000, "From 1; the last one counts", 1)),
         required("stage", code({"auto_check", "verified", "resolved"}, "When")),
         required("verdict", code({"accepted", "partly_accepted", "refused"}, "What came of it")),
         required("accepted_quantity", integer(0, 100'000, "Units", 1)),
         required("amount_cents", money(Money{}, most, "Without VAT", Money::euros(300))),
         required("refused_quantity", integer(-1'000'000, 1'000'000, "Units", 0)),
         required("refused_amount_cents", money(-most, most, "Without VAT", Money{})),
         required("reasons",
                  list(object("DecisionReason", "One sentence of the rule",
                              {required("rule", text(1, 100, "Stable name", "outcome.accepted")),
                               required("sentence", text(1, 2'000, "In the caller's language", "…"))}),
                       1, 100, "Why")),
         required("rule_version", text(1, 60, "By which rule", "outcome/1")),
         required("decided_at", instant("When", "2026-03-10T10:15:00Z")),
         optional("inputs", inputs_shape())});
}

json::Object view_of(const Locale& locale, Language language, const ClaimDecision& kept, bool with_inputs)
{
    json::Array reasons;
    for (const auto& reason : kept.decision.reasons)
        reasons.emplace_back(
            json::Object{}
                .add("rule", reason.rule)
                .add("sentence", locale.sentence(reason.rule, reason.sentence, reason.values, language)));
    auto view = json::Object{}
                    .add("number", kept.number)
                    .add("stage", kept.stage)
                    .add("verdict", code_of(kept.decision.verdict))
                    .add("accepted_quantity", kept.decision.accepted_quantity)
                    .add("amount_cents", kept.decision.amount)
                    .add("refused_quantity", kept.decision.refused_quantity)
                    .add("refused_amount_cents", kept.decision.refused_amount)
                    .add("reasons", std::move(reasons))
                    .add("rule_version", kept.decision.rule_version)
                    .add("decided_at", kept.decided_at);
    if (with_inputs)
        view.add("inputs", document_of(kept.inputs));
    return view;
}

} // namespace

Shape claim_shape()
{
    const auto states = claim_states().states;
    return object("Claim", "A component or outcome that a provider says it delivered",
                  {required("id", id_of<ClaimTag>("Claim")), required("order", id_of<OrderTag>("Order")),
                   required("provider", id_of<OrganisationTag>("Who claims")),
                   required("component", text(1, 100, "Price component", "start")),
                   required("outcome", text(0, 60, "Outcome, when the component pays for one", "OPEN_JOB")),
                   required("facts", facts_shape("ClaimFacts")),
                   required("state", code({states.begin(), states.end()}, "Where it stands")),
                   required("claimed_on", date("When it arrived", "2026-03-10")),
                   optional("ground", text(1, 60, "Why it was rejected", "evidence_missing")),
                   required("asked", list(text(1, 60, "Fact", "happened_on"), 0, 20,
                                          "Facts that the verifier asks for")),
                   optional("payable", id_of<PayableTag>("The line it became")),
                   required("decisions", list(decision_shape(), 1, 1'000, "Oldest first")),
                   required("revision", integer(1, 1'000'000'000, "Revision", 1))});
}

json::Object view_of(Transaction& tx, const Locale& locale, Language language, const Claim& claim,
                     bool with_inputs)
{
    json::Array decisions;
    for (const auto& kept : decisions_of(tx, claim.id))
        decisions.emplace_back(view_of(locale, language, kept, with_inputs));
    json::Object view;
    view.add("id", claim.id)
        .add("order", claim.order)
        .add("provider", claim.provider)
        .add("component", claim.component)
        .add("outcome", claim.outcome)
        .add("facts", document_of(claim.facts))
        .add("state", claim.state)
        .add("claimed_on", claim.claimed_on);
    if (!claim.ground.empty())
        view.add("ground", claim.ground);
    return view.add("asked", json::array_of(claim.asked))
        .add_if("payable", claim.payable)
        .add("decisions", std::move(decisions))
        .add("revision", claim.revision);
}

} // namespace kori::outcomes
