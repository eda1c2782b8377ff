#include "procurement/rule/rule.hpp"

#include <catch2/catch.hpp>

using namespace kori;

namespace
{
constexpr RuleSentence sentences[] = {
    {"toy.limit", "{found} is above {limit}.", "{found} is within {limit}."}};
}

TEST_CASE("a rule gives the sentence that fits its result", "[rule]")
{
    CHECK(rule_result(sentences, "toy.limit", true, {}).sentence == "{found} is within {limit}.");
    CHECK(rule_result(sentences, "toy.limit", false, {}).sentence == "{found} is above {limit}.");
}

TEST_CASE("a rule without a sentence is a broken promise", "[rule]")
{
    CHECK_THROWS_AS(rule_result(sentences, "toy.unknown", true, {}), BrokenPromise);
    CHECK_THROWS_AS(field_error(sentences, "/x", "toy.unknown", {}), BrokenPromise);
}

TEST_CASE("a sentence is filled with the values it names and keeps the names nobody gave", "[rule]")
{
    CHECK(filled("{found} of {limit}", {{"found", 3}, {"limit", "four"}}) == "3 of four");
    CHECK(filled("{found} of {limit}", {{"found", 3}}) == "3 of {limit}");
    CHECK(filled("an open { brace", {{"found", 3}}) == "an open { brace");
    // A value that looks like a name is not filled again.
    CHECK(filled("{found}", {{"found", "{limit}"}, {"limit", 1}}) == "{limit}");
}

TEST_CASE("code lists are compared in the order in which they are asked for", "[rule]")
{
    CHECK(missing_from({"a", "c"}, {"d", "a", "b"}) == std::vector<std::string>{"d", "b"});
    CHECK(missing_from({}, {}).empty());
    CHECK(doubled({"a", "b", "a", "b", "a", "c"}) == std::vector<std::string>{"a", "b"});
    CHECK(doubled({"a", "b"}).empty());
    CHECK(joined({"a", "b"}) == "a, b");
}

TEST_CASE("a list of results passes when all of them pass", "[rule]")
{
    const auto good = rule_result(sentences, "toy.limit", true, {});
    const auto bad = rule_result(sentences, "toy.limit", false, {});
    CHECK(all_passed({good, good}));
    CHECK_FALSE(all_passed({good, bad}));
}
