#include "procurement/publicity/publicity.hpp"

#include "core/base/law_book.hpp"

#include <algorithm>
#include <iterator>

namespace kori
{
namespace
{

using enum DocumentKind;
using enum PublicFrom;
constexpr auto open_channel = Channel::open_acceptance;
constexpr auto dps = Channel::dps;
constexpr auto small = Channel::small_purchase;
constexpr auto none = DocumentScope::nothing;
constexpr auto whole = DocumentScope::all;

constexpr std::string_view entry_law = "621/1999 §6(1)(1)";
constexpr std::string_view call_law = "621/1999 §6(1)(4)";
constexpr std::string_view decision_law = "621/1999 §6(1)(8)";
constexpr std::string_view contract_law = "621/1999 §7(2)";
// ASSUMED: open acceptance has no competition whose contract could be waited for (domain.md 10.11)
constexpr std::string_view by_nature = "ASSUMED: domain.md 10.11, no contract closes an open acceptance";

// A party sees from the decision on what affected it (§11(1)); a competitor's tender only by its total price.
// ASSUMED: another's request to join affects nobody else's, so it waits for its own moment.
constexpr PublicityRow rows[] = {
    {register_entry, open_channel, made, none, entry_law},
    {call, open_channel, sent, none, call_law},
    {decision, open_channel, decided, none, decision_law},
    {request_to_join, open_channel, decided, none, by_nature},
    {offer, open_channel, listed, none, by_nature},
    {other, open_channel, decided, none, by_nature},

    {register_entry, dps, made, none, entry_law},
    {call, dps, sent, none, call_law},
    {call_answer, dps, sent, none, call_law},
    {decision, dps, decided, none, decision_law},
    {request_to_join, dps, contract_made, none, contract_law},
    {tender, dps, contract_made, DocumentScope::total_price, contract_law},
    {opening_record, dps, contract_made, whole, contract_law},
    {comparison, dps, contract_made, whole, contract_law},
    {contract, dps, contract_made, none, contract_law},
    {other, dps, contract_made, none, contract_law},

    {register_entry, small, made, none, entry_law},
    {call, small, sent, none, call_law},
    {call_answer, small, sent, none, call_law},
    {decision, small, decided, none, decision_law},
    {offer, small, contract_made, DocumentScope::total_price, contract_law},
    {comparison, small, contract_made, whole, contract_law},
    {contract, small, contract_made, none, contract_law},
    {other, small, contract_made, none, contract_law},
};

constexpr std::string_view kind_codes[] = {"register_entry",  "call",     "call_answer", "decision",
                                           "request_to_join", "offer",    "tender",      "opening_record",
                                           "comparison",      "contract", "other"};
static_assert(std::size(kind_codes) == static_cast<std::size_t>(other) + 1);
constexpr std::string_view event_codes[] = {"made", "sent", "decided", "listed", "contract_made"};
static_assert(std::size(event_codes) == static_cast<std::size_t>(contract_made) + 1);
constexpr std::string_view scope_codes[] = {"nothing", "total_price", "all"};
static_assert(std::size(scope_codes) == static_cast<std::size_t>(whole) + 1);

constexpr std::string_view contents[] = {passage_content::total_price, passage_content::unit_price,
                                         passage_content::method,      passage_content::staff,
                                         passage_content::customers,   passage_content::other};

// Copies of contracts of this size are kept for as long as they run (1397/2016 §170).
constexpr std::string_view large_contract = "retention.contract_copy.cents";

bool has_come(std::optional<Instant> moment, Instant at)
{
    return moment && *moment <= at;
}

Refusal at_field(std::string pointer, const std::string& rule, const std::string& sentence)
{
    return refuse(Fault::invalid, rule, sentence).in({{std::move(pointer), rule, sentence, {}}});
}

namespace request_table
{
using namespace information_request_state;
constexpr std::string_view states[] = {received, given, given_in_part, refused, withdrawn};
constexpr std::string_view finals[] = {given, given_in_part, refused, withdrawn};
constexpr std::string_view source = "621/1999 §14";
constexpr Transition transitions[] = {
    {received, "lengthen", received, source},
    {received, "give", given, source},
    {received, "give_in_part", given_in_part, "621/1999 §10"},
    {received, "refuse", refused, source},
    {received, "withdraw", withdrawn, "ASSUMED: who asked may stop asking"},
};
constexpr StateTable table{"information_request", states, received, finals, transitions};
} // namespace request_table

namespace claim_table
{
using namespace trade_secret_state;
constexpr std::string_view states[] = {marked, accepted, rejected, withdrawn};
constexpr std::string_view finals[] = {withdrawn};
constexpr std::string_view source = "domain.md 10.13";
constexpr std::string_view again =
    "ASSUMED: a later decision with reasons of its own takes the earlier one's place";
constexpr Transition transitions[] = {
    {marked, "accept", accepted, source},      {marked, "reject", rejected, source},
    {marked, "withdraw", withdrawn, source},   {accepted, "reject", rejected, again},
    {rejected, "accept", accepted, again},     {accepted, "withdraw", withdrawn, source},
    {rejected, "withdraw", withdrawn, source},
};
constexpr StateTable table{"trade_secret_claim", states, marked, finals, transitions};
} // namespace claim_table

} // namespace

std::string_view code_of(DocumentKind kind)
{
    return kind_codes[static_cast<std::size_t>(kind)];
}

std::string_view code_of(PublicFrom event)
{
    return event_codes[static_cast<std::size_t>(event)];
}

std::string_view code_of(DocumentScope scope)
{
    return scope_codes[static_cast<std::size_t>(scope)];
}

std::optional<Instant> moment_of(PublicFrom event, const PublicMoments& moments)
{
    switch (event)
    {
    case made:
        return moments.made;
    case sent:
        return moments.sent;
    case decided:
        return moments.decided;
    case listed:
        return moments.listed;
    case contract_made:
        return moments.contract_made;
    }
    promise_broken("every event has its moment", __FILE__, __LINE__);
}

std::span<const PublicityRow> publicity_rows()
{
    return rows;
}

const PublicityRow* publicity_row(DocumentKind kind, Channel channel)
{
    const auto* row = std::find_if(std::begin(rows), std::end(rows), [&](const PublicityRow& one)
                                   { return one.kind == kind && one.channel == channel; });
    return row == std::end(rows) ? nullptr : row;
}

DocumentScope scope_of(DocumentKind kind, Channel channel, DocumentViewer viewer,
                       const PublicMoments& moments, Instant at)
{
    const auto* row = publicity_row(kind, channel);
    PROMISE(row != nullptr);
    if (viewer == DocumentViewer::owner || has_come(moment_of(row->event, moments), at))
        return whole;
    if (viewer == DocumentViewer::party && has_come(moments.decided, at))
        return row->of_party;
    return none;
}

bool is_public(DocumentKind kind, Channel channel, const PublicMoments& moments, Instant at)
{
    return scope_of(kind, channel, DocumentViewer::anyone, moments, at) == whole;
}

std::optional<Instant> kept_until(const MadeContract& contract, const LawBook& law)
{
    if (binding_of(LimitStage::keeping_documents, contract.channel, contract.regime) != Binding::by_law)
        return std::nullopt;
    const auto end = end_of({.channel = contract.channel,
                             .regime = contract.regime,
                             .stage = LimitStage::keeping_documents,
                             .start = contract.made_at},
                            law);
    PROMISE(end);
    auto until = end->moment;
    const auto large = Money::cents(law.integer(large_contract, finnish_date(contract.made_at)));
    if (contract.last_day && contract.value >= large)
        until = std::max(until, start_of_day(plus_days(*contract.last_day, 1)));
    return until;
}

std::span<const std::string_view> passage_contents()
{
    return contents;
}

Result<Done> may_be_claimed(DocumentKind kind, Channel channel, std::string_view content)
{
    if (kind != request_to_join && kind != offer && kind != tender)
        return at_field("/document", "publicity.not_a_providers_document",
                        "Only a request to join, an offer or a tender holds a provider's trade secrets.");
    if (content == passage_content::total_price)
        return at_field("/content", "publicity.total_price_is_told",
                        "The total price that is compared is always told; it is no trade secret.");
    if (content == passage_content::unit_price && channel == open_channel)
        return at_field("/content", "publicity.listed_price_is_public",
                        "Listed prices are public by their nature.");
    return Done{};
}

const StateTable& information_request_states()
{
    return request_table::table;
}

const StateTable& trade_secret_states()
{
    return claim_table::table;
}

} // namespace kori
