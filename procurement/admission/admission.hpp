// A provider's request to join (osallistumishakemus). Two machines: "admission" belongs to a DPS,
// "acceptance" to open acceptance, where the Procurement Act is never cited (domain.md 4.1, 7.2).
#pragma once

#include "core/base/civil_date.hpp"
#include "core/base/id.hpp"
#include "core/base/state_table.hpp"
#include "procurement/programme/programme.hpp"

#include <string_view>

namespace kori
{

class LawBook;

// One provider's request, per programme and category, and the acceptance or admission that comes of it.
struct AdmissionTag
{
    static constexpr std::string_view prefix = "adm";
};
using AdmissionId = Id<AdmissionTag>;

// DPS, domain.md 7.2.
namespace admission_state
{
inline constexpr std::string_view draft = "DRAFT";
inline constexpr std::string_view submitted = "SUBMITTED";
inline constexpr std::string_view waiting_reopening = "WAITING_REOPENING";
inline constexpr std::string_view under_review = "UNDER_REVIEW";
inline constexpr std::string_view clarification = "CLARIFICATION";
inline constexpr std::string_view extended = "EXTENDED";
inline constexpr std::string_view admitted = "ADMITTED";
inline constexpr std::string_view rejected = "REJECTED";
inline constexpr std::string_view renewal_asked = "RENEWAL_ASKED";
inline constexpr std::string_view suspended = "SUSPENDED";
inline constexpr std::string_view leaving = "LEAVING";
inline constexpr std::string_view left = "LEFT";
inline constexpr std::string_view removed = "REMOVED";
inline constexpr std::string_view withdrawn = "WITHDRAWN";
inline constexpr std::string_view abandoned = "ABANDONED";
inline constexpr std::string_view lapsed = "LAPSED"; // the programme ended before the decision
inline constexpr std::string_view ended = "ENDED";   // the programme ended, running contracts live on
} // namespace admission_state
const StateTable& admission_states();

// Open acceptance: the same path in this channel's words.
namespace acceptance_state
{
inline constexpr std::string_view draft = "DRAFT";
inline constexpr std::string_view submitted = "SUBMITTED";
inline constexpr std::string_view waiting_reopening = "WAITING_REOPENING";
inline constexpr std::string_view under_review = "UNDER_REVIEW";
inline constexpr std::string_view clarification = "CLARIFICATION";
inline constexpr std::string_view accepted = "ACCEPTED";
inline constexpr std::string_view rejected = "REJECTED";
inline constexpr std::string_view renewal_asked = "RENEWAL_ASKED";
inline constexpr std::string_view suspended = "SUSPENDED";
inline constexpr std::string_view leaving = "LEAVING";
inline constexpr std::string_view left = "LEFT";
inline constexpr std::string_view removed = "REMOVED";
inline constexpr std::string_view withdrawn = "WITHDRAWN";
inline constexpr std::string_view abandoned = "ABANDONED";
inline constexpr std::string_view lapsed = "LAPSED";
inline constexpr std::string_view ended = "ENDED";
} // namespace acceptance_state
const StateTable& acceptance_states();

// Stands the provider on the public list, and may it put offers into baskets?
bool is_accepted(std::string_view acceptance_state);

// The day by which an answer is promised in open acceptance: the programme's own number of working days, or
// "service_level.acceptance_answer.working_days" of that day. `received_on` is the reopening when the request
// waited for it.
CivilDate answer_promised_by(CivilDate received_on, int own_working_days, const LawBook& law);
CivilDate answer_promised_by(CivilDate received_on, const LawBook& law);

} // namespace kori
