#include "core/base/law_book.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace std::chrono;

namespace
{

LawValue number(std::int64_t value, CivilDate from, std::optional<CivilDate> to = std::nullopt)
{
    return {value, "cents", {from, to}, "an act", "verified"};
}

} // namespace

TEST_CASE("a law value is the one of its day", "[base]")
{
    LawBook book;
    book.add("threshold.eu", number(22'100'000, 2024y / January / 1, 2026y / January / 1));
    book.add("threshold.eu", number(21'600'000, 2026y / January / 1, 2028y / January / 1));

    CHECK(book.integer("threshold.eu", 2024y / January / 1) == 22'100'000);
    CHECK(book.integer("threshold.eu", 2025y / December / 31) == 22'100'000);
    CHECK(book.integer("threshold.eu", 2026y / January / 1) == 21'600'000);
    CHECK(book.integer("threshold.eu", 2027y / December / 31) == 21'600'000);
}

TEST_CASE("a day without a law value is an error, never a guess", "[base]")
{
    LawBook book;
    book.add("threshold.eu", number(22'100'000, 2024y / January / 1, 2026y / January / 1));

    CHECK_THROWS_AS(book.integer("threshold.eu", 2023y / December / 31), LawMissing);
    CHECK_THROWS_AS(book.integer("threshold.eu", 2026y / January / 1), LawMissing);
    CHECK_THROWS_AS(book.integer("threshold", 2025y / January / 1), LawMissing);
    CHECK(book.find("threshold.eu", 2026y / January / 1) == nullptr);
}

TEST_CASE("two law values of one name never cover the same day", "[base]")
{
    LawBook book;
    book.add("rate", number(1, 2025y / January / 1, 2026y / January / 1));
    book.add("rate", number(2, 2027y / January / 1));

    CHECK_THROWS_AS(book.add("rate", number(3, 2025y / December / 31, 2026y / June / 1)),
                    std::invalid_argument);
    CHECK_THROWS_AS(book.add("rate", number(3, 2030y / January / 1)), std::invalid_argument);
    CHECK_THROWS_AS(book.add("rate", number(3, 2024y / January / 1)), std::invalid_argument);
    book.add("rate", number(3, 2026y / January / 1, 2027y / January / 1));
    CHECK(book.integer("rate", 2026y / June / 1) == 3);
}

TEST_CASE("a law value needs a name and at least one day", "[base]")
{
    LawBook book;
    CHECK_THROWS_AS(book.add("", number(1, 2025y / January / 1)), std::invalid_argument);
    CHECK_THROWS_AS(book.add("rate", number(1, 2025y / January / 1, 2025y / January / 1)),
                    std::invalid_argument);
    CHECK(book.find("rate", 2025y / January / 1) == nullptr);
}

TEST_CASE("a code is not read as a number, nor a number as a code", "[base]")
{
    LawBook book;
    book.add("rate", number(1, 2025y / January / 1));
    book.add("regime", {std::string{"annex_e"}, "code", {2025y / January / 1, {}}, "an act", "verified"});

    CHECK(book.code("regime", 2025y / June / 1) == "annex_e");
    CHECK_THROWS_AS(book.integer("regime", 2025y / June / 1), LawMissing);
    CHECK_THROWS_AS(book.code("rate", 2025y / June / 1), LawMissing);
    CHECK_THROWS_AS(book.code("nothing", 2025y / June / 1), LawMissing);
}
