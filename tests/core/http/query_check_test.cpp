#include "core/http/query_check.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::http;

namespace
{

using Raw = std::map<std::string, std::string, std::less<>>;

std::vector<std::string> told(const std::vector<QueryParameter>& parameters, const Raw& raw)
{
    std::vector<std::string> result;
    for (const auto& fault : faults_of_query(parameters, raw))
        result.push_back(fault.pointer + " " + fault.rule);
    return result;
}

Route list_of_boxes()
{
    return {Method::get, "/api/v1/boxes", everybody, Access::reads, nullptr, nullptr, {}, "List boxes."};
}

using Told = std::vector<std::string>;

} // namespace

TEST_CASE("each kind of query value is checked by its description", "[query]")
{
    struct Case
    {
        const char* because;
        Shape shape;
        std::string text;
        Told faults;
    };
    const std::vector<Case> cases = {
        {"a text", text(1, 3, "", "abc"), "abc", {}},
        {"a longer one", text(1, 3, "", "abc"), "abcd", {"?x field.too_long"}},
        {"an empty one", text(1, 3, "", "abc"), "", {"?x field.too_short"}},
        {"bytes that are no text", text(1, 3, "", "abc"), "\xff", {"?x field.bad_form"}},
        {"a listed code", code({"open", "closed"}, ""), "open", {}},
        {"another code", code({"open", "closed"}, ""), "shut", {"?x field.not_listed"}},
        {"a day", date("", "2026-03-02"), "2026-03-02", {}},
        {"no day", date("", "2026-03-02"), "2.3.2026", {"?x field.bad_form"}},
        {"a moment", instant("", "2026-03-02T10:15:00Z"), "2026-03-02T10:15:00Z", {}},
        {"a plus that became a blank",
         instant("", "2026-03-02T10:15:00Z"),
         "2026-03-02T10:15:00 02:00",
         {"?x field.bad_form"}},
        {"an id", id_with_prefix("box", ""), "box_00000000000000000000000000", {}},
        {"no id", id_with_prefix("box", ""), "7", {"?x field.bad_form"}},
        {"the least integer", integer(-5, 5, "", 1), "-5", {}},
        {"below it", integer(-5, 5, "", 1), "-6", {"?x field.too_small"}},
        {"the greatest", integer(-5, 5, "", 1), "5", {}},
        {"above it", integer(-5, 5, "", 1), "6", {"?x field.too_large"}},
        {"a leading zero", integer(-5, 5, "", 1), "05", {"?x field.bad_form"}},
        {"a plus sign", integer(-5, 5, "", 1), "+5", {"?x field.bad_form"}},
        {"minus zero", integer(-5, 5, "", 1), "-0", {"?x field.bad_form"}},
        {"no digits", integer(-5, 5, "", 1), "", {"?x field.bad_form"}},
        {"a fraction", integer(-5, 5, "", 1), "1.0", {"?x field.bad_form"}},
        {"more than 64 bits", integer(-5, 5, "", 1), "9223372036854775808", {"?x field.bad_form"}},
        {"a truth", boolean("", true), "false", {}},
        {"no truth", boolean("", true), "1", {"?x field.bad_form"}},
        {"a pattern", pattern("municipality_code", "", "297"), "297", {}},
        {"another form", pattern("municipality_code", "", "297"), "29", {"?x field.bad_form"}},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK(told({{"x", c.shape}}, {{"x", c.text}}) == c.faults);
    }
}

TEST_CASE("a query parameter that is not described is refused, an absent one is not missed", "[query]")
{
    const std::vector<QueryParameter> parameters = {{"state", code({"open"}, "")}};
    CHECK(told(parameters, {}) == Told{});
    CHECK(told(parameters, {{"State", "open"}, {"state", "shut"}}) ==
          Told{"?State field.unknown", "?state field.not_listed"});
}

TEST_CASE("a paged row takes limit and after besides its own parameters", "[query]")
{
    const auto paged = query_of(list_of_boxes().paged().asking({{"state", code({"open"}, "")}}));
    CHECK(told(paged, {{"state", "open"}, {"limit", "200"}, {"after", "abcd"}}) == Told{});
    CHECK(told(paged, {{"limit", "201"}}) == Told{"?limit field.too_large"});
    CHECK(told(paged, {{"limit", "1"}}) == Told{});
    CHECK(told(paged, {{"limit", "0"}}) == Told{"?limit field.too_small"});
    CHECK(told(paged, {{"after", "a=b"}}) == Told{"?after field.bad_form"});
    CHECK(told(query_of(list_of_boxes()), {{"limit", "1"}}) == Told{"?limit field.unknown"});
}

TEST_CASE("an example in a query fault reads as the caller would type it", "[query]")
{
    const auto faults = faults_of_query({{"n", integer(1, 9, "", 4)}}, {{"n", "four"}});
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].values == Facts{{"example", "4"}});
}
