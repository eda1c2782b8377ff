#include "marketplace/app/state_tables.hpp"

#include "marketplace/order/order.hpp"
#include "tests/rules/golden.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace kori;

TEST_CASE("every state is reachable and every state that is not final has an exit", "[states]")
{
    std::set<std::string_view> names;
    for (const auto* table : all_state_tables())
    {
        INFO(table->name);
        CHECK(table->faults() == std::vector<std::string>{});
        CHECK(names.insert(table->name).second);
    }
    CHECK_FALSE(names.empty()); // that none is left out is tools/check_states.py's promise
}

TEST_CASE("every act that is not listed for a state is refused by name and changes nothing", "[states]")
{
    for (const auto* table : all_state_tables())
    {
        std::set<std::string_view> verbs;
        for (const auto& row : table->transitions)
            verbs.insert(row.verb);
        std::size_t moved = 0;
        for (const auto state : table->states)
            for (const auto verb : verbs)
            {
                INFO(table->name << ": " << state << " " << verb);
                const auto result = table->move(state, verb);
                CHECK(bool(result) == table->allows(state, verb));
                if (result)
                {
                    ++moved;
                    continue;
                }
                CHECK(result.refusal().rule == std::string{table->name} + ".transition_not_listed");
                CHECK(result.refusal().fault == Fault::conflict);
            }
        CHECK(moved == table->transitions.size());
    }
}

TEST_CASE("every transition says where it comes from, and an assumption says why", "[states]")
{
    for (const auto* table : all_state_tables())
        for (const auto& row : table->transitions)
        {
            INFO(table->name << ": " << row.from << " " << row.verb);
            CHECK_FALSE(row.source.empty());
            if (row.source.starts_with("ASSUMED"))
                CHECK(row.source.size() > std::string_view{"ASSUMED: "}.size());
        }
}

TEST_CASE("the paths of domain.md 7.5 to 7.7 can be walked", "[states]")
{
    struct Walk
    {
        const char* table;
        std::vector<const char*> verbs;
        const char* end;
    };
    const std::vector<Walk> walks = {
        {"programme", {"publish", "open", "close_temporarily", "reopen", "expire", "archive"}, "ARCHIVED"},
        {"admission", {"submit", "open", "extend", "admit", "ask_renewal", "suspend", "remove"}, "REMOVED"},
        {"acceptance",
         {"submit", "open", "ask_clarification", "clarify", "accept", "ask_to_leave", "leave"},
         "LEFT"},
        {"basket",
         {"outline", "publish", "activate", "pause", "resume", "close_to_new", "close", "archive"},
         "ARCHIVED"},
        {"offer",
         {"submit", "check", "list", "fill", "free_place", "revise", "check", "return", "revise", "check"},
         "CHECK"},
        {"choice_session", {"compare", "compare", "choose_assisted"}, "ASSISTED_CHOSEN"},
        {"order",
         {"send", "acknowledge", "put_on_waiting_list", "accept", "start", "note_progress", "interrupt",
          "resume", "complete", "follow_up", "observe", "close"},
         "CLOSED"},
        {"capacity_slot", {"hold", "expire", "hold", "use", "release", "reopen"}, "FREE"},
        {"waiting_list", {"offer_place", "skip", "queue_again", "offer_place", "take"}, "TAKEN"},
        {"absence", {"warn", "bring_to_authority", "interrupt", "come_back"}, "RETURNED"},
        {"safety_net", {"raise_alert", "take_care", "watch_again", "end"}, "ENDED"},
        {"claim",
         {"submit", "check", "send_to_verifier", "ask_more", "answer", "reject", "dispute", "resolve",
          "make_payable"},
         "PAYABLE"},
        {"payable", {"invoice", "pay", "open_clawback", "waive"}, "WAIVED"},
        {"consent", {"give", "withdraw"}, "WITHDRAWN"},
        {"competition",
         {"invite", "open_questions", "receive_tenders", "open_tenders", "check_compliance", "evaluate",
          "decide", "correct", "evaluate", "decide", "notify", "wait", "contract", "give_notice"},
         "NOTICED"},
        {"tender", {"edit", "submit", "open", "exclude", "take_back", "find_compliant"}, "COMPLIANT"},
    };
    for (const auto& walk : walks)
    {
        INFO(walk.table);
        const StateTable* table = nullptr;
        for (const auto* candidate : all_state_tables())
            if (candidate->name == walk.table)
                table = candidate;
        REQUIRE(table != nullptr);
        std::string state{table->initial};
        for (const auto* verb : walk.verbs)
        {
            INFO(state << " " << verb);
            const auto next = table->move(state, verb);
            REQUIRE(next);
            state = *next;
        }
        CHECK(state == walk.end);
    }
}

TEST_CASE("docs/states.md is the page that the tables give", "[states][golden]")
{
    CHECK(test::difference_to_golden("docs/states.md", states_page()) == "");
}

TEST_CASE("every rule has one name of the form capability.rule and an English sentence", "[rules]")
{
    std::set<std::string_view> names;
    for (const auto& row : all_rule_sentences())
    {
        INFO(row.rule);
        CHECK(names.insert(row.rule).second);
        CHECK(row.rule.find('.') != std::string_view::npos);
        CHECK(row.rule.find_first_not_of("abcdefghijklmnopqrstuvwxyz_.0123456789") == std::string_view::npos);
        CHECK_FALSE(row.sentence.empty());
    }
}
