#include "core/crypto/crypto.hpp"
#include "marketplace/choice/choice_seed.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

using namespace kori;

namespace
{

struct VectorRow
{
    OfferId offer;
    std::string digest;
};

struct VectorTable
{
    std::int64_t number = 0;
    std::string seed;
    std::string seed_digest;
    std::vector<VectorRow> rows;
};

struct Vectors
{
    std::string display_key;
    std::string customer;
    std::string basket_version;
    std::vector<VectorTable> tables;
};

// What stands between the n-th pair of backticks of a line.
std::string ticked(const std::string& line, std::size_t n = 0)
{
    std::size_t from = 0;
    for (std::size_t i = 0; i < 2 * n + 1; ++i)
        from = line.find('`', from) + 1;
    return line.substr(from, line.find('`', from) - from);
}

// The document is the source: a wrong vector there fails here.
Vectors vectors_of_the_document()
{
    std::ifstream page{"docs/choice-order.md", std::ios::binary};
    REQUIRE(page);
    Vectors vectors;
    for (std::string line; std::getline(page, line);)
    {
        if (line.starts_with("Display key"))
            vectors.display_key = *from_hex(ticked(line));
        else if (line.starts_with("Customer: "))
            vectors.customer = ticked(line);
        else if (line.starts_with("Basket version: "))
            vectors.basket_version = ticked(line);
        else if (line.starts_with("### Seed number "))
            vectors.tables.push_back({std::stoll(line.substr(16)), {}, {}, {}});
        else if (line.starts_with("Seed (hex)"))
            vectors.tables.back().seed = ticked(line);
        else if (line.starts_with("Seed digest"))
            vectors.tables.back().seed_digest = ticked(line);
        else if (line.starts_with("| ") && line.find("`ofr_") != std::string::npos)
            vectors.tables.back().rows.push_back({*OfferId::parse(ticked(line)), ticked(line, 1)});
    }
    return vectors;
}

} // namespace

TEST_CASE("the seeds and orders of docs/choice-order.md come out as it says", "[choice][vectors]")
{
    const auto vectors = vectors_of_the_document();
    const auto customer = CustomerId::parse(vectors.customer);
    const auto version = BasketVersionId::parse(vectors.basket_version);
    REQUIRE((customer && version));
    REQUIRE(vectors.tables.size() == 2);
    for (const auto& table : vectors.tables)
    {
        INFO("seed number " << table.number);
        const auto seed = choices::seed_of(vectors.display_key, *customer, *version, table.number);
        CHECK(to_hex(seed) == table.seed);
        CHECK(to_hex(crypto::sha256(seed)) == table.seed_digest);
        std::vector<OfferId> offers;
        for (const auto& row : table.rows)
            offers.push_back(row.offer);
        REQUIRE(offers.size() == 5);
        auto sorted = offers;
        std::sort(sorted.begin(), sorted.end());
        const auto hash = choices::keyed_hash_under(seed);
        CHECK(neutral_order(sorted, hash) == offers);
        for (const auto& row : table.rows)
            CHECK(to_hex(hash(neutral_order_message(row.offer))) == row.digest);
    }
    CHECK(vectors.tables[0].seed != vectors.tables[1].seed);
}

TEST_CASE("over 2 000 customers each of five offers is shown first about equally often", "[choice]")
{
    crypto::SeededRandomness random{"customers and offers"};
    const auto some_bytes = [&]
    {
        IdBytes bytes{};
        random.fill(bytes);
        return bytes;
    };
    const auto key = random.bytes(32);
    const BasketVersionId version{some_bytes()};
    std::vector<OfferId> offers;
    for (int i = 0; i < 5; ++i)
        offers.emplace_back(some_bytes());
    constexpr std::int64_t customers = 2'000;
    std::map<OfferId, std::int64_t> first;
    for (std::int64_t i = 0; i < customers; ++i)
        ++first[neutral_order(offers, choices::keyed_hash_under(
                                          choices::seed_of(key, CustomerId{some_bytes()}, version, 1)))
                    .front()];
    // Σ (count − 400)² / 400 stays below 18.467, the 99.9 % quantile of chi-square with 4 degrees of freedom.
    std::int64_t sum = 0;
    for (const auto& offer : offers)
        sum += (first[offer] - customers / 5) * (first[offer] - customers / 5);
    CHECK(sum * 1'000 / (customers / 5) < 18'467);
    // One that is first a quarter of the time would be found: (500 − 400)² / 400 alone is 25.
    CHECK(100 * 100 * 1'000 / (customers / 5) > 18'467);
}
