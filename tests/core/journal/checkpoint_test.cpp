#include "core/journal/checkpoint.hpp"

#include "core/base/promise.hpp"
#include "core/base/text.hpp"
#include "journal_world.hpp"

#include <catch2/catch.hpp>

using namespace kori;

namespace
{

const crypto::SigningKey key = crypto::signing_key_from_seed(std::string(32, '\x05'));

journal::CheckpointBody some_body()
{
    return {42, std::string(32, '\x11'), 0, parse_instant("2026-03-02T10:15:00Z")};
}

std::string rule_of(const std::string& note, std::string_view origin = test_origin)
{
    const auto body = journal::open_checkpoint(note, key.public_key, origin);
    return body ? "accepted" : body.refusal().rule;
}

} // namespace

TEST_CASE("a checkpoint has the lines of C2SP tlog-checkpoint and one signature line", "[journal]")
{
    const auto note = journal::sign_checkpoint(some_body(), key, test_origin);
    const auto lines = split_text(note, '\n');
    REQUIRE(lines.size() == 7);
    CHECK(lines[0] == "kori.example/journal");
    CHECK(lines[1] == "42");
    CHECK(lines[2] == to_base64(std::string(32, '\x11')));
    CHECK(lines[3] == "signed 2026-03-02T10:15:00.000000Z");
    CHECK(lines[4].empty());
    CHECK(lines[5].starts_with("\xe2\x80\x94 kori.example/journal "));
    CHECK(lines[6].empty());

    const auto signature = from_base64(lines[5].substr(lines[5].rfind(' ') + 1)).value();
    const std::string named = std::string{test_origin} + "\n\x01" + key.public_key;
    CHECK(signature.substr(0, 4) == crypto::sha256(named).substr(0, 4));
    const auto text = note.substr(0, note.find("\n\n") + 1);
    CHECK(crypto::verify_signature(key.public_key, text, signature.substr(4)));
    CHECK(*journal::open_checkpoint(note, key.public_key, test_origin) == some_body());
}

TEST_CASE("an epoch stands in the origin line and comes back from it", "[journal]")
{
    auto body = some_body();
    body.epoch = 12;
    const auto note = journal::sign_checkpoint(body, key, test_origin);
    CHECK(note.starts_with("kori.example/journal/epoch-12\n"));
    CHECK(journal::open_checkpoint(note, key.public_key, test_origin)->epoch == 12);
}

TEST_CASE("any changed byte of a checkpoint is noticed", "[journal]")
{
    const auto note = journal::sign_checkpoint(some_body(), key, test_origin);
    for (std::size_t i = 0; i < note.size(); ++i)
    {
        auto changed = note;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        INFO(i);
        CHECK(rule_of(changed) != "accepted");
        CHECK(rule_of(note.substr(0, i)) != "accepted");
    }
}

TEST_CASE("a checkpoint of another log, key or form is refused with the rule's name", "[journal]")
{
    const auto note = journal::sign_checkpoint(some_body(), key, test_origin);
    CHECK(rule_of(note, "kori.example/other") == "journal.checkpoint_origin");
    CHECK(rule_of(note, "kori.example/jour") == "journal.checkpoint_origin");
    const auto other = crypto::signing_key_from_seed(std::string(32, '\x06'));
    CHECK(journal::open_checkpoint(note, other.public_key, test_origin).refusal().rule ==
          "journal.checkpoint_signature");
    CHECK(rule_of("") == "journal.checkpoint_form");
    CHECK(rule_of("kori.example/journal\n1\n\n\n") == "journal.checkpoint_form");
    for (const std::string size : {"042", "-1", "+1", "4 2", "", "9223372036854775808", "0x1"})
    {
        INFO(size);
        CHECK(rule_of("kori.example/journal\n" + size + "\n" + to_base64(std::string(32, 'x')) + "\n\nx\n") ==
              "journal.checkpoint_form");
    }
    CHECK(rule_of("kori.example/journal\n1\n" + to_base64(std::string(31, 'x')) + "\n\nx\n") ==
          "journal.checkpoint_form");
    for (const std::string line :
         {"kori.example/journal/epoch-0", "kori.example/journal/epoch-", "kori.example/journal/epoch-01",
          "kori.example/journal/epoch--1", "kori.example/journal2"})
    {
        INFO(line);
        CHECK(rule_of(line + "\n1\n" + to_base64(std::string(32, 'x')) + "\n\nx\n") ==
              "journal.checkpoint_origin");
    }
}

TEST_CASE("signatures and extension lines of others are passed over", "[journal]")
{
    const auto note = journal::sign_checkpoint(some_body(), key, test_origin);
    CHECK(rule_of(note + "\xe2\x80\x94 witness.example/w " + to_base64(std::string(76, 'w')) + "\n") ==
          "accepted");

    const std::string text = journal::checkpoint_text(some_body(), test_origin) + "another line\n";
    const std::string named = std::string{test_origin} + "\n\x01" + key.public_key;
    const auto signature = crypto::sha256(named).substr(0, 4) + crypto::sign(key, text);
    CHECK(rule_of(text + "\n\xe2\x80\x94 " + std::string{test_origin} + ' ' + to_base64(signature) + '\n') ==
          "accepted");
}

TEST_CASE("an origin is a name without spaces and plus", "[journal]")
{
    CHECK(journal::is_origin("kori.example/journal"));
    for (const std::string bad : {"", "a b", "a+b", "a\nb", "h\xc3\xa4me", "a/epoch-1"})
        CHECK_FALSE(journal::is_origin(bad));
    CHECK_THROWS_AS(journal::sign_checkpoint(some_body(), key, "a b"), BrokenPromise);
}

TEST_CASE("the verifier key names the log, the key's hash and the key", "[journal]")
{
    const auto parts = split_text(journal::verifier_key(key.public_key, test_origin, 0), '+');
    REQUIRE(parts.size() >= 3);
    CHECK(parts[0] == test_origin);
    CHECK(parts[1] ==
          to_hex(crypto::sha256(std::string{test_origin} + "\n\x01" + key.public_key).substr(0, 4)));
    CHECK(
        journal::verifier_key(key.public_key, test_origin, 0).ends_with(to_base64("\x01" + key.public_key)));
}

TEST_CASE("the key hash is the one that other programs compute", "[journal]")
{
    // The published key of the Go checksum database, as its client carries it.
    const std::string published = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
    const auto typed_key = from_base64("Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8").value();
    CHECK(journal::verifier_key(typed_key.substr(1), "sum.golang.org", 0) == published);
}
