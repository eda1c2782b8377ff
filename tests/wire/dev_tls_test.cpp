#include "core/net/dev_tls.hpp"

#include <catch2/catch.hpp>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

namespace kori::net
{

namespace
{

struct Folder
{
    Folder()
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "kori-tls-XXXXXX").string();
        REQUIRE(::mkdtemp(pattern.data()) != nullptr);
        path = pattern + "/deeper/tls";
        root = pattern;
    }
    ~Folder() { std::filesystem::remove_all(root); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string path;
    std::string root;
};

struct ReleaseCertificate
{
    void operator()(X509* certificate) const { X509_free(certificate); }
};
using Certificate = std::unique_ptr<X509, ReleaseCertificate>;

Certificate read(const std::string& path)
{
    std::FILE* file = std::fopen(path.c_str(), "r");
    REQUIRE(file != nullptr);
    Certificate certificate{PEM_read_X509(file, nullptr, nullptr, nullptr)};
    std::fclose(file);
    REQUIRE(certificate != nullptr);
    return certificate;
}

std::string text_of(const std::string& path)
{
    std::ifstream file{path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

unsigned mode_of(const std::string& path)
{
    struct stat about = {};
    REQUIRE(::stat(path.c_str(), &about) == 0);
    return about.st_mode & 0777U;
}

const auto now = *parse_instant("2026-03-02T10:15:00Z");

} // namespace

TEST_CASE("the first start makes an authority and a leaf that only this user can use", "[net][dev_tls]")
{
    const Folder folder;
    const auto made = development_tls(folder.path, now);
    CHECK(made.is_new);
    CHECK(mode_of(folder.path) == 0700U);
    CHECK(mode_of(made.files.private_key) == 0600U);
    CHECK(mode_of(folder.path + "/authority.key") == 0600U);

    const auto authority = read(made.authority);
    CHECK(X509_check_ca(authority.get()) == 1);
    CHECK(X509_get_pathlen(authority.get()) == 0);
    CHECK(X509_get_key_usage(authority.get()) == (KU_KEY_CERT_SIGN | KU_CRL_SIGN));
    CHECK(X509_get_ext_by_NID(authority.get(), NID_name_constraints, -1) >= 0);

    const auto leaf = read(made.files.certificate_chain);
    CHECK(X509_check_ca(leaf.get()) == 0);
    CHECK(X509_check_host(leaf.get(), "localhost", 0, 0, nullptr) == 1);
    CHECK(X509_check_ip_asc(leaf.get(), "127.0.0.1", 0) == 1);
    CHECK(X509_check_ip_asc(leaf.get(), "::1", 0) == 1);
    CHECK(X509_check_host(leaf.get(), "example.org", 0, 0, nullptr) == 0);
    CHECK(X509_verify(leaf.get(), X509_get0_pubkey(authority.get())) == 1);
    int days = 0;
    int seconds = 0;
    REQUIRE(ASN1_TIME_diff(&days, &seconds, X509_get0_notBefore(leaf.get()),
                           X509_get0_notAfter(leaf.get())) == 1);
    CHECK(days == 397);
    CHECK(seconds == 0);
}

TEST_CASE("a later start keeps what is valid and renews a leaf in its last thirty days", "[net][dev_tls]")
{
    const Folder folder;
    const auto made = development_tls(folder.path, now);
    const auto leaf = text_of(made.files.certificate_chain);
    const auto authority = text_of(made.authority);

    CHECK_FALSE(development_tls(folder.path, now.plus_days(366)).is_new); // 31 days before the end
    CHECK(text_of(made.files.certificate_chain) == leaf);
    CHECK(development_tls(folder.path, now.plus_days(368)).is_new); // 29 days
    CHECK(text_of(made.files.certificate_chain) != leaf);
    CHECK(text_of(made.authority) == authority); // who trusts it goes on trusting it
}

TEST_CASE("a damaged file is made anew, with what depends on it", "[net][dev_tls]")
{
    const Folder folder;
    const auto made = development_tls(folder.path, now);
    std::ofstream{made.files.private_key} << "nonsense";
    CHECK(development_tls(folder.path, now).is_new);
    CHECK(mode_of(made.files.private_key) == 0600U);

    const auto leaf = text_of(made.files.certificate_chain);
    std::filesystem::remove(folder.path + "/authority.key");
    CHECK(development_tls(folder.path, now).is_new);
    CHECK(text_of(made.files.certificate_chain) != leaf);
    CHECK_FALSE(development_tls(folder.path, now).is_new);
}

TEST_CASE("a folder that cannot be made stops the start with a sentence", "[net][dev_tls]")
{
    CHECK_THROWS_AS(development_tls("/dev/null/tls", now), StartRefused);
}

} // namespace kori::net
