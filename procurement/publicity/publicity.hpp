// What is public of a purchase and from when (621/1999 §6, §7, §11, §24; domain.md 10.11–10.13), how long it
// is kept (T27), and the states of a request for information (tietopyyntö) and of a trade-secret claim
// (liikesalaisuusväite).
#pragma once

#include "core/base/instant.hpp"
#include "core/base/money.hpp"
#include "core/base/state_table.hpp"
#include "procurement/limit/limit.hpp"
#include "procurement/programme/programme.hpp"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace kori
{

enum class DocumentKind
{
    register_entry,
    call,            // set-up of a programme, invitation to a competition, announcement of a purchase
    call_answer,     // an answer told to all who were invited
    decision,        // acceptance, admission, award, interruption
    request_to_join, // osallistumishakemus
    offer,           // of a provider in open acceptance or in a small purchase
    tender,          // tarjous, in a competition
    opening_record,
    comparison, // of tenders
    contract,
    other, // any other paper of the purchase
};
std::string_view code_of(DocumentKind kind); // "register_entry", …

// What makes a document public.
enum class PublicFrom
{
    made,          // §6(1)(1): an entry when it is made
    sent,          // §6(1)(4): a call when it went out
    decided,       // §6(1)(8): a decision when it is signed; in open acceptance also what it was decided by
    listed,        // open acceptance: listed prices are public by nature
    contract_made, // §7(2): the rest when the contract is made, not before
};
std::string_view code_of(PublicFrom event); // "made", …

// When those things happened to one document; empty: not yet.
struct PublicMoments
{
    std::optional<Instant> made = {};
    std::optional<Instant> sent = {};
    std::optional<Instant> decided = {};
    std::optional<Instant> listed = {};
    std::optional<Instant> contract_made = {};
};
std::optional<Instant> moment_of(PublicFrom event, const PublicMoments& moments);

enum class DocumentViewer
{
    anyone, // who asks need not say who he is, nor why (§13)
    party,  // asked to join, or tendered, in the same matter (§11)
    owner,  // its own document
};

enum class DocumentScope
{
    nothing,
    total_price, // of another's tender: the price used in the comparison is told to parties always
                 // (§11(2)(6))
    all,         // but for trade secrets that the authority accepted
};
std::string_view code_of(DocumentScope scope); // "nothing", …

struct PublicityRow
{
    DocumentKind kind;
    Channel channel;
    PublicFrom event;
    DocumentScope of_party; // what a party sees from the decision on
    std::string_view source;
};
// Every kind that a channel has; sorted by nothing, for tables and tests.
std::span<const PublicityRow> publicity_rows();
// None when the channel has no such document.
const PublicityRow* publicity_row(DocumentKind kind, Channel channel);

DocumentScope scope_of(DocumentKind kind, Channel channel, DocumentViewer viewer,
                       const PublicMoments& moments, Instant at);
bool is_public(DocumentKind kind, Channel channel, const PublicMoments& moments, Instant at);

// The earliest moment at which the papers of a purchase may be destroyed: T27 from the contract, or the end
// of a contract of at least a million euros (§170) when that is later. None without a contract, or where the
// Procurement Act sets no time. Throws LawMissing.
struct MadeContract
{
    Channel channel;
    Regime regime;
    Instant made_at;
    Money value; // cents without VAT
    std::optional<CivilDate> last_day = {};
};
std::optional<Instant> kept_until(const MadeContract& contract, const LawBook& law);

// What a passage holds that a provider marks as a trade secret.
namespace passage_content
{
inline constexpr std::string_view total_price = "total_price";
inline constexpr std::string_view unit_price = "unit_price";
inline constexpr std::string_view method = "method";
inline constexpr std::string_view staff = "staff";
inline constexpr std::string_view customers = "customers"; // references
inline constexpr std::string_view other = "other";
} // namespace passage_content
std::span<const std::string_view> passage_contents();
// What can never be a trade secret, whoever decides: publicity.total_price_is_told (§11(2)(6)),
// publicity.listed_price_is_public (open acceptance), publicity.not_a_providers_document. Fields /content and
// /document.
Result<Done> may_be_claimed(DocumentKind kind, Channel channel, std::string_view content);

namespace information_request_state
{
inline constexpr std::string_view received = "RECEIVED";
inline constexpr std::string_view given = "GIVEN";
inline constexpr std::string_view given_in_part = "GIVEN_IN_PART";
inline constexpr std::string_view refused = "REFUSED";
inline constexpr std::string_view withdrawn = "WITHDRAWN";
} // namespace information_request_state
const StateTable& information_request_states();

namespace trade_secret_state
{
inline constexpr std::string_view marked = "MARKED";
inline constexpr std::string_view accepted = "ACCEPTED";
inline constexpr std::string_view rejected = "REJECTED";
inline constexpr std::string_view withdrawn = "WITHDRAWN";
} // namespace trade_secret_state
const StateTable& trade_secret_states();

} // namespace kori
