// A claim (tulosvaade): a provider says that a component was delivered or an outcome happened, with dated
// facts.
#pragma once

#include "core/base/id.hpp"
#include "core/base/state_table.hpp"
#include "marketplace/outcome/outcome_rule.hpp"
#include "procurement/basket/basket.hpp"

#include <string_view>

namespace kori
{

struct ClaimTag
{
    static constexpr std::string_view prefix = "clm";
};
using ClaimId = Id<ClaimTag>;

// domain.md 7.7 up to PAYABLE; what follows is the payable line's own path (marketplace/payment/payment.hpp).
namespace claim_state
{
inline constexpr std::string_view draft = "DRAFT";
inline constexpr std::string_view submitted = "SUBMITTED";
inline constexpr std::string_view auto_check = "AUTO_CHECK";
inline constexpr std::string_view verifying = "VERIFYING";
inline constexpr std::string_view more_info = "MORE_INFO";
inline constexpr std::string_view accepted = "ACCEPTED";
inline constexpr std::string_view partly_accepted = "PARTLY_ACCEPTED";
inline constexpr std::string_view rejected = "REJECTED";
inline constexpr std::string_view disputed = "DISPUTED";
inline constexpr std::string_view resolved = "RESOLVED";
inline constexpr std::string_view payable = "PAYABLE";
inline constexpr std::string_view closed = "CLOSED"; // ended without money
inline constexpr std::string_view withdrawn = "WITHDRAWN";
} // namespace claim_state
const StateTable& claim_states();

// May that organisation, in that part, verify this outcome of the basket? "claim.verifier_is_claimant",
// "claim.verifier_not_named". Components without an outcome are verified by the authority (ASSUMED:
// acceptance, T41).
Result<Done> check_verifier(const BasketTerms& basket, std::string_view outcome, Verifier as,
                            std::string_view verifier_organisation, std::string_view claimant_organisation);

// Service levels in calendar days ("service_level.*"; domain.md 5): none of them decides a claim.
CivilDate claim_expected_by(CivilDate happened_on, const LawBook& law); // service_level.outcome_claim.days
CivilDate verification_due(CivilDate claimed_on, const LawBook& law);   // service_level.verification.days
CivilDate verification_stop(CivilDate claimed_on,
                            const LawBook& law); // service_level.verification_stop.days, T41
CivilDate dispute_answer_due(CivilDate disputed_on, const LawBook& law); // service_level.dispute_answer.days

RuleSentences claim_sentences();

} // namespace kori
