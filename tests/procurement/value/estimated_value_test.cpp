#include "procurement/value/estimated_value.hpp"

#include "tests/procurement/limit/limit_samples.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <string>
#include <vector>

using namespace kori;
using samples::law_of_the_tree;
using samples::on;

namespace
{
const auto day = on("2026-03-02");
constexpr auto most = std::numeric_limits<std::int64_t>::max();

// The value, or the name of the refusal.
std::string shown(const Result<EstimatedValue>& estimate)
{
    return estimate ? std::to_string(estimate->value.in_cents()) : estimate.refusal().rule;
}
} // namespace

TEST_CASE("a contract's value is the price with every option and extension", "[value]")
{
    const auto value = [](std::int64_t price, std::vector<std::int64_t> options)
    {
        PlannedContract contract{"contract", Money::cents(price), {}};
        for (const auto option : options)
            contract.options.push_back({"option", Money::cents(option), false});
        return shown(value_of_contract(contract));
    };
    CHECK(value(5'000'000, {}) == "5000000");
    CHECK(value(5'000'000, {900'000, 100'000}) == "6000000");
    CHECK(value(0, {}) == "0");
    CHECK(value(-1, {}) == "value.negative");
    CHECK(value(1, {-1}) == "value.negative");
    CHECK(value(most, {}) == std::to_string(most));
    CHECK(value(most, {1}) == "value.overflow");
    CHECK(value_of_contract({"contract", Money::cents(1), {}})->reason.rule == "value.contract");
    CHECK(value_of_contract({"contract", Money::cents(1), {{"o", Money::cents(2)}}})->lines ==
          std::vector<ValueLine>{{"contract", Money::cents(1), true}, {"o", Money::cents(2), true}});
}

TEST_CASE("lots add up; small ones may be left out up to a fifth of all", "[value]")
{
    struct Row
    {
        const char* because;
        std::vector<Lot> lots;
        const char* result;
    };
    const auto euros = [](std::int64_t amount) { return Money::euros(amount); };
    const std::vector<Row> rows{
        {"all lots count", {{"a", euros(50'000)}, {"b", euros(20'000)}}, "7000000"},
        {"what is left out counts in the total too",
         {{"a", euros(400'000)}, {"b", euros(79'999), true}},
         "47999900"},
        {"80 000 is not below 80 000",
         {{"a", euros(900'000)}, {"b", euros(80'000), true}},
         "value.lot_not_small"},
        {"a cent below", {{"a", euros(900'000)}, {"b", Money::cents(7'999'999), true}}, "97999999"},
        {"exactly a fifth", {{"a", euros(80'000)}, {"b", euros(20'000), true}}, "10000000"},
        {"a cent more than a fifth",
         {{"a", euros(80'000)}, {"b", Money::cents(2'000'001), true}},
         "value.left_out_too_much"},
        {"several left out together",
         {{"a", euros(280'000)}, {"b", euros(50'000), true}, {"c", euros(20'000), true}},
         "35000000"},
        {"several left out, too much together",
         {{"a", euros(270'000)}, {"b", euros(50'000), true}, {"c", euros(20'000), true}},
         "value.left_out_too_much"},
        {"nothing", {}, "value.nothing_planned"},
        {"negative", {{"a", euros(-1)}}, "value.negative"},
        {"too big to add", {{"a", Money::cents(most)}, {"b", Money::cents(1)}}, "value.overflow"},
        {"too big to compare", {{"a", Money::cents(most)}}, "value.overflow"},
    };
    for (const auto& row : rows)
    {
        INFO(row.because);
        CHECK(shown(value_of_lots(row.lots, day, law_of_the_tree())) == row.result);
    }
}

TEST_CASE("what is bought again and again is valued by twelve months, before or after", "[value]")
{
    const std::vector<DatedValue> rows{
        {"too old", on("2025-03-01"), Money::euros(1)},
        {"first counted", on("2025-03-02"), Money::euros(10)},
        {"last counted", on("2026-03-01"), Money::euros(100)},
        {"today", on("2026-03-02"), Money::euros(1'000)},
        {"last planned", on("2027-03-01"), Money::euros(10'000)},
        {"too late", on("2027-03-02"), Money::euros(100'000)},
    };
    const auto last = value_of_repeated(RepeatedBasis::last_months, rows, day, law_of_the_tree());
    CHECK(shown(last) == "11000");
    CHECK(last->reason.rule == "value.last_months");
    CHECK(last->reason.values == Facts{{"months", 12}, {"day", "2026-03-02"}});
    CHECK_FALSE(last->lines[0].counts);
    CHECK(last->lines[1].counts);
    const auto next = value_of_repeated(RepeatedBasis::next_months, rows, day, law_of_the_tree());
    CHECK(shown(next) == "1100000");
    CHECK(next->reason.rule == "value.next_months");
    CHECK(shown(value_of_repeated(RepeatedBasis::last_months, {}, day, law_of_the_tree())) ==
          "value.nothing_planned");
    // From a leap day the twelve months end on the last of February.
    const std::vector<DatedValue> leap{{"a", on("2028-02-29"), Money::cents(1)},
                                       {"b", on("2029-02-27"), Money::cents(2)},
                                       {"c", on("2029-02-28"), Money::cents(4)}};
    CHECK(shown(value_of_repeated(RepeatedBasis::next_months, leap, on("2028-02-29"), law_of_the_tree())) ==
          "3");
}

TEST_CASE("an open-ended contract is worth 48 months, a shorter one its term", "[value]")
{
    struct Row
    {
        const char* because;
        std::optional<int> months;
        const char* value;
        const char* rule;
    };
    const std::vector<Row> rows{
        {"one month", 1, "1000", "value.fixed_term"},
        {"47 months", 47, "47000", "value.fixed_term"},
        {"48 months", 48, "48000", "value.fixed_term"},
        {"49 months", 49, "48000", "value.open_ended"},
        {"open-ended", std::nullopt, "48000", "value.open_ended"},
    };
    for (const auto& row : rows)
    {
        INFO(row.because);
        const auto value = value_of_monthly(Money::cents(1'000), row.months, day, law_of_the_tree());
        CHECK(shown(value) == row.value);
        CHECK(value->reason.rule == row.rule);
    }
    CHECK(shown(value_of_monthly(Money::cents(1), 0, day, law_of_the_tree())) == "value.months");
    CHECK(shown(value_of_monthly(Money::cents(most / 48), std::nullopt, day, law_of_the_tree())) ==
          std::to_string(most / 48 * 48));
    CHECK(shown(value_of_monthly(Money::cents(most / 48 + 1), std::nullopt, day, law_of_the_tree())) ==
          "value.overflow");
    CHECK(shown(value_of_monthly(Money::cents(-1), 3, day, law_of_the_tree())) == "value.negative");
}

TEST_CASE("a dynamic purchasing system is worth all contracts planned for its whole life", "[value]")
{
    const std::vector<PlannedContract> plan{
        {"first year", Money::euros(100'000), {{"option", Money::euros(50'000)}}},
        {"second year", Money::euros(100'000), {{"option", Money::euros(50'000)}}},
    };
    const auto value = value_of_system(plan);
    CHECK(shown(value) == "30000000");
    CHECK(value->reason.rule == "value.system");
    CHECK(value->lines.size() == 4);
    CHECK(shown(value_of_system({})) == "value.nothing_planned");
}
