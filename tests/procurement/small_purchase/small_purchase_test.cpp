#include "procurement/small_purchase/small_purchase.hpp"

#include "procurement/competition/competition.hpp"
#include "procurement/programme/programme.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>
#include <string>

using namespace kori;

TEST_CASE("each act of a small purchase has one row that says who does it", "[small_purchase]")
{
    std::set<std::string_view> verbs;
    for (const auto& row : purchase_states().transitions)
        verbs.insert(row.verb);
    std::set<std::string_view> acts;
    for (const auto& act : purchase_acts())
    {
        INFO(act.verb);
        CHECK(acts.insert(act.verb).second);
        CHECK_FALSE(act.source.empty());
        CHECK((act.who == "procurement_officer" || act.who == "decision_maker" || act.who == "provider" ||
               act.who == "clock"));
    }
    CHECK(acts == verbs);
    CHECK(purchase_states().faults().empty());
}

TEST_CASE("a small purchase goes from the need to the order, and can be decided again",
          "[small_purchase][T17][T18]")
{
    std::string state{purchase_states().initial};
    for (const auto* verb : {"restate_need", "invite", "submit_offer", "extend_time", "end_offers", "decide",
                             "correct", "decide", "interrupt", "correct", "decide", "order"})
    {
        INFO(state << " " << verb);
        const auto next = purchase_states().move(state, verb);
        REQUIRE(next);
        state = *next;
    }
    CHECK(state == purchase_state::ordered);
    CHECK(*purchase_states().move(purchase_state::need, "announce") == purchase_state::invited);
    CHECK(*purchase_states().move(purchase_state::interrupted, "reopen_offers") == purchase_state::invited);
    CHECK(purchase_states().move(purchase_state::need, "order").refusal().rule ==
          "small_purchase.transition_not_listed");
    CHECK_FALSE(purchase_states().allows(purchase_state::ordered, "correct"));
}

TEST_CASE("the total is looked at where money is promised, and at each step before", "[small_purchase]")
{
    std::set<std::string_view> watched;
    for (const auto& act : purchase_acts())
        if (act.checks_total)
            watched.insert(act.verb);
    CHECK(watched == std::set<std::string_view>{"restate_need", "invite", "announce", "decide", "order"});
}

TEST_CASE("no act of a small purchase is one that the channel forbids, or a competition's own",
          "[small_purchase]")
{
    for (const auto& act : purchase_acts())
    {
        INFO(act.verb);
        CHECK(allow_in_channel(Channel::small_purchase, act.verb));
        for (const auto* of_the_act :
             {"open_questions", "receive_tenders", "open_tenders", "check_compliance", "ask_low_price",
              "evaluate", "notify", "wait", "contract", "give_notice"})
            CHECK(act.verb != of_the_act);
    }
    CHECK(competition_states().allows(competition_state::notified, "wait"));
    for (const auto state : purchase_states().states)
        CHECK_FALSE(purchase_states().allows(state, "wait"));
}
