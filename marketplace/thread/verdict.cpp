#include "marketplace/thread/verdict.hpp"

#include "marketplace/outcome/outcome_views.hpp"

namespace kori::threads
{

using namespace http;

namespace
{

OutcomeDecision last_decision(Transaction& tx, ClaimId claim)
{
    auto decisions = outcomes::decisions_of(tx, claim);
    PROMISE(!decisions.empty());
    return std::move(decisions.back().decision);
}

} // namespace

payments::Verdict verdict_of(Transaction& tx, const Locale& locale, Language language, std::string_view claim)
{
    const auto decision = last_decision(tx, *ClaimId::parse(claim));
    payments::Verdict verdict{std::string{code_of(decision.verdict)}, {}};
    for (const auto& reason : decision.reasons)
        if (reason.rule == "outcome.accepted" || reason.rule == "outcome.cost_accepted")
            verdict.sentence = locale.sentence(reason.rule, reason.sentence, reason.values, language);
    return verdict;
}

json::Object result_of(Transaction& tx, const Locale& locale, Language language, const Claim& claim)
{
    const auto decision = last_decision(tx, claim.id);
    json::Array reasons;
    for (const auto& reason : decision.reasons)
        reasons.emplace_back(
            json::Object{}
                .add("rule", reason.rule)
                .add("sentence", locale.sentence(reason.rule, reason.sentence, reason.values, language)));
    return json::Object{}
        .add("id", claim.id)
        .add("component", claim.component)
        .add("quantity", decision.accepted_quantity)
        .add("verdict", code_of(decision.verdict))
        .add("reasons", std::move(reasons));
}

Shape claim_thread_part_shape()
{
    auto shape = outcomes::claim_shape();
    shape.name = "ThreadClaim";
    shape.about = "The claim; who books the provider's money sees component, quantity, verdict and reasons";
    for (auto& member : shape.members)
        member.required = member.name == "id" || member.name == "component";
    shape.members.push_back(optional("quantity", integer(0, 100'000, "Units accepted", 1)));
    shape.members.push_back(
        optional("verdict", code({"accepted", "partly_accepted", "refused"}, "What the rule said")));
    shape.members.push_back(optional(
        "reasons", list(object("ThreadReason", "One sentence of the rule",
                               {required("rule", text(1, 100, "Stable name", "outcome.accepted")),
                                required("sentence", text(1, 2'000, "In the caller's language", "…"))}),
                        1, 100, "Why")));
    return shape;
}

} // namespace kori::threads
