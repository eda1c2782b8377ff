#include "core/base/text.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace std::string_literals;

TEST_CASE("a language is known by its code alone", "[base]")
{
    for (const auto language : {Language::fi, Language::sv, Language::en})
        CHECK(parse_language(code_of(language)) == language);
    CHECK(code_of(Language::sv) == "sv");
    for (const char* bad : {"", "FI", "se", "fin", "fi-FI"})
        CHECK_FALSE(parse_language(bad).has_value());
}

TEST_CASE("English falls back to Finnish, Finnish and Swedish are never replaced", "[base]")
{
    const LocalText both{"palvelu", "tjänst", ""};
    CHECK(both.in(Language::fi) == "palvelu");
    CHECK(both.in(Language::sv) == "tjänst");
    CHECK(both.in(Language::en) == "palvelu");
    CHECK(LocalText{"palvelu", "tjänst", "service"}.in(Language::en) == "service");
    CHECK(LocalText{"palvelu", "", ""}.in(Language::sv).empty());
}

TEST_CASE("only well-formed UTF-8 without U+0000 is text", "[base]")
{
    struct Case
    {
        const char* because;
        std::string bytes;
        bool is_text;
    };
    const std::vector<Case> cases{
        {"empty", "", true},
        {"ASCII", "Vaasa", true},
        {"two bytes", "Ähtäri", true},
        {"three bytes", "€", true},
        {"four bytes", "\xF0\x9F\x8C\xB2", true},
        {"the smallest of two bytes", "\xC2\x80", true},
        {"the smallest of three bytes", "\xE0\xA0\x80", true},
        {"the smallest of four bytes", "\xF0\x90\x80\x80", true},
        {"the largest there is", "\xF4\x8F\xBF\xBF", true},
        {"before the surrogates", "\xED\x9F\xBF", true},
        {"after the surrogates", "\xEE\x80\x80", true},
        {"U+0000", "a\0b"s, false},
        {"U+0000 in two bytes", "\xC0\x80", false},
        {"too long for its sign, two bytes", "\xC1\xBF", false},
        {"too long for its sign, three bytes", "\xE0\x9F\xBF", false},
        {"too long for its sign, four bytes", "\xF0\x8F\xBF\xBF", false},
        {"the first surrogate", "\xED\xA0\x80", false},
        {"the last surrogate", "\xED\xBF\xBF", false},
        {"above U+10FFFF", "\xF4\x90\x80\x80", false},
        {"no such first byte", "\xF5\x80\x80\x80", false},
        {"a first byte of Latin-1", "\xE4htari", false},
        {"a lone following byte", "\x80", false},
        {"cut after one of two", "\xC3", false},
        {"cut after two of three", "\xE2\x82", false},
        {"cut after three of four", "\xF0\x9F\x8C", false},
        {"a following byte is missing",
         "\xE2\x82"
         "a",
         false},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK(is_utf8(c.bytes) == c.is_text);
    }
}

TEST_CASE("code points are counted, not bytes", "[base]")
{
    CHECK(code_points("") == 0);
    CHECK(code_points("abc") == 3);
    CHECK(code_points("Ähtäri") == 6);
    CHECK(code_points("€\xF0\x9F\x8C\xB2") == 2);
}

TEST_CASE("hexadecimal text is written small and read in both sizes", "[base]")
{
    CHECK(to_hex("\x00\x0F\xA5\xFF"s) == "000fa5ff");
    CHECK(from_hex("000Fa5Ff") == "\x00\x0F\xA5\xFF"s);
    CHECK(from_hex("") == "");
    for (const char* bad : {"0", "0g", "g0", "00 ", "0x00", "-1"})
        CHECK_FALSE(from_hex(bad).has_value());
}

// RFC 4648, section 10.
TEST_CASE("base 64 agrees with the vectors of its standard", "[base]")
{
    struct Case
    {
        const char* bytes;
        const char* padded;
        const char* bare;
    };
    const auto cases = {
        Case{"", "", ""},
        Case{"f", "Zg==", "Zg"},
        Case{"fo", "Zm8=", "Zm8"},
        Case{"foo", "Zm9v", "Zm9v"},
        Case{"foob", "Zm9vYg==", "Zm9vYg"},
        Case{"fooba", "Zm9vYmE=", "Zm9vYmE"},
        Case{"foobar", "Zm9vYmFy", "Zm9vYmFy"},
        Case{"\xFB\xFF\xBF", "+/+/", "-_-_"},
    };
    for (const auto& c : cases)
    {
        INFO(c.padded);
        CHECK(to_base64(c.bytes) == c.padded);
        CHECK(from_base64(c.padded) == c.bytes);
        CHECK(to_base64url(c.bytes) == c.bare);
        CHECK(from_base64url(c.bare) == c.bytes);
    }
}

TEST_CASE("base 64 has one text for each sequence of bytes", "[base]")
{
    struct Case
    {
        const char* because;
        const char* text;
    };
    for (const auto& c :
         {Case{"spare bits are set", "Zh=="}, Case{"spare bits are set", "Zm9="},
          Case{"padding is missing", "Zg"}, Case{"padding is missing", "Zg="},
          Case{"too much padding", "Zg==="}, Case{"padding alone", "===="},
          Case{"padding inside", "Zg==Zg=="}, Case{"one digit too many", "Zm9vY==="}, Case{"a blank", "Zm9 "},
          Case{"a line break", "Zm9v\n"}, Case{"the other alphabet", "-_-_"}})
    {
        INFO(c.because);
        CHECK_FALSE(from_base64(c.text).has_value());
    }
    for (const auto& c :
         {Case{"spare bits are set", "Zh"}, Case{"spare bits are set", "Zm9"}, Case{"padded", "Zg=="},
          Case{"one digit too many", "Zm9vY"}, Case{"the other alphabet", "+/+/"}, Case{"a blank", "Zm9 "}})
    {
        INFO(c.because);
        CHECK_FALSE(from_base64url(c.text).has_value());
    }
}

TEST_CASE("base 64 brings every length of bytes back", "[base]")
{
    std::string bytes;
    for (int i = 0; i < 300; ++i)
    {
        if (from_base64(to_base64(bytes)) != bytes || from_base64url(to_base64url(bytes)) != bytes ||
            from_hex(to_hex(bytes)) != bytes)
            FAIL(i << " bytes do not come back");
        bytes += static_cast<char>(static_cast<unsigned char>((i * 37 + 11) % 256));
    }
    SUCCEED();
}

TEST_CASE("a text is split at each separator, empty parts included", "[base]")
{
    using Parts = std::vector<std::string>;
    CHECK(split_text("a,b", ',') == Parts{"a", "b"});
    CHECK(split_text("", ',') == Parts{""});
    CHECK(split_text(",", ',') == Parts{"", ""});
    CHECK(split_text("a,,b,", ',') == Parts{"a", "", "b", ""});
}
TEST_CASE("codes become one text and come back")
{
    for (const std::vector<std::string>& codes :
         {std::vector<std::string>{}, {"one"}, {"one", "two", "three"}})
        CHECK(split_codes(joined_codes(codes)) == codes);
    CHECK(joined_codes({"a", "b"}) == "a,b");
}
