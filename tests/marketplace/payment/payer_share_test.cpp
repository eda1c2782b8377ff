#include "marketplace/payment/payer_share.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace kori;

TEST_CASE("payers' shares add up to the whole, each named once and above zero", "[payment]")
{
    struct Case
    {
        const char* because;
        std::vector<PayerShare> shares;
        std::vector<std::string> rules;
    };
    const std::vector<Case> cases = {
        {"one pays all", {{"a", 10'000}}, {}},
        {"three", {{"a", 3'334}, {"b", 3'333}, {"c", 3'333}}, {}},
        {"nobody", {}, {"payer.missing"}},
        {"one too few", {{"a", 9'999}}, {"payer.shares_not_whole"}},
        {"one too many", {{"a", 5'000}, {"b", 5'001}}, {"payer.shares_not_whole"}},
        {"nothing", {{"a", 10'000}, {"b", 0}}, {"payer.share_not_positive"}},
        {"less than nothing",
         {{"a", 10'001}, {"b", -1}},
         {"payer.share_not_positive", "payer.shares_not_whole"}},
        {"twice", {{"a", 5'000}, {"a", 5'000}}, {"payer.named_twice"}},
        {"without a name", {{"", 10'000}}, {"payer.unnamed"}},
        {"a sum beyond 64 bits",
         {{"a", std::numeric_limits<std::int64_t>::max()}, {"b", std::numeric_limits<std::int64_t>::max()}},
         {"payer.shares_not_whole"}},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        std::vector<std::string> rules;
        for (const auto& fault : faults_of(c.shares, "/payers"))
            rules.push_back(fault.rule);
        CHECK(rules == c.rules);
    }
}

TEST_CASE("an amount is split over payers to the cent", "[payment]")
{
    const std::vector<PayerShare> shares = {{"a", 3'334}, {"b", 3'333}, {"c", 3'333}};
    const auto parts = parts_of(Money::cents(100), shares);
    CHECK(parts == std::vector<Money>{Money::cents(34), Money::cents(33), Money::cents(33)});
    CHECK_THROWS_AS(parts_of(Money::cents(100), std::vector<PayerShare>{{"a", 1}}), BrokenPromise);
}
