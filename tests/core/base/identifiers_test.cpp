#include "core/base/identifiers.hpp"

#include "core/base/promise.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace kori;

namespace
{

using Texts = std::vector<const char*>;

void check_all(bool (*is_good)(std::string_view), const Texts& good, const Texts& bad)
{
    for (const char* text : good)
    {
        INFO("good: " << text);
        CHECK(is_good(text));
    }
    for (const char* text : bad)
    {
        INFO("bad: " << text);
        CHECK_FALSE(is_good(text));
    }
}

} // namespace

// The vectors with individual numbers 900–999 were compared with the npm package finnish-ssn 2.1.2; nobody
// has them.
TEST_CASE("an identity code has a date, a century sign and a right check character", "[base]")
{
    const auto is_good = [](std::string_view text)
    { return is_identity_code(text, IdentityNumbers::also_temporary); };
    check_all(is_good,
              {"131052-9085", "010190-900P", "010190Y901R", "290200A902D", "311299U999E", "150305B9501",
               "010100F903K", "240887+904J", "010594Y9021", "010100A900F", "290220B999P", "311299U9019",
               "010185+900D"},
              {"131052-9080", "310290-900V", "290201A902N", "010190-900", "010190Z900P", "010190G900P",
               "010190 900P", "", "000190-9002", "011390-900C", "010190-900PX", "010190-900p", "010190_900P",
               "0101903900P"});
}

TEST_CASE("a temporary identity code is refused unless the caller takes it", "[base]")
{
    CHECK(is_identity_code("131052-308T"));
    CHECK(is_identity_code("131052-308T", IdentityNumbers::also_temporary));
    CHECK_FALSE(is_identity_code("010190-900P"));
    CHECK_FALSE(is_identity_code("311299U999E"));
    CHECK(is_identity_code("010190-900P", IdentityNumbers::also_temporary));
}

TEST_CASE("individual numbers begin at 002", "[base]")
{
    // 10190000 mod 31 = 21 (N), 10190001 mod 31 = 22 (P), 10190002 mod 31 = 23 (R).
    CHECK_FALSE(is_identity_code("010190-000N"));
    CHECK_FALSE(is_identity_code("010190-001P"));
    CHECK(is_identity_code("010190-002R"));
}

TEST_CASE("every century sign of 2023 is known, and no other", "[base]")
{
    // The check character does not depend on the sign, so one code serves for all.
    std::string text = "010190-900P";
    std::string known;
    for (int c = 1; c < 127; ++c)
    {
        text[6] = static_cast<char>(c);
        if (is_identity_code(text, IdentityNumbers::also_temporary))
            known += text[6];
    }
    CHECK(known == "+-ABCDEFUVWXY");
}

// Compared with the npm package finnish-business-ids 3.1.1; 2069746-9 is a wrong example of a public page.
TEST_CASE("a business ID has a right check digit", "[base]")
{
    check_all(is_business_id,
              {"0000001-9", "0000002-7", "0112038-9", "2345678-0", "7654321-2", "0737546-2", "2332748-7",
               "0201256-6"},
              {"0112038-8", "01120389", "112038-9", "0112038-", "A112038-9", "0112038-99", "2345678-1",
               "2069746-9", "", "0112038 9", "0112038-9 ", " 0112038-9"});
}

TEST_CASE("a stem whose remainder is one has no check digit at all", "[base]")
{
    for (const char* stem : {"0000006", "0000014", "0000022", "1000008"})
        for (char digit = '0'; digit <= '9'; ++digit)
        {
            const auto text = std::string{stem} + "-" + digit;
            INFO(text);
            CHECK_FALSE(is_business_id(text));
        }
}

TEST_CASE("a VAT number is FI and the digits of the business ID", "[base]")
{
    check_all(
        is_vat_number, {"FI01120389", "FI23456780"},
        {"FI01120388", "FI0112038", "fi-01120389", "fi01120389", "SE01120389", "FI011203899", "FI", ""});
    CHECK(vat_number_of("0112038-9") == "FI01120389");
    CHECK(business_id_of_vat_number("FI01120389") == "0112038-9");
    CHECK_FALSE(business_id_of_vat_number("FI01120388").has_value());
    CHECK_THROWS_AS(vat_number_of("0112038-8"), BrokenPromise);
}

TEST_CASE("an OVT code is 0037, a business ID and at most five characters", "[base]")
{
    check_all(is_ovt, {"003701120389", "003701120389ABC12", "0037011203891"},
              {"003601120389", "00370112038", "003701120388", "003701120389ABC123", "003701120389-1",
               "003701120389abc", ""});
}

// Compared with the npm package ibantools 4.5.4.
TEST_CASE("an IBAN has right check digits, a Finnish one 18 characters", "[base]")
{
    check_all(is_iban,
              {"FI2112345600000785", "FI4950009420028730", "FI9814283500171141", "SE4550000000058398257466"},
              {"FI2212345600000785", "FI211234560000078", "FI21123456000007855", "SE4550000000058398257467",
               "FI21 1234 5600 0007 86", "FI21 1234 5600 0007 85", "fi2112345600000785", "", "FI21",
               "1234567890123456", "FI2112345600000758"});
    CHECK(is_finnish_iban("FI2112345600000785"));
    CHECK_FALSE(is_finnish_iban("SE4550000000058398257466"));
}

TEST_CASE("the length of an account number or a creditor reference is bounded, whatever its check digits",
          "[base]")
{
    // Check digits computed for bodies of ones; each pair stands on both sides of a limit.
    CHECK(is_iban("XX7811111111111"));
    CHECK_FALSE(is_iban("XX431111111111"));
    CHECK(is_iban("XX32111111111111111111111111111111"));
    CHECK_FALSE(is_iban("XX651111111111111111111111111111111"));
    CHECK(is_rf_reference("RF48111111111111111111111"));
    CHECK_FALSE(is_rf_reference("RF291111111111111111111111"));
}

TEST_CASE("check digits that nobody makes are refused, although the remainder is right", "[base]")
{
    // The check digits of FI49 5000… are 49; for these stems 97 more or less would also leave the
    // remainder 1.
    int made = 0;
    for (int stem = 0; stem < 300; ++stem)
    {
        auto digits = std::to_string(10'000'000'000'000 + stem);
        for (const char* check : {"00", "01", "99"})
            if (is_iban("FI" + std::string{check} + digits))
                FAIL("FI" << check << digits);
        for (int check = 2; check <= 98; ++check)
            if (is_iban("FI" + std::string{check < 10 ? "0" : ""} + std::to_string(check) + digits))
                ++made;
    }
    CHECK(made == 300);
}

TEST_CASE("a BIC has eight or eleven characters", "[base]")
{
    check_all(is_bic, {"NDEAFIHH", "OKOYFIHH", "NDEAFIHHXXX", "DABAFIHX123"},
              {"NDEAFIH", "NDEAFIHHX", "NDEAFIHHXX", "NDEAFIHHXXXX", "ndeafihh", "NDE1FIHH", "NDEA1IHH",
               "NDEAFI H", ""});
}

// Compared with the npm package finnish-bank-utils 1.3.3.
TEST_CASE("a Finnish reference number has four to twenty digits and a right last one", "[base]")
{
    check_all(is_reference_number,
              {"1232", "12345672", "20260042000079", "11111111111111111117", "12328", "1009"},
              {"1233", "12", "0", "1234567890123456789012", "12A2", "", "01232", "0000", "123 2",
               "111111111111111111117"});
}

TEST_CASE("a reference number is made from 3 to 19 digits", "[base]")
{
    CHECK(make_reference_number("123") == "1232");
    CHECK(make_reference_number("100") == "1009");
    CHECK(make_reference_number("1111111111111111111") == "11111111111111111117");
    for (const char* bad : {"", "12", "012", "12a", "11111111111111111111"})
        CHECK_FALSE(make_reference_number(bad).has_value());
    for (int number = 100; number < 3'000; ++number)
        if (!is_reference_number(*make_reference_number(std::to_string(number))))
            FAIL(number);
}

TEST_CASE("a creditor reference of ISO 11649 may hold letters, the Finnish form a reference number only",
          "[base]")
{
    check_all(is_rf_reference, {"RF18539007547034", "RF111232", "RF332348236", "RF38INV2026A", "RF5212328"},
              {"RF19539007547034", "RF00539007547034", "RF", "RF181111111111111111111111", "RF1853900754703-",
               "rf111232", "RF11 1232", ""});
    check_all(is_finnish_rf_reference, {"RF111232", "RF332348236", "RF5212328"},
              {"RF18539007547034", "RF38INV2026A", "RF111233"});
}

TEST_CASE("a Finnish reference number gets the check digits of ISO 11649", "[base]")
{
    CHECK(rf_reference_of("1232") == "RF111232");
    CHECK(rf_reference_of("12328") == "RF5212328");
    CHECK(rf_reference_of("2348236") == "RF332348236");
    for (int number = 100; number < 3'000; ++number)
        if (!is_finnish_rf_reference(rf_reference_of(*make_reference_number(std::to_string(number)))))
            FAIL(number);
    CHECK_THROWS_AS(rf_reference_of("1233"), BrokenPromise);
}

TEST_CASE("codes of municipalities and areas are text of three and two digits", "[base]")
{
    check_all(is_municipality_code, {"005", "905", "091"}, {"5", "05", "0005", "AAA", "", "09 "});
    check_all(is_area_code, {"01", "45", "90"}, {"1", "001", "A1", ""});
}

TEST_CASE("a CPV code has eight digits, a hyphen and a digit", "[base]")
{
    check_all(is_cpv, {"79611000-0", "80530000-8", "85312510-7", "98133100-5"},
              {"79611000", "79611000-", "7961100-0", "796110000-0", "79611000-A", "79611000 0", ""});
}
