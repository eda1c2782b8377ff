// A mini-competition inside a DPS (minikilpailutus): its states and the acts that move it. Who may do an act,
// and what must hold for it, stands in competition_acts.hpp.
#pragma once

#include "core/base/state_table.hpp"
#include "procurement/rule/rule.hpp"

#include <string_view>

namespace kori
{

// domain.md 7.4
namespace competition_state
{
inline constexpr std::string_view draft = "DRAFT";
inline constexpr std::string_view invited = "INVITED";
inline constexpr std::string_view q_and_a = "Q_AND_A";
inline constexpr std::string_view sealed =
    "SEALED"; // tenders arrive from INVITED on; here questions are over
inline constexpr std::string_view opened = "OPENED";
inline constexpr std::string_view compliance = "COMPLIANCE";
inline constexpr std::string_view abnormally_low = "ABNORMALLY_LOW";
inline constexpr std::string_view evaluation = "EVALUATION";
inline constexpr std::string_view decided = "DECIDED";
inline constexpr std::string_view notified = "NOTIFIED";
inline constexpr std::string_view standstill = "STANDSTILL";
inline constexpr std::string_view contracted = "CONTRACTED";
inline constexpr std::string_view noticed = "NOTICED";
inline constexpr std::string_view cancelled = "CANCELLED";
inline constexpr std::string_view corrected = "CORRECTED"; // the decision is withdrawn and stays on record
inline constexpr std::string_view dropped = "DROPPED";
} // namespace competition_state
const StateTable& competition_states();

// Do tenders arrive in that state (until the deadline)?
bool takes_tenders(std::string_view competition_state);

// The rules of all files of this folder.
RuleSentences competition_sentences();

} // namespace kori
