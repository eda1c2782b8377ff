#include "core/crypto/opener_key.hpp"

#include "core/crypto/sealed_box.hpp"
#include "tests/core/crypto/sealing_vectors.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;

namespace
{

constexpr crypto::PasswordCost cheap{1, crypto::passphrase_memory_bytes_min};
constexpr std::string_view passphrase = "kolme hirvea ylitti tien aamulla varhain";

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

} // namespace

TEST_CASE("an opener's key is read as it was written, and its private part from its own text", "[sealing]")
{
    crypto::SeededRandomness random{"opener"};
    const auto pair = crypto::make_opener_key(random);
    CHECK(crypto::box_public_key(pair.private_key) == pair.key.public_key);
    const auto read = crypto::read_opener_key(pair.key.text());
    REQUIRE(read);
    CHECK(read->text() == pair.key.text());
    CHECK(read->public_key == pair.key.public_key);
    CHECK_FALSE(read->passphrase);
    CHECK(crypto::private_key_of(*read, passphrase).refusal().rule == "sealing.passphrase_unused");

    const auto text = crypto::private_key_text(pair);
    const auto private_key = crypto::read_private_key(text.view());
    REQUIRE(private_key);
    CHECK(private_key->view() == pair.private_key.view());
    CHECK(crypto::read_private_key(pair.key.text()).refusal().rule == "sealing.other_text");
    CHECK(crypto::read_private_key(text.view().substr(0, text.size() - 2)).refusal().rule ==
          "sealing.text_line");
    CHECK(crypto::read_private_key("KORI-OPENER-PRIVATE-KEY-1\nprivate-key: AAAA\n").refusal().rule ==
          "sealing.text_value");
}

TEST_CASE("a passphrase makes the same key again, another one does not", "[sealing]")
{
    crypto::SeededRandomness random{"opener"};
    const auto pair = crypto::make_opener_key(passphrase, cheap, random);
    REQUIRE(pair);
    const auto read = crypto::read_opener_key(pair->key.text());
    REQUIRE(read);
    REQUIRE(read->passphrase);
    CHECK(read->passphrase->salt == pair->key.passphrase->salt);
    CHECK(read->passphrase->cost.operations == cheap.operations);
    CHECK(read->passphrase->cost.memory_bytes == cheap.memory_bytes);

    const auto private_key = crypto::private_key_of(*read, passphrase);
    REQUIRE(private_key);
    CHECK(private_key->view() == pair->private_key.view());
    for (const auto& wrong : {std::string{passphrase} + " ", std::string{passphrase.substr(1)}, std::string{},
                              std::string(100'000, 'x')})
        CHECK(crypto::private_key_of(*read, wrong).refusal().rule == "sealing.passphrase_false");

    const auto again = crypto::make_opener_key(passphrase, cheap, random);
    REQUIRE(again);
    CHECK(again->key.public_key != pair->key.public_key); // another salt
}

TEST_CASE("a passphrase has 20 characters or 6 words, in letters that every keyboard writes alike",
          "[sealing]")
{
    struct Case
    {
        const char* because;
        std::string passphrase;
        const char* rule;
    };
    const Case cases[] = {
        {"twenty characters", "abcdefghijklmnopqrst", ""},
        {"nineteen", "abcdefghijklmnopqrs", "sealing.passphrase_weak"},
        {"characters, not bytes", "äöäöäöäöä bcdefghi", "sealing.passphrase_weak"},
        {"twenty characters of seven kinds", "abcdefgabcdefgabcdefg", "sealing.passphrase_weak"},
        {"twenty characters of eight kinds", "abcdefghabcdefghabcd", ""},
        {"six words of three", "yki kaa koo nel vii kuu", ""},
        {"six short words of three, few letters", "aab aba baa abb bab bba", ""},
        {"five words", "abc bca cab abb baa", "sealing.passphrase_weak"},
        {"six words, one of them twice", "abc abc bca cab abb baa", "sealing.passphrase_weak"},
        {"six words, one of two letters", "ab abc bca cab abb baa", "sealing.passphrase_weak"},
        {"spaces are no words", "abc     bca", "sealing.passphrase_weak"},
        {"nothing", "", "sealing.passphrase_weak"},
        {"1024 bytes are enough", std::string(1'000, 'x') + "abcdefghabcdefghabcdefgh", ""},
        {"one more is not", std::string(1'001, 'x') + "abcdefghabcdefghabcdefgh", "sealing.passphrase_weak"},
        {"composed letters", "hämärä yö saapuu kylään", ""},
        {"the same in two characters", "ha\xCC\x88ma\xCC\x88r\xC3\xA4 saapuu kyliin",
         "sealing.passphrase_letters"},
        {"the last combining mark", "abcdefghijklmnopqrst\xCD\xAF", "sealing.passphrase_letters"},
        {"the letter after it", "abcdefghijklmnopqrst\xCD\xB0", ""},
        {"a line break", "abcdefghijklmnopqrst\n", "sealing.passphrase_letters"},
        {"no UTF-8", "abcdefghijklmnopqrst\xFF", "sealing.passphrase_letters"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        const auto checked = crypto::check_passphrase(c.passphrase);
        CHECK((checked ? std::string{} : checked.refusal().rule) == c.rule);
    }
    crypto::SeededRandomness random{"opener"};
    CHECK(crypto::make_opener_key("too short", cheap, random).refusal().rule == "sealing.passphrase_weak");
}

TEST_CASE("an opener's key that was altered, or asks too much of this machine, is refused", "[sealing]")
{
    crypto::SeededRandomness random{"opener"};
    const auto made = crypto::make_opener_key(passphrase, {3, 65'536}, random);
    REQUIRE(made);
    const auto text = made->key.text();
    REQUIRE(crypto::read_opener_key(text));
    CHECK(crypto::read_opener_key(replaced(text, " 3 65536 ", " 10 1073741824 ")));
    struct Case
    {
        const char* because;
        std::string text;
        const char* rule;
    };
    const auto& key = made->key.public_key;
    const Case cases[] = {
        {"no passes", replaced(text, " 3 65536 ", " 0 65536 "), "sealing.text_value"},
        {"eleven passes", replaced(text, " 3 65536 ", " 11 65536 "), "sealing.text_value"},
        {"less than 8 KiB", replaced(text, " 3 65536 ", " 3 8191 "), "sealing.text_value"},
        {"more than 1 GiB", replaced(text, " 3 65536 ", " 3 1073741825 "), "sealing.text_value"},
        {"a number in another form", replaced(text, " 3 65536 ", " 03 65536 "), "sealing.text_value"},
        {"a giant number", replaced(text, " 3 65536 ", " 3 99999999999999999999 "), "sealing.text_value"},
        {"another way", replaced(text, "argon2id", "argon2i"), "sealing.text_value"},
        {"another key", replaced(text, to_base64url(key), to_base64url(flipped(key, 3))),
         "sealing.text_value"},
        {"a key of no use", replaced(text, to_base64url(key), to_base64url(std::string(32, '\0'))),
         "sealing.text_value"},
        {"another fingerprint", replaced(text, "fingerprint: ", "fingerprint: 0"), "sealing.text_value"},
        {"a newer version", replaced(text, "KEY-1", "KEY-2"), "sealing.other_text"},
        {"another label", replaced(text, "passphrase: ", "password: "), "sealing.text_line"},
        {"a line too many", text + "x: y\n", "sealing.text_line"},
        {"no last line break", text.substr(0, text.size() - 1), "sealing.text_line"},
        {"two spaces", replaced(text, "passphrase: ", "passphrase:  "), "sealing.text_line"},
        {"carriage returns", replaced(text, "\nfinger", "\r\nfinger"), "sealing.text_line"},
        {"nothing", "", "sealing.other_text"},
        {"too much", text + std::string(5'000, 'x'), "sealing.other_text"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        const auto read = crypto::read_opener_key(c.text);
        REQUIRE_FALSE(read);
        CHECK(read.refusal().rule == c.rule);
    }
}

TEST_CASE("the cost of a passphrase is libsodium's moderate one", "[sealing]")
{
    CHECK(crypto::opener_passphrase_cost.operations == 3);
    CHECK(crypto::opener_passphrase_cost.memory_bytes == 268'435'456);
}
