// Limits of time on the buyer's side (määräajat): which bind in which regime and channel, how long they are
// and when they end (domain.md 4.3, 5, 6). The numbers are dated values of config/law.
#pragma once

#include "core/base/civil_date.hpp"
#include "procurement/programme/programme.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace kori
{

class LawBook;

// What is waited for. The comment names the limit; its paragraph stands in the table.
enum class LimitStage
{
    initial_requests,              // T01
    admission_decision,            // T02
    admission_decision_extended,   // T03
    admission_decision_before_use, // T04: while no call for tenders is out
    admission_told,                // T05
    tenders,                       // T06
    tenders_agreed,                // T07
    answers,                       // T08
    answers_accelerated,           // T08
    deadline_extension,            // T09
    paper_documents,               // T10: an addition to T01, T06, T07 and T11
    accelerated_requests,          // T11
    accelerated_tenders,           // T11
    renewed_evidence,              // T12
    completion,                    // T13
    standstill,                    // T14; none for a purchase inside a DPS (T16)
    standstill_in_system,          // T15
    correction,                    // T17
    own_correction,                // T18: on the buyer's own initiative
    appeal,                        // T19
    appeal_without_standstill,     // T20
    appeal_deficient,              // T21
    result_notice,                 // T22
    result_notice_quarterly,       // T23
    result_notice_voluntary,       // T24
    receipt_electronic,            // T26
    receipt_letter,                // T26
    keeping_documents,             // T27
    record_extract,                // T28
    exclusion_mandatory,           // T29
    exclusion_discretionary,       // T29
    information_request,           // T31
    information_request_large,     // T31
    municipal_correction,          // T51
    municipal_appeal,              // T51
    municipal_receipt_electronic,  // when T51 begins to run
    municipal_receipt_letter,
};

enum class Binding
{
    by_law,
    if_chosen,    // the buyer may do without; who does it keeps the law's length (T15, T23, T24)
    as_described, // no length in law: the one that the buyer described in notice or call (§100, §109)
    absent,       // there is no such limit
};
std::string_view code_of(Binding binding); // "by_law", …

// What the moment in LimitEnd means.
enum class LimitSense
{
    latest,   // the last moment at which the act is in time
    shortest, // the earliest deadline that may be set: not before the last day is over
    waiting,  // the first moment after the time to wait
    deemed,   // the day on which it counts as received; its last moment
    addition, // lengthens another limit, never asked for alone
};

// How the last day moves when it is a free day (domain.md 6).
enum class EndMove
{
    stays,       // the buyer's own acts, and what counts working days anyway
    party_act,   // Act 150/1930 §5: to the next day on which the act can be done
    standstill,  // §129(1) says the same of itself
    working_day, // a minimum ends on a working day and is never shorter
};

enum class Bound
{
    buyer,
    party, // candidate, tenderer, provider
    nobody,
};

// The event whose day is not counted.
enum class LimitStart
{
    notice_sent,
    request_received, // while the system is closed: its reopening
    decision_made,
    invitation_sent,
    late_answer,
    deadline, // counted backwards from it
    renewal_asked,
    completion_asked,
    decision_received, // with its instructions
    decision_known,
    claim_decision_received, // the decision on a municipal claim for correction
    contract_made,
    quarter_of_contract, // the last day of the calendar quarter that the given moment lies in
    year_of_contract,    // likewise of the calendar year
    sent,
    extract_issued,
    final_judgment,
    ground_arose,
    information_asked,
};
std::string_view code_of(LimitStart start); // "notice_sent", …

enum class LimitUnit
{
    working_days, // Regulation 1182/71
    days,
    weeks,
    months, // a day that the month lacks becomes its last day
    years,
};

struct LimitLength
{
    int count = 0; // 0 to what ten years hold of the unit
    LimitUnit unit = LimitUnit::days;
    bool operator==(const LimitLength&) const = default;
};

struct Limit
{
    LimitStage stage;
    std::string_view id;    // "T02"
    std::string_view value; // name of the length in config/law; empty: the law sets no number
    LimitSense sense;
    EndMove move;
    Bound bound;
    LimitStart start;
    std::string_view paragraph;
    bool own_length; // the law leaves the length to the buyer (T13) or to an agreement with all (T07)
};
std::span<const Limit> limits(); // in the order of LimitStage
const Limit& limit_of(LimitStage stage);

// Whatever regime is recorded, the Procurement Act's limits never enter open acceptance (KHO:2018:91).
Binding binding_of(LimitStage stage, Channel channel, Regime regime);

// The law's length on that day; none where it sets no number. Throws LawMissing.
std::optional<LimitLength> length_in_law(LimitStage stage, CivilDate day, const LawBook& law);

struct LimitQuestion
{
    Channel channel;
    Regime regime;
    LimitStage stage;
    Instant start;                     // the event of Limit::start
    std::optional<LimitLength> own{};  // what the buyer described, or agreed with all (T07)
    bool paper_documents_too = false;  // T10 comes on top
    std::optional<CivilDate> law_of{}; // the length is that day's law; none: of the day of the event. A
                                       // judgment from before the Act (T29) is judged by the law of today
};

struct LimitEnd
{
    Binding binding;
    LimitSense sense;
    LimitLength length; // without T10
    CivilDate end_on;   // last day of the limit in Europe/Helsinki
    Instant moment;     // see LimitSense
};

// Refuses "limit.absent", "limit.not_described", "limit.no_number", "limit.length_is_law" (an own length
// where the law sets it), "limit.length_out_of_range". Throws LawMissing.
Result<LimitEnd> end_of(const LimitQuestion& question, const LawBook& law);

// Is the act (or the deadline that the buyer wants to set) at that moment within the law?
bool is_kept(const LimitEnd& end, Instant at);

RuleSentences limit_sentences();

} // namespace kori
