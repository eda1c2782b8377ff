#include "marketplace/outcome/outcome.hpp"

#include "core/base/law_book.hpp"

#include <algorithm>

namespace kori
{

namespace
{

namespace claim_table
{
using namespace claim_state;

constexpr std::string_view names[] = {draft,    submitted,       auto_check, verifying, more_info,
                                      accepted, partly_accepted, rejected,   disputed,  resolved,
                                      payable,  closed,          withdrawn};
constexpr std::string_view finals[] = {payable, closed, withdrawn};
constexpr std::string_view here = "domain.md 7.7";
constexpr std::string_view own_will = "ASSUMED: a claim may be taken back until it is decided";
constexpr Transition rows[] = {
    {draft, "submit", submitted, here},
    {draft, "withdraw", withdrawn, own_will},
    {submitted, "check", auto_check, here},
    {auto_check, "send_to_verifier", verifying, here},
    {auto_check, "reject", rejected, "ASSUMED: the rule leaves nothing to verify"},
    {verifying, "ask_more", more_info, here},
    {verifying, "accept", accepted, here},
    {verifying, "accept_partly", partly_accepted, here},
    {verifying, "reject", rejected, here},
    {verifying, "withdraw", withdrawn, own_will},
    {more_info, "answer", verifying, here},
    {more_info, "end_waiting", verifying, "ASSUMED: no answer in time; verified on what there is"},
    {more_info, "withdraw", withdrawn, own_will},
    {accepted, "make_payable", payable, here},
    {accepted, "dispute", disputed, here},
    {partly_accepted, "make_payable", payable, here},
    {partly_accepted, "dispute", disputed, here},
    {rejected, "dispute", disputed, here},
    {rejected, "close", closed, "ASSUMED: the time for a dispute has passed"},
    {disputed, "resolve", resolved, here},
    {resolved, "make_payable", payable, here},
    {resolved, "close", closed, "ASSUMED: the dispute ends without money"},
};
const StateTable table{"claim", names, draft, finals, rows};
} // namespace claim_table

constexpr RuleSentence sentences[] = {
    {"claim.verifier_is_claimant", "The organisation that claims does not verify its own claim.", ""},
    {"claim.verifier_not_named", "{verifier} is not named as verifier of {outcome} in this basket.", ""},
};

CivilDate days_after(CivilDate event, std::string_view limit, const LawBook& law)
{
    return plus_days(event, static_cast<int>(law.integer(limit, event)));
}

} // namespace

const StateTable& claim_states()
{
    return claim_table::table;
}

Result<Done> check_verifier(const BasketTerms& basket, std::string_view outcome, Verifier as,
                            std::string_view verifier_organisation, std::string_view claimant_organisation)
{
    if (as == Verifier::provider || verifier_organisation == claimant_organisation)
        return refuse_by(sentences, Fault::forbidden, "claim.verifier_is_claimant", {});
    bool is_named = outcome.empty() && as == Verifier::authority;
    if (const auto* found = find_outcome(basket, outcome))
        is_named = std::find(found->verifiers.begin(), found->verifiers.end(), as) != found->verifiers.end();
    if (!is_named)
        return refuse_by(sentences, Fault::forbidden, "claim.verifier_not_named",
                         {{"verifier", code_of(as)}, {"outcome", outcome}});
    return Done{};
}

CivilDate claim_expected_by(CivilDate happened_on, const LawBook& law)
{
    return days_after(happened_on, "service_level.outcome_claim.days", law);
}

CivilDate verification_due(CivilDate claimed_on, const LawBook& law)
{
    return days_after(claimed_on, "service_level.verification.days", law);
}

CivilDate verification_stop(CivilDate claimed_on, const LawBook& law)
{
    return days_after(claimed_on, "service_level.verification_stop.days", law);
}

CivilDate dispute_answer_due(CivilDate disputed_on, const LawBook& law)
{
    return days_after(disputed_on, "service_level.dispute_answer.days", law);
}

RuleSentences claim_sentences()
{
    return sentences;
}

} // namespace kori
