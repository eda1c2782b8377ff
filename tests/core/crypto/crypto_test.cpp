#include "core/crypto/crypto.hpp"

#include "core/base/promise.hpp"
#include "core/base/text.hpp"

#include <catch2/catch.hpp>

using namespace kori;

namespace
{

std::string hex(std::string_view text)
{
    return from_hex(text).value();
}

std::string flipped(std::string bytes, std::size_t at)
{
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    return bytes;
}

} // namespace

TEST_CASE("SHA-256 gives the values of FIPS 180-4", "[crypto]")
{
    CHECK(to_hex(crypto::sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(to_hex(crypto::sha256("abc")) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(to_hex(crypto::sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST_CASE("HMAC-SHA-256 gives the values of RFC 4231", "[crypto]")
{
    struct Case
    {
        const char* because;
        std::string key;
        std::string data;
        const char* code;
    };
    const Case cases[] = {
        {"test case 1", std::string(20, '\x0b'), "Hi There",
         "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
        {"test case 2", "Jefe", "what do ya want for nothing?",
         "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
        {"test case 3", std::string(20, '\xaa'), std::string(50, '\xdd'),
         "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
        {"test case 6, a key longer than a block", std::string(131, '\xaa'),
         "Test Using Larger Than Block-Size Key - Hash Key First",
         "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK(to_hex(crypto::hmac_sha256(c.key, c.data)) == c.code);
    }
}

TEST_CASE("HKDF-SHA-256 gives the values of RFC 5869", "[crypto]")
{
    CHECK(to_hex(crypto::hkdf_sha256(std::string(22, '\x0b'), hex("000102030405060708090a0b0c"),
                                     hex("f0f1f2f3f4f5f6f7f8f9"), 42)) ==
          "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    CHECK(to_hex(crypto::hkdf_sha256(std::string(22, '\x0b'), "", "", 42)) ==
          "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
    CHECK(crypto::hkdf_sha256("secret", "salt", "info", 0).empty());
    CHECK(crypto::hkdf_sha256("secret", "salt", "info", 255 * 32).size() == 255 * 32);
    CHECK_THROWS_AS(crypto::hkdf_sha256("secret", "salt", "info", 255 * 32 + 1), BrokenPromise);
}

TEST_CASE("Ed25519 gives the values of RFC 8032 section 7.1", "[crypto]")
{
    struct Case
    {
        const char* because;
        const char* seed;
        const char* public_key;
        const char* message;
        const char* signature;
    };
    const Case cases[] = {
        {"test 1", "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
         "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
         "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25"
         "bf5f0595bbe24"
         "655141438e7a100b"},
        {"test 2", "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
         "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
         "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387"
         "b2eaeb4302aee"
         "b00d291612bb0c00"},
        {"test 3", "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
         "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
         "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7"
         "c15e9716ed28d"
         "c027beceea1ec40a"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        const auto key = crypto::signing_key_from_seed(hex(c.seed));
        CHECK(to_hex(key.public_key) == c.public_key);
        const auto signature = crypto::sign(key, hex(c.message));
        CHECK(to_hex(signature) == c.signature);
        CHECK(crypto::verify_signature(key.public_key, hex(c.message), signature));
    }
}

TEST_CASE("a signature fails after any change of key, message or signature", "[crypto]")
{
    const auto key = crypto::signing_key_from_seed(std::string(32, '\x07'));
    const auto signature = crypto::sign(key, "message");
    REQUIRE(crypto::verify_signature(key.public_key, "message", signature));
    for (std::size_t i = 0; i < signature.size(); ++i)
        CHECK_FALSE(crypto::verify_signature(key.public_key, "message", flipped(signature, i)));
    for (std::size_t i = 0; i < key.public_key.size(); ++i)
        CHECK_FALSE(crypto::verify_signature(flipped(key.public_key, i), "message", signature));
    CHECK_FALSE(crypto::verify_signature(key.public_key, "massage", signature));
    CHECK_FALSE(crypto::verify_signature(key.public_key, "message", signature + "x"));
    CHECK_FALSE(crypto::verify_signature(key.public_key, "message", ""));
    CHECK_FALSE(crypto::verify_signature("", "message", signature));
}

TEST_CASE("what was sealed opens only with its key, its bytes and what it was bound to", "[crypto]")
{
    crypto::SeededRandomness random{"seal"};
    const std::string key(32, '\x01');
    for (const std::string plain : {"", "x", "Maija Meik\xc3\xa4l\xc3\xa4inen"})
    {
        const auto sealed = crypto::seal(key, plain, "person:1", random);
        CHECK(sealed.size() == 24 + plain.size() + 16);
        CHECK(crypto::open(key, sealed, "person:1") == plain);
        CHECK_FALSE(crypto::open(std::string(32, '\x02'), sealed, "person:1"));
        CHECK_FALSE(crypto::open(key, sealed, "person:2"));
        CHECK_FALSE(crypto::open(key, sealed, ""));
        for (std::size_t i = 0; i < sealed.size(); ++i)
            CHECK_FALSE(crypto::open(key, flipped(sealed, i), "person:1"));
        for (std::size_t length = 0; length < sealed.size(); ++length)
            CHECK_FALSE(crypto::open(key, sealed.substr(0, length), "person:1"));
    }
}

TEST_CASE("sealing the same text twice gives different bytes", "[crypto]")
{
    const std::string key(32, '\x01');
    CHECK(crypto::seal(key, "x", "", crypto::system_randomness()) !=
          crypto::seal(key, "x", "", crypto::system_randomness()));
}

TEST_CASE("a key of another length is a broken promise", "[crypto]")
{
    crypto::SeededRandomness random{"seal"};
    CHECK_THROWS_AS(crypto::seal(std::string(31, 'k'), "x", "", random), BrokenPromise);
    CHECK_THROWS_AS(crypto::open(std::string(33, 'k'), std::string(60, 'x'), ""), BrokenPromise);
    CHECK_THROWS_AS(crypto::signing_key_from_seed("short"), BrokenPromise);
}

TEST_CASE("a password is verified by its Argon2id text and by no other", "[crypto]")
{
    const crypto::PasswordCost cheap{1, 8 * 1'048'576};
    const auto encoded = crypto::hash_password("correct horse", cheap);
    CHECK(encoded.starts_with("$argon2id$v=19$m=8192,t=1,p=1$"));
    CHECK(crypto::verify_password(encoded, "correct horse"));
    CHECK_FALSE(crypto::verify_password(encoded, "correct horsf"));
    CHECK_FALSE(crypto::verify_password(encoded, ""));
    CHECK(crypto::hash_password("correct horse", cheap) != encoded);
    for (const std::string broken : {"", "$argon2id$", "plain"})
        CHECK_FALSE(crypto::verify_password(broken, "correct horse"));
    CHECK_FALSE(crypto::verify_password(encoded + std::string(200, 'x'), "correct horse"));
}

TEST_CASE("texts are compared whole, whatever their length", "[crypto]")
{
    CHECK(crypto::equal_in_constant_time("", ""));
    CHECK(crypto::equal_in_constant_time("abc", "abc"));
    CHECK_FALSE(crypto::equal_in_constant_time("abc", "abd"));
    CHECK_FALSE(crypto::equal_in_constant_time("abc", "ab"));
    CHECK_FALSE(crypto::equal_in_constant_time("", "a"));
}

TEST_CASE("a seeded stream repeats itself and does not depend on how it is cut", "[crypto]")
{
    crypto::SeededRandomness one{"seed"};
    crypto::SeededRandomness two{"seed"};
    crypto::SeededRandomness other{"seeds"};
    const auto whole = one.bytes(100);
    std::string pieces;
    for (const std::size_t length : {1U, 31U, 32U, 33U, 3U})
        pieces += two.bytes(length);
    CHECK(pieces == whole);
    CHECK(other.bytes(100) != whole);
}
