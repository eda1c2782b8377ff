#include "core/http/locale.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::http;

TEST_CASE("a sentence comes in the caller's language with its values filled in", "[locale]")
{
    Locale locale;
    REQUIRE(locale.add(Language::fi, R"({"field.too_long": "Enintään {max} merkkiä."})", "fi").empty());
    REQUIRE(locale.add(Language::sv, R"({"field.too_long": "Högst {max} tecken."})", "sv").empty());
    const auto in = [&](Language language)
    { return locale.sentence("field.too_long", "At most {max} characters.", {{"max", 80}}, language); };
    CHECK(in(Language::fi) == "Enintään 80 merkkiä.");
    CHECK(in(Language::sv) == "Högst 80 tecken.");
    CHECK(in(Language::en) == "At most 80 characters.");
    CHECK(locale.missing() == 0);
}

TEST_CASE("a missing translation falls back to English and is counted", "[locale]")
{
    Locale locale;
    CHECK(locale.sentence("a.b", "English {x}.", {{"x", "text"}}, Language::fi) == "English text.");
    CHECK(locale.sentence("a.b", "English.", {}, Language::sv) == "English.");
    CHECK(locale.missing() == 2);
    CHECK(locale.sentence("a.b", "English.", {}, Language::en) == "English.");
    CHECK(locale.missing() == 2);
}

TEST_CASE("one sentence may serve every rule of the same ending, unless a rule has its own", "[locale]")
{
    Locale locale;
    REQUIRE(
        locale.add(Language::fi, R"({"*.not_listed": "Ei käy.", "order.not_listed": "Tilaus ei käy."})", "fi")
            .empty());
    CHECK(locale.sentence("basket.not_listed", "No.", {}, Language::fi) == "Ei käy.");
    CHECK(locale.sentence("order.not_listed", "No.", {}, Language::fi) == "Tilaus ei käy.");
    CHECK(locale.sentence("basket.other", "No.", {}, Language::fi) == "No.");
    CHECK(locale.sentence("not_listed", "No.", {}, Language::fi) == "No.");
}

TEST_CASE("values are filled once, and a name without a value stays", "[locale]")
{
    CHECK(fill("{a} and {b}", {{"a", "{b}"}, {"b", 2}}) == "{b} and 2");
    CHECK(fill("{c} stays", {{"a", 1}}) == "{c} stays");
    CHECK(fill("open { brace", {{"a", 1}}) == "open { brace");
    CHECK(fill("", {}).empty());
    CHECK(fill("{a}{a}", {{"a", -1}}) == "-1-1");
}

TEST_CASE("a bad language file is told in sentences", "[locale]")
{
    Locale locale;
    struct Case
    {
        const char* because;
        const char* document;
        std::size_t faults;
    };
    const auto cases = {
        Case{"a good one", R"({"a.b": "Hyvä {x}."})", 0},
        Case{"not JSON", "{", 1},
        Case{"a name twice", R"({"a.b": "1", "a.b": "2"})", 1},
        Case{"a list", "[]", 1},
        Case{"an empty sentence and a number", R"({"a.b": "", "c.d": 1})", 2},
        Case{"a brace that is not closed", R"({"a.b": "Hyvä {x."})", 1},
        Case{"a brace that was not opened", R"({"a.b": "Hyvä x}."})", 1},
        Case{"a brace inside a brace", R"({"a.b": "Hyvä {x{y}}."})", 1},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        const auto faults = locale.add(Language::fi, c.document, "test.json");
        CHECK(faults.size() == c.faults);
        for (const auto& fault : faults)
            CHECK(fault.starts_with("The language file test.json "));
    }
    CHECK(locale.load("/no/such/folder").size() == 2);
}

TEST_CASE("the language files of the project load without faults", "[locale]")
{
    Locale locale;
    CHECK(locale.load("config/locale") == std::vector<std::string>{});
    CHECK(locale.sentence("field.required", "This field is required.", {}, Language::fi) !=
          "This field is required.");
    CHECK(locale.missing() == 0);
}

TEST_CASE("Accept-Language decides among Finnish, Swedish and English", "[locale]")
{
    struct Case
    {
        const char* because;
        const char* header;
        Language language;
    };
    const auto cases = {
        Case{"one language", "sv", Language::sv},
        Case{"a region does not matter", "en-GB", Language::en},
        Case{"capitals do not matter", "SV-fi", Language::sv},
        Case{"the first of equals", "en, sv", Language::en},
        Case{"the better quality, though later", "en;q=0.5, sv;q=0.8", Language::sv},
        Case{"no quality means one", "en;q=0.9, sv", Language::sv},
        Case{"a thousandth decides", "en;q=0.998, sv;q=0.999", Language::sv},
        Case{"unknown languages are passed over", "de, et;q=0.9, sv;q=0.1", Language::sv},
        Case{"nothing known", "de, et", Language::fi},
        Case{"a star is the preferred language", "*", Language::fi},
        Case{"a star behind a better one", "en, *;q=0.5", Language::en},
        Case{"quality zero refuses", "sv;q=0, en;q=0.1", Language::en},
        Case{"Finnish refused, nothing else named", "fi;q=0", Language::sv},
        Case{"everything refused", "fi;q=0, sv;q=0, en;q=0", Language::fi},
        Case{"blanks around", " \t en ; q=1 ", Language::en},
        Case{"a quality above one is not one", "en;q=1.1, sv;q=0.1", Language::sv},
        Case{"a quality of four decimals is not one", "en;q=0.1234, sv;q=0.001", Language::sv},
        Case{"a word as quality is not one", "en;q=x, sv;q=0.001", Language::sv},
        Case{"another parameter is not one", "en;level=1, sv", Language::sv},
        Case{"empty parts", ",,sv,", Language::sv},
        Case{"an empty header", "", Language::fi},
        Case{"the thirty-second language is read",
             "a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,sv", Language::sv},
        Case{"the thirty-third is not", "a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,sv",
             Language::fi},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK(choose_language(c.header, std::nullopt) == c.language);
    }
}

TEST_CASE("the account's language counts where the header does not decide", "[locale]")
{
    CHECK(choose_language(std::nullopt, std::nullopt) == Language::fi);
    CHECK(choose_language(std::nullopt, Language::sv) == Language::sv);
    CHECK(choose_language("de", Language::sv) == Language::sv);
    CHECK(choose_language("*", Language::sv) == Language::sv);
    CHECK(choose_language("en", Language::sv) == Language::en);
    CHECK(choose_language("sv;q=0", Language::sv) == Language::fi);
}
