#include "marketplace/choice/neutral_order.hpp"

#include "core/crypto/crypto.hpp"
#include "tests/marketplace/choice/sample_ids.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>

using namespace kori;

namespace
{

KeyedHash under(std::string seed)
{
    return [seed = std::move(seed)](std::string_view message) { return crypto::hmac_sha256(seed, message); };
}

// Chi-square of first places over equal expectations, in thousandths, to stay with integers.
std::int64_t chi_square_thousandths(const std::vector<std::int64_t>& first_places, std::int64_t draws)
{
    const auto kinds = static_cast<std::int64_t>(first_places.size());
    std::int64_t sum = 0;
    for (const auto count : first_places)
    {
        const auto away = count * kinds - draws; // scaled by kinds
        sum += away * away;
    }
    // Σ (count − draws/kinds)² / (draws/kinds) = Σ away² / (kinds × draws)
    return sum * 1'000 / (kinds * draws);
}

// 99.9 % quantile of chi-square with 4 degrees of freedom (tables: 18.467).
constexpr std::int64_t chi_square_limit = 18'467;
constexpr std::int64_t draws = 60'000;

// How often each of five offers stands first under many seeds. With `every` above zero, offer 0 is put first
// under every such seed, whoever's turn it is.
std::vector<std::int64_t> first_places(std::int64_t every)
{
    std::vector<OfferId> offers;
    for (std::uint8_t i = 0; i < 5; ++i)
        offers.push_back(samples::id<OfferId>(i));
    std::vector<std::int64_t> counts(offers.size(), 0);
    for (std::int64_t draw = 0; draw < draws; ++draw)
    {
        auto order = neutral_order(offers, under("fairness " + std::to_string(draw)));
        if (every > 0 && draw % every == 0)
            std::swap(order.front(), *std::find(order.begin(), order.end(), offers.front()));
        const auto place = std::find(offers.begin(), offers.end(), order.front()) - offers.begin();
        ++counts[static_cast<std::size_t>(place)];
    }
    return counts;
}

} // namespace

TEST_CASE("the neutral order of a seed is always the same, whatever order it starts from", "[choice]")
{
    std::vector<OfferId> offers;
    for (std::uint8_t i = 0; i < 20; ++i)
        offers.push_back(samples::id<OfferId>(i));
    const auto once = neutral_order(offers, under("seed"));
    std::reverse(offers.begin(), offers.end());
    CHECK(neutral_order(offers, under("seed")) == once);
    CHECK(neutral_order(offers, under("another seed")) != once);
    CHECK(std::is_permutation(once.begin(), once.end(), offers.begin()));
}

TEST_CASE("an offer that comes or goes does not change the order of the others", "[choice]")
{
    std::vector<OfferId> offers;
    for (std::uint8_t i = 0; i < 20; ++i)
        offers.push_back(samples::id<OfferId>(i));
    auto all = neutral_order(offers, under("seed"));
    const auto gone = offers[7];
    offers.erase(offers.begin() + 7);
    std::erase(all, gone);
    CHECK(neutral_order(offers, under("seed")) == all);
}

TEST_CASE("equal digests fall back to the order of ids", "[choice]")
{
    const auto same = [](std::string_view) { return std::string(32, 'x'); };
    const std::vector<OfferId> offers = {samples::id<OfferId>(2), samples::id<OfferId>(1),
                                         samples::id<OfferId>(3)};
    CHECK(neutral_order(offers, same) ==
          std::vector<OfferId>{samples::id<OfferId>(1), samples::id<OfferId>(2), samples::id<OfferId>(3)});
}

TEST_CASE("digests are compared as unsigned bytes and must have 32 of them", "[choice]")
{
    const auto high_for_one = [](std::string_view message)
    { return std::string(32, message == neutral_order_message(samples::id<OfferId>(1)) ? '\xff' : '\x01'); };
    const std::vector<OfferId> offers = {samples::id<OfferId>(1), samples::id<OfferId>(2)};
    CHECK(neutral_order(offers, high_for_one).front() == samples::id<OfferId>(2));
    CHECK_THROWS_AS(neutral_order(offers, [](std::string_view) { return std::string(31, 'x'); }),
                    BrokenPromise);
}

TEST_CASE("what is hashed is the rule's version and the offer's id", "[choice]")
{
    const auto offer = samples::id<OfferId>(1);
    CHECK(neutral_order_message(offer) == "neutral_order/1\n" + offer.text());
}

TEST_CASE("the test vectors of docs/choice.md hold", "[choice][vectors]")
{
    std::string seed;
    for (char byte = 0; byte < 32; ++byte)
        seed += byte;
    struct Vector
    {
        std::uint8_t number;
        std::string digest;
    };
    const std::vector<Vector> vectors = {
        {4, "34ab12db3cdbce48c7c76b6f614f25af32dd0b54c43c664e55446b6ff05cabe2"},
        {1, "478d4b61bb9e33aaf4edc14704a55a523029ab049fbb6e343c4f59797a41cf36"},
        {2, "67af95398cd7d965837bcca9160476e0bf70ec4c77499377b0242d5b00aa3b92"},
        {3, "eedd30cf7ac0bafe7248b67e25e34410a3decfc2b2bc4ac1e80cd9dbde7a6047"},
    };
    std::ifstream page{"docs/choice.md", std::ios::binary};
    REQUIRE(page);
    const std::string words{std::istreambuf_iterator<char>{page}, {}};
    std::vector<OfferId> offers = {samples::id<OfferId>(1), samples::id<OfferId>(2), samples::id<OfferId>(3),
                                   samples::id<OfferId>(4)};
    const auto order = neutral_order(offers, under(seed));
    CHECK(words.find(to_hex(seed)) != std::string::npos);
    for (std::size_t i = 0; i < vectors.size(); ++i)
    {
        const auto offer = samples::id<OfferId>(vectors[i].number);
        CHECK(order[i] == offer);
        CHECK(to_hex(crypto::hmac_sha256(seed, neutral_order_message(offer))) == vectors[i].digest);
        CHECK(words.find("| " + std::to_string(i + 1) + " | `" + offer.text() + "` | `" + vectors[i].digest +
                         "` |") != std::string::npos);
    }
}

TEST_CASE("no offer is favoured: over many seeds each stands first equally often", "[choice]")
{
    CHECK(chi_square_thousandths(first_places(0), draws) < chi_square_limit);
}

// One seed in eighty is bent: the favoured offer stands first in 20 % + 80 % / 80 = 21 % of all cases.
TEST_CASE("an offer that is favoured by one percentage point is found out", "[choice]")
{
    CHECK(chi_square_thousandths(first_places(80), draws) > chi_square_limit);
}
