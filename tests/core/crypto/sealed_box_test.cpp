#include "core/crypto/sealed_box.hpp"

#include "core/crypto/crypto.hpp"
#include "tests/core/crypto/sealing_vectors.hpp"

#include <catch2/catch.hpp>

#include <type_traits>

using namespace kori;
using namespace kori::test;
using crypto::BoxReader;
using crypto::BoxWriter;
using crypto::SecretBytes;

namespace
{

template <class T>
concept Printable = requires(std::ostream& stream, const T& value) { stream << value; };

static_assert(!std::is_copy_constructible_v<SecretBytes> && !std::is_copy_assignable_v<SecretBytes>);
static_assert(!Printable<SecretBytes> && Printable<std::string>);
static_assert(!std::is_convertible_v<SecretBytes, std::string>);

constexpr auto hpke_info = "4f6465206f6e2061204772656369616e2055726e";
constexpr auto hpke_plain = "4265617574792069732074727574682c20747275746820626561757479";

} // namespace

TEST_CASE("secret bytes are moved, not copied, and wiped texts keep nothing", "[sealing]")
{
    auto first = SecretBytes::copy_of("a private key");
    const auto second = std::move(first);
    CHECK(second.view() == "a private key");
    CHECK(SecretBytes{0}.view().empty());
    CHECK(SecretBytes{3}.view() == std::string(3, '\0'));

    auto random = crypto::SeededRandomness{"seed"};
    CHECK(SecretBytes::random(32, random).view() != SecretBytes::random(32, random).view());

    std::string text(64, 's');
    const char* place = text.data();
    crypto::wipe(text);
    CHECK(text.empty());
    CHECK(std::all_of(place, place + 64, [](char c) { return c == '\0'; }));
}

TEST_CASE("boxes give the values of RFC 9180 appendix A.2.1", "[sealing]")
{
    const auto pair = crypto::box_key_pair_from_seed(
        secret_of_hex("1ac01f181fdf9f352797655161c58b75c656a6cc2716dcb66372da835542e1df"));
    CHECK(to_hex(pair.private_key.view()) ==
          "8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb");
    CHECK(to_hex(pair.public_key) == "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a");

    GivenRandomness random{hex_bytes("909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b")};
    auto writer = BoxWriter::start(pair.public_key, hex_bytes(hpke_info), random);
    REQUIRE(writer);
    CHECK(random.is_used_up());
    CHECK(to_hex(writer->encapsulated()) ==
          "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a");
    const auto first = writer->seal(hex_bytes(hpke_plain), "Count-0");
    const auto second = writer->seal(hex_bytes(hpke_plain), "Count-1");
    CHECK(to_hex(first) ==
          "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28");
    CHECK(to_hex(second) ==
          "6b53c051e4199c518de79594e1c4ab18b96f081549d45ce015be002090bb119e85285337cc95ba5f59992dc98c");

    auto reader = BoxReader::start(pair.private_key, writer->encapsulated(), hex_bytes(hpke_info));
    REQUIRE(reader);
    CHECK(reader->open(first, "Count-0") == hex_bytes(hpke_plain));
    CHECK(reader->open(second, "Count-1") == hex_bytes(hpke_plain));
}

TEST_CASE("a box opens with its own key, info, bytes, bound text and order only", "[sealing]")
{
    crypto::SeededRandomness random{"boxes"};
    const auto pair = crypto::make_box_key_pair(random);
    const auto other = crypto::make_box_key_pair(random);
    auto writer = BoxWriter::start(pair.public_key, "info", random);
    REQUIRE(writer);
    const auto& encapsulated = writer->encapsulated();
    const auto first = writer->seal("first", "a");
    const auto second = writer->seal("second", "a");
    const auto open = [&](const SecretBytes& key, std::string_view to, std::string_view info,
                          std::string_view sealed, std::string_view bound_to)
    {
        auto reader = BoxReader::start(key, to, info);
        return reader ? reader->open(sealed, bound_to) : std::nullopt;
    };
    CHECK(open(pair.private_key, encapsulated, "info", first, "a") == "first");
    CHECK_FALSE(open(other.private_key, encapsulated, "info", first, "a"));
    CHECK_FALSE(open(pair.private_key, encapsulated, "inf", first, "a"));
    CHECK_FALSE(open(pair.private_key, encapsulated, "info", first, "b"));
    CHECK_FALSE(open(pair.private_key, encapsulated, "info", second, "a"));
    CHECK_FALSE(open(pair.private_key, encapsulated, "info", "", "a"));
    CHECK_FALSE(open(pair.private_key, encapsulated.substr(1), "info", first, "a"));
    CHECK_FALSE(open(pair.private_key, std::string(32, '\0'), "info", first, "a"));
    for (std::size_t at = 0; at < first.size(); ++at)
        CHECK_FALSE(open(pair.private_key, encapsulated, "info", flipped(first, at), "a"));
    for (std::size_t at = 0; at < encapsulated.size(); ++at)
        CHECK_FALSE(open(pair.private_key, flipped(encapsulated, at), "info", first, "a"));

    // What failed does not move the reader on.
    auto reader = BoxReader::start(pair.private_key, encapsulated, "info");
    REQUIRE(reader);
    CHECK_FALSE(reader->open(second, "a"));
    CHECK(reader->open(first, "a") == "first");
    CHECK_FALSE(reader->open(first, "a"));
    CHECK(reader->open(second, "a") == "second");
}

TEST_CASE("a public key with which nothing can be agreed is refused", "[sealing]")
{
    crypto::SeededRandomness random{"boxes"};
    struct Case
    {
        const char* because;
        std::string key;
    };
    const Case cases[] = {
        {"too short", std::string(31, '\x09')},
        {"too long", std::string(33, '\x09')},
        {"nothing", ""},
        {"the point 0", std::string(32, '\0')},
        {"the point 1", "\x01" + std::string(31, '\0')},
        {"a point of order 8", hex_bytes("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")},
        {"p - 1", "\xec" + std::string(30, '\xff') + "\x7f"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK_FALSE(crypto::is_box_public_key(c.key));
        CHECK_FALSE(BoxWriter::start(c.key, "", random));
    }
    CHECK(crypto::is_box_public_key("\x09" + std::string(31, '\0')));
    CHECK(crypto::is_box_public_key(crypto::make_box_key_pair(random).public_key));
}
