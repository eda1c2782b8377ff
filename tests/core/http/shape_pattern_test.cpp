#include "core/http/shape.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <regex>

using namespace kori;
using namespace kori::http;

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
