// Act 1397/2016 §64(3): no access to a tender before the deadline.
#include "core/crypto/sealed_tender.hpp"

#include "core/crypto/crypto.hpp"
#include "tests/core/crypto/sealing_vectors.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;
using crypto::TenderLabel;

namespace
{

struct Competition
{
    crypto::SeededRandomness random{"competition"};
    crypto::BoxKeyPair pair = crypto::make_box_key_pair(random);
    crypto::CompetitionKey key{"cmp_one", pair.public_key};
    TenderLabel place{"cmp_one", "org_one", "price"};

    std::string seal(std::string_view plain)
    {
        auto file = crypto::seal_tender(key, place.bidder, place.part, plain, random);
        REQUIRE(file);
        return *file;
    }
    std::string rule_of(std::string_view file) const
    {
        const auto plain = crypto::open_tender(file, place, pair.private_key);
        return plain ? std::string{} : plain.refusal().rule;
    }
};

std::string long_text(std::size_t size)
{
    return filler("long", size, crypto::sha256);
}

} // namespace

TEST_CASE("sealed tenders are those of the slow implementation", "[sealing]")
{
    const auto rows = sealing_vectors("tenders.json");
    REQUIRE(rows.array().size() == 7);
    for (const auto& row : rows.array())
    {
        const auto size = static_cast<std::size_t>(row.at("plain_bytes").integer());
        CAPTURE(size);
        const auto private_key = secret_of_hex(row.at("private_key").text());
        const crypto::CompetitionKey key{row.at("competition").text(), crypto::box_public_key(private_key)};
        const TenderLabel place{key.competition, row.at("bidder").text(), row.at("part").text()};
        const auto plain = filler("plain " + std::to_string(size), size, crypto::sha256);
        REQUIRE(to_hex(crypto::sha256(plain)) == row.at("plain_sha256").text());
        GivenRandomness random{hex_bytes(row.at("seed").text())};
        const auto file = crypto::seal_tender(key, place.bidder, place.part, plain, random);
        REQUIRE(file);
        CHECK(static_cast<std::int64_t>(file->size()) == row.at("file_bytes").integer());
        CHECK(to_hex(crypto::sha256(*file)) == row.at("file_sha256").text());
        if (row.find("file") != nullptr)
            CHECK(to_hex(*file) == row.at("file").text());
        const auto opened = crypto::open_tender(*file, place, private_key);
        REQUIRE(opened);
        CHECK(*opened == plain);
    }
}

TEST_CASE("a tender of any length opens, and its sealed length tells only 4 KiB steps", "[sealing]")
{
    Competition competition;
    struct Case
    {
        std::size_t plain;
        std::uint64_t padded;
        std::uint64_t pieces;
    };
    const Case cases[] = {{0, 4'096, 1},         {1, 4'096, 1},        {4'095, 4'096, 1},
                          {4'096, 8'192, 1},     {61'439, 61'440, 1},  {65'535, 65'536, 1},
                          {65'536, 69'632, 2},   {65'537, 69'632, 2},  {131'071, 131'072, 2},
                          {131'072, 135'168, 3}, {300'000, 303'104, 5}};
    for (const auto& c : cases)
    {
        CAPTURE(c.plain);
        const auto plain = long_text(c.plain);
        const auto file = competition.seal(plain);
        const auto header = crypto::read_tender_header(file);
        REQUIRE(header);
        CHECK(header->padded_bytes == c.padded);
        CHECK(file.size() == header->bytes().size() + c.padded + 16 * c.pieces);
        CHECK(header->file_bytes() == file.size());
        const auto opened = crypto::open_tender(file, competition.place, competition.pair.private_key);
        REQUIRE(opened);
        CHECK(*opened == plain);
    }
    CHECK(competition.seal("99 000,00 e").size() == competition.seal("101 000,00 e").size());
    // Padding is told from content that looks like it.
    for (const auto* plain : {"\x80", "a\x80", "\x80\x80\x80"})
        CHECK(*crypto::open_tender(competition.seal(plain), competition.place,
                                   competition.pair.private_key) == plain);
    const std::string zeros(5'000, '\0');
    CHECK(*crypto::open_tender(competition.seal(zeros), competition.place, competition.pair.private_key) ==
          zeros);
}

TEST_CASE("what is sealed does not stand in the file, and twice the same is not the same", "[sealing]")
{
    Competition competition;
    const std::string plain = "our price is 12 345 euros a year";
    const auto first = competition.seal(plain);
    CHECK(first.find("12 345") == std::string::npos);
    CHECK(first != competition.seal(plain));
}

TEST_CASE("any changed byte of a sealed tender is found", "[sealing]")
{
    Competition competition;
    const auto file = competition.seal("a price");
    REQUIRE(competition.rule_of(file) == "");
    for (std::size_t at = 0; at < file.size(); ++at)
        if (competition.rule_of(flipped(file, at, at % 8)).empty())
            FAIL("byte " << at);
    // In the later pieces of a long one.
    const auto whole = competition.seal(long_text(200'000));
    const auto header = crypto::read_tender_header(whole)->bytes().size();
    for (std::size_t at = header; at < whole.size(); at += 10'007)
        CHECK(competition.rule_of(flipped(whole, at)) == "sealing.tender_altered");
}

TEST_CASE("pieces of a sealed tender cannot be cut off, swapped, doubled or joined to another", "[sealing]")
{
    Competition competition;
    constexpr auto piece = crypto::tender_piece_bytes + crypto::box_tag_bytes;
    const auto whole = competition.seal(long_text(3 * crypto::tender_piece_bytes + 10));
    const auto start = crypto::read_tender_header(whole)->bytes().size();
    const auto part = [&](std::size_t number) { return whole.substr(start + number * piece, piece); };
    const auto head = whole.substr(0, start);
    REQUIRE(competition.rule_of(head + part(0) + part(1) + part(2) + part(3)) == "");
    CHECK(competition.rule_of(head + part(1) + part(0) + part(2) + part(3)) == "sealing.tender_altered");
    CHECK(competition.rule_of(head + part(0) + part(0) + part(2) + part(3)) == "sealing.tender_altered");
    CHECK(competition.rule_of(head + part(0) + part(1) + part(2)) == "sealing.tender_length");
    CHECK(competition.rule_of(whole + part(3)) == "sealing.tender_length");
    CHECK(competition.rule_of(whole.substr(0, whole.size() - 1)) == "sealing.tender_length");
    CHECK(competition.rule_of(head) == "sealing.tender_length");

    // A header that says less does not make less of it.
    auto shorter = *crypto::read_tender_header(whole);
    shorter.padded_bytes = 3 * crypto::tender_piece_bytes;
    CHECK(competition.rule_of(shorter.bytes() + part(0) + part(1) + part(2)) == "sealing.tender_altered");
    const auto other = competition.seal(long_text(3 * crypto::tender_piece_bytes + 10));
    CHECK(competition.rule_of(head + other.substr(start)) == "sealing.tender_altered");
}

TEST_CASE("a sealed tender opens in its own place only", "[sealing]")
{
    Competition competition;
    const auto file = competition.seal("a price");
    const auto header = crypto::read_tender_header(file);
    REQUIRE(header);
    CHECK(header->label == competition.place);
    const auto& key = competition.pair.private_key;
    for (const auto& place :
         {TenderLabel{"cmp_two", "org_one", "price"}, TenderLabel{"cmp_one", "org_two", "price"},
          TenderLabel{"cmp_one", "org_one", "quality"}})
    {
        CHECK(crypto::open_tender(file, place, key).refusal().rule == "sealing.other_place");
        CHECK(crypto::check_tender(*header, place, competition.key, file.size()).refusal().rule ==
              "sealing.other_place");
        // The header says what it must, but the pieces are bound to what it said.
        auto moved = *header;
        moved.label = place;
        moved.competition_key =
            crypto::CompetitionKey{place.competition, competition.key.public_key}.fingerprint();
        CHECK(crypto::open_tender(moved.bytes() + file.substr(header->bytes().size()), place, key)
                  .refusal()
                  .rule == "sealing.tender_altered");
    }
    const auto other = crypto::make_box_key_pair(competition.random);
    CHECK(crypto::open_tender(file, competition.place, other.private_key).refusal().rule ==
          "sealing.other_competition_key");
}

TEST_CASE("the server judges a part without any key: its place, its key, its length", "[sealing]")
{
    Competition competition;
    const auto file = competition.seal("a price");
    const auto header = crypto::read_tender_header(file);
    REQUIRE(header);
    CHECK(crypto::check_tender(*header, competition.place, competition.key, file.size()));
    CHECK(crypto::check_tender(*header, competition.place, competition.key, file.size() + 1).refusal().rule ==
          "sealing.tender_length");
    const crypto::CompetitionKey other{"cmp_one", crypto::make_box_key_pair(competition.random).public_key};
    CHECK(crypto::check_tender(*header, competition.place, other, file.size()).refusal().rule ==
          "sealing.other_competition_key");
}

TEST_CASE("what is no header is refused, and never read beyond", "[sealing]")
{
    Competition competition;
    const auto file = competition.seal("a price");
    const auto good = crypto::read_tender_header(file);
    REQUIRE(good);
    const auto size = good->bytes().size();
    CHECK(size <= crypto::tender_header_bytes_max);
    for (std::size_t length = 0; length < size; ++length)
        CHECK(crypto::read_tender_header(file.substr(0, length)).refusal().rule ==
              "sealing.tender_malformed");
    CHECK(crypto::read_tender_header(file.substr(0, size)));

    const auto with_length = [&](std::uint64_t padded)
    {
        auto header = *good;
        header.padded_bytes = padded;
        return static_cast<bool>(crypto::read_tender_header(header.bytes()));
    };
    CHECK(with_length(4'096));
    CHECK(with_length(crypto::tender_bytes_max + 4'096));
    CHECK_FALSE(with_length(0));
    CHECK_FALSE(with_length(4'095));
    CHECK_FALSE(with_length(crypto::tender_bytes_max + 8'192));
    CHECK_FALSE(with_length(~std::uint64_t{0} - 4'095));
    auto named = *good;
    named.label.part = std::string(65, 'p');
    CHECK_FALSE(crypto::read_tender_header(named.bytes()));
    named.label.part = "";
    CHECK_FALSE(crypto::read_tender_header(named.bytes()));
    named.label.part = "p\n";
    CHECK_FALSE(crypto::read_tender_header(named.bytes()));
}

TEST_CASE("padding has one form, also when somebody else sealed", "[sealing]")
{
    Competition competition;
    struct Case
    {
        const char* because;
        std::string padded;
        const char* rule;
    };
    const auto zeros = [](std::size_t count) { return std::string(count, '\0'); };
    const Case cases[] = {
        {"4096 bytes of padding", std::string(4'096, 'p') + "\x80" + zeros(4'095), ""},
        {"one byte of padding", std::string(4'095, 'p') + "\x80", ""},
        {"one step more than needed", std::string(4'095, 'p') + "\x80" + zeros(4'096),
         "sealing.tender_altered"},
        {"no mark", std::string(4'095, 'p') + zeros(1), "sealing.tender_altered"},
        {"zeros only", zeros(4'096), "sealing.tender_altered"},
        {"no padding", std::string(4'096, 'p'), "sealing.tender_altered"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        crypto::TenderHeader header{competition.place, competition.key.fingerprint(), c.padded.size(), {}};
        auto box = crypto::BoxWriter::start(competition.key.public_key, header.bytes(), competition.random);
        REQUIRE(box);
        header.encapsulated = box->encapsulated();
        CHECK(competition.rule_of(header.bytes() + box->seal(c.padded, "\x01")) == c.rule);
    }
}

TEST_CASE("a tender is sealed and opened as a stream, however it is cut", "[sealing]")
{
    Competition competition;
    const auto plain = long_text(150'000);
    for (const std::size_t step : {std::size_t{999}, std::size_t{65'536}, std::size_t{150'000}})
    {
        CAPTURE(step);
        auto writer = crypto::TenderWriter::start(competition.key, "org_one", "price", plain.size(),
                                                  competition.random);
        REQUIRE(writer);
        std::string file = writer->header();
        for (std::size_t at = 0; at < plain.size(); at += step)
            file += writer->write(std::string_view{plain}.substr(at, step));
        file += writer->finish();

        const auto header = crypto::read_tender_header(file);
        REQUIRE(header);
        auto reader = crypto::TenderReader::start(*header, competition.place, competition.pair.private_key);
        REQUIRE(reader);
        std::string opened;
        for (std::size_t at = header->bytes().size(); at < file.size(); at += step)
        {
            CHECK(reader->finish().refusal().rule == "sealing.tender_length");
            const auto some = reader->read(std::string_view{file}.substr(at, step));
            REQUIRE(some);
            opened += *some;
        }
        CHECK(reader->finish());
        CHECK(opened == plain);
        CHECK(reader->read("x").refusal().rule == "sealing.tender_length");
        CHECK(reader->finish().refusal().rule == "sealing.tender_altered"); // once refused, always
    }
}

TEST_CASE("a writer holds what was announced", "[sealing]")
{
    Competition competition;
    auto writer = crypto::TenderWriter::start(competition.key, "org_one", "price", 10, competition.random);
    REQUIRE(writer);
    CHECK_THROWS_AS(writer->write("eleven bytes"), BrokenPromise);
    CHECK(writer->write("nine byte").empty());
    CHECK_THROWS_AS(writer->finish(), BrokenPromise);

    const auto rule = [&](std::string_view bidder, std::string_view part, std::uint64_t size)
    {
        const auto made =
            crypto::TenderWriter::start(competition.key, bidder, part, size, competition.random);
        return made ? std::string{} : made.refusal().rule;
    };
    CHECK(rule("org_one", "price", crypto::tender_bytes_max) == "");
    CHECK(rule("org_one", "price", crypto::tender_bytes_max + 1) == "sealing.tender_too_large");
    CHECK(rule("org one", "price", 1) == "sealing.name");
    CHECK(rule("org_one", "", 1) == "sealing.name");
    const crypto::CompetitionKey useless{"cmp_one", std::string(32, '\0')};
    CHECK(crypto::seal_tender(useless, "org_one", "price", "x", competition.random).refusal().rule ==
          "sealing.unusable_key");
}
