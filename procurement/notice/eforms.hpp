// eForms notices (Commission Implementing Regulation (EU) 2019/1780; 1397/2016 §58–§60) of a dynamic
// purchasing system, as XML of SDK 1.13 with the Finnish extension of Hilma. Made, not sent: docs/notices.md
// says what is left to a transmitter. The same facts give the same bytes.
#pragma once

#include "core/base/result.hpp"
#include "procurement/notice/notice_facts.hpp"

#include <string>
#include <vector>

namespace kori::eforms
{

struct Settings
{
    std::string sdk = "eforms-sdk-1.13"; // CustomizationID; Hilma accepts one version at a time
};

struct Notice
{
    std::string id;      // BT-701, a UUID; the version is always 01, a change is a notice of its own
    std::string subtype; // "16", "20", "29", "33", "E3", "E4"
    std::string xml;
};

// Subtypes by regime: EU level 16 and 29, Annex E 20 and 33, national E3 and E4.

// The notice that sets the system up (change 0), or announces its n-th change: 1 to changes.size() (§50(1)).
// Refuses what notice::check refuses.
Result<Notice> contract_notice(const notice::NoticeFacts& facts, std::size_t change,
                               const Settings& settings);

// What one result notice tells: decided competitions, or the end of the system, or both.
struct ResultScope
{
    std::string key; // names the notice among those of the system: "cmp_…", "2026-Q2", "end"
    Instant issued_at;
    std::vector<std::string> competitions; // Competition::id, each decided, each award with its contract
    bool ends_system = false;              // BT-119
};

// T22: one competition, at most 30 days after its contract.
ResultScope single_scope(const notice::Competition& competition, Instant issued_at);
// T23: what was contracted, or closed without an award, in a calendar quarter (1 to 4) of Finnish days.
// Whoever told some of them by a notice of their own takes these out.
ResultScope quarter_scope(const notice::NoticeFacts& facts, int year, int quarter, Instant issued_at);
// The end of the system (§50(1)); promises that it ended.
ResultScope end_scope(const notice::NoticeFacts& facts);

// Refuses what notice::check refuses, an empty scope with notice.nothing_to_tell, and with notice.not_decided
// a competition that is unknown, undecided, or has an award without a contract.
Result<Notice> result_notice(const notice::NoticeFacts& facts, const ResultScope& scope,
                             const Settings& settings);

} // namespace kori::eforms
