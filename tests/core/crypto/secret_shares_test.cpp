// Act 1397/2016 §64(3): only named persons together open tenders.
#include "core/crypto/secret_shares.hpp"

#include "core/crypto/crypto.hpp"
#include "core/crypto/gf256.hpp"
#include "tests/core/crypto/sealing_vectors.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <set>

using namespace kori;
using namespace kori::test;
using crypto::Quorum;
using crypto::SecretBytes;
using crypto::SecretShare;

namespace
{

constexpr std::string_view context = "cmp_example";

std::uint8_t byte(int value)
{
    return static_cast<std::uint8_t>(value);
}

// By school: multiply the polynomials, then take the remainder.
std::uint8_t slow_product(int a, int b)
{
    int product = 0;
    for (int bit = 0; bit < 8; ++bit)
        product ^= (b >> bit & 1) != 0 ? a << bit : 0;
    for (int bit = 14; bit >= 8; --bit)
        product ^= (product >> bit & 1) != 0 ? 0x11B << (bit - 8) : 0;
    return byte(product);
}

SecretShare copy_of(const SecretShare& share)
{
    return {share.number, SecretBytes::copy_of(share.bytes.view())};
}

// The shares whose bit is set.
std::vector<SecretShare> chosen(const std::vector<SecretShare>& shares, unsigned bits)
{
    std::vector<SecretShare> some;
    for (std::size_t i = 0; i < shares.size(); ++i)
        if ((bits >> i & 1U) != 0)
            some.push_back(copy_of(shares[i]));
    return some;
}

struct Shared
{
    SecretBytes secret;
    std::vector<SecretShare> shares;
    crypto::ShareCommitments commitments;
};

Shared share_out(const Quorum& quorum, Randomness& random)
{
    auto secret = SecretBytes::random(32, random);
    auto shares = crypto::split_secret(secret, quorum, random);
    auto commitments = crypto::commit_to_shares(secret, shares, quorum, context);
    return {std::move(secret), std::move(shares), std::move(commitments)};
}

} // namespace

TEST_CASE("the field's product is that of polynomials modulo AES's, for all pairs", "[sealing]")
{
    int wrong = 0;
    for (int a = 0; a < 256; ++a)
        for (int b = 0; b < 256; ++b)
            wrong += crypto::gf256::multiply(byte(a), byte(b)) != slow_product(a, b) ? 1 : 0;
    CHECK(wrong == 0);
    // The rows of S1 in FIPS 197 §4.2.1.
    CHECK(crypto::gf256::twice(0x57) == 0xAE);
    CHECK(crypto::gf256::twice(0xAE) == 0x47);
    CHECK(crypto::gf256::twice(0x47) == 0x8E);
    CHECK(crypto::gf256::twice(0x8E) == 0x07);
}

TEST_CASE("every element but zero has one inverse", "[sealing]")
{
    std::set<std::uint8_t> inverses;
    for (int a = 1; a < 256; ++a)
    {
        const auto inverse = crypto::gf256::inverse(byte(a));
        CHECK(slow_product(a, inverse) == 1);
        inverses.insert(inverse);
    }
    CHECK(inverses.size() == 255);
    CHECK(crypto::gf256::inverse(0) == 0);
}

TEST_CASE("shares and commitments are those of the slow implementation", "[sealing]")
{
    const auto rows = sealing_vectors("shares.json");
    REQUIRE(rows.array().size() == 6);
    for (const auto& row : rows.array())
    {
        const Quorum quorum{static_cast<int>(row.at("needed").integer()),
                            static_cast<int>(row.at("openers").integer())};
        CAPTURE(quorum.needed, quorum.openers);
        GivenRandomness random{hex_bytes(row.at("coefficients").text())};
        const auto secret = secret_of_hex(row.at("secret").text());
        const auto shares = crypto::split_secret(secret, quorum, random);
        CHECK(random.is_used_up());
        std::vector<std::string> found;
        for (const auto& share : shares)
            found.push_back(to_hex(share.bytes.view()));
        CHECK(found == row.at("shares").texts());

        if (row.find("commitments") == nullptr)
            continue;
        const auto commitments = crypto::commit_to_shares(secret, shares, quorum, row.at("context").text());
        std::vector<std::string> committed{to_hex(commitments.secret)};
        for (const auto& one : commitments.shares)
            committed.push_back(to_hex(one));
        CHECK(committed == row.at("commitments").texts());
    }
}

TEST_CASE("any k of n shares give the secret back, for every k and n, in any order", "[sealing]")
{
    crypto::SeededRandomness random{"quorums"};
    for (int openers = Quorum::openers_min; openers <= Quorum::openers_max; ++openers)
        for (int needed = Quorum::needed_min; needed <= openers; ++needed)
        {
            CAPTURE(needed, openers);
            const auto shared = share_out({needed, openers}, random);
            auto all = chosen(shared.shares, ~0U);
            for (std::size_t i = all.size(); i > 1; --i) // shuffled
                std::swap(all[i - 1], all[static_cast<unsigned char>(random.bytes(1)[0]) % i]);
            const auto some = std::span<const SecretShare>{all}.first(static_cast<std::size_t>(needed));
            const auto secret = crypto::combine_shares(some, shared.commitments, context);
            REQUIRE(secret);
            CHECK(secret->view() == shared.secret.view());
            const auto fewer =
                crypto::combine_shares(some.first(some.size() - 1), shared.commitments, context);
            REQUIRE_FALSE(fewer);
            CHECK(fewer.refusal().rule == "sealing.shares_missing");
        }
}

TEST_CASE("of up to six openers every group of k or more opens, every smaller one does not", "[sealing]")
{
    crypto::SeededRandomness random{"groups"};
    for (int openers = Quorum::openers_min; openers <= 6; ++openers)
        for (int needed = Quorum::needed_min; needed <= openers; ++needed)
        {
            const auto shared = share_out({needed, openers}, random);
            for (unsigned bits = 0; bits < 1U << openers; ++bits)
            {
                CAPTURE(needed, openers, bits);
                const auto some = chosen(shared.shares, bits);
                const auto secret = crypto::combine_shares(some, shared.commitments, context);
                CHECK(static_cast<bool>(secret) == (some.size() >= static_cast<std::size_t>(needed)));
                if (secret)
                    CHECK(secret->view() == shared.secret.view());
            }
        }
}

// With 64 bytes at once, each split tries 64 curves.
TEST_CASE("one share of two needed tells nothing: every secret has exactly one curve through it", "[sealing]")
{
    // [share][value][secret]: how many of the 256 curves of this secret go through this value
    static std::array<std::array<std::array<int, 256>, 256>, 3> curves{};
    for (int secret = 0; secret < 256; ++secret)
        for (int slope = 0; slope < 256; slope += 64)
        {
            std::string slopes;
            for (int i = 0; i < 64; ++i)
                slopes += static_cast<char>(slope + i);
            GivenRandomness random{slopes};
            const auto shares = crypto::split_secret(
                SecretBytes::copy_of(std::string(64, static_cast<char>(secret))), {2, 3}, random);
            for (std::size_t share = 0; share < 3; ++share)
                for (const auto value : shares[share].bytes.bytes())
                    ++curves[share][value][static_cast<std::size_t>(secret)];
        }
    int other_than_one = 0;
    for (const auto& of_share : curves)
        for (const auto& of_value : of_share)
            for (const int count : of_value)
                other_than_one += count != 1 ? 1 : 0;
    CHECK(other_than_one == 0);
}

TEST_CASE("two shares of three needed tell nothing either", "[sealing]")
{
    // For each secret the 65'536 curves give each pair of values at two shares exactly once.
    for (const int secret : {0, 1, 0x53, 255})
        for (const auto& [first, second] : {std::pair{0U, 1U}, std::pair{1U, 4U}})
        {
            std::vector<int> curves(65'536);
            for (int square = 0; square < 256; ++square)
                for (int slope = 0; slope < 256; slope += 64)
                {
                    std::string coefficients;
                    for (int i = 0; i < 64; ++i)
                        coefficients += static_cast<char>(slope + i);
                    coefficients += std::string(64, static_cast<char>(square));
                    GivenRandomness random{coefficients};
                    const auto shares = crypto::split_secret(
                        SecretBytes::copy_of(std::string(64, static_cast<char>(secret))), {3, 5}, random);
                    for (std::size_t at = 0; at < 64; ++at)
                        ++curves[static_cast<std::size_t>(shares[first].bytes.bytes()[at] * 256 +
                                                          shares[second].bytes.bytes()[at])];
                }
            CHECK(std::all_of(curves.begin(), curves.end(), [](int count) { return count == 1; }));
        }
}

TEST_CASE("every altered byte of a share is found, and the false share is named", "[sealing]")
{
    crypto::SeededRandomness random{"false shares"};
    const auto shared = share_out({3, 5}, random);
    for (std::size_t at = 0; at < 3; ++at)
        for (std::size_t place = 0; place < 32; ++place)
        {
            CAPTURE(at, place);
            auto some = chosen(shared.shares, 0b10110U); // shares 2, 3 and 5
            some[at].bytes.bytes()[place] ^= 0x80;
            const auto secret = crypto::combine_shares(some, shared.commitments, context);
            REQUIRE_FALSE(secret);
            CHECK(secret.refusal().rule == "sealing.shares_refused");
            REQUIRE(secret.refusal().fields.size() == 1);
            const auto& field = secret.refusal().fields[0];
            CHECK(field.pointer == "/shares/" + std::to_string(at));
            CHECK(field.rule == "sealing.share_false");
            CHECK(field.values == Facts{{"number", some[at].number}});
        }
}

TEST_CASE("shares that are no set of k different ones are refused by name", "[sealing]")
{
    crypto::SeededRandomness random{"refused"};
    const auto shared = share_out({2, 3}, random);
    struct Case
    {
        const char* because;
        int number;
        std::size_t size;
        const char* rule;
    };
    const Case cases[] = {
        {"the first share again", 1, 32, "sealing.share_doubled"},
        {"there is no share 0: that is the secret", 0, 32, "sealing.share_number"},
        {"beyond n", 4, 32, "sealing.share_number"},
        {"below zero", -1, 32, "sealing.share_number"},
        {"a share under another's number", 3, 32, "sealing.share_false"},
        {"too short", 2, 31, "sealing.share_false"},
        {"too long", 2, 33, "sealing.share_false"},
        {"empty", 2, 0, "sealing.share_false"},
        {"much too long", 2, 100'000, "sealing.share_false"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        auto some = chosen(shared.shares, 0b001U);
        std::string bytes{shared.shares[1].bytes.view()};
        bytes.resize(c.size);
        some.push_back({c.number, SecretBytes::copy_of(bytes)});
        const auto secret = crypto::combine_shares(some, shared.commitments, context);
        REQUIRE_FALSE(secret);
        REQUIRE(secret.refusal().fields.size() == 1);
        CHECK(secret.refusal().fields[0].rule == c.rule);
        CHECK(secret.refusal().fields[0].pointer == "/shares/1");
    }
    CHECK(crypto::combine_shares({}, shared.commitments, context).refusal().rule == "sealing.shares_missing");
}

TEST_CASE("commitments hold for one context and one quorum, and guard the secret too", "[sealing]")
{
    crypto::SeededRandomness random{"commitments"};
    const auto shared = share_out({2, 3}, random);
    const auto rule_of = [&](const crypto::ShareCommitments& commitments, std::string_view of)
    {
        const auto secret = crypto::combine_shares(shared.shares, commitments, of);
        return secret ? std::string{} : secret.refusal().rule;
    };
    CHECK(rule_of(shared.commitments, context) == "");
    CHECK(rule_of(shared.commitments, "cmp_other") == "sealing.shares_refused");

    auto altered = shared.commitments;
    altered.secret = flipped(altered.secret, 7);
    CHECK(rule_of(altered, context) == "sealing.secret_false");
    altered = shared.commitments;
    altered.quorum.needed = 3;
    CHECK(rule_of(altered, context) == "sealing.shares_refused");
    altered = shared.commitments;
    altered.shares[2] = flipped(altered.shares[2], 0);
    CHECK(rule_of(altered, context) == "sealing.shares_refused");
    altered = shared.commitments;
    altered.shares.pop_back();
    CHECK(rule_of(altered, context) == "sealing.commitments");
    altered = shared.commitments;
    altered.quorum = {1, 3};
    CHECK(rule_of(altered, context) == "sealing.quorum");

    // Shares of two lengths, committed to as if they belonged together.
    auto unlike = crypto::split_secret(SecretBytes::random(33, random), {2, 3}, random);
    auto mixed = chosen(shared.shares, 0b001U);
    mixed.push_back(std::move(unlike[1]));
    altered = shared.commitments;
    altered.shares[1] =
        crypto::commit_to_shares(SecretBytes::random(33, random),
                                 crypto::split_secret(SecretBytes{33}, {2, 3}, random), {2, 3}, context)
            .shares[1];
    CHECK(crypto::combine_shares(mixed, altered, context).refusal().rule == "sealing.shares_refused");
}

TEST_CASE("a quorum has two to n of three to sixteen openers", "[sealing]")
{
    struct Case
    {
        int needed;
        int openers;
        bool is_good;
    };
    const Case cases[] = {{2, 3, true},    {3, 3, true},  {16, 16, true}, {2, 16, true},
                          {1, 3, false},   {4, 3, false}, {2, 2, false},  {2, 17, false},
                          {17, 17, false}, {0, 0, false}, {-1, 3, false}};
    for (const auto& c : cases)
    {
        CAPTURE(c.needed, c.openers);
        CHECK(static_cast<bool>(Quorum{c.needed, c.openers}.check()) == c.is_good);
        crypto::SeededRandomness random{"bounds"};
        if (!c.is_good)
            CHECK_THROWS_AS(crypto::split_secret(SecretBytes{32}, Quorum{c.needed, c.openers}, random),
                            BrokenPromise);
    }
    crypto::SeededRandomness random{"bounds"};
    CHECK_THROWS_AS(crypto::split_secret(SecretBytes{0}, {2, 3}, random), BrokenPromise);
    CHECK_THROWS_AS(crypto::split_secret(SecretBytes{65}, {2, 3}, random), BrokenPromise);
    const SecretBytes guessable{31};
    const auto shares = crypto::split_secret(guessable, {2, 3}, random);
    CHECK_THROWS_AS(crypto::commit_to_shares(guessable, shares, {2, 3}, context), BrokenPromise);
}
