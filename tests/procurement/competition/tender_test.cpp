#include "procurement/competition/tender.hpp"

#include "tests/procurement/competition/sample_competition.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace kori;

namespace
{

constexpr Instant closes{1'000};

TenderFacts facts(std::string_view state, std::string_view competition, Instant at)
{
    TenderFacts made;
    made.state = state;
    made.competition_state = competition;
    made.received_at = at;
    made.closes_at = closes;
    made.is_invited = true;
    return made;
}

// The state after the act, or the rule that refuses it.
std::string outcome(std::string_view verb, ActsAs who, const TenderFacts& facts)
{
    const auto result = perform_tender_act(verb, who, facts);
    return result ? *result : result.refusal().rule;
}

} // namespace

TEST_CASE("what has arrived by the deadline counts, a microsecond later is late", "[competition][T06]")
{
    for (const auto state :
         {competition_state::invited, competition_state::q_and_a, competition_state::sealed})
    {
        INFO(state);
        CHECK(outcome("submit", ActsAs::tenderer, facts("SAVED", state, closes)) == "SUBMITTED");
        CHECK(outcome("replace", ActsAs::tenderer, facts("SUBMITTED", state, closes)) == "REPLACED");
        CHECK(outcome("withdraw", ActsAs::tenderer, facts("SUBMITTED", state, closes)) == "WITHDRAWN");
        const auto later = closes.plus_micros(1);
        CHECK(outcome("submit", ActsAs::tenderer, facts("SAVED", state, later)) == "tender.deadline_passed");
        CHECK(outcome("replace", ActsAs::tenderer, facts("SUBMITTED", state, later)) ==
              "tender.deadline_passed");
        CHECK(outcome("withdraw", ActsAs::tenderer, facts("SUBMITTED", state, later)) ==
              "tender.deadline_passed");
        CHECK(outcome("arrive_late", ActsAs::tenderer, facts("SAVED", state, later)) == "LATE");
        CHECK(outcome("lapse", ActsAs::clock, facts("SAVED", state, later)) == "LAPSED");
        CHECK(outcome("arrive_late", ActsAs::tenderer, facts("SAVED", state, closes)) == "tender.not_late");
        CHECK(outcome("lapse", ActsAs::clock, facts("SAVED", state, closes)) == "tender.not_late");
    }
}

TEST_CASE("each guard of a tender refuses by name", "[competition][T13]")
{
    struct Case
    {
        const char* because;
        const char* verb;
        ActsAs who;
        std::string_view state;
        std::string_view competition;
        void (*change)(TenderFacts&);
        const char* outcome;
    };
    const auto compliance = competition_state::compliance;
    const std::vector<Case> cases = {
        {"not invited", "submit", ActsAs::tenderer, "SAVED", competition_state::sealed,
         [](TenderFacts& f) { f.is_invited = false; }, "tender.not_invited"},
        {"not invited, late", "arrive_late", ActsAs::tenderer, "SAVED", competition_state::sealed,
         [](TenderFacts& f) { f.is_invited = false; }, "tender.not_invited"},
        {"a cancelled competition", "submit", ActsAs::tenderer, "SAVED", competition_state::cancelled,
         [](TenderFacts&) {}, "tender.competition_takes_none"},
        {"a second one beside the first", "submit", ActsAs::tenderer, "SAVED", competition_state::sealed,
         [](TenderFacts& f) { f.has_other_submitted = true; }, "tender.replace_the_other"},
        {"the buyer submits nothing", "submit", ActsAs::officer, "SAVED", competition_state::sealed,
         [](TenderFacts&) {}, "competition.not_your_act"},
        {"opened alone", "open", ActsAs::opener, "SUBMITTED", competition_state::sealed, [](TenderFacts&) {},
         "tender.opened_with_the_others"},
        {"opened with the others", "open", ActsAs::opener, "SUBMITTED", competition_state::opened,
         [](TenderFacts&) {}, "OPENED"},
        {"a late one is not opened", "open", ActsAs::opener, "LATE", competition_state::opened,
         [](TenderFacts&) {}, "tender.transition_not_listed"},
        {"compliant", "find_compliant", ActsAs::officer, "OPENED", compliance, [](TenderFacts&) {},
         "COMPLIANT"},
        {"not at its time", "find_compliant", ActsAs::officer, "OPENED", competition_state::opened,
         [](TenderFacts&) {}, "tender.not_under_check"},
        {"suspended", "find_compliant", ActsAs::officer, "OPENED", compliance,
         [](TenderFacts& f) { f.is_suspended = true; }, "tender.member_suspended"},
        {"its time to mend runs", "find_compliant", ActsAs::officer, "OPENED", compliance,
         [](TenderFacts& f) { f.has_open_completion = true; }, "tender.completion_open"},
        {"out, but why", "exclude", ActsAs::officer, "OPENED", compliance,
         [](TenderFacts& f) { f.ground = "not_compliant"; }, "tender.reason_missing"},
        {"out on no listed ground", "exclude", ActsAs::officer, "OPENED", compliance,
         [](TenderFacts& f) { f.ground = "dislike", f.reason = "R."; }, "tender.ground_unknown"},
        {"out", "exclude", ActsAs::officer, "OPENED", compliance,
         [](TenderFacts& f) { f.ground = "not_compliant", f.reason = "R."; }, "EXCLUDED"},
        {"out while it may mend", "exclude", ActsAs::officer, "OPENED", compliance,
         [](TenderFacts& f) { f.ground = "not_compliant", f.reason = "R.", f.has_open_completion = true; },
         "tender.completion_open"},
        {"out as suspended, but is not", "exclude", ActsAs::officer, "OPENED", compliance,
         [](TenderFacts& f) { f.ground = "suspended", f.reason = "R."; }, "tender.member_not_suspended"},
        {"out as suspended, kept", "exclude", ActsAs::officer, "COMPLIANT", competition_state::evaluation,
         [](TenderFacts& f) { f.ground = "suspended", f.reason = "R.", f.is_suspended = true; }, "EXCLUDED"},
        {"too cheap, never asked", "exclude", ActsAs::officer, "COMPLIANT", competition_state::abnormally_low,
         [](TenderFacts& f) { f.ground = "abnormally_low", f.reason = "R."; }, "tender.low_price_not_asked"},
        {"too cheap, explained badly", "exclude", ActsAs::officer, "COMPLIANT",
         competition_state::abnormally_low, [](TenderFacts& f)
         { f.ground = "abnormally_low", f.reason = "R.", f.low_price_is_explained = true; }, "EXCLUDED"},
        {"after the decision", "exclude", ActsAs::officer, "COMPLIANT", competition_state::decided,
         [](TenderFacts& f) { f.ground = "supplier_excluded", f.reason = "R."; }, "tender.not_under_check"},
        {"taken back without a word", "take_back", ActsAs::officer, "EXCLUDED", compliance,
         [](TenderFacts&) {}, "tender.reason_missing"},
        {"taken back", "take_back", ActsAs::officer, "EXCLUDED", compliance,
         [](TenderFacts& f) { f.reason = "R."; }, "OPENED"},
        {"taken back while comparing", "take_back", ActsAs::officer, "EXCLUDED",
         competition_state::evaluation, [](TenderFacts& f) { f.reason = "R."; }, "tender.not_under_check"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        auto changed = facts(c.state, c.competition, closes);
        c.change(changed);
        CHECK(outcome(c.verb, c.who, changed) == c.outcome);
    }
}

TEST_CASE("every act of a tender has one row and every row an act", "[competition]")
{
    std::set<std::string_view> moves;
    for (const auto& row : tender_states().transitions)
        moves.insert(row.verb);
    std::set<std::string_view> acts;
    for (const auto& act : tender_acts())
    {
        INFO(act.verb);
        CHECK(acts.insert(act.verb).second);
        CHECK_FALSE(act.source.empty());
    }
    CHECK(moves == acts);
    CHECK(tender_states().faults().empty());
}
