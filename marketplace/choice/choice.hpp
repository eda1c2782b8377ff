// From need to choice: what a coach records, what is agreed with the customer, and the receipt of the
// customer's choice.
#pragma once

#include "core/base/instant.hpp"
#include "marketplace/choice/neutral_order.hpp"
#include "marketplace/customer/customer.hpp"
#include "marketplace/offer/offer.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

struct NeedAssessmentTag
{
    static constexpr std::string_view prefix = "nas";
};
using NeedAssessmentId = Id<NeedAssessmentTag>;
struct BasketAgreementTag
{
    static constexpr std::string_view prefix = "bag";
};
using BasketAgreementId = Id<BasketAgreementTag>;
struct ChoiceSessionTag
{
    static constexpr std::string_view prefix = "chs";
};
using ChoiceSessionId = Id<ChoiceSessionTag>;
struct ChoiceReceiptTag
{
    static constexpr std::string_view prefix = "rcp";
};
using ChoiceReceiptId = Id<ChoiceReceiptTag>;

// domain.md 7.5
namespace need_assessment_state
{
inline constexpr std::string_view open = "OPEN";
inline constexpr std::string_view done = "DONE";
inline constexpr std::string_view outdated = "OUTDATED";
} // namespace need_assessment_state
const StateTable& need_assessment_states();

namespace basket_agreement_state
{
inline constexpr std::string_view proposed = "PROPOSED"; // by the coach
inline constexpr std::string_view agreed = "AGREED";     // by the customer
inline constexpr std::string_view declined = "DECLINED";
inline constexpr std::string_view withdrawn = "WITHDRAWN";
inline constexpr std::string_view expired = "EXPIRED";
inline constexpr std::string_view fulfilled = "FULFILLED";
} // namespace basket_agreement_state
const StateTable& basket_agreement_states();

namespace choice_session_state
{
inline constexpr std::string_view opened = "OPENED";
inline constexpr std::string_view compared = "COMPARED"; // the offers were shown
inline constexpr std::string_view chosen = "CHOSEN";
inline constexpr std::string_view assisted_chosen = "ASSISTED_CHOSEN";
inline constexpr std::string_view no_suitable = "NO_SUITABLE"; // feeds unmet need
inline constexpr std::string_view expired = "EXPIRED";
inline constexpr std::string_view revoked = "REVOKED"; // the code was lost; a new session follows
} // namespace choice_session_state
const StateTable& choice_session_states();

// How somebody helped a customer who cannot choose alone (domain.md 14, rows 250–252).
enum class AssistanceKind
{
    read_aloud,
    interpreted,
    plain_language,
    used_device,    // the helper pressed the keys
    support_person, // the customer's own, by a recorded mandate
};
std::string_view code_of(AssistanceKind kind);
std::optional<AssistanceKind> parse_assistance_kind(std::string_view code);

struct Assistance
{
    std::string by; // a membership's id, or "support_person"; never a name
    AssistanceKind kind = AssistanceKind::read_aloud;
    bool operator==(const Assistance&) const = default;
};

struct ShownOffer
{
    OfferId offer;
    OfferVersionId version;
    bool is_full = false; // shown with its waiting list
    bool operator==(const ShownOffer&) const = default;
};

// What the customer was shown, in which order and why, and what was chosen. It can be replayed bit for bit.
struct ChoiceReceipt
{
    ChoiceReceiptId id;
    ChoiceSessionId session;
    BasketAgreementId agreement;
    BasketId basket;
    BasketVersionId basket_version;
    std::int64_t seed_number = 1;  // a new seed of the same customer and basket version has the next number
    std::string seed_digest_hex;   // SHA-256 of the seed; the seed itself is given to who may replay
    std::vector<ShownOffer> shown; // in the order shown
    std::int64_t alternatives_needed = 2;
    Instant shown_at;
    Instant decided_at;
    std::optional<OfferVersionId> chosen; // nothing = no suitable one
    std::optional<Assistance> assistance;
    Language language = Language::fi;
    bool operator==(const ChoiceReceipt&) const = default;
};

// The text whose digest the journal keeps: lines of "name value", UTF-8, each ended by "\n", in this order:
//   kori-choice-receipt/1
//   receipt, session, agreement, basket, basket_version   (ids)
//   order_rule neutral_order/1
//   seed_number, seed_digest                               (decimal; 64 lower-case hex digits)
//   alternatives_needed                                    (decimal)
//   shown_at, decided_at                                   (RFC 3339, UTC, six decimals)
//   language                                               (fi, sv, en)
//   shown <place from 1> <offer> <offer version> open|full (one line an offer, in the order shown)
//   chosen <offer version>|none
//   assisted <kind> <by>|no
std::string canonical_text(const ChoiceReceipt& receipt);

// Would the same seed show the same offers in the same order again?
bool replays(const ChoiceReceipt& receipt, const KeyedHash& keyed_hash);

// May this choice be made? "choice.not_shown" (an offer that was not among the shown ones),
// "choice.too_few_alternatives", "choice.nothing_shown".
Result<Done> check_choice(const ChoiceReceipt& receipt);

RuleSentences choice_sentences();

} // namespace kori
