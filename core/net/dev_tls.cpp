#include "core/net/dev_tls.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <utility>

namespace kori::net
{

namespace
{

constexpr int authority_days = 3'650;
constexpr int leaf_days = 397; // what browsers accept at most (CA/Browser Forum ballot SC31)
constexpr int renewal_days = 30;

template <class T, void (*release)(T*)>
struct Releaser
{
    void operator()(T* object) const { release(object); }
};
using Key = std::unique_ptr<EVP_PKEY, Releaser<EVP_PKEY, EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Releaser<X509, X509_free>>;
using Bytes = std::unique_ptr<BIO, Releaser<BIO, BIO_free_all>>;

void demand(bool condition, std::string_view what)
{
    if (!condition)
        throw StartRefused{"Development certificates cannot be made: " + std::string{what} + "."};
}

std::string text_of(BIO* bytes)
{
    char* data = nullptr;
    const auto length = BIO_get_mem_data(bytes, &data);
    return {data, static_cast<std::size_t>(length)};
}

std::string pem_of(EVP_PKEY* key)
{
    const Bytes bytes{BIO_new(BIO_s_mem())};
    demand(bytes &&
               PEM_write_bio_PKCS8PrivateKey(bytes.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
           "a key cannot be written");
    return text_of(bytes.get());
}

std::string pem_of(X509* certificate)
{
    const Bytes bytes{BIO_new(BIO_s_mem())};
    demand(bytes && PEM_write_bio_X509(bytes.get(), certificate) == 1, "a certificate cannot be written");
    return text_of(bytes.get());
}

Key read_key(const std::string& path)
{
    const Bytes file{BIO_new_file(path.c_str(), "r")};
    return Key{file ? PEM_read_bio_PrivateKey(file.get(), nullptr, nullptr, nullptr) : nullptr};
}

Certificate read_certificate(const std::string& path)
{
    const Bytes file{BIO_new_file(path.c_str(), "r")};
    return Certificate{file ? PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr) : nullptr};
}

// Whole or not at all: written beside the place, synced, then renamed.
void write_file(const std::string& path, const std::string& text, mode_t mode)
{
    const auto beside = path + ".new";
    ::unlink(beside.c_str());
    const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    demand(file >= 0, "cannot write " + beside);
    const auto written = ::write(file, text.data(), text.size());
    const bool is_synced = ::fsync(file) == 0;
    ::close(file);
    demand(is_synced && written == static_cast<ssize_t>(text.size()), "cannot write " + beside);
    demand(::rename(beside.c_str(), path.c_str()) == 0, "cannot rename to " + path);
}

void add_extension(X509* certificate, X509* issuer, int kind, const char* value)
{
    X509V3_CTX context{};
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, Releaser<X509_EXTENSION, X509_EXTENSION_free>> extension{
        X509V3_EXT_conf_nid(nullptr, &context, kind, value)};
    demand(extension && X509_add_ext(certificate, extension.get(), -1) == 1, "an extension is refused");
}

struct Extension
{
    int kind;
    const char* value;
};

// Signed with `issuer_key`; issued by itself when there is no issuer.
Certificate issue(EVP_PKEY* key, X509* issuer, EVP_PKEY* issuer_key, const char* name, Instant now, int days,
                  std::initializer_list<Extension> extensions)
{
    Certificate certificate{X509_new()};
    demand(certificate != nullptr, "no memory");
    auto* const own = certificate.get();
    X509_set_version(own, X509_VERSION_3);

    std::array<unsigned char, 16> serial{};
    demand(RAND_bytes(serial.data(), static_cast<int>(serial.size())) == 1, "no random bytes");
    serial[0] = static_cast<unsigned char>((serial[0] & 0x3f) | 0x40); // positive, of full length
    const std::unique_ptr<BIGNUM, Releaser<BIGNUM, BN_free>> number{
        BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr)};
    demand(number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(own)) != nullptr,
           "no serial number");

    time_t from = static_cast<time_t>(now.micros / 1'000'000);
    X509_time_adj_ex(X509_getm_notBefore(own), 0, -3'600, &from); // an hour for clocks that go slow
    X509_time_adj_ex(X509_getm_notAfter(own), days, -3'600, &from);
    X509_set_pubkey(own, key);

    auto* const subject = X509_get_subject_name(own);
    X509_NAME_add_entry_by_txt(subject, "O", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>("Kori development"), -1, -1, 0);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(name), -1,
                               -1, 0);
    X509* const signer = issuer != nullptr ? issuer : own;
    X509_set_issuer_name(own, X509_get_subject_name(signer));
    for (const auto& [kind, value] : extensions)
        add_extension(own, signer, kind, value);
    demand(X509_sign(own, issuer_key, EVP_sha256()) > 0, "the signature fails");
    return certificate;
}

Key new_key()
{
    Key key{EVP_EC_gen("P-256")};
    demand(key != nullptr, "no key can be made");
    return key;
}

bool is_usable(X509* certificate, EVP_PKEY* key, Instant at)
{
    if (certificate == nullptr || key == nullptr || X509_check_private_key(certificate, key) != 1)
        return false;
    time_t moment = static_cast<time_t>(at.micros / 1'000'000);
    return X509_cmp_time(X509_get0_notAfter(certificate), &moment) > 0;
}

} // namespace

DevelopmentTls development_tls(const std::string& folder, Instant now)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    demand(!error && ::chmod(folder.c_str(), 0700) == 0, "the folder " + folder + " cannot be used");

    DevelopmentTls result;
    result.authority = folder + "/authority.pem";
    result.files = {folder + "/leaf.pem", folder + "/leaf.key"};
    const auto authority_key_path = folder + "/authority.key";
    const auto renewal = now.plus_days(renewal_days);

    auto authority_key = read_key(authority_key_path);
    auto authority = read_certificate(result.authority);
    const bool has_authority = is_usable(authority.get(), authority_key.get(), renewal);
    if (!has_authority)
    {
        authority_key = new_key();
        authority = issue(
            authority_key.get(), nullptr, authority_key.get(), "Kori development authority", now,
            authority_days,
            {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
             {NID_key_usage, "critical,keyCertSign,cRLSign"},
             // Even with its key stolen it vouches for this machine only.
             {NID_name_constraints, "critical,permitted;DNS:localhost,permitted;IP:127.0.0.1/255.255.255.255,"
                                    "permitted;IP:0:0:0:0:0:0:0:1/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
             {NID_subject_key_identifier, "hash"}});
        write_file(authority_key_path, pem_of(authority_key.get()), 0600);
        write_file(result.authority, pem_of(authority.get()), 0644);
    }

    auto leaf_key = read_key(result.files.private_key);
    auto leaf = read_certificate(result.files.certificate_chain);
    const bool is_signed_by_authority = leaf && X509_verify(leaf.get(), authority_key.get()) == 1;
    if (is_signed_by_authority && is_usable(leaf.get(), leaf_key.get(), renewal))
        return result;

    leaf_key = new_key();
    leaf = issue(leaf_key.get(), authority.get(), authority_key.get(), "localhost", now, leaf_days,
                 {{NID_basic_constraints, "critical,CA:FALSE"},
                  {NID_key_usage, "critical,digitalSignature"},
                  {NID_ext_key_usage, "serverAuth"},
                  {NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1,IP:::1"},
                  {NID_subject_key_identifier, "hash"},
                  {NID_authority_key_identifier, "keyid"}});
    write_file(result.files.private_key, pem_of(leaf_key.get()), 0600);
    write_file(result.files.certificate_chain, pem_of(leaf.get()), 0644);
    result.is_new = true;
    return result;
}

} // namespace kori::net
