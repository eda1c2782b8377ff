#include "core/base/state_table.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace kori;

namespace
{

constexpr std::array<std::string_view, 3> states{"draft", "open", "closed"};
constexpr std::array<std::string_view, 1> finals{"closed"};
constexpr std::array<Transition, 3> rows{{
    {"draft", "publish", "open", "a paragraph"},
    {"open", "change", "open", "a paragraph"},
    {"open", "close", "closed", "a paragraph"},
}};
constexpr StateTable table{"basket", states, "draft", finals, rows};

bool has_fault(const StateTable& wrong, const std::string& sentence)
{
    for (const auto& fault : wrong.faults())
        if (fault == sentence)
            return true;
    return false;
}

} // namespace

TEST_CASE("a listed act moves to its state, every other one is refused with the table's rule", "[base]")
{
    CHECK(*table.move("draft", "publish") == "open");
    CHECK(*table.move("open", "change") == "open");
    const auto refused = table.move("draft", "close");
    REQUIRE_FALSE(refused);
    CHECK(refused.refusal().rule == "basket.transition_not_listed");
    CHECK(refused.refusal().fault == Fault::conflict);
    CHECK(refused.refusal().values == Facts{{"state", "draft"}, {"act", "close"}});
    CHECK_FALSE(table.move("nowhere", "publish"));
    CHECK(table.allows("open", "close"));
    CHECK_FALSE(table.allows("closed", "close"));
}

TEST_CASE("a sound table has no faults", "[base]")
{
    CHECK(table.faults().empty());
}

TEST_CASE("a table says what is wrong with itself", "[base]")
{
    SECTION("a row that names an unknown state")
    {
        auto wrong_rows = rows;
        wrong_rows[2].to = "shut";
        const StateTable wrong{"basket", states, "draft", finals, wrong_rows};
        CHECK(has_fault(wrong, R"(the row ("open", "close") leads to "shut", which is not a state)"));
        CHECK(has_fault(wrong, R"(state "closed" cannot be reached)"));
    }
    SECTION("a row that leaves an unknown state")
    {
        auto wrong_rows = rows;
        wrong_rows[1].from = "ajar";
        const StateTable wrong{"basket", states, "draft", finals, wrong_rows};
        CHECK(has_fault(wrong, R"(the row ("ajar", "change") leaves "ajar", which is not a state)"));
    }
    SECTION("unknown initial and final states")
    {
        constexpr std::array<std::string_view, 1> wrong_finals{"gone"};
        const StateTable wrong{"basket", states, "new", wrong_finals, rows};
        CHECK(has_fault(wrong, R"(the initial state "new" is not a state)"));
        CHECK(has_fault(wrong, R"(the final state "gone" is not a state)"));
    }
    SECTION("two rows for one act")
    {
        auto wrong_rows = rows;
        wrong_rows[1].verb = "close";
        const StateTable wrong{"basket", states, "draft", finals, wrong_rows};
        CHECK(has_fault(wrong, R"(the row ("open", "close") is there twice)"));
    }
    SECTION("a state listed twice")
    {
        constexpr std::array<std::string_view, 4> doubled{"draft", "open", "open", "closed"};
        const StateTable wrong{"basket", doubled, "draft", finals, rows};
        CHECK(has_fault(wrong, R"(state "open" is listed twice)"));
    }
    SECTION("a state that cannot be reached, although rows leave it")
    {
        const StateTable wrong{"basket", states, "open", finals, rows};
        CHECK(wrong.faults() == std::vector<std::string>{R"(state "draft" cannot be reached)"});
    }
    SECTION("two states that lead only to each other")
    {
        constexpr std::array<std::string_view, 5> more{"draft", "open", "closed", "lost", "found"};
        constexpr std::array<Transition, 5> islands{{rows[0],
                                                     rows[1],
                                                     rows[2],
                                                     {"lost", "find", "found", "a paragraph"},
                                                     {"found", "lose", "lost", "a paragraph"}}};
        const StateTable wrong{"basket", more, "draft", finals, islands};
        CHECK(wrong.faults() == std::vector<std::string>{R"(state "lost" cannot be reached)",
                                                         R"(state "found" cannot be reached)"});
    }
    SECTION("a state that is not final and has no exit")
    {
        const StateTable wrong{"basket", states, "draft", {}, rows};
        CHECK(wrong.faults() == std::vector<std::string>{R"(state "closed" is not final and has no exit)"});
    }
    SECTION("a final state with an exit")
    {
        constexpr std::array<std::string_view, 2> wrong_finals{"open", "closed"};
        const StateTable wrong{"basket", states, "draft", wrong_finals, rows};
        CHECK(wrong.faults() == std::vector<std::string>{R"(state "open" is final and has an exit)"});
    }
    SECTION("a row without a verb or a source")
    {
        auto wrong_rows = rows;
        wrong_rows[1].verb = "";
        wrong_rows[1].source = "";
        const StateTable wrong{"basket", states, "draft", finals, wrong_rows};
        CHECK(has_fault(wrong, R"(the row ("open", "") has no verb)"));
        CHECK(has_fault(wrong, R"(the row ("open", "") names no source)"));
    }
}
