#include "core/json/value.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace std::chrono;

TEST_CASE("an object refuses a second member of the same name", "[json]")
{
    json::Object object;
    object.add("a", 1);
    CHECK_THROWS_AS(object.add("a", 2), BrokenPromise);
    CHECK_THROWS_AS(json::Object::of({{"a", 1}, {"b", 2}, {"a", 3}}), BrokenPromise);
    CHECK(json::Object::of({{"b", 1}, {"a", 2}}).members().front().first == "b");
}

TEST_CASE("a getter of the wrong kind is a broken promise", "[json]")
{
    const json::Value number{1};
    CHECK_THROWS_AS(number.text(), BrokenPromise);
    CHECK_THROWS_AS(number.boolean(), BrokenPromise);
    CHECK_THROWS_AS(number.array(), BrokenPromise);
    CHECK_THROWS_AS(number.object(), BrokenPromise);
    CHECK_THROWS_AS(json::Value{"1"}.integer(), BrokenPromise);
    CHECK_THROWS_AS(json::Value{"2026-02-30"}.date(), BrokenPromise);
}

TEST_CASE("a member that is null counts as left out, but at() sees it", "[json]")
{
    const json::Value value{json::Object{}.add("a", nullptr).add("b", "x")};
    CHECK(value.find("a") == nullptr);
    CHECK(value.at("a").is_null());
    CHECK(value.optional_text("a") == std::nullopt);
    CHECK(value.optional_text("b") == "x");
    CHECK(value.optional_integer("c") == std::nullopt);
    CHECK_FALSE(value.flag("c"));
    CHECK_THROWS_AS(value.at("c"), BrokenPromise);
}

TEST_CASE("domain values come back from JSON as they went in", "[json]")
{
    const auto id = OrganisationId{IdBytes{1, 2, 3}};
    const json::Value value{json::Object{}
                                .add("id", id)
                                .add("price", Money::cents(-123))
                                .add("at", Instant{1'772'446'500'000'001})
                                .add("day", CivilDate{2026y / March / 2})
                                .add("name", LocalText{"kori", "korg", ""})
                                .add("empty", std::optional<Money>{})
                                .add_if("absent", std::optional<Money>{})
                                .add_if("present", std::optional{Money::euros(1)})
                                .add("list", json::array_of(std::vector<std::string>{"a", "b"}))};
    CHECK(value.at("id").id<OrganisationTag>() == id);
    CHECK(value.at("price").money() == Money::cents(-123));
    CHECK(value.at("at").instant() == Instant{1'772'446'500'000'001});
    CHECK(value.at("day").date() == 2026y / March / 2);
    CHECK(value.at("name").local_text() == LocalText{"kori", "korg", ""});
    CHECK(value.at("name").object().members().size() == 2);
    CHECK(value.at("empty").is_null());
    CHECK(value.object().find("absent") == nullptr);
    CHECK(value.at("present").money() == Money::cents(100));
    CHECK(value.at("list").texts() == std::vector<std::string>{"a", "b"});
}
