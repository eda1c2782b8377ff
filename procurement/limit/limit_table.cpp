// The table of limits, and where each binds.
#include "procurement/limit/limit.hpp"

#include <array>

namespace kori
{

namespace
{

using enum LimitStage;

constexpr std::string_view by_own_act = "1397/2016 §133(2)";
constexpr std::string_view evidence_age = "1397/2016 §88(4)";
constexpr std::string_view service = "1397/2016 §127";
constexpr std::string_view municipal = "410/2015; from memory";
constexpr auto sense_min = LimitSense::shortest;
constexpr auto sense_max = LimitSense::latest;
constexpr auto stays = EndMove::stays;
constexpr auto to_working_day = EndMove::working_day;
constexpr auto party_act = EndMove::party_act;

constexpr Limit table[] = {
    {initial_requests, "T01", "T01.days", sense_min, to_working_day, Bound::buyer, LimitStart::notice_sent,
     "1397/2016 §56(2)", false},
    {admission_decision, "T02", "T02.working_days", sense_max, stays, Bound::buyer,
     LimitStart::request_received, "1397/2016 §51(2)", false},
    {admission_decision_extended, "T03", "T03.working_days", sense_max, stays, Bound::buyer,
     LimitStart::request_received, "1397/2016 §51(2)", false},
    {admission_decision_before_use, "T04", "", sense_max, stays, Bound::buyer, LimitStart::request_received,
     "1397/2016 §51(2)", true},
    {admission_told, "T05", "", sense_max, stays, Bound::buyer, LimitStart::decision_made, "1397/2016 §51(2)",
     false},
    {tenders, "T06", "T06.days", sense_min, to_working_day, Bound::buyer, LimitStart::invitation_sent,
     "1397/2016 §56(2)", false},
    {tenders_agreed, "T07", "T07.days", sense_min, to_working_day, Bound::buyer, LimitStart::invitation_sent,
     "1397/2016 §56(4), through §49(2)", true},
    // ASSUMED: counted back, the last day for an answer does not move; moved, fewer days would be left.
    {answers, "T08", "T08.days", sense_max, stays, Bound::buyer, LimitStart::deadline,
     "1397/2016 §69(4), §56(5)", false},
    {answers_accelerated, "T08", "T08.accelerated.days", sense_max, stays, Bound::buyer, LimitStart::deadline,
     "1397/2016 §69(4), §56(5)", false},
    {deadline_extension, "T09", "", sense_min, to_working_day, Bound::buyer, LimitStart::late_answer,
     "1397/2016 §56(5)", true},
    {paper_documents, "T10", "T10.days", LimitSense::addition, to_working_day, Bound::buyer,
     LimitStart::invitation_sent, "1397/2016 §69(2)–(3)", false},
    {accelerated_requests, "T11", "T11.requests.days", sense_min, to_working_day, Bound::buyer,
     LimitStart::notice_sent, "1397/2016 §57", false},
    {accelerated_tenders, "T11", "T11.tenders.days", sense_min, to_working_day, Bound::buyer,
     LimitStart::invitation_sent, "1397/2016 §57", false},
    {renewed_evidence, "T12", "T12.working_days", sense_min, stays, Bound::party, LimitStart::renewal_asked,
     "1397/2016 §52(2)", false},
    {completion, "T13", "", sense_min, to_working_day, Bound::party, LimitStart::completion_asked,
     "1397/2016 §74(2)", true},
    {standstill, "T14", "T14.days", LimitSense::waiting, EndMove::standstill, Bound::buyer,
     LimitStart::decision_received, "1397/2016 §129(1)", false},
    // ASSUMED: §129(2) is moved as §129(1) is; waiting longer harms nobody's right.
    {standstill_in_system, "T15", "T15.days", LimitSense::waiting, EndMove::standstill, Bound::buyer,
     LimitStart::decision_received, "1397/2016 §129(2)", false},
    {correction, "T17", "T17.days", sense_max, party_act, Bound::party, LimitStart::decision_known,
     by_own_act, false},
    {own_correction, "T18", "T18.days", sense_max, stays, Bound::buyer, LimitStart::decision_made, by_own_act,
     false},
    {appeal, "T19", "T19.days", sense_max, party_act, Bound::party, LimitStart::decision_received,
     "1397/2016 §147(1)", false},
    {appeal_without_standstill, "T20", "T20.days", sense_max, party_act, Bound::party,
     LimitStart::decision_received, "1397/2016 §147(2)", false},
    {appeal_deficient, "T21", "T21.months", sense_max, party_act, Bound::party, LimitStart::decision_made,
     "1397/2016 §147(3)", false},
    {result_notice, "T22", "T22.days", sense_max, stays, Bound::buyer, LimitStart::contract_made,
     "1397/2016 §58(5)", false},
    {result_notice_quarterly, "T23", "T23.days", sense_max, stays, Bound::buyer,
     LimitStart::quarter_of_contract, "1397/2016 §58(5)", false},
    {result_notice_voluntary, "T24", "T24.months", sense_max, stays, Bound::buyer,
     LimitStart::year_of_contract, "1397/2016 §101(3)", false},
    {receipt_electronic, "T26", "T26.electronic.days", LimitSense::deemed, stays, Bound::nobody,
     LimitStart::sent, service, false},
    {receipt_letter, "T26", "T26.letter.days", LimitSense::deemed, stays, Bound::nobody, LimitStart::sent,
     service, false},
    {keeping_documents, "T27", "T27.years", LimitSense::waiting, stays, Bound::buyer,
     LimitStart::contract_made, "1397/2016 §124", false},
    {record_extract, "T28", "T28.months", sense_max, stays, Bound::party, LimitStart::extract_issued,
     evidence_age, false},
    {exclusion_mandatory, "T29", "T29.mandatory.years", sense_max, stays, Bound::buyer,
     LimitStart::final_judgment, "1397/2016 §80(5)", false},
    {exclusion_discretionary, "T29", "T29.discretionary.years", sense_max, stays, Bound::buyer,
     LimitStart::ground_arose, "1397/2016 §81(4)", false},
    {information_request, "T31", "T31.weeks", sense_max, stays, Bound::buyer, LimitStart::information_asked,
     "621/1999 §14(4)", false},
    {information_request_large, "T31", "T31.long.months", sense_max, stays, Bound::buyer,
     LimitStart::information_asked, "621/1999 §14(4)", false},
    {municipal_correction, "T51", "T51.correction.days", sense_max, party_act, Bound::party,
     LimitStart::decision_received, municipal, false},
    {municipal_appeal, "T51", "T51.appeal.days", sense_max, party_act, Bound::party,
     LimitStart::claim_decision_received, municipal, false},
    {municipal_receipt_electronic, "T51", "service.municipal.electronic.days", LimitSense::deemed, stays,
     Bound::nobody, LimitStart::sent, municipal, false},
    {municipal_receipt_letter, "T51", "service.municipal.letter.days", LimitSense::deemed, stays,
     Bound::nobody, LimitStart::sent, municipal, false},
};
constexpr auto last_stage = municipal_receipt_letter;
static_assert(std::size(table) == static_cast<std::size_t>(last_stage) + 1);

constexpr auto bind = Binding::by_law;
constexpr auto pick = Binding::if_chosen;
constexpr auto told = Binding::as_described;
constexpr auto none = Binding::absent;

// domain.md 4.3, column by column: EU level, Annex E, national, below the threshold, no public contract.
using ByRegime = std::array<Binding, 5>;
constexpr ByRegime chapter_6{bind, told, told, told, none};       // minimum times bind at EU level only
constexpr ByRegime chapter_6_above{bind, told, told, none, none}; // a system, an extract: none below
constexpr ByRegime said_only{told, told, told, none, none};       // T04: only as stated in the documents
constexpr ByRegime two_chapters{bind, bind, none, none, none};    // standstill, notice, report
constexpr ByRegime two_if_chosen{pick, pick, none, none, none};   // T15, T23
constexpr ByRegime national_only{none, none, pick, none, none};   // T24
constexpr ByRegime above{bind, bind, bind, none, none};           // the Market Court (§135 ends below)
constexpr ByRegime correctable{bind, bind, bind, bind, none};     // §135: correction reaches small purchases
constexpr ByRegime must_exclude{bind, bind, told, none, none};
constexpr ByRegime may_exclude{bind, bind, told, pick, none}; // §81(5)
constexpr ByRegime outside{none, none, none, none, bind};
// ASSUMED: §127 is not among the sections that reach below the threshold, so the municipal rule stays; it is
// the later one, which harms no party.
constexpr ByRegime below_and_outside{none, none, none, bind, bind};
constexpr ByRegime always{bind, bind, bind, bind, bind};

constexpr unsigned in_open = 1;
constexpr unsigned in_dps = 2;
constexpr unsigned in_small = 4;

struct Reach
{
    ByRegime regimes;
    unsigned channels;
};

Reach reach_of(LimitStage stage)
{
    switch (stage)
    {
    case initial_requests:
    case admission_decision:
    case admission_decision_extended:
    case admission_told:
    case tenders_agreed:
    case accelerated_requests:
    case accelerated_tenders:
    case renewed_evidence:
        return {chapter_6_above, in_dps};
    case admission_decision_before_use:
        return {said_only, in_dps};
    case tenders:
    case answers:
    case answers_accelerated:
    case deadline_extension:
    case paper_documents:
    case completion:
        return {chapter_6, in_dps | in_small};
    case standstill: // T16: a purchase inside a DPS needs none
        return {two_chapters, in_small};
    case standstill_in_system:
    case result_notice_quarterly: // only contracts of a DPS are grouped
        return {two_if_chosen, in_dps};
    case correction:
    case own_correction:
        return {correctable, in_dps | in_small};
    case appeal:
    case appeal_deficient:
        return {above, in_dps | in_small};
    case appeal_without_standstill:
        return {two_chapters, in_dps};
    case result_notice:
    case keeping_documents:
        return {two_chapters, in_dps | in_small};
    case result_notice_voluntary:
        return {national_only, in_dps | in_small};
    case receipt_electronic:
    case receipt_letter:
        return {above, in_dps | in_small};
    case record_extract:
        return {chapter_6_above, in_dps | in_small};
    case exclusion_mandatory:
        return {must_exclude, in_dps | in_small};
    case exclusion_discretionary:
        return {may_exclude, in_dps | in_small};
    case information_request:
    case information_request_large:
        return {always, in_open | in_dps | in_small};
    case municipal_correction:
    case municipal_appeal:
        return {outside, in_open};
    case municipal_receipt_electronic:
    case municipal_receipt_letter:
        return {below_and_outside, in_open | in_small};
    }
    promise_broken("every stage has its reach", __FILE__, __LINE__);
}

unsigned bit_of(Channel channel)
{
    switch (channel)
    {
    case Channel::open_acceptance:
        return in_open;
    case Channel::dps:
        return in_dps;
    case Channel::small_purchase:
        return in_small;
    }
    promise_broken("every channel has its bit", __FILE__, __LINE__);
}

constexpr std::string_view binding_codes[] = {"by_law", "if_chosen", "as_described", "absent"};
constexpr std::string_view start_codes[] = {"notice_sent",
                                            "request_received",
                                            "decision_made",
                                            "invitation_sent",
                                            "late_answer",
                                            "deadline",
                                            "renewal_asked",
                                            "completion_asked",
                                            "decision_received",
                                            "decision_known",
                                            "claim_decision_received",
                                            "contract_made",
                                            "quarter_of_contract",
                                            "year_of_contract",
                                            "sent",
                                            "extract_issued",
                                            "final_judgment",
                                            "ground_arose",
                                            "information_asked"};
static_assert(std::size(start_codes) == static_cast<std::size_t>(LimitStart::information_asked) + 1);

} // namespace

std::string_view code_of(Binding binding)
{
    return binding_codes[static_cast<std::size_t>(binding)];
}

std::string_view code_of(LimitStart start)
{
    return start_codes[static_cast<std::size_t>(start)];
}

std::span<const Limit> limits()
{
    return table;
}

const Limit& limit_of(LimitStage stage)
{
    const auto& limit = table[static_cast<std::size_t>(stage)];
    PROMISE(limit.stage == stage);
    return limit;
}

Binding binding_of(LimitStage stage, Channel channel, Regime regime)
{
    const auto reach = reach_of(stage);
    if ((reach.channels & bit_of(channel)) == 0)
        return none;
    const auto column = channel == Channel::open_acceptance ? Regime::not_a_public_contract : regime;
    return reach.regimes[static_cast<std::size_t>(column)];
}

} // namespace kori
