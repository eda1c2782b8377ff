// A programme (hankintaohjelma; a DPS is one): what an authority opens under one legal channel, and its
// baskets hang in.
#pragma once

#include "core/base/id.hpp"
#include "core/base/state_table.hpp"
#include "core/base/text.hpp"
#include "procurement/rule/rule.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace kori
{

struct ProgrammeTag
{
    static constexpr std::string_view prefix = "prg";
};
using ProgrammeId = Id<ProgrammeTag>;

// The legal channel (domain.md 4.1). Immutable for a programme and for every basket in it.
enum class Channel
{
    open_acceptance, // everyone who meets the conditions is accepted, the customer chooses
    dps,             // dynaaminen hankintajärjestelmä, 1397/2016 §49–52
    small_purchase,  // pienhankinta below the threshold
};
std::string_view code_of(Channel channel); // "OPEN_ACCEPTANCE", "DPS", "SMALL_PURCHASE"
std::optional<Channel> parse_channel(std::string_view code);
const LocalText& text_of(Channel channel);

// Which rules bind (domain.md 4.3). Changes only by a reasoned decision when the value outgrows it.
enum class Regime
{
    eu_level,
    annex_e,
    national,
    below_threshold,
    not_a_public_contract,
};
std::string_view code_of(Regime regime); // "eu_level", …
std::optional<Regime> parse_regime(std::string_view code);
bool is_stricter(Regime one, Regime than);
const LocalText& text_of(Regime regime);

// May a programme of that channel be set up in that regime? Rule "programme.regime_does_not_fit_channel".
Result<Done> check_regime(Channel channel, Regime regime);
// Later the value may outgrow it (or a court may see it otherwise): upwards in strictness only, with a
// reason, whatever the channel. Rules "programme.regime_unchanged", "programme.regime_not_stricter",
// "programme.regime_reason_missing".
Result<Done> check_regime_change(Regime from, Regime to, std::string_view reason);

// A verb that the channel does not know: no route, no action and no page may offer it (domain.md 4.1).
struct ForbiddenVerb
{
    Channel channel;
    std::string_view verb;
    std::string_view source;
};
std::span<const ForbiddenVerb> forbidden_verbs();
bool is_forbidden(Channel channel, std::string_view verb);
// Refuses with "programme.verb_forbidden_in_channel".
Result<Done> allow_in_channel(Channel channel, std::string_view verb);

namespace channel_verb
{
inline constexpr std::string_view set_weights = "set_weights";
inline constexpr std::string_view score_offers = "score_offers";
inline constexpr std::string_view rank_offers = "rank_offers";
inline constexpr std::string_view order_offers = "order_offers"; // the authority decides the order shown
inline constexpr std::string_view filter_by_provider = "filter_by_provider";
inline constexpr std::string_view pick_provider = "pick_provider"; // by the authority
inline constexpr std::string_view invite_tenders = "invite_tenders";
inline constexpr std::string_view cite_procurement_act = "cite_procurement_act";
inline constexpr std::string_view limit_number_of_providers = "limit_number_of_providers";
inline constexpr std::string_view negotiate_single_price = "negotiate_single_price";
inline constexpr std::string_view choose_without_competition =
    "choose_without_competition"; // by the customer
inline constexpr std::string_view charge_for_taking_part = "charge_for_taking_part";
inline constexpr std::string_view auction_person_bound_service = "auction_person_bound_service";
inline constexpr std::string_view invite_some_of_admitted = "invite_some_of_admitted";
inline constexpr std::string_view buy_while_closed = "buy_while_closed";
inline constexpr std::string_view close_unannounced = "close_unannounced"; // for a time, not told at set-up
inline constexpr std::string_view change_announced_criteria = "change_announced_criteria";
inline constexpr std::string_view read_before_deadline = "read_before_deadline";
inline constexpr std::string_view decide_without_reasons = "decide_without_reasons";
inline constexpr std::string_view admit_to_system = "admit_to_system"; // the word of a DPS
inline constexpr std::string_view point_to_market_court = "point_to_market_court";
inline constexpr std::string_view observe_standstill = "observe_standstill";
inline constexpr std::string_view invite_fewer_than_rule =
    "invite_fewer_than_rule"; // the buyer's published rule
inline constexpr std::string_view pass_running_total = "pass_running_total";
inline constexpr std::string_view split_purchase = "split_purchase";
} // namespace channel_verb

// domain.md 7.1
namespace programme_state
{
inline constexpr std::string_view draft = "DRAFT";
inline constexpr std::string_view in_dialogue = "IN_DIALOGUE";
inline constexpr std::string_view published_initial = "PUBLISHED_INITIAL";
inline constexpr std::string_view open = "OPEN";
inline constexpr std::string_view closed_temp = "CLOSED_TEMP";
inline constexpr std::string_view terminated = "TERMINATED";
inline constexpr std::string_view expired = "EXPIRED";
inline constexpr std::string_view cancelled = "CANCELLED";
inline constexpr std::string_view dropped = "DROPPED";
inline constexpr std::string_view archived = "ARCHIVED";
} // namespace programme_state
const StateTable& programme_states();
// Is there a window before the opening, in which the first requests come in? Small purchases know none: rule
// "programme.no_initial_window".
Result<Done> check_has_window(Channel channel);
// May it open without that window? A DPS may not (T01): rule "programme.window_first".
Result<Done> check_opens_at_once(Channel channel);
// May requests to join be sent in? (Those that arrive while it is closed wait for the reopening.)
bool takes_requests(std::string_view programme_state);

RuleSentences programme_sentences();

} // namespace kori
