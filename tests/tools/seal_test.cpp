// kori-seal as its users run it: a process with files, flags and a file descriptor for the passphrase.
#include "core/base/text.hpp"
#include "core/crypto/locked_share.hpp"
#include "core/crypto/sealed_tender.hpp"
#include "tests/support/program.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <poll.h>
#include <pty.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace kori;
namespace fs = std::filesystem;
using kori::test::run_program;

namespace
{

constexpr const char* passphrase = "kolme hirveä ylitti tien aamulla varhain";

std::string bytes_of(const std::string& file)
{
    std::ifstream stream{file, std::ios::binary};
    REQUIRE(stream);
    return {std::istreambuf_iterator<char>{stream}, std::istreambuf_iterator<char>{}};
}

unsigned mode_of(const std::string& file)
{
    struct stat facts{};
    REQUIRE(::stat(file.c_str(), &facts) == 0);
    return facts.st_mode & 0777U;
}

test::Ran seal(const std::vector<std::string>& words)
{
    return run_program(KORI_SEAL_PROGRAM, words);
}

// A line in a pipe whose reading end the program inherits.
class Line
{
public:
    explicit Line(const std::string& text)
    {
        REQUIRE(::pipe(ends_) == 0);
        const auto line = text + "\n";
        REQUIRE(::write(ends_[1], line.data(), line.size()) == static_cast<ssize_t>(line.size()));
        ::close(ends_[1]);
    }
    ~Line() { ::close(ends_[0]); }
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;
    std::string descriptor() const { return std::to_string(ends_[0]); }

private:
    int ends_[2] = {-1, -1};
};

// The program at a terminal of its own: after each question it gets the next line.
test::Ran at_terminal(std::vector<std::string> words, const std::vector<std::string>& lines)
{
    words.insert(words.begin(), KORI_SEAL_PROGRAM);
    std::vector<char*> arguments;
    for (auto& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    int terminal = -1;
    const int process = ::forkpty(&terminal, nullptr, nullptr, nullptr);
    REQUIRE(process >= 0);
    if (process == 0)
    {
        ::execv(arguments[0], arguments.data());
        ::_exit(127);
    }
    test::Ran ran;
    std::size_t answered = 0;
    for (;;)
    {
        pollfd waited{terminal, POLLIN, 0};
        char buffer[1'024];
        const auto got = ::poll(&waited, 1, 60'000) == 1 ? ::read(terminal, buffer, sizeof buffer) : -1;
        if (got <= 0)
            break;
        ran.output.append(buffer, static_cast<std::size_t>(got));
        if (ran.output.ends_with(": ") && answered < lines.size())
        {
            REQUIRE(::write(terminal, lines[answered].data(), lines[answered].size()) > 0);
            ++answered;
        }
    }
    ::close(terminal); // who still waits gets a hang-up
    int status = 0;
    ::waitpid(process, &status, 0);
    ran.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return ran;
}

// A folder of its own with a competition's key in it.
struct Desk
{
    fs::path folder =
        fs::temp_directory_path() / ("kori-seal-" + to_hex(crypto::system_randomness().bytes(8)));
    crypto::BoxKeyPair pair = crypto::make_box_key_pair(crypto::system_randomness());
    crypto::CompetitionKey key{"cmp_one", pair.public_key};
    crypto::Quorum quorum{2, 3};
    std::vector<crypto::SecretShare> shares =
        crypto::split_secret(pair.private_key, quorum, crypto::system_randomness());

    Desk()
    {
        fs::create_directory(folder);
        put("competition.key", key.text());
    }
    ~Desk() { fs::remove_all(folder); }
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    std::string at(const std::string& name) const { return (folder / name).string(); }
    std::string put(const std::string& name, std::string_view bytes) const
    {
        std::ofstream{at(name), std::ios::binary} << bytes;
        return at(name);
    }
    bool has(const std::string& name) const { return fs::exists(folder / name); }
    // Makes an opener's key file and locks the share to it.
    std::string lock(std::size_t number, const std::string& opener_file) const
    {
        const auto opener = crypto::read_opener_key(bytes_of(at(opener_file + ".pub")));
        REQUIRE(opener);
        const auto locked =
            crypto::lock_share(shares[number - 1], key, quorum, "usr_" + std::to_string(number), *opener,
                               crypto::system_randomness());
        REQUIRE(locked);
        return put("locked-" + std::to_string(number), locked->text());
    }
};

std::vector<std::string> sealing(const Desk& desk, const std::string& in, const std::string& out)
{
    return {"seal",      "--to",      desk.at("competition.key"), "--bidder", "org_one", "--part", "price",
            desk.at(in), desk.at(out)};
}

} // namespace

TEST_CASE("a tender is sealed by the bidder and opened with the shares of two openers", "[sealing]")
{
    const Desk desk;
    const std::string plain = std::string(150'000, 'p') + "12 345,00";
    desk.put("tender.pdf", plain);
    REQUIRE(seal(sealing(desk, "tender.pdf", "tender.sealed")).code == 0);

    REQUIRE(seal({"opener-key", desk.at("anna")}).code == 0);
    const Line chosen{passphrase};
    REQUIRE(seal({"opener-key", "--passphrase-fd", chosen.descriptor(), desk.at("bengt")}).code == 0);
    CHECK_FALSE(desk.has("bengt")); // a key of a passphrase lies nowhere
    CHECK(mode_of(desk.at("anna")) == 0600);

    const auto first = desk.lock(1, "anna");
    const auto third = desk.lock(3, "bengt");
    const auto opened = seal({"open-share", "--key", desk.at("anna"), first, desk.at("opened-1")});
    CAPTURE(opened.output);
    REQUIRE(opened.code == 0);
    const Line typed{passphrase};
    REQUIRE(seal({"open-share", "--public", desk.at("bengt.pub"), "--passphrase-fd", typed.descriptor(),
                  third, desk.at("opened-3")})
                .code == 0);
    CHECK(mode_of(desk.at("opened-1")) == 0600);

    std::vector<crypto::SecretShare> shares;
    for (const auto* file : {"opened-1", "opened-3"})
    {
        auto read = crypto::read_opened_share(bytes_of(desk.at(file)));
        REQUIRE(read);
        CHECK(read->competition == "cmp_one");
        shares.push_back(std::move(read->share));
    }
    const auto commitments =
        crypto::commit_to_shares(desk.pair.private_key, desk.shares, desk.quorum, "cmp_one");
    const auto private_key = crypto::combine_shares(shares, commitments, "cmp_one");
    REQUIRE(private_key);
    const auto whole = crypto::open_tender(bytes_of(desk.at("tender.sealed")),
                                           {"cmp_one", "org_one", "price"}, *private_key);
    REQUIRE(whole);
    CHECK(*whole == plain);
}

TEST_CASE("nothing is overwritten, and what failed leaves no file", "[sealing]")
{
    const Desk desk;
    desk.put("tender.pdf", "a price");
    desk.put("there", "kept");
    for (const auto& words : {sealing(desk, "tender.pdf", "there"), {"opener-key", desk.at("there")}})
    {
        const auto ran = seal(words);
        CHECK(ran.code == 1);
        CHECK(ran.output.find("exists already") != std::string::npos);
    }
    CHECK(bytes_of(desk.at("there")) == "kept");
    CHECK_FALSE(desk.has("there.pub"));

    desk.put("half.pub", "kept");
    CHECK(seal({"opener-key", desk.at("half")}).code == 1);
    CHECK_FALSE(desk.has("half"));
    CHECK(bytes_of(desk.at("half.pub")) == "kept");

    const Line weak{"too short"};
    const auto refused = seal({"opener-key", "--passphrase-fd", weak.descriptor(), desk.at("weak")});
    CHECK(refused.code == 1);
    CHECK(refused.output.find("at least 20 characters") != std::string::npos);
    CHECK_FALSE(desk.has("weak.pub"));

    CHECK(seal(sealing(desk, "absent.pdf", "out")).code == 1);
    CHECK(seal(sealing(desk, "", "out")).output.find("no ordinary file") != std::string::npos);
    CHECK_FALSE(desk.has("out"));
}

TEST_CASE("a share stays locked for others, and for a key that others can read", "[sealing]")
{
    const Desk desk;
    REQUIRE(seal({"opener-key", desk.at("anna")}).code == 0);
    REQUIRE(seal({"opener-key", desk.at("bengt")}).code == 0);
    const auto locked = desk.lock(1, "anna");
    const auto with = [&](const std::string& key, const std::string& share)
    {
        const auto ran = seal({"open-share", "--key", desk.at(key), share, desk.at("opened")});
        CHECK(ran.code == 1);
        CHECK_FALSE(desk.has("opened"));
        return ran.output;
    };
    CHECK(with("bengt", locked).find("another opener") != std::string::npos);
    auto text = bytes_of(locked);
    text.replace(text.find("usr_1"), 5, "usr_2");
    CHECK(with("anna", desk.put("moved", text)).find("altered, or moved") != std::string::npos);
    CHECK(with("anna", desk.at("anna.pub")).find("no KORI-LOCKED-SHARE-1 text") != std::string::npos);
    CHECK(with("anna.pub", locked).find("mode to 0600") != std::string::npos);
    fs::permissions(desk.at("anna"), fs::perms::group_read, fs::perm_options::add);
    CHECK(with("anna", locked).find("mode to 0600") != std::string::npos);
    CHECK(with("anna", desk.put("long", std::string(5'000, 'x'))).find("too long") != std::string::npos);
    CHECK(seal({"open-share", locked, desk.at("opened")}).output.find("--key FILE") != std::string::npos);
}

TEST_CASE("fingerprints are printed for people to compare", "[sealing]")
{
    const Desk desk;
    CHECK(seal({"fingerprint", desk.at("competition.key")}).output ==
          crypto::spoken_fingerprint(desk.key.fingerprint()) + "\n");
    const auto made = seal({"opener-key", desk.at("anna")});
    CHECK(made.output.size() == 16 * 5);
    CHECK(seal({"fingerprint", desk.at("anna.pub")}).output == made.output);
    auto altered = desk.key.text();
    altered.replace(altered.find("cmp_one"), 7, "cmp_two");
    const auto refused = seal({"fingerprint", desk.put("altered", altered)});
    CHECK(refused.code == 1);
    CHECK(refused.output.find("The value of fingerprint cannot be read.") != std::string::npos);
    CHECK(seal({"fingerprint", desk.put("other", "hello\n")}).code == 1);
    CHECK(seal(sealing(desk, "competition.key", "out")).code == 0);
}

TEST_CASE("at a terminal a passphrase is asked twice and never shown", "[sealing]")
{
    const Desk desk;
    const auto line = std::string{passphrase} + "\n";
    const std::vector<std::string> words = {"opener-key", "--passphrase", desk.at("anna")};
    const auto made = at_terminal(words, {line, line});
    CAPTURE(made.output);
    CHECK(made.code == 0);
    CHECK(made.output.find("Once more: ") != std::string::npos);
    CHECK(made.output.find("hirve") == std::string::npos);
    const auto key = crypto::read_opener_key(bytes_of(desk.at("anna.pub")));
    REQUIRE(key);
    CHECK(crypto::private_key_of(*key, passphrase));

    fs::remove(desk.at("anna.pub"));
    CHECK(at_terminal(words, {line, "another\n"}).output.find("The two passphrases differ.") !=
          std::string::npos);
    const auto stopped = at_terminal(words, {"half\x03\n"});
    CHECK(stopped.output.find("Stopped.") != std::string::npos);
    CHECK(stopped.code == 1);
    CHECK_FALSE(desk.has("anna.pub"));
}

TEST_CASE("a wrong word is named, and a passphrase is never one", "[sealing]")
{
    const Desk desk;
    struct Case
    {
        std::vector<std::string> words;
        int code;
        const char* says;
    };
    const Case cases[] = {
        {{}, 2, "kori-seal fingerprint FILE"},
        {{"unseal"}, 2, "kori-seal fingerprint FILE"},
        {{"opener-key", "--passphrase", "my secret words", desk.at("a")}, 1, "needs 1 file name."},
        {{"opener-key", "--passphrase=secret", desk.at("a")}, 1, "knows no such flag"},
        {{"opener-key", "--passphrase-fd", "x", desk.at("a")}, 1, "a number of an open file descriptor"},
        {{"opener-key", "--passphrase-fd", "999", desk.at("a")}, 1, "The passphrase cannot be read."},
        {{"opener-key", desk.at("a"), "--passphrase-fd"}, 1, "--passphrase-fd needs a value."},
        {{"opener-key"}, 1, "needs 1 file name."},
        {{"seal", "--to", "k", "--to", "k", "in", "out"}, 1, "--to stands twice."},
        {{"seal", "--to", "k", "--part", "p", "in", "out"}, 1, "seal needs --bidder."},
        {{"seal", "--to", "k", "--part", "p", "--bidder", "b", "in"}, 1, "needs 2 file names."},
    };
    for (const auto& c : cases)
    {
        const auto ran = seal(c.words);
        CAPTURE(c.says, ran.output);
        CHECK(ran.code == c.code);
        CHECK(ran.output.find(c.says) != std::string::npos);
    }
    CHECK(std::distance(fs::directory_iterator{desk.folder}, fs::directory_iterator{}) == 1);
}
