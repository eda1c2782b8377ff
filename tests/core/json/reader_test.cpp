#include "core/json/reader.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace std::string_literals;

namespace
{

std::string rule_of(std::string_view text, const json::Limits& limits = {})
{
    const auto value = json::read(text, limits);
    return value ? "accepted" : value.refusal().rule;
}

std::string nested(std::size_t depth)
{
    return std::string(depth, '[') + std::string(depth, ']');
}

} // namespace

TEST_CASE("text that is not strict JSON is refused with the rule's name", "[json]")
{
    struct Case
    {
        const char* because;
        std::string text;
        const char* rule;
    };
    const Case cases[] = {
        {"nothing at all", "", "json.syntax"},
        {"only white space", " \n\t ", "json.syntax"},
        {"a byte order mark", "\xef\xbb\xbf{}", "json.syntax"},
        {"two values", "{} {}", "json.syntax"},
        {"a value and a stray bracket", "[1]]", "json.syntax"},
        {"a trailing comma in an array", "[1,]", "json.syntax"},
        {"a trailing comma in an object", R"({"a":1,})", "json.syntax"},
        {"a leading comma", "[,1]", "json.syntax"},
        {"a doubled comma", "[1,,2]", "json.syntax"},
        {"an array that does not end", "[1", "json.syntax"},
        {"an object that does not end", R"({"a":1)", "json.syntax"},
        {"a text that does not end", R"("abc)", "json.syntax"},
        {"brackets that cross", R"([{"a":1]})", "json.syntax"},
        {"a name without quotes", "{a:1}", "json.syntax"},
        {"single quotes", "{'a':1}", "json.syntax"},
        {"a number as a name", "{1:1}", "json.syntax"},
        {"a missing colon", R"({"a" 1})", "json.syntax"},
        {"a member without a value", R"({"a":})", "json.syntax"},
        {"a line comment", "// one\n1", "json.syntax"},
        {"a block comment", "[1/* one */]", "json.syntax"},
        {"a word in capitals", "TRUE", "json.syntax"},
        {"a word cut short", "tru", "json.syntax"},
        {"a word with a tail", "nullx", "json.syntax"},
        {"not a number", "NaN", "json.syntax"},
        {"infinity", "-Infinity", "json.syntax"},
        {"a leading zero", "01", "json.syntax"},
        {"a plus sign", "+1", "json.syntax"},
        {"a minus alone", "-", "json.syntax"},
        {"hexadecimal", "0x10", "json.syntax"},
        {"a fraction without digits", "1.", "json.syntax"},
        {"a fraction without a whole", ".5", "json.syntax"},
        {"an exponent without digits", "1e", "json.syntax"},
        {"an unknown escape", R"("\x41")", "json.syntax"},
        {"an escape cut short", R"("\u12")", "json.syntax"},
        {"an escape with a wrong digit", R"("\u12g4")", "json.syntax"},
        {"a raw line break in a text", "\"a\nb\"", "json.syntax"},
        {"a raw tab in a text", "\"a\tb\"", "json.syntax"},
        {"a no-break space between values",
         "[1,\xc2\xa0"
         "2]",
         "json.syntax"},
        {"a leading half pair at the end", R"("\ud800")", "json.syntax"},
        {"a leading half pair before a letter", R"("\ud800\u0041")", "json.not_utf8"},
        {"two leading half pairs", R"("\ud800\ud800")", "json.not_utf8"},
        {"a trailing half pair alone", R"("\udc00")", "json.not_utf8"},
        {"a surrogate in UTF-8", "\"\xed\xa0\x80\"", "json.not_utf8"},
        {"an overlong slash", "\"\xc0\xaf\"", "json.not_utf8"},
        {"a byte of Latin-1", "\"\xe4\"", "json.not_utf8"},
        {"a sequence cut short", "\"\xe2\x82\"", "json.not_utf8"},
        {"a code point above U+10FFFF", "\"\xf4\x90\x80\x80\"", "json.not_utf8"},
        {"a bad byte in a name", "{\"\xff\":1}", "json.not_utf8"},
        {"an escaped U+0000", R"("a\u0000b")", "json.zero_character"},
        {"an escaped U+0000 in a name", R"({"\u0000":1})", "json.zero_character"},
        {"a raw U+0000 in a text", "\"a\0b\""s, "json.zero_character"},
        {"a raw U+0000 after the value", "1\0"s, "json.zero_character"},
        {"a fraction", "1.0", "json.not_an_integer"},
        {"a fraction below one", "[0.5]", "json.not_an_integer"},
        {"a small exponent", "1e3", "json.not_an_integer"},
        {"a capital exponent", "1E3", "json.not_an_integer"},
        {"a negative exponent", "10e-1", "json.not_an_integer"},
        {"a huge exponent", "1e400", "json.not_an_integer"},
        {"negative zero", "-0", "json.not_an_integer"},
        {"negative zero with a fraction", "-0.0", "json.not_an_integer"},
        {"a long fraction", "1.0000000000000000000000001", "json.not_an_integer"},
        {"one above 64 bits", "9223372036854775808", "json.integer_too_large"},
        {"one below 64 bits", "-9223372036854775809", "json.integer_too_large"},
        {"the largest unsigned number", "18446744073709551615", "json.integer_too_large"},
        {"a number of 21 digits", "123456789012345678901", "json.integer_too_large"},
        {"a negative number of 21 digits", "-123456789012345678901", "json.integer_too_large"},
        {"a number of 400 digits", std::string(400, '9'), "json.integer_too_large"},
        {"a name twice", R"({"a":1,"a":1})", "json.duplicate_name"},
        {"a name twice, far apart", R"({"a":1,"b":2,"c":3,"a":4})", "json.duplicate_name"},
        {"a name twice deep inside", R"({"x":[{"y":{"a":1,"a":2}}]})", "json.duplicate_name"},
        {"a name twice, once escaped", R"({"a":1,"\u0061":2})", "json.duplicate_name"},
        {"an empty name twice", R"({"":1,"":2})", "json.duplicate_name"},
        {"33 levels", nested(33), "json.too_deep"},
        {"33 levels of objects",
         []
         {
             std::string text = "1";
             for (int i = 0; i < 33; ++i)
                 text = R"({"a":)" + text + '}';
             return text;
         }(),
         "json.too_deep"},
        {"a flood of brackets", std::string(900'000, '['), "json.too_deep"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK(rule_of(c.text) == c.rule);
        CHECK((json::read(c.text) || json::read(c.text).refusal().fault == Fault::malformed));
    }
}

TEST_CASE("strict JSON is accepted and comes back as it was", "[json]")
{
    struct Case
    {
        const char* because;
        std::string text;
        std::string written;
    };
    const Case cases[] = {
        {"null", "null", "null"},
        {"true", "true", "true"},
        {"false between white space", " \r\n\tfalse \n", "false"},
        {"zero", "0", "0"},
        {"the largest integer", "9223372036854775807", "9223372036854775807"},
        {"the smallest integer", "-9223372036854775808", "-9223372036854775808"},
        {"an empty text", "\"\"", "\"\""},
        {"empty containers", "[{ },[ ]]", "[{},[]]"},
        {"the order of members is kept", R"({"b":1,"a":2})", R"({"b":1,"a":2})"},
        {"equal names in different objects", R"([{"a":1},{"a":2}])", R"([{"a":1},{"a":2}])"},
        {"an equal name one level down", R"({"a":{"a":1}})", R"({"a":{"a":1}})"},
        {"names that differ in case", R"({"a":1,"A":2})", R"({"a":1,"A":2})"},
        {"escapes become characters", R"("\u00e4\/\ud83d\ude00")", "\"\xc3\xa4/\xf0\x9f\x98\x80\""},
        {"control characters stay escaped", R"("\u0001\n")", R"("\u0001\n")"},
        {"the last code point", "\"\xf4\x8f\xbf\xbf\"", "\"\xf4\x8f\xbf\xbf\""},
        {"a byte order mark inside a text", "\"\xef\xbb\xbf\"", "\"\xef\xbb\xbf\""},
        {"32 levels", nested(32), nested(32)},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        const auto value = json::read(c.text);
        REQUIRE(value);
        CHECK(json::write(*value) == c.written);
        CHECK(*json::read(json::write(*value)) == *value);
    }
}

TEST_CASE("a fault names the innermost place that was reached", "[json]")
{
    struct Case
    {
        const char* because;
        std::string text;
        std::string pointer;
    };
    const Case cases[] = {
        {"the whole text", "nul", ""},
        {"an object before its first name", "{1}", ""},
        {"a member", R"({"a":1.5})", "/a"},
        {"the second element", "[1,1.5]", "/1"},
        {"deep inside", R"({"a":{"b":[0,{"c":1e1}]}})", "/a/b/1/c"},
        {"after a finished object", R"({"a":{"b":1},"c":-0})", "/c"},
        {"the doubled name itself", R"({"a":{"b":1,"b":2}})", "/a/b"},
        {"names are escaped as RFC 6901 says", R"({"a/b":{"m~n":1.5}})", "/a~1b/m~0n"},
        {"an empty name", R"({"":1.5})", "/"},
        {"an object between two members", R"({"a":{"b":1,}})", "/a"},
        {"a name that no pointer can hold", R"({"a":{"b":1,"c\u0000d":2}})", "/a"},
        {"such a name at the top: the answer about it must be writable", R"({"\u0000":1})", ""},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        const auto value = json::read(c.text);
        REQUIRE_FALSE(value);
        REQUIRE(value.refusal().fields.size() == 1);
        CHECK(value.refusal().fields[0].pointer == c.pointer);
        CHECK(value.refusal().fields[0].rule == value.refusal().rule);
    }
}

TEST_CASE("the limits of length, depth and number of values hold on both sides", "[json]")
{
    const json::Limits limits{.depth_max = 2, .bytes_max = 10, .values_max = 4};
    struct Case
    {
        const char* because;
        std::string text;
        const char* rule;
    };
    const Case cases[] = {
        {"ten bytes", "\"12345678\"", "accepted"},
        {"eleven bytes", "\"123456789\"", "json.too_long"},
        {"two levels", "[[1]]", "accepted"},
        {"three levels", "[[[1]]]", "json.too_deep"},
        {"two levels twice", "[[],[]]", "accepted"},
        {"four values with their array", "[1,2,3]", "accepted"},
        {"five values with their array", "[1,2,3,4]", "json.too_many_values"},
        {"containers count as values", "[[],[],[]]", "accepted"},
        {"names do not count", R"({"a":[1]})", "accepted"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK(rule_of(c.text, limits) == c.rule);
    }
    CHECK(json::read(std::string(11, ' '), limits).refusal().fault == Fault::too_large);
}

TEST_CASE("an object with very many members is read without comparing each with each", "[json]")
{
    std::string text = "{";
    for (int i = 0; i < 90'000; ++i)
        text += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":1";
    text += '}';
    const auto value = json::read(text, {.depth_max = 32, .bytes_max = 2'000'000, .values_max = 100'000});
    REQUIRE(value);
    CHECK(value->object().members().size() == 90'000);
}
