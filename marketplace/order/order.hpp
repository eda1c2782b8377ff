// An order (tilaus): what follows the customer's choice. Several may run in sequence or in parallel.
#pragma once

#include "core/base/civil_date.hpp"
#include "core/base/id.hpp"
#include "core/base/state_table.hpp"
#include "marketplace/choice/choice.hpp"
#include "marketplace/payment/payer_share.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

class LawBook;

struct OrderTag
{
    static constexpr std::string_view prefix = "ord";
};
using OrderId = Id<OrderTag>;

// domain.md 7.5
namespace order_state
{
inline constexpr std::string_view created = "CREATED";
inline constexpr std::string_view sent = "SENT";
inline constexpr std::string_view acknowledged = "ACKNOWLEDGED";
inline constexpr std::string_view waitlisted = "WAITLISTED";
inline constexpr std::string_view accepted = "ACCEPTED"; // money is reserved
inline constexpr std::string_view started = "STARTED";
inline constexpr std::string_view interrupted = "INTERRUPTED";
inline constexpr std::string_view completed = "COMPLETED";
inline constexpr std::string_view dropped = "DROPPED"; // what is left of the money is released
inline constexpr std::string_view transferred = "TRANSFERRED";
inline constexpr std::string_view declined_by_provider = "DECLINED_BY_PROVIDER";
inline constexpr std::string_view follow_up = "FOLLOW_UP";
inline constexpr std::string_view closed = "CLOSED";
} // namespace order_state
const StateTable& order_states();
// Is money reserved for it? A dropped or transferred order keeps only what its open claims need; a claim that
// comes after the release needs a new reservation, or it meets "outcome.reserved_money".
bool holds_money(std::string_view order_state);
// May a component be claimed? Results may come after the end, until the order is closed.
bool takes_claims(std::string_view order_state);
// The service is over, whatever may still be claimed of it.
bool has_ended(std::string_view order_state);
// Does the person take a place now?
bool is_inside(std::string_view order_state);
// May the provider still read what the person needs? Not of a closed order, and not when it ended on a ground
// (declined, dropped, transferred), whatever follows then (domain.md 10.9, 380/2023 §126).
bool serves_person(std::string_view order_state, std::string_view ground);

namespace capacity_slot_state
{
inline constexpr std::string_view free = "FREE";
inline constexpr std::string_view held = "HELD";
inline constexpr std::string_view used = "USED";
inline constexpr std::string_view released = "RELEASED";
inline constexpr std::string_view taken_out = "TAKEN_OUT"; // the capacity was lowered
} // namespace capacity_slot_state
const StateTable& capacity_slot_states();

namespace waiting_list_state
{
inline constexpr std::string_view queued = "QUEUED";
inline constexpr std::string_view offered = "OFFERED";
inline constexpr std::string_view taken = "TAKEN";
inline constexpr std::string_view skipped = "SKIPPED";
inline constexpr std::string_view left = "LEFT";
} // namespace waiting_list_state
const StateTable& waiting_list_states();

// Nobody falls between two services.
namespace safety_net_state
{
inline constexpr std::string_view watch = "WATCH";
inline constexpr std::string_view alert = "ALERT";
inline constexpr std::string_view cared = "CARED";
inline constexpr std::string_view ended = "ENDED";
} // namespace safety_net_state
const StateTable& safety_net_states();

// domain.md 7.6: an absence report, a warning, and the authority's decision (T38). Never a penalty in our
// data.
namespace absence_state
{
inline constexpr std::string_view reported = "REPORTED";
inline constexpr std::string_view warned = "WARNED";
inline constexpr std::string_view before_authority = "BEFORE_AUTHORITY";
inline constexpr std::string_view interrupted = "INTERRUPTED";
inline constexpr std::string_view excused = "EXCUSED";
inline constexpr std::string_view returned = "RETURNED";
inline constexpr std::string_view ended = "ENDED";
} // namespace absence_state
const StateTable& absence_states();

// Who says that an order does not happen.
enum class DeclinedBy
{
    provider,
    customer,
    authority,
};
std::string_view code_of(DeclinedBy by);

// A provider may not pick its customers: it declines on these grounds only, and each is counted
// (domain.md 7.5).
struct DeclineGround
{
    std::string_view code;
    DeclinedBy by;
    std::string_view meaning;
    std::string_view source;
};
std::span<const DeclineGround> decline_grounds();
const DeclineGround* find_decline_ground(std::string_view code);
// "order.decline_ground_unknown", "order.decline_ground_of_somebody_else".
Result<Done> check_decline(std::string_view ground, DeclinedBy by);

// The clocks of an order, in working days from the law book ("service_level.*"; domain.md 5, proposals
// without a law).
CivilDate acknowledge_due(Instant sent_at, const LawBook& law); // service_level.acknowledge.working_days
CivilDate answer_due(Instant sent_at, const LawBook& law);      // service_level.answer_order.working_days
CivilDate first_meeting_due(Instant accepted_at,
                            const LawBook& law); // service_level.first_meeting.working_days
CivilDate capacity_hold_until(Instant held_at,
                              const LawBook& law); // service_level.capacity_hold.working_days
// In calendar days.
CivilDate choice_alert_on(Instant agreed_at, const LawBook& law); // service_level.choice_open.days

// What is reserved when an order is accepted: price × expected quantity of each component, each bounded by
// its caps, and all of it by the person's cap (domain.md 8.2 d, e).
Money money_to_reserve(const BasketTerms& basket, const OfferTerms& offer);
// The first day on which nothing can be claimed any more: the longest count of the basket's outcomes after
// the end.
CivilDate claims_end_on(const BasketTerms& basket, CivilDate ended_on, const LawBook& law);

RuleSentences order_sentences();

} // namespace kori
