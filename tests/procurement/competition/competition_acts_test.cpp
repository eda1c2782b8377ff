#include "procurement/competition/competition_acts.hpp"

#include "tests/procurement/competition/sample_competition.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace kori;
using samples::has;

namespace
{

const auto anna = samples::id<UserId>(1);
const auto bo = samples::id<UserId>(2);
const auto stranger = samples::id<UserId>(9);
const Instant closes = *parse_instant("2026-03-16T10:00:00Z");
const auto a_day = finnish_date(closes);

// Facts under which every act is allowed that the state lists; each case spoils one.
CompetitionFacts good(std::string_view state, std::string_view verb)
{
    CompetitionFacts facts;
    facts.state = state;
    facts.closes_at = closes;
    facts.now = verb == "open_tenders" ? closes.plus_micros(1) : closes;
    facts.reason = "A reason.";
    facts.has_faults = false;
    facts.admitted = 3;
    facts.invited = 3;
    facts.answer_goes_to_all = true;
    facts.extension_has_faults = false;
    facts.extension_is_told_to_all = true;
    facts.openers_needed = 2;
    facts.openers_named = {anna, bo};
    facts.openers_present = {anna, bo};
    facts.has_been_opened = verb != "open_tenders" && verb != "receive_tenders" && verb != "extend_deadline";
    facts.has_passed_compliance = true;
    facts.tenders_compliant = 2;
    facts.completions_are_equal = true;
    facts.low_prices_suspected = 1;
    facts.quality_is_agreed = true;
    facts.winner_ranks = {1};
    facts.winners_most = 1;
    facts.has_reasons = true;
    facts.has_instructions = true;
    facts.decisions_in_force = verb == "decide" ? 0 : 1;
    if (verb == "wait")
        facts.standstill_ends_on = plus_days(a_day, 10);
    facts.is_winner_in_force = true;
    facts.evidence_is_checked = true;
    facts.own_correction_closes_on = a_day;
    facts.is_told_to_concerned = true;
    return facts;
}

ActsAs part_of(std::string_view verb)
{
    for (const auto& act : competition_acts())
        if (act.verb == verb)
            return act.who;
    return ActsAs::clock;
}

std::string outcome(std::string_view verb, const CompetitionFacts& facts)
{
    const auto result = perform_act(verb, part_of(verb), facts);
    return result ? *result : result.refusal().rule;
}

} // namespace

TEST_CASE("every act has one row, belongs to one part, and every listed move is possible", "[competition]")
{
    std::set<std::string_view> moves;
    for (const auto& row : competition_states().transitions)
    {
        INFO(row.from << " " << row.verb);
        moves.insert(row.verb);
        CHECK(outcome(row.verb, good(row.from, row.verb)) == row.to);
        for (const auto who :
             {ActsAs::officer, ActsAs::opener, ActsAs::approver, ActsAs::tenderer, ActsAs::clock})
            if (who != part_of(row.verb))
                CHECK(perform_act(row.verb, who, good(row.from, row.verb)).refusal().rule ==
                      "competition.not_your_act");
    }
    std::set<std::string_view> acts;
    for (const auto& act : competition_acts())
    {
        CHECK(acts.insert(act.verb).second);
        CHECK_FALSE(act.source.empty());
    }
    CHECK(moves == acts);
    CHECK(competition_states().faults().empty());
}

TEST_CASE("facts that nobody filled allow nothing that matters", "[competition]")
{
    for (const auto& row : competition_states().transitions)
    {
        INFO(row.from << " " << row.verb);
        CompetitionFacts empty;
        empty.state = row.from;
        const auto harmless = row.verb == "drop" || row.verb == "open_questions" ||
                              row.verb == "give_notice" || row.verb == "receive_tenders";
        CHECK(bool(perform_act(row.verb, part_of(row.verb), empty)) == harmless);
    }
}

TEST_CASE("each guard refuses by name", "[competition][T08][T09][T13][T14][T15][T16][T17][T18][T20]")
{
    namespace state = competition_state;
    struct Case
    {
        const char* because;
        const char* verb;
        std::string_view from;
        void (*change)(CompetitionFacts&);
        const char* outcome;
    };
    const std::vector<Case> cases = {
        {"open acceptance knows no tenders", "invite", state::draft,
         [](auto& f) { f.channel = Channel::open_acceptance; }, "programme.verb_forbidden_in_channel"},
        {"documents", "invite", state::draft, [](auto& f) { f.has_faults = true; },
         "competition.documents_incomplete"},
        {"nobody", "invite", state::draft, [](auto& f) { f.admitted = f.invited = 0; },
         "competition.nobody_admitted"},
        {"one forgotten, §52(1)", "invite", state::draft, [](auto& f) { f.invited = 2; },
         "competition.not_all_invited"},
        {"questions after the end", "open_questions", state::invited,
         [](auto& f) { f.now = closes.plus_micros(1); }, "competition.deadline_passed"},
        {"an answer for one", "answer", state::q_and_a, [](auto& f) { f.answer_goes_to_all = false; },
         "competition.answer_not_to_all"},
        {"an answer after the end", "answer", state::q_and_a, [](auto& f) { f.now = closes.plus_micros(1); },
         "competition.deadline_passed"},
        {"T08: an open question", "receive_tenders", state::q_and_a,
         [](auto& f) { f.questions_unanswered = 1; }, "competition.questions_unanswered"},
        {"T09: owed", "receive_tenders", state::q_and_a, [](auto& f) { f.extension_is_owed = true; },
         "competition.extension_owed"},
        {"T09: faulty", "extend_deadline", state::sealed, [](auto& f) { f.extension_has_faults = true; },
         "competition.extension_has_faults"},
        {"T09: untold", "extend_deadline", state::sealed, [](auto& f) { f.extension_is_told_to_all = false; },
         "competition.extension_not_told"},
        {"T09: too late", "extend_deadline", state::sealed, [](auto& f) { f.now = closes.plus_micros(1); },
         "competition.deadline_passed"},
        {"T09: after a withdrawn cancelling it may be late", "extend_deadline", state::corrected,
         [](auto& f) { f.now = closes.plus_micros(1); }, "CORRECTED"},
        {"what is opened takes nothing more", "extend_deadline", state::corrected,
         [](auto& f) { f.has_been_opened = true; }, "competition.opened_already"},
        {"what is opened is not sealed again", "receive_tenders", state::corrected,
         [](auto& f) { f.has_been_opened = true; }, "competition.opened_already"},
        {"shut out while cancelled", "receive_tenders", state::corrected,
         [](auto& f) { f.cancelled_at = closes.plus_micros(-5); }, "competition.extension_owed"},
        {"cancelled after the deadline: nobody was shut out", "receive_tenders", state::corrected,
         [](auto& f) { f.cancelled_at = closes.plus_micros(1), f.now = closes.plus_micros(2); }, "SEALED"},
        {"at the deadline it is still sealed", "open_tenders", state::sealed, [](auto& f) { f.now = closes; },
         "competition.still_sealed"},
        {"one opener", "open_tenders", state::sealed, [](auto& f) { f.openers_present = {anna}; },
         "competition.openers_missing"},
        {"the same one twice", "open_tenders", state::sealed,
         [](auto& f) { f.openers_present = {anna, anna}; }, "competition.openers_missing"},
        {"a stranger", "open_tenders", state::sealed, [](auto& f) { f.openers_present = {anna, stranger}; },
         "competition.openers_missing"},
        {"nobody needed is a mistake", "open_tenders", state::sealed, [](auto& f) { f.openers_needed = 0; },
         "competition.openers_missing"},
        {"opened twice", "open_tenders", state::sealed, [](auto& f) { f.has_been_opened = true; },
         "competition.opened_already"},
        {"owed at the opening", "open_tenders", state::sealed, [](auto& f) { f.extension_is_owed = true; },
         "competition.extension_owed"},
        {"checked unopened", "check_compliance", state::corrected, [](auto& f) { f.has_been_opened = false; },
         "competition.not_opened"},
        {"no price is low", "ask_low_price", state::compliance, [](auto& f) { f.low_prices_suspected = 0; },
         "competition.no_low_price"},
        {"low before compliant", "ask_low_price", state::compliance, [](auto& f) { f.tenders_undecided = 1; },
         "competition.tenders_undecided"},
        {"evaluated unopened", "evaluate", state::corrected, [](auto& f) { f.has_been_opened = false; },
         "competition.not_opened"},
        {"evaluated unchecked", "evaluate", state::corrected,
         [](auto& f) { f.has_passed_compliance = false; }, "competition.compliance_not_checked"},
        {"one undecided", "evaluate", state::compliance, [](auto& f) { f.tenders_undecided = 1; },
         "competition.tenders_undecided"},
        {"T13: unequal", "evaluate", state::compliance, [](auto& f) { f.completions_are_equal = false; },
         "competition.completions_unequal"},
        {"§96: not explained", "evaluate", state::abnormally_low,
         [](auto& f) { f.low_prices_unexplained = 1; }, "competition.low_price_unexplained"},
        {"none complies", "evaluate", state::compliance, [](auto& f) { f.tenders_compliant = 0; },
         "competition.nothing_to_compare"},
        {"a second award", "decide", state::evaluation, [](auto& f) { f.decisions_in_force = 1; },
         "competition.decided_already"},
        {"decided unchecked", "decide", state::evaluation, [](auto& f) { f.has_passed_compliance = false; },
         "competition.compliance_not_checked"},
        {"an interest undeclared", "decide", state::evaluation, [](auto& f) { f.conflicts_undeclared = 1; },
         "competition.conflict_undeclared"},
        {"quality open", "decide", state::evaluation, [](auto& f) { f.quality_is_agreed = false; },
         "competition.quality_not_agreed"},
        {"a suspended one compared", "decide", state::evaluation, [](auto& f) { f.suspended_compared = 1; },
         "competition.suspended_compared"},
        {"no winner", "decide", state::evaluation, [](auto& f) { f.winner_ranks.clear(); },
         "competition.winners_number"},
        {"two of one", "decide", state::evaluation, [](auto& f) { f.winner_ranks = {1, 2}; },
         "competition.winners_number"},
        {"more than comply", "decide", state::evaluation,
         [](auto& f) { f.winner_ranks = {1, 2, 3}, f.winners_most = 3; }, "competition.winners_number"},
        {"the second best", "decide", state::evaluation, [](auto& f) { f.winner_ranks = {2}; },
         "competition.winners_not_the_best"},
        {"the best twice", "decide", state::evaluation,
         [](auto& f) { f.winner_ranks = {1, 1}, f.winners_most = 2, f.has_order_of_use = true; },
         "competition.winners_not_the_best"},
        {"several without an order of use", "decide", state::evaluation,
         [](auto& f) { f.winner_ranks = {1, 2}, f.winners_most = 2; }, "competition.order_of_use_missing"},
        {"several with one", "decide", state::evaluation,
         [](auto& f) { f.winner_ranks = {1, 2}, f.winners_most = 2, f.has_order_of_use = true; }, "DECIDED"},
        {"no reasons, §123", "decide", state::evaluation, [](auto& f) { f.has_reasons = false; },
         "competition.decision_reasons_missing"},
        {"no instructions, §126", "notify", state::decided, [](auto& f) { f.has_instructions = false; },
         "competition.instructions_missing"},
        {"one is not told", "notify", state::decided, [](auto& f) { f.recipients_missing = 1; },
         "competition.recipients_missing"},
        {"T15: until when", "wait", state::notified, [](auto& f) { f.standstill_ends_on.reset(); },
         "competition.standstill_end_missing"},
        {"T15: its last day", "contract", state::standstill, [](auto& f) { f.standstill_ends_on = a_day; },
         "competition.standstill_runs"},
        {"T15: the day after", "contract", state::standstill,
         [](auto& f) { f.standstill_ends_on = plus_days(a_day, -1); }, "CONTRACTED"},
        {"T16, T20: skipped", "contract", state::notified, [](auto&) {}, "CONTRACTED"},
        {"T14: not where it is obligatory", "contract", state::notified,
         [](auto& f) { f.standstill_is_obligatory = true; }, "competition.standstill_obligatory"},
        {"no decision in force", "contract", state::notified, [](auto& f) { f.decisions_in_force = 0; },
         "competition.not_a_winner"},
        {"somebody else", "contract", state::notified, [](auto& f) { f.is_winner_in_force = false; },
         "competition.not_a_winner"},
        {"twice", "contract", state::contracted, [](auto& f) { f.winner_has_contract = true; },
         "competition.contracted_already"},
        {"§151", "contract", state::notified, [](auto& f) { f.is_stopped_by_court = true; },
         "competition.stopped_by_court"},
        {"§88", "contract", state::notified, [](auto& f) { f.evidence_is_checked = false; },
         "competition.evidence_not_checked"},
        {"released without a word", "release_winner", state::contracted, [](auto& f) { f.reason = ""; },
         "competition.reason_missing"},
        {"released a loser", "release_winner", state::contracted,
         [](auto& f) { f.is_winner_in_force = false; }, "competition.not_a_winner"},
        {"released after signing", "release_winner", state::contracted,
         [](auto& f) { f.winner_has_contract = true; }, "competition.contracted_already"},
        {"one has not signed", "give_notice", state::contracted, [](auto& f) { f.winners_pending = 1; },
         "competition.winners_pending"},
        {"§125", "cancel", state::sealed, [](auto& f) { f.reason = ""; }, "competition.reason_missing"},
        {"corrected without a word", "correct", state::notified, [](auto& f) { f.reason = ""; },
         "competition.reason_missing"},
        {"T18: a day late", "correct", state::notified, [](auto& f)
         { f.own_correction_closes_on = plus_days(a_day, -1); }, "competition.correction_too_late"},
        {"T17: a request came in time", "correct", state::notified, [](auto& f)
         { f.own_correction_closes_on = plus_days(a_day, -1), f.has_timely_request = true; }, "CORRECTED"},
        {"nobody is told", "correct", state::notified, [](auto& f) { f.is_told_to_concerned = false; },
         "competition.correction_not_told"},
        {"a contract is not corrected away", "correct", state::contracted, [](auto&) {},
         "competition.transition_not_listed"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        auto facts = good(c.from, c.verb);
        c.change(facts);
        CHECK(outcome(c.verb, facts) == c.outcome);
    }
}

TEST_CASE("of those with one fault everybody is asked to mend it, with the same time", "[competition][T13]")
{
    const Instant asked{100};
    const Instant until{900};
    const Completion a{"tnd_a", "reference_missing", asked, until};
    auto b = a;
    b.tender = "tnd_b";
    CHECK(completion_faults({a, b}).empty());
    CHECK(completion_faults({}).empty());

    auto unasked = b;
    unasked.asked_at.reset();
    unasked.answer_by.reset();
    CHECK(has(completion_faults({a, unasked}), "/1/asked_at", "competition.completion_not_asked"));
    unasked.fault = "signature_missing"; // another fault, nobody was asked
    CHECK(completion_faults({a, unasked}).empty());

    b.answer_by = until.plus_micros(1);
    const auto differ = completion_faults({a, b});
    CHECK(differ.size() == 2);
    CHECK(has(differ, "/1/answer_by", "competition.completion_times_differ"));
    b.answer_by = asked;
    CHECK(has(completion_faults({b}), "/0/answer_by", "competition.completion_time_missing"));
}
