#include "tests/core/http/shape_sample.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::http;
using namespace kori::test;

TEST_CASE("the example of a description satisfies it", "[shape]")
{
    const auto shape = rich_shape();
    const auto example = example_of(shape);
    CHECK(told(example, shape) == Told{});
    for (const auto& member : shape.members) // nothing was left out, so the example shows every member
        CHECK(example.object().find(member.name) != nullptr);
    CHECK(example.at("languages") == json::Value{json::Array{"fi", "sv"}});
    CHECK(example.at("relatives").array().size() == 3);
}

TEST_CASE("the description prints as JSON Schema with named objects as components", "[shape]")
{
    const auto price =
        object("SnapPrice", "A price.",
               {required("amount", money(Money::cents(0), Money::cents(500), "The price.", Money::cents(5))),
                optional("unit", nullable(code({"DAY", "HOUR"}, "Per what.")))});
    const auto shape =
        object("SnapBox", "",
               {required("id", id_of<BoxTag>("")), required("price", price), optional("old", nullable(price)),
                required("days", list(date("", "2026-03-02"), 1, 2, "")),
                required("codes", list(code({"a", "b"}, ""), 0, 2, "")), optional("any", anything("", 1)),
                optional("name", text(1, 9, "", "Kori"))});
    json::Object components;
    CHECK(json::write(schema_of(shape, components)) == R"({"$ref":"#/components/schemas/SnapBox"})");
    CHECK(json::write(components) ==
          R"({"SnapPrice":{"type":"object","required":["amount"],"additionalProperties":false,"properties":{)"
          R"("amount":{"type":"integer","format":"int64","minimum":0,"maximum":500,)"
          R"("description":"The price. Euro cents."},)"
          R"("unit":{"type":["string","null"],"enum":["DAY","HOUR",null],"description":"Per what."}},)"
          R"("description":"A price."},)"
          R"("SnapBox":{"type":"object","required":["id","price","days","codes"],)"
          R"("additionalProperties":false,"properties":{)"
          R"("id":{"type":"string","pattern":"^box_[0-7][0-9a-hjkmnp-tv-z]{25}$"},)"
          R"("price":{"$ref":"#/components/schemas/SnapPrice"},)"
          R"("old":{"anyOf":[{"$ref":"#/components/schemas/SnapPrice"},{"type":"null"}]},)"
          R"("days":{"type":"array","minItems":1,"maxItems":2,)"
          R"("items":{"type":"string","format":"date","examples":["2026-03-02"]}},)"
          R"("codes":{"type":"array","minItems":0,"maxItems":2,"uniqueItems":true,)"
          R"("items":{"type":"string","enum":["a","b"]}},)"
          R"("any":{},)"
          R"("name":{"type":"string","minLength":1,"maxLength":9,"pattern":"\\S","examples":["Kori"]}}}})");
}

TEST_CASE("a local text prints as an object of three languages, a draft without required ones", "[shape]")
{
    json::Object components;
    CHECK(json::write(schema_of(local_text(9, "", "Työ", "Jobb"), components)) ==
          R"({"type":"object","required":["fi","sv"],"additionalProperties":false,"properties":{)"
          R"("fi":{"type":"string","maxLength":9,"minLength":1,"pattern":"\\S"},)"
          R"("sv":{"type":"string","maxLength":9,"minLength":1,"pattern":"\\S"},)"
          R"("en":{"type":"string","maxLength":9}},"examples":[{"fi":"Työ","sv":"Jobb"}]})");
    const auto draft = schema_of(draft_local_text(9, "", "Työ", "Jobb"), components);
    CHECK(draft.find("required") == nullptr);
    CHECK(components.empty());
}

TEST_CASE("two different descriptions must not share a name", "[shape]")
{
    json::Object components;
    (void)schema_of(object("Twin", "", {required("a", boolean("", true))}), components);
    CHECK_NOTHROW(schema_of(object("Twin", "", {required("a", boolean("", true))}), components));
    CHECK_THROWS_AS(schema_of(object("Twin", "", {required("b", boolean("", true))}), components),
                    BrokenPromise);
}
