#include "procurement/small_purchase/purchase_guards.hpp"

#include "tests/procurement/limit/limit_samples.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <string>
#include <vector>

using namespace kori;
using namespace kori::purchase_state;
using samples::at;
using samples::law_of_the_tree;
using samples::on;

namespace
{

RunningTotal total(std::int64_t cents)
{
    const TotalRow row{"purchase", "coaching", "office", false, on("2026-03-02"), Money::cents(cents)};
    return *total_of_kind(Money::euros(60'000), TotalPeriod::both, {}, row, law_of_the_tree());
}

// Everything in order for each act, whoever does it.
PurchaseFacts facts(std::string_view who)
{
    PurchaseFacts made;
    made.who = who;
    made.rule = {true, true, true, 3, TotalPeriod::both};
    made.total = total(1'000'000);
    made.invited = {"org_1", "org_2", "org_3"};
    made.provider = "org_2";
    made.offers_close = at("2026-03-20T12:00:00+02:00");
    made.at = at("2026-03-10T12:00:00+02:00");
    made.new_close = at("2026-03-25T12:00:00+02:00");
    made.offers = 2;
    made.chosen_has_offer = true;
    made.has_reasons = true;
    return made;
}

std::string_view who_does(std::string_view verb)
{
    for (const auto& act : purchase_acts())
        if (act.verb == verb)
            return act.who;
    return {};
}

// The new state, or the name of the refusal.
std::string outcome(std::string_view state, std::string_view verb, const PurchaseFacts& with)
{
    const auto next = act_on_purchase(state, verb, with);
    return next ? *next : next.refusal().rule;
}

using Change = std::function<void(PurchaseFacts&)>;

} // namespace

TEST_CASE("each guard of a small purchase lets through and refuses by name", "[small_purchase][T17][T18]")
{
    struct Case
    {
        const char* because;
        std::string_view state;
        const char* verb;
        Change change;
        std::string_view result;
    };
    const Change nothing = [](PurchaseFacts&) {};
    const Change over = [](PurchaseFacts& f) { f.at = f.offers_close.plus_micros(1); };
    const std::vector<Case> cases{
        {"a need", need, "restate_need", nothing, need},
        {"three of three are invited", need, "invite", nothing, invited},
        {"one too few", need, "invite", [](PurchaseFacts& f) { f.invited.pop_back(); },
         "small_purchase.too_few_invited"},
        {"one more than needed", need, "invite", [](PurchaseFacts& f) { f.invited.push_back("org_4"); },
         invited},
        {"one twice", need, "invite", [](PurchaseFacts& f) { f.invited[1] = "org_1"; },
         "small_purchase.invited_twice"},
        {"no published rule", need, "invite", [](PurchaseFacts& f) { f.rule.is_published = false; },
         "small_purchase.rule_not_published"},
        {"the rule invites nobody", need, "invite", [](PurchaseFacts& f) { f.rule.may_invite = false; },
         "small_purchase.way_not_in_rule"},
        {"announced to all", need, "announce", [](PurchaseFacts& f) { f.invited.clear(); }, invited},
        {"the rule announces nothing", need, "announce",
         [](PurchaseFacts& f) { f.rule.may_announce = false; }, "small_purchase.way_not_in_rule"},
        {"no published rule, announced", need, "announce",
         [](PurchaseFacts& f) { f.rule.is_published = false; }, "small_purchase.rule_not_published"},
        {"dropped", need, "drop", nothing, dropped},
        {"longer", invited, "extend_time", nothing, invited},
        {"not longer", invited, "extend_time", [](PurchaseFacts& f) { f.new_close = f.offers_close; },
         "small_purchase.time_not_longer"},
        {"longer, when it is over", invited, "extend_time", over, "small_purchase.offer_too_late"},
        {"an invited provider", invited, "submit_offer", nothing, invited},
        {"at the last moment", invited, "submit_offer", [](PurchaseFacts& f) { f.at = f.offers_close; },
         invited},
        {"just after it", invited, "submit_offer", over, "small_purchase.offer_too_late"},
        {"who was not invited", invited, "submit_offer", [](PurchaseFacts& f) { f.provider = "org_9"; },
         "small_purchase.not_invited"},
        {"anybody, when it was announced", invited, "submit_offer",
         [](PurchaseFacts& f)
         {
             f.provider = "org_9";
             f.is_announced = true;
         },
         invited},
        {"the time is over", invited, "end_offers", over, offers_in},
        {"its last moment is not after it", invited, "end_offers",
         [](PurchaseFacts& f) { f.at = f.offers_close; }, "small_purchase.time_not_over"},
        {"a decision", offers_in, "decide", nothing, decided},
        {"one offer is enough", offers_in, "decide", [](PurchaseFacts& f) { f.offers = 1; }, decided},
        {"no offers", offers_in, "decide", [](PurchaseFacts& f) { f.offers = 0; },
         "small_purchase.no_offers"},
        {"somebody without an offer", offers_in, "decide",
         [](PurchaseFacts& f) { f.chosen_has_offer = false; }, "small_purchase.chosen_without_offer"},
        {"no reasons", offers_in, "decide", [](PurchaseFacts& f) { f.has_reasons = false; },
         "small_purchase.reasons_missing"},
        {"an order", decided, "order", nothing, ordered},
        {"interrupted", invited, "interrupt", nothing, interrupted},
        {"interrupted without reasons", offers_in, "interrupt",
         [](PurchaseFacts& f) { f.has_reasons = false; }, "small_purchase.reasons_missing"},
        {"corrected", decided, "correct", nothing, offers_in},
        {"corrected without reasons", decided, "correct", [](PurchaseFacts& f) { f.has_reasons = false; },
         "small_purchase.reasons_missing"},
        {"an interruption corrected after the time", interrupted, "correct", over, offers_in},
        {"before it the offers are reopened", interrupted, "correct", nothing,
         "small_purchase.time_not_over"},
        {"reopened", interrupted, "reopen_offers", nothing, invited},
        {"reopened too late", interrupted, "reopen_offers", over, "small_purchase.offer_too_late"},
        {"reopened without reasons", interrupted, "reopen_offers",
         [](PurchaseFacts& f) { f.has_reasons = false; }, "small_purchase.reasons_missing"},
        {"over for good", interrupted, "drop", nothing, dropped},
        {"no order without a decision", offers_in, "order", nothing, "small_purchase.transition_not_listed"},
        {"an ordered one stays", ordered, "correct", nothing, "small_purchase.transition_not_listed"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        auto with = facts(who_does(c.verb));
        c.change(with);
        CHECK(outcome(c.state, c.verb, with) == c.result);
    }
}

TEST_CASE("the running total stops need, call, decision and order, and nothing that ends a purchase",
          "[small_purchase]")
{
    struct Row
    {
        std::string_view state;
        const char* verb;
        bool stops;
    };
    const std::vector<Row> rows{
        {need, "restate_need", true},  {need, "invite", true},          {need, "announce", true},
        {offers_in, "decide", true},   {decided, "order", true},        {need, "drop", false},
        {invited, "interrupt", false}, {offers_in, "interrupt", false}, {decided, "correct", false},
    };
    for (const auto& row : rows)
    {
        INFO(row.verb);
        auto with = facts(who_does(row.verb));
        with.total = total(5'999'999);
        CHECK(act_on_purchase(row.state, row.verb, with));
        with.total = total(6'000'000);
        if (row.stops)
            CHECK(outcome(row.state, row.verb, with) == "total.reaches_threshold");
        else
            CHECK(act_on_purchase(row.state, row.verb, with));
    }
}

TEST_CASE("an act of somebody else is refused, whoever tries", "[small_purchase]")
{
    for (const auto& row : purchase_states().transitions)
        for (const auto* who :
             {"procurement_officer", "decision_maker", "provider", "clock", "career_coach", ""})
        {
            INFO(row.verb << " by " << who);
            const bool is_theirs = who_does(row.verb) == who;
            CHECK((outcome(row.from, row.verb, facts(who)) == "small_purchase.not_yours") != is_theirs);
        }
}

TEST_CASE("a published rule names a way and, where it invites, how many at least", "[small_purchase]")
{
    const auto rules_of = [](const PurchaseRule& rule)
    {
        std::string names;
        for (const auto& fault : faults_of(rule))
            names += fault.rule + fault.pointer + " ";
        return names;
    };
    CHECK(rules_of({true, true, false, 1, TotalPeriod::both}) == "");
    CHECK(rules_of({true, false, true, 0, TotalPeriod::both}) == "");
    CHECK(rules_of({true, true, true, 0, TotalPeriod::both}) ==
          "small_purchase.fewest_invited/fewest_invited ");
    CHECK(rules_of({true, false, false, 3, TotalPeriod::both}) == "small_purchase.rule_without_way ");
}
