#include "tests/core/http/shape_sample.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::http;
using namespace kori::test;

namespace
{

json::Value object_with(std::string name, json::Value value)
{
    return json::Object{}.add(std::move(name), std::move(value));
}

std::string repeated(std::string_view text, int times)
{
    std::string result;
    for (int i = 0; i < times; ++i)
        result += text;
    return result;
}

} // namespace

TEST_CASE("every field rule holds on one side of its limit and not on the other", "[shape]")
{
    const std::string euro = "€"; // three bytes, one code point
    const Shape three_to_five = text(3, 5, "", "abcd");
    const Shape one_to_ten = integer(1, 10, "", 5);
    const Shape cents = money(Money::cents(0), Money::cents(100), "", Money::cents(50));
    const Shape two_or_three = list(integer(0, 9, "", 1), 2, 3, "");
    const Shape colours = code({"red", "green"}, "");
    const Shape titled = local_text(5, "", "fi", "sv");
    const Shape draft = draft_local_text(5, "", "fi", "sv");
    const Shape labels = map(integer(0, 9, "", 1), 2, "");
    const auto both = [](json::Value fi, json::Value sv)
    { return json::Value{json::Object{}.add("fi", std::move(fi)).add("sv", std::move(sv))}; };
    struct Case
    {
        const char* because;
        Shape shape;
        json::Value value;
        Told faults;
    };
    const std::vector<Case> cases = {
        {"a text of the least length", three_to_five, "abc", {}},
        {"one shorter", three_to_five, "ab", {" field.too_short"}},
        {"a text of the greatest length", three_to_five, "abcde", {}},
        {"one longer", three_to_five, "abcdef", {" field.too_long"}},
        {"code points count, not bytes, at the lower end", three_to_five, euro, {" field.too_short"}},
        {"code points count, not bytes, at the upper end", three_to_five, repeated(euro, 5), {}},
        {"six code points", three_to_five, repeated(euro, 6), {" field.too_long"}},
        {"a blank text is empty", three_to_five, "    ", {" field.too_short"}},
        {"where empty is allowed, blank is too", text(0, 5, "", ""), "  ", {}},
        {"empty where that is allowed", text(0, 5, "", ""), "", {}},
        {"newline and tab are part of a text", three_to_five, "a\n\tb", {}},
        {"a carriage return is not", three_to_five, "ab\rc", {" field.control_character"}},
        {"the last C0 character", three_to_five, "ab\x1f", {" field.control_character"}},
        {"the space after it", three_to_five, "ab ", {}},
        {"the tilde before DEL", three_to_five, "ab~", {}},
        {"DEL", three_to_five, "ab\x7f", {" field.control_character"}},
        {"the last C1 character", three_to_five, "ab\xc2\x9f", {" field.control_character"}},
        {"the no-break space after it", three_to_five, "ab\xc2\xa0", {}},
        {"a number for a text", three_to_five, 7, {" field.wrong_type"}},
        {"null for an optional value that is not nullable",
         object("", "", {optional("a", three_to_five)}),
         object_with("a", nullptr),
         {"/a field.wrong_type"}},

        {"the least integer", one_to_ten, 1, {}},
        {"below it", one_to_ten, 0, {" field.too_small"}},
        {"the greatest integer", one_to_ten, 10, {}},
        {"above it", one_to_ten, 11, {" field.too_large"}},
        {"a text for an integer", one_to_ten, "5", {" field.wrong_type"}},
        {"no cents", cents, 0, {}},
        {"less than no cents", cents, -1, {" field.too_small"}},
        {"one euro", cents, 100, {}},
        {"one cent more", cents, 101, {" field.too_large"}},
        {"a truth for money", cents, true, {" field.wrong_type"}},

        {"a truth", boolean("", true), false, {}},
        {"a word for a truth", boolean("", true), "false", {" field.wrong_type"}},

        {"a leap day", date("", "2026-03-02"), "2028-02-29", {}},
        {"a leap day in another year", date("", "2026-03-02"), "2026-02-29", {" field.bad_form"}},
        {"a moment for a day", date("", "2026-03-02"), "2026-03-02T00:00:00Z", {" field.bad_form"}},
        {"a moment with an offset", instant("", "2026-03-02T10:15:00Z"), "2026-03-02T10:15:00+02:00", {}},
        {"a moment without one",
         instant("", "2026-03-02T10:15:00Z"),
         "2026-03-02T10:15:00",
         {" field.bad_form"}},

        {"an id with its prefix", id_with_prefix("box", ""), "box_00000000000000000000000000", {}},
        {"one digit too few",
         id_with_prefix("box", ""),
         "box_0000000000000000000000000",
         {" field.bad_form"}},
        {"another prefix", id_with_prefix("box", ""), "org_00000000000000000000000000", {" field.bad_form"}},
        {"any prefix", any_id(""), "org_00000000000000000000000000", {}},
        {"a prefix of capitals", any_id(""), "ORG_00000000000000000000000000", {" field.bad_form"}},
        {"no prefix", any_id(""), "_00000000000000000000000000", {" field.bad_form"}},
        {"a letter that the alphabet leaves out",
         any_id(""),
         "org_0000000000000000000000000u",
         {" field.bad_form"}},

        {"a listed code", colours, "green", {}},
        {"capitals are another code", colours, "Green", {" field.not_listed"}},
        {"a good check digit", pattern("business_id", "", "0112038-9"), "0112038-9", {}},
        {"a wrong check digit", pattern("business_id", "", "0112038-9"), "0112038-8", {" field.bad_form"}},

        {"two items", two_or_three, json::Array{1, 1}, {}},
        {"one item", two_or_three, json::Array{1}, {" field.too_few"}},
        {"three items", two_or_three, json::Array{1, 2, 3}, {}},
        {"four items", two_or_three, json::Array{1, 2, 3, 4}, {" field.too_many"}},
        {"an object for a list", two_or_three, json::Object{}, {" field.wrong_type"}},
        {"different codes", list(colours, 0, 3, ""), json::Array{"red", "green"}, {}},
        {"a code twice",
         list(colours, 0, 3, ""),
         json::Array{"red", "green", "red"},
         {"/2 field.duplicate_item"}},
        {"a code twice where that may be", repeating(list(colours, 0, 3, "")), json::Array{"red", "red"}, {}},
        {"equal texts are no set", list(three_to_five, 0, 3, ""), json::Array{"abc", "abc"}, {}},

        {"Finnish and Swedish", titled, both("Työ", "Jobb"), {}},
        {"the length counts for each", titled, both("Työtä", "Arbete"), {"/sv field.too_long"}},
        {"Swedish is missing", titled, object_with("fi", "Työ"), {"/sv field.missing_language"}},
        {"Finnish is blank", titled, both(" ", "Jobb"), {"/fi field.missing_language"}},
        {"a draft may lack both", draft, json::Object{}, {}},
        {"a draft may hold empty texts", draft, both("", ""), {}},
        {"but not long ones", draft, object_with("fi", "Työtön"), {"/fi field.too_long"}},
        {"a language that the law does not know", draft, object_with("de", "Amt"), {"/de field.unknown"}},
        {"a number for a language", draft, object_with("fi", 1), {"/fi field.wrong_type"}},

        {"two names", labels, json::Object{}.add("a", 1).add("b", 2), {}},
        {"three names", labels, json::Object{}.add("a", 1).add("b", 2).add("c", 3), {" field.too_many"}},
        {"a name of 100 code points", labels, object_with(repeated("ä", 100), 1), {}},
        {"a name of 101",
         labels,
         object_with(std::string(101, 'n'), 1),
         {"/" + std::string(101, 'n') + " field.too_long"}},
        {"an empty name", labels, object_with("", 1), {"/ field.too_short"}},
        {"a wrong value in a map", labels, object_with("a", 10), {"/a field.too_large"}},

        {"null where it is allowed", nullable(three_to_five), nullptr, {}},
        {"null for the whole body", three_to_five, nullptr, {" field.required"}},
        {"anything may be null", anything("", 1), nullptr, {}},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK(told(c.value, c.shape) == c.faults);
    }
}

TEST_CASE("a required member must be there and must not be null", "[shape]")
{
    const auto shape = object("", "",
                              {required("a", integer(0, 9, "", 1)), optional("b", integer(0, 9, "", 1)),
                               required("c", nullable(integer(0, 9, "", 1)))});
    CHECK(told(json::Object{}.add("a", 1).add("c", nullptr), shape) == Told{});
    CHECK(told(json::Object{}, shape) == Told{"/a field.required", "/c field.required"});
    CHECK(told(json::Object{}.add("a", nullptr).add("c", 1), shape) == Told{"/a field.required"});
    CHECK(told(json::Object{}.add("a", 1).add("c", 1).add("d", 1), shape) == Told{"/d field.unknown"});
}

TEST_CASE("a pointer escapes tilde and slash and leads through lists and objects", "[shape]")
{
    const auto inner =
        object("", "", {required("a/b", integer(0, 9, "", 1)), optional("~c", integer(0, 9, "", 1))});
    const auto shape = object("", "", {required("rows", list(inner, 0, 9, ""))});
    const auto row = json::Object{}.add("a/b", 10).add("~c", "x").add("~/", 1);
    CHECK(told(object_with("rows", json::Array{json::Object{}.add("a/b", 1), row}), shape) ==
          Told{"/rows/1/a~1b field.too_large", "/rows/1/~0c field.wrong_type", "/rows/1/~0~1 field.unknown"});
}

TEST_CASE("all faults are told at once, in the order of the document, missing members last", "[shape]")
{
    auto value = example_of(rich_shape()).object();
    json::Object broken;
    broken.add("places", 0);
    broken.add("surprise", 1);
    broken.add("starts_on", "2026-02-30");
    broken.add("prices", json::Array{json::Object{}.add("kind", "NIGHT")});
    for (const auto& [name, member] : value.members())
        if (broken.find(name) == nullptr && name != "is_pilot" && name != "id")
            broken.add(name, member);
    CHECK(told(broken, rich_shape()) == Told{"/places field.too_small", "/surprise field.unknown",
                                             "/starts_on field.bad_form", "/prices/0/kind field.not_listed",
                                             "/prices/0/amount_cents field.required", "/id field.required",
                                             "/is_pilot field.required"});
}

TEST_CASE("a sentence carries the values that it names", "[shape]")
{
    const auto faults = faults_of("abcdef", text(3, 5, "", "abcd"));
    REQUIRE(faults.size() == 1);
    CHECK(faults[0] ==
          FieldError{"", "field.too_long", "Please write at most {max} characters.", {{"max", 5}}});
    CHECK(faults_of("blue", code({"red", "green"}, ""))[0].values == Facts{{"allowed", "red, green"}});
    CHECK(faults_of(1, boolean("", true))[0].values == Facts{{"expected", "boolean"}});
    CHECK(faults_of("x", date("", "2026-03-02"))[0].values == Facts{{"example", "2026-03-02"}});
}

TEST_CASE("a long list of codes is told in part only", "[shape]")
{
    std::vector<std::string> codes;
    for (int i = 0; i < 21; ++i)
        codes.push_back("c" + std::to_string(i));
    const auto of_21 = std::get<std::string>(faults_of("x", code(codes, ""))[0].values[0].value);
    codes.pop_back();
    const auto of_20 = std::get<std::string>(faults_of("x", code(codes, ""))[0].values[0].value);
    CHECK(of_20.ends_with("c18, c19"));
    CHECK(of_21.ends_with("c18, c19, …"));
}

TEST_CASE("no body makes the answer endless: at most 200 faults are told", "[shape]")
{
    json::Array items;
    for (int i = 0; i < 199; ++i)
        items.emplace_back(10);
    const auto shape = list(integer(0, 9, "", 1), 0, 1'000, "");
    CHECK(faults_of(items, shape).size() == 199);
    for (int i = 0; i < 300; ++i)
        items.emplace_back(10);
    CHECK(faults_of(items, shape).size() == 200);
}

TEST_CASE("a description that contradicts itself is a broken promise", "[shape]")
{
    CHECK_THROWS_AS(integer(2, 1, "", 1), BrokenPromise);
    CHECK_THROWS_AS(text(-1, 1, "", ""), BrokenPromise);
    CHECK_THROWS_AS(code({}, ""), BrokenPromise);
    CHECK_THROWS_AS(pattern("business_id", "", "0112038-8"), BrokenPromise);
    CHECK_THROWS_AS(pattern("no_such_pattern", "", "x"), BrokenPromise);
    CHECK_THROWS_AS(id_with_prefix("", ""), BrokenPromise);
    CHECK_THROWS_AS(object("Two words", "", {}), BrokenPromise);
    CHECK_THROWS_AS(object("", "", {required("a", boolean("", true)), optional("a", boolean("", true))}),
                    BrokenPromise);
    CHECK_THROWS_AS(repeating(boolean("", true)), BrokenPromise);
}
