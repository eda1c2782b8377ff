// A small purchase (pienhankinta) below the national threshold: need → invitation by the buyer's published
// rule → offers → decision → order. The Procurement Act does not apply (§25(2)) except where it says so, so
// none of its verbs stands here; a decision can be corrected (§135, T17, T18).
#pragma once

#include "core/base/state_table.hpp"

#include <span>
#include <string_view>

namespace kori
{

namespace purchase_state
{
inline constexpr std::string_view need = "NEED";
inline constexpr std::string_view invited =
    "INVITED"; // or announced to all: the way is a fact of the purchase
inline constexpr std::string_view offers_in = "OFFERS_IN";
inline constexpr std::string_view decided = "DECIDED";
inline constexpr std::string_view ordered = "ORDERED";
inline constexpr std::string_view dropped = "DROPPED";
inline constexpr std::string_view interrupted = "INTERRUPTED";
} // namespace purchase_state
const StateTable& purchase_states();

// Who does an act. Roles as config/law/duties.json names them, besides the provider and the clock.
struct PurchaseAct
{
    std::string_view verb;
    std::string_view who; // "procurement_officer", "decision_maker", "provider", "clock"
    bool checks_total;    // the running total is looked at again (§25, §30)
    std::string_view source;
};
std::span<const PurchaseAct> purchase_acts(); // one row a verb of the table

} // namespace kori
