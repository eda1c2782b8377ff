#include "core/http/shape.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <regex>

using namespace kori;
using namespace kori::http;

namespace
{

struct BoxTag
{
    static constexpr std::string_view prefix = "box";
};

// "pointer rule", one a fault: what a reader of a failing test wants to see.
std::vector<std::string> told(const json::Value& value, const Shape& shape)
{
    std::vector<std::string> result;
    for (const auto& fault : faults_of(value, shape))
        result.push_back(fault.pointer + " " + fault.rule);
    return result;
}

using Told = std::vector<std::string>;

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

Shape rich_shape()
{
    const auto price = object("TestPrice", "What one part costs.",
                              {required("kind", code({"START", "DAY", "HOUR"}, "The component.")),
                               required("amount_cents", money(Money::cents(1), Money::euros(10'000),
                                                              "Ceiling.", Money::euros(250))),
                               optional("note", nullable(text(0, 200, "Free words.", "Once an order.")))});
    return object(
        "TestBox", "Everything that a body can hold.",
        {required("id", id_of<BoxTag>("The box itself.")), required("subject", any_id("Any object.")),
         required("title", local_text(80, "Shown to customers.", "Työhönvalmennus", "Arbetsträning")),
         optional("plan", draft_local_text(80, "Not yet complete.", "Luonnos", "")),
         required("starts_on", date("First day.", "2026-03-02")),
         required("closes_at", nullable(instant("Last moment.", "2026-03-02T10:15:00Z"))),
         required("places", integer(1, 500, "At one time.", 12)),
         required("is_pilot", boolean("Tried out first.", false)),
         required("business_id", pattern("business_id", "Of the provider.", "0112038-9")),
         required("languages", list(code({"fi", "sv", "en", "so"}, "A language."), 2, 4, "Spoken.")),
         required("relatives", list(any_id("Another box."), 3, 5, "Related boxes.")),
         required("prices", list(price, 1, 12, "All of them.")), optional("winner", nullable(price)),
         optional("labels", map(text(1, 20, "A label.", "north"), 3, "By name.")),
         optional("extra", anything("Whatever.", json::Array{1, "two", nullptr}))});
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

TEST_CASE("every named pattern accepts its good forms and refuses the near misses", "[shape][patterns]")
{
    struct Case
    {
        const char* name;
        std::vector<std::string> good;
        std::vector<std::string> bad;
    };
    const std::vector<Case> cases = {
        {"business_id", {"0112038-9", "2345678-0"}, {"0112038-8", "01120389", ""}},
        {"identity_code", {"131052-9085", "010190Y901R"}, {"131052-9080", "310290-900V"}},
        {"iban",
         {"FI2112345600000785", "SE4550000000058398257466"},
         {"FI2212345600000785", "FI21 1234 5600 0007 86"}},
        {"bic", {"NDEAFIHH", "OKOYFIHHXXX"}, {"NDEAFIH", "NDEAFIHHX", "ndeafihh"}},
        {"reference_number", {"1232", "12345672"}, {"1233", "01232"}},
        {"rf_reference", {"RF18539007547034", "RF38INV2026A"}, {"RF19539007547034", "RF"}},
        {"vat_number", {"FI01120389"}, {"FI01120388", "fi-01120389"}},
        {"ovt", {"003701120389", "003701120389ABC12"}, {"003701120388", "003701120389ABC123"}},
        {"cpv", {"79611000-0"}, {"79611000", "7961100-0"}},
        {"municipality_code", {"297"}, {"97", "2970", "29A"}},
        {"area_code", {"11"}, {"1", "111"}},
        {"postal_code", {"70100"}, {"7010", "701000", "7010A"}},
        {"occupation_code", {"2", "23591"}, {"", "235911"}},
        {"email",
         {"a@b.fi", "etu.suku+x@esimerkki.example", std::string(64, 'a') + "@b.fi"},
         {"a@b", "@b.fi", "a@", "a b@c.fi", "a@b@c.fi", ".a@b.fi", "a..b@c.fi", "a@-b.fi", "a@b..fi",
          std::string(65, 'a') + "@b.fi", "a@" + std::string(64, 'b') + ".fi"}},
        {"phone",
         {"+358401234567", "+123456", "+123456789012345"},
         {"0401234567", "+0123456", "+12345", "+1234567890123456", "+358 40"}},
        {"url",
         {"https://example.fi", "http://localhost:8080/a?b=c#d"},
         {"ftp://example.fi", "https://", "https://a b", "https://user@example.fi/", "javascript:alert(1)",
          "https://e.fi/<x>"}},
        {"language_tag",
         {"fi", "so", "zh-Hant", "pt-BR", "sr-Latn-RS"},
         {"", "f", "FI", "finn", "fi-", "pt-br", "zh-hant"}},
        {"month", {"2026-01", "2026-12"}, {"2026-00", "2026-13", "2026-1"}},
        {"time_of_day", {"00:00", "23:59"}, {"24:00", "23:60", "9:00"}},
        {"code_name",
         {"a", "long_term_unemployed", "a" + std::string(63, 'b')},
         {"", "A", "1a", "a-b", "a" + std::string(64, 'b')}},
        {"dotted_name", {"limit.T02", "a"}, {".a", "a.", "a..b", "a b", "T02"}},
        {"sha256",
         {std::string(64, 'f')},
         {std::string(63, 'f'), std::string(65, 'f'), std::string(64, 'F')}},
        {"base64url", {"ab", "a-_9"}, {"", "a", "abcde", "ab=="}},
        {"api_token",
         {std::string(20, 'a'), std::string(200, 'a')},
         {std::string(19, 'a'), std::string(201, 'a'), std::string(19, 'a') + "."}},
    };
    std::vector<std::string_view> tested;
    for (const auto& c : cases)
    {
        tested.push_back(c.name);
        // What the schema says must never be narrower than what the server takes.
        const std::regex regex{std::string{pattern_regex(c.name)}, std::regex::ECMAScript};
        for (const auto& good : c.good)
        {
            INFO(c.name << " takes " << good);
            CHECK(check_pattern(c.name, good));
            CHECK(std::regex_match(good, regex));
        }
        for (const auto& bad : c.bad)
        {
            INFO(c.name << " refuses " << bad);
            CHECK_FALSE(check_pattern(c.name, bad));
        }
    }
    auto known = pattern_names();
    std::sort(known.begin(), known.end());
    std::sort(tested.begin(), tested.end());
    CHECK(tested == known);
}
