#include "core/base/id.hpp"

#include "core/base/ambient.hpp"
#include "core/base/law_book.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using namespace kori;

namespace
{

struct ThingTag
{
    static constexpr std::string_view prefix = "thg";
};

struct PersonTag
{
    static constexpr std::string_view prefix = "prs";
    static constexpr bool is_secret = true;
};

class SeededRandomness : public Randomness
{
public:
    void fill(std::span<std::uint8_t> bytes) override
    {
        for (auto& byte : bytes)
            byte = static_cast<std::uint8_t>(engine_());
    }

private:
    std::mt19937 engine_{20260302};
};

IdBytes random_bytes(SeededRandomness& random)
{
    IdBytes bytes{};
    random.fill(bytes);
    return bytes;
}

IdBytes all_bytes(std::uint8_t value)
{
    IdBytes bytes{};
    bytes.fill(value);
    return bytes;
}

} // namespace

TEST_CASE("an id is its prefix and 26 characters", "[base]")
{
    CHECK(encode_id("thg", all_bytes(0)) == "thg_00000000000000000000000000");
    CHECK(encode_id("thg", all_bytes(0xFF)) == "thg_7zzzzzzzzzzzzzzzzzzzzzzzzz");
    IdBytes one{};
    one[15] = 1;
    CHECK(encode_id("thg", one) == "thg_00000000000000000000000001");
    one[15] = 32;
    CHECK(encode_id("thg", one) == "thg_00000000000000000000000010");
}

TEST_CASE("an id that was written is read back", "[base]")
{
    SeededRandomness random;
    for (int i = 0; i < 2'000; ++i)
    {
        const Id<ThingTag> id{random_bytes(random)};
        if (Id<ThingTag>::parse(id.text()) != id)
            FAIL(id.text() << " does not come back");
    }
    SUCCEED();
}

TEST_CASE("each single bit of an id is in its text", "[base]")
{
    for (std::size_t bit = 0; bit < 128; ++bit)
    {
        IdBytes bytes{};
        bytes[bit / 8] = static_cast<std::uint8_t>(1U << (bit % 8));
        if (decode_id("thg", encode_id("thg", bytes)) != bytes)
            FAIL("bit " << bit << " is lost");
    }
    SUCCEED();
}

TEST_CASE("the order of the texts of ids is the order of their bytes", "[base]")
{
    SeededRandomness random;
    std::vector<Id<ThingTag>> ids;
    for (int i = 0; i < 1'000; ++i)
        ids.emplace_back(random_bytes(random));
    auto by_text = ids;
    std::sort(ids.begin(), ids.end());
    std::sort(by_text.begin(), by_text.end(),
              [](const auto& a, const auto& b) { return a.text() < b.text(); });
    CHECK(ids == by_text);
}

TEST_CASE("an id in any other form is refused", "[base]")
{
    struct Case
    {
        const char* because;
        const char* text;
    };
    const auto cases = {
        Case{"empty", ""},
        Case{"the prefix alone", "thg_"},
        Case{"another prefix", "org_00000000000000000000000000"},
        Case{"no prefix", "00000000000000000000000000"},
        Case{"no line between", "thg-00000000000000000000000000"},
        Case{"too short", "thg_0000000000000000000000000"},
        Case{"too long", "thg_000000000000000000000000000"},
        Case{"capitals would be a second text of the same id", "thg_0000000000000000000000000A"},
        Case{"i is not in the alphabet", "thg_0000000000000000000000000i"},
        Case{"l is not in the alphabet", "thg_0000000000000000000000000l"},
        Case{"o is not in the alphabet", "thg_0000000000000000000000000o"},
        Case{"u is not in the alphabet", "thg_0000000000000000000000000u"},
        Case{"more than 128 bits", "thg_80000000000000000000000000"},
        Case{"the largest 26 digits", "thg_zzzzzzzzzzzzzzzzzzzzzzzzzz"},
        Case{"a blank at the end", "thg_0000000000000000000000000 "},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK_FALSE(Id<ThingTag>::parse(c.text).has_value());
    }
}

TEST_CASE("an id that is made later sorts later, and carries its millisecond", "[base]")
{
    SeededRandomness random;
    const LawBook law;
    const Instant moment{1'772'445'300'123'456};
    const Ambient now{moment, moment, random, law};
    const Ambient later{moment, moment.plus_micros(1'000), random, law};
    for (int i = 0; i < 200; ++i)
        if (!(now.next<ThingTag>() < later.next<ThingTag>()))
            FAIL("a later id sorts earlier");
    const auto id = now.next<ThingTag>();
    std::int64_t millis = 0;
    for (std::size_t i = 0; i < 6; ++i)
        millis = millis * 256 + id.bytes()[i];
    CHECK(millis == 1'772'445'300'123);
}

TEST_CASE("the id of a person does not tell when it was made", "[base]")
{
    SeededRandomness first;
    SeededRandomness second;
    const LawBook law;
    const Ambient now{Instant{0}, Instant{0}, first, law};
    const Ambient later{Instant{0}, Instant{1'772'445'300'123'456}, second, law};
    const auto person = now.next<PersonTag>();
    CHECK(person == later.next<PersonTag>());
    CHECK(Id<PersonTag>::parse(person.revealed()) == person);
    CHECK(person.revealed().starts_with("prs_"));
}
