// A tender (tarjous) as a thing on record: saved is not submitted, what is submitted is sealed until the
// opening, and nothing that arrived ever goes away.
#pragma once

#include "core/base/instant.hpp"
#include "core/base/state_table.hpp"
#include "procurement/competition/competition_acts.hpp"

#include <span>
#include <string_view>

namespace kori
{

namespace tender_state
{
inline constexpr std::string_view saved = "SAVED"; // the tenderer's own draft: the authority has nothing
inline constexpr std::string_view submitted = "SUBMITTED"; // sealed
inline constexpr std::string_view replaced = "REPLACED";   // by the tenderer's newer one
inline constexpr std::string_view withdrawn = "WITHDRAWN";
inline constexpr std::string_view late = "LATE";     // kept unopened
inline constexpr std::string_view lapsed = "LAPSED"; // saved and never submitted
inline constexpr std::string_view opened = "OPENED";
inline constexpr std::string_view compliant = "COMPLIANT"; // in the comparison
inline constexpr std::string_view excluded = "EXCLUDED";   // out of it, with a listed ground and a reason
} // namespace tender_state
const StateTable& tender_states();

// Why a tender is out of the comparison; the reason in words stands beside it in the decision.
namespace exclusion_ground
{
inline constexpr std::string_view not_compliant = "not_compliant"; // §74
inline constexpr std::string_view suspended = "suspended"; // the member is, admission is looked at again
inline constexpr std::string_view supplier_excluded = "supplier_excluded"; // §80, §81
inline constexpr std::string_view abnormally_low = "abnormally_low";       // §96
} // namespace exclusion_ground
bool is_exclusion_ground(std::string_view code);

struct TenderFacts
{
    std::string_view state; // of the tender
    std::string_view competition_state;
    Instant received_at; // of the act; decides the deadline: received_at <= closes_at counts (domain.md 6)
    Instant closes_at;   // the deadline in force
    bool is_invited = false;
    bool has_other_submitted = false; // of the same tenderer: it is replaced in the same transaction, first
    bool is_suspended = false;
    bool has_open_completion = false;    // §74(2): asked, not answered, its time not over
    bool low_price_is_explained = false; // §96: asked, and answered or its time over
    std::string_view ground;             // of an exclusion
    std::string_view reason;             // of an exclusion, of its taking back
};

// May that tender do that act, and in which state does it end? Rules "tender.…".
Result<std::string> perform_tender_act(std::string_view verb, ActsAs who, const TenderFacts& facts);

struct TenderAct
{
    std::string_view verb;
    ActsAs who;
    Result<Done> (*guard)(const TenderFacts& facts);
    std::string_view source;
};
std::span<const TenderAct> tender_acts();

} // namespace kori
