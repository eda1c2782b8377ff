// The life of a competition as data: which act, by whom, under which guard. From and to stand in the state
// table (competition.cpp). A guard is a pure function over the facts that the caller has collected.
#pragma once

#include "core/base/civil_date.hpp"
#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "procurement/programme/programme.hpp"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace kori
{

// In which part somebody acts; one person may have several, the routes ask for the duty.
enum class ActsAs
{
    officer,  // hankinta-asiantuntija
    opener,   // avaaja: named for this competition (§64)
    approver, // päättäjä
    tenderer, // tarjoaja
    clock,    // a due moment
};
std::string_view code_of(ActsAs who); // "officer"

// What the guards look at. Only the part that the act's guard reads needs to be filled; what is not filled
// refuses.
struct CompetitionFacts
{
    std::string_view state;
    Channel channel = Channel::dps;
    Instant now;             // received_at of the act
    Instant closes_at;       // the deadline in force
    std::string_view reason; // of a cancelling, a correction, a release

    // invite: criteria_faults(), deadline_faults(), and the list that is frozen here
    bool has_faults = true;
    int admitted = 0; // in the category, today, not suspended
    int invited = 0;  // of them

    // answer, receive_tenders, open_tenders
    bool answer_goes_to_all = false;
    int questions_unanswered = 0;   // asked in time
    bool extension_is_owed = false; // a late answer or a material change, not followed by an extension (T09)

    // extend_deadline: extension_faults() of the new deadline
    bool extension_has_faults = true;
    bool extension_is_told_to_all = false;

    // open_tenders
    int openers_needed = 0;            // k
    std::vector<UserId> openers_named; // for this competition, before the deadline
    std::vector<UserId> openers_present;
    bool has_been_opened = false;

    // evaluate
    bool has_passed_compliance = false; // check_compliance was done since the opening
    int tenders_undecided = 0;          // opened, neither compliant nor excluded
    int tenders_compliant = 0;
    bool completions_are_equal = false; // completion_faults() is empty (T13)
    int low_prices_unexplained = 0;     // looked into (§96), not asked, or asked and not answered in time
    int low_prices_suspected = 0;       // ask_low_price

    // decide
    int conflicts_undeclared = 0;   // of those who evaluated and decide
    bool quality_is_agreed = false; // quality_faults() of every compliant tender is empty
    int suspended_compared = 0;     // members suspended meanwhile whose tender is still in the comparison
    std::vector<int> winner_ranks;  // in the order of use; ranks of compare_tenders()
    int winners_most = 0;           // announced
    bool has_order_of_use = false;  // stated in the documents, when several may win
    bool has_reasons = false;       // §123
    int decisions_in_force = 0;

    // notify
    bool has_instructions = false; // appeal, contact, correction (§126)
    int recipients_missing = 0;    // of everybody whose position the decision touches

    // wait, contract
    std::optional<CivilDate> standstill_ends_on; // T15, its last day
    bool standstill_is_obligatory = false;       // T14; never inside a DPS (T16)
    bool is_stopped_by_court = false;            // §150, §151
    bool is_winner_in_force = false;             // of the decision in force
    bool winner_has_contract = false;
    bool evidence_is_checked = false; // §88

    // give_notice, release_winner
    int winners_pending = 0; // of the decision in force: neither contract nor released

    // correct
    std::optional<CivilDate> own_correction_closes_on; // T18
    bool has_timely_request = false;                   // T17: a party's request came in its time
    bool is_told_to_concerned = false;                 // §134: at once when it becomes pending

    // receive_tenders, extend_deadline after a withdrawn cancelling
    std::optional<Instant> cancelled_at;
};

struct CompetitionAct
{
    std::string_view verb;
    ActsAs who;
    Result<Done> (*guard)(const CompetitionFacts& facts);
    std::string_view source;
};
std::span<const CompetitionAct> competition_acts();

// May that act be done, and in which state does it end? Asked in this order: the state table
// ("competition.transition_not_listed"), the part ("competition.not_your_act"), the guard (a rule of its
// own).
Result<std::string> perform_act(std::string_view verb, ActsAs who, const CompetitionFacts& facts);

// A completion request (täydennyspyyntö, §74(2), T13) to one tenderer about one kind of fault.
struct Completion
{
    std::string tender;
    std::string fault;               // the competition's own code: "reference_missing"
    std::optional<Instant> asked_at; // nothing: it has the fault and was not asked
    std::optional<Instant> answer_by;
};
// Equal: of all that have one kind of fault everybody is asked or nobody, with the same time to answer.
// Pointers into the list.
std::vector<FieldError> completion_faults(const std::vector<Completion>& completions);

} // namespace kori
