#include "core/json/value.hpp"

#include <catch2/catch.hpp>

using namespace kori;

TEST_CASE("writing escapes what JSON demands and nothing else", "[json]")
{
    struct Case
    {
        const char* because;
        std::string text;
        std::string written;
    };
    const Case cases[] = {
        {"a quotation mark and a backslash", "\"\\", R"("\"\\")"},
        {"the short escapes", "\b\f\n\r\t", R"("\b\f\n\r\t")"},
        {"other control characters", "\x01\x1f", R"("\u0001\u001f")"},
        {"a slash stays", "</script>", R"("</script>")"},
        {"delete stays", "\x7f", "\"\x7f\""},
        {"letters of Finnish stay", "h\xc3\xa4me", "\"h\xc3\xa4me\""},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK(json::write(c.text) == c.written);
    }
}

TEST_CASE("text that is not UTF-8 or holds U+0000 is never written", "[json]")
{
    CHECK_THROWS_AS(json::write("\xff"), BrokenPromise);
    CHECK_THROWS_AS(json::write(std::string(1, '\0')), BrokenPromise);
    CHECK_THROWS_AS(json::write(json::Object{}.add("\xff", 1)), BrokenPromise);
}

TEST_CASE("canonical text sorts members by bytes at every level", "[json]")
{
    const json::Value value{
        json::Object{}
            .add("b", json::Array{json::Object{}.add("z", 1).add("\xc3\xa4", 2).add("Z", 3)})
            .add("aa", true)
            .add("a", nullptr)};
    CHECK(json::write_canonical(value) ==
          "{\"a\":null,\"aa\":true,\"b\":[{\"Z\":3,\"z\":1,\"\xc3\xa4\":2}]}");
    CHECK(json::write(value) == "{\"b\":[{\"z\":1,\"\xc3\xa4\":2,\"Z\":3}],\"aa\":true,\"a\":null}");
}

TEST_CASE("pretty text is indented by two spaces and ends with a line break", "[json]")
{
    const json::Value value{json::Object{}.add("a", json::Array{1, json::Array{}}).add("b", json::Object{})};
    CHECK(json::write_pretty(value) == "{\n  \"a\": [\n    1,\n    []\n  ],\n  \"b\": {}\n}\n");
    CHECK(json::write_pretty(7) == "7\n");
}

TEST_CASE("objects with another order of members are different values", "[json]")
{
    const json::Value one{json::Object{}.add("a", 1).add("b", 2)};
    const json::Value other{json::Object{}.add("b", 2).add("a", 1)};
    CHECK_FALSE(one == other);
    CHECK(json::write_canonical(one) == json::write_canonical(other));
}

TEST_CASE("an amount in euros is the shortest decimal text and never a floating point number", "[json]")
{
    struct Case
    {
        const char* because;
        std::int64_t cents;
        std::string written;
    };
    const Case cases[] = {
        {"nothing", 0, "0"},
        {"whole euros", 12'000'000, "120000"},
        {"tens of cents", 150, "1.5"},
        {"single cents", 105, "1.05"},
        {"both", 5'929'964, "59299.64"},
        {"less than a euro", -7, "-0.07"},
        {"less than a euro below zero", -250, "-2.5"},
        {"the largest", INT64_MAX, "92233720368547758.07"},
        {"the smallest", INT64_MIN, "-92233720368547758.08"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK(json::write(json::Euros{Money::cents(c.cents)}) == c.written);
    }
    const json::Value half{json::Euros{Money::cents(50)}};
    CHECK(half.euros().amount == Money::cents(50));
    CHECK_FALSE(half.is_integer());
    CHECK_THROWS_AS(half.integer(), BrokenPromise);
}
