#include "core/crypto/keyring.hpp"

#include "core/base/text.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <set>
#include <sys/stat.h>

using namespace kori;
namespace fs = std::filesystem;

namespace
{

// A folder of its own that is removed at the end.
struct Folder
{
    fs::path path = fs::temp_directory_path() / ("kori-keys-" + to_hex(crypto::system_randomness().bytes(8)));
    Folder() { fs::create_directory(path); }
    ~Folder() { fs::remove_all(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
};

unsigned mode_of(const fs::path& path)
{
    struct stat facts{};
    REQUIRE(::stat(path.c_str(), &facts) == 0);
    return facts.st_mode & 0777U;
}

void write_key(const fs::path& path, const std::string& text)
{
    std::ofstream{path, std::ios::binary} << text;
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
}

} // namespace

TEST_CASE("a new keyring is made once, for its owner only, and read again", "[crypto]")
{
    const Folder folder;
    const auto keys = folder.path / "keys";
    const auto first = crypto::Keyring::load(keys, true);
    CHECK(mode_of(keys) == 0700);
    CHECK(mode_of(keys / "master.key") == 0600);
    CHECK(fs::file_size(keys / "master.key") == 65);
    CHECK(crypto::Keyring::load(keys, true).fingerprint() == first.fingerprint());
    CHECK(crypto::Keyring::load(keys, false).fingerprint() == first.fingerprint());
    CHECK(std::distance(fs::directory_iterator{keys}, fs::directory_iterator{}) == 1);
}

TEST_CASE("two new keyrings differ", "[crypto]")
{
    const Folder folder;
    CHECK(crypto::Keyring::load(folder.path / "a", true).fingerprint() !=
          crypto::Keyring::load(folder.path / "b", true).fingerprint());
}

TEST_CASE("an absent key stops the start unless a new one may be made", "[crypto]")
{
    const Folder folder;
    CHECK_THROWS_AS(crypto::Keyring::load(folder.path, false), crypto::KeyringError);
    CHECK_THROWS_AS(crypto::Keyring::load(folder.path / "absent", false), crypto::KeyringError);
    CHECK_FALSE(fs::exists(folder.path / "master.key"));
}

TEST_CASE("a key that others may touch is refused", "[crypto]")
{
    const Folder folder;
    write_key(folder.path / "master.key", std::string(64, 'a') + "\n");
    CHECK_NOTHROW(crypto::Keyring::load(folder.path, false));
    for (const auto open_to :
         {fs::perms::group_read, fs::perms::others_read, fs::perms::group_write, fs::perms::others_exec})
    {
        fs::permissions(folder.path / "master.key", fs::perms::owner_read | open_to);
        CHECK_THROWS_AS(crypto::Keyring::load(folder.path, true), crypto::KeyringError);
    }
}

TEST_CASE("a key file of another form is refused and left alone", "[crypto]")
{
    struct Case
    {
        const char* because;
        std::string text;
    };
    const Case cases[] = {
        {"empty", ""},
        {"one character short", std::string(63, 'a') + "\n"},
        {"one character long", std::string(65, 'a') + "\n"},
        {"no newline", std::string(64, 'a')},
        {"a second line", std::string(64, 'a') + "\n\n"},
        {"not hexadecimal", std::string(63, 'a') + "g\n"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        const Folder folder;
        write_key(folder.path / "master.key", c.text);
        CHECK_THROWS_AS(crypto::Keyring::load(folder.path, true), crypto::KeyringError);
        CHECK(fs::file_size(folder.path / "master.key") == c.text.size());
    }
}

TEST_CASE("a link or a folder in the key's place is refused", "[crypto]")
{
    const Folder folder;
    write_key(folder.path / "other.key", std::string(64, 'a') + "\n");
    fs::create_symlink(folder.path / "other.key", folder.path / "master.key");
    CHECK_THROWS_AS(crypto::Keyring::load(folder.path, true), crypto::KeyringError);
    fs::remove(folder.path / "master.key");
    fs::create_directory(folder.path / "master.key");
    CHECK_THROWS_AS(crypto::Keyring::load(folder.path, true), crypto::KeyringError);
}

TEST_CASE("every key of a keyring is another one and depends on the master secret", "[crypto]")
{
    const crypto::Keyring one{std::string(32, '\x01')};
    const crypto::Keyring other{std::string(32, '\x02')};
    std::set<std::string> keys;
    for (const auto* ring : {&one, &other})
    {
        keys.insert(ring->journal_key().seed);
        for (const auto key : {ring->person_wrapping_key(), ring->lookup_key(), ring->cursor_key(),
                               ring->reply_key(), ring->display_key()})
        {
            CHECK(key.size() == 32);
            keys.insert(std::string{key});
        }
    }
    CHECK(keys.size() == 12);
    CHECK(one.fingerprint().size() == 16);
    CHECK(one.fingerprint() != other.fingerprint());
    CHECK_THROWS_AS(crypto::Keyring{"short"}, crypto::KeyringError);
}

TEST_CASE("derived keys never change between releases, or old data could not be opened", "[crypto]")
{
    const crypto::Keyring ring{std::string(32, '\x01')};
    CHECK(ring.fingerprint() == "05a263774ad4d2ac");
    CHECK(to_hex(ring.journal_key().public_key) ==
          "271eec2ac829d1a8a780d2b4acd6e93fd04f241b2d12b6f9fe350f7c3578592f");
    CHECK(to_hex(crypto::sha256(std::string{ring.person_wrapping_key()} + std::string{ring.lookup_key()} +
                                std::string{ring.cursor_key()} + std::string{ring.reply_key()} +
                                std::string{ring.display_key()})) ==
          "48c5d13f5ad74b55c2fd67a1a7459fe3a3dc1960445ff2abacefe58a227c3c26");
}
