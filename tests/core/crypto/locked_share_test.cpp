#include "core/crypto/locked_share.hpp"

#include "core/crypto/sealed_box.hpp"
#include "tests/core/crypto/sealing_vectors.hpp"

#include <catch2/catch.hpp>

using namespace kori;
using namespace kori::test;
using crypto::LockedShare;

namespace
{

struct Ceremony
{
    crypto::SeededRandomness random{"ceremony"};
    crypto::BoxKeyPair pair = crypto::make_box_key_pair(random);
    crypto::CompetitionKey key{"cmp_one", pair.public_key};
    crypto::Quorum quorum{2, 3};
    std::vector<crypto::SecretShare> shares = crypto::split_secret(pair.private_key, quorum, random);
    crypto::ShareCommitments commitments =
        crypto::commit_to_shares(pair.private_key, shares, quorum, "cmp_one");
    std::vector<crypto::OpenerKeyPair> openers;
    std::vector<LockedShare> locked;

    Ceremony()
    {
        for (int i = 0; i < quorum.openers; ++i)
        {
            openers.push_back(crypto::make_opener_key(random));
            const auto made = crypto::lock_share(shares[static_cast<std::size_t>(i)], key, quorum,
                                                 "usr_" + std::to_string(i), openers.back().key, random);
            REQUIRE(made);
            locked.push_back(*made);
        }
    }
};

std::string rule_of(const LockedShare& locked, const crypto::SecretBytes& private_key)
{
    const auto opened = crypto::open_share(locked, private_key);
    return opened ? std::string{} : opened.refusal().rule;
}

} // namespace

TEST_CASE("openers unlock their shares and together hold the competition's private key", "[sealing]")
{
    const Ceremony ceremony;
    std::vector<crypto::SecretShare> opened;
    for (const std::size_t at : {std::size_t{2}, std::size_t{0}})
    {
        const auto read = crypto::read_locked_share(ceremony.locked[at].text());
        REQUIRE(read);
        CHECK(*read == ceremony.locked[at]);
        auto share = crypto::open_share(*read, ceremony.openers[at].private_key);
        REQUIRE(share);
        opened.push_back(std::move(*share));
    }
    const auto secret = crypto::combine_shares(opened, ceremony.commitments, "cmp_one");
    REQUIRE(secret);
    CHECK(secret->view() == ceremony.pair.private_key.view());
    CHECK(crypto::box_public_key(*secret) == ceremony.key.public_key);
}

TEST_CASE("a locked share opens for its opener only", "[sealing]")
{
    const Ceremony ceremony;
    for (std::size_t share = 0; share < 3; ++share)
        for (std::size_t opener = 0; opener < 3; ++opener)
            CHECK(rule_of(ceremony.locked[share], ceremony.openers[opener].private_key) ==
                  (share == opener ? "" : "sealing.other_opener"));
    CHECK(rule_of(ceremony.locked[0], ceremony.pair.private_key) == "sealing.other_opener");
}

TEST_CASE("a locked share cannot be moved to another competition, opener, number or quorum", "[sealing]")
{
    const Ceremony ceremony;
    const auto& private_key = ceremony.openers[0].private_key;
    const auto with = [&](const char* because, auto change)
    {
        INFO(because);
        auto moved = ceremony.locked[0];
        change(moved.label);
        REQUIRE(moved != ceremony.locked[0]);
        CHECK(rule_of(moved, private_key) == "sealing.share_altered");
    };
    with("another competition", [](auto& label) { label.competition = "cmp_two"; });
    with("a new key of the same competition", [](auto& label) { label.competition_key[0] ^= 1; });
    with("another person", [](auto& label) { label.opener = "usr_1"; });
    with("another number", [](auto& label) { label.number = 2; });
    with("more needed", [](auto& label) { label.quorum.needed = 3; });
    with("more openers", [](auto& label) { label.quorum.openers = 4; });

    auto handed_on = ceremony.locked[0];
    handed_on.label.opener_key = ceremony.openers[1].key.fingerprint();
    CHECK(rule_of(handed_on, ceremony.openers[1].private_key) == "sealing.share_altered");
}

TEST_CASE("no altered byte of a locked share goes unseen", "[sealing]")
{
    const Ceremony ceremony;
    const auto& private_key = ceremony.openers[0].private_key;
    for (std::size_t at = 0; at < ceremony.locked[0].sealed.size(); ++at)
    {
        auto altered = ceremony.locked[0];
        altered.sealed = flipped(altered.sealed, at);
        CHECK(rule_of(altered, private_key) == "sealing.share_altered");
    }
    const auto text = ceremony.locked[0].text();
    for (std::size_t at = 0; at < text.size(); ++at)
    {
        CAPTURE(at);
        const auto read = crypto::read_locked_share(flipped(text, at));
        CHECK((!read || !crypto::open_share(*read, private_key)));
    }
    for (const std::size_t size : {std::size_t{0}, std::size_t{31}, std::size_t{48}, std::size_t{79}})
    {
        auto cut = ceremony.locked[0];
        cut.sealed.resize(size);
        CHECK(rule_of(cut, private_key) == "sealing.share_altered");
    }
}

TEST_CASE("keys, locked and opened shares have the texts of the slow implementation", "[sealing]")
{
    const auto rows = sealing_vectors("locked_shares.json");
    REQUIRE(rows.array().size() == 1);
    for (const auto& row : rows.array())
    {
        const auto key = crypto::read_competition_key(row.at("competition_key_text").text());
        REQUIRE(key);
        CHECK(key->text() == row.at("competition_key_text").text());
        CHECK(key->public_key ==
              crypto::box_public_key(secret_of_hex(row.at("competition_private_key").text())));
        const auto opener = crypto::read_opener_key(row.at("opener_key_text").text());
        REQUIRE(opener);
        CHECK(opener->text() == row.at("opener_key_text").text());

        const auto number = static_cast<int>(row.at("share").integer());
        const crypto::Quorum quorum{static_cast<int>(row.at("needed").integer()),
                                    static_cast<int>(row.at("openers").integer())};
        GivenRandomness random{hex_bytes(row.at("seed").text())};
        const auto locked = crypto::lock_share({number, secret_of_hex(row.at("bytes").text())}, *key, quorum,
                                               row.at("opener").text(), *opener, random);
        REQUIRE(locked);
        CHECK(locked->text() == row.at("text").text());
        const auto share = crypto::open_share(*locked, secret_of_hex(row.at("opener_private_key").text()));
        REQUIRE(share);
        CHECK(to_hex(share->bytes.view()) == row.at("bytes").text());
        CHECK(share->number == number);
    }
}

TEST_CASE("an opened share is handed over as a text of its own", "[sealing]")
{
    const Ceremony ceremony;
    const auto text = crypto::opened_share_text("cmp_one", ceremony.shares[2]);
    const auto read = crypto::read_opened_share(text.view());
    REQUIRE(read);
    CHECK(read->competition == "cmp_one");
    CHECK(read->share.number == 3);
    CHECK(read->share.bytes.view() == ceremony.shares[2].bytes.view());
    struct Case
    {
        const char* because;
        const char* text;
        const char* rule;
    };
    const Case cases[] = {
        {"another text", "KORI-LOCKED-SHARE-1\ncompetition: c\nshare: 1\nbytes: AA\n", "sealing.other_text"},
        {"no competition", "KORI-OPENED-SHARE-1\nshare: 1\nbytes: AA\n", "sealing.text_line"},
        {"share 0", "KORI-OPENED-SHARE-1\ncompetition: c\nshare: 0\nbytes: AA\n", "sealing.text_value"},
        {"share 17", "KORI-OPENED-SHARE-1\ncompetition: c\nshare: 17\nbytes: AA\n", "sealing.text_value"},
        {"a name with a space", "KORI-OPENED-SHARE-1\ncompetition: c d\nshare: 1\nbytes: AA\n",
         "sealing.text_value"},
        {"no base64url", "KORI-OPENED-SHARE-1\ncompetition: c\nshare: 1\nbytes: A\n", "sealing.text_value"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK(crypto::read_opened_share(c.text).refusal().rule == c.rule);
    }
}

TEST_CASE("a share is locked only for a named opener with a usable key", "[sealing]")
{
    Ceremony ceremony;
    const auto rule = [&](std::string_view opener, const crypto::OpenerKey& key)
    {
        const auto made = crypto::lock_share(ceremony.shares[0], ceremony.key, ceremony.quorum, opener, key,
                                             ceremony.random);
        return made ? std::string{} : made.refusal().rule;
    };
    CHECK(rule("usr_0", ceremony.openers[0].key) == "");
    CHECK(rule("", ceremony.openers[0].key) == "sealing.name");
    CHECK(rule("usr 0", ceremony.openers[0].key) == "sealing.name");
    CHECK(rule("usr_0\nshare: 2", ceremony.openers[0].key) == "sealing.name");
    CHECK(rule(std::string(64, 'u'), ceremony.openers[0].key) == "");
    CHECK(rule(std::string(65, 'u'), ceremony.openers[0].key) == "sealing.name");
    CHECK(rule("usr_0", {std::string(32, '\0'), std::nullopt}) == "sealing.unusable_key");
}

TEST_CASE("a competition's key is read as it was published, and not otherwise", "[sealing]")
{
    const Ceremony ceremony;
    const auto text = ceremony.key.text();
    const auto read = crypto::read_competition_key(text);
    REQUIRE(read);
    CHECK(*read == ceremony.key);
    for (std::size_t at = 0; at < text.size(); ++at)
    {
        CAPTURE(at);
        CHECK_FALSE(crypto::read_competition_key(flipped(text, at)));
    }
    CHECK(crypto::spoken_fingerprint(std::string("\x3f\x9a\x01\xc2", 4)) == "3f9a 01c2");
    CHECK(crypto::CompetitionKey{"cmp_two", ceremony.key.public_key}.fingerprint() !=
          ceremony.key.fingerprint());
}
