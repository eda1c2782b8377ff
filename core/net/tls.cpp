// TLS 1.2 and 1.3 on Asio. With dev_tls.cpp the only file of this folder that sees OpenSSL.
#include "core/net/server.hpp"
#include "core/net/wire.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <openssl/ssl.h>

#include <string_view>
#include <utility>

namespace kori::net
{

namespace
{

namespace ssl = asio::ssl;

// Forward secrecy and authenticated encryption only (RFC 9325 4.2); TLS 1.3 suites are the library's three.
constexpr const char* suites_1_2 = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
                                   "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
                                   "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr long resumption_seconds = 7'200;

// ALPN: who offers protocols must offer HTTP/1.1 among them (RFC 7301 3.2).
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_length,
                    const unsigned char* offered, unsigned int offered_length, void*)
{
    static constexpr unsigned char own[] = "\x08http/1.1";
    unsigned char* found = nullptr;
    if (SSL_select_next_proto(&found, chosen_length, own, sizeof own - 1, offered, offered_length) !=
        OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    *chosen = found;
    return SSL_TLSEXT_ERR_OK;
}

class TlsWire final : public Wire
{
public:
    TlsWire(Socket socket, ssl::context& context) : stream_{std::move(socket), context} {}

    Task<Outcome> shake_hands() override
    {
        return stream_.async_handshake(ssl::stream_base::server, quietly);
    }
    Task<Moved> read_some(char* into, std::size_t room) override
    {
        return stream_.async_read_some(asio::buffer(into, room), quietly);
    }
    Task<Moved> write_all(const char* from, std::size_t count) override
    {
        return asio::async_write(stream_, asio::buffer(from, count), quietly);
    }
    Task<Outcome> say_goodbye() override { return stream_.async_shutdown(quietly); }
    Socket& socket() override { return stream_.next_layer(); }
    bool is_secure() const override { return true; }

private:
    ssl::stream<Socket> stream_;
};

} // namespace

class TlsContext
{
public:
    explicit TlsContext(const TlsFiles& files) : context_{ssl::context::tls_server}
    {
        auto* native = context_.native_handle();
        error_code error;
        context_.use_certificate_chain_file(files.certificate_chain, error);
        if (error)
            throw StartRefused{"The certificate chain " + files.certificate_chain + " cannot be read."};
        context_.use_private_key_file(files.private_key, ssl::context::pem, error);
        if (error)
            throw StartRefused{"The private key " + files.private_key +
                               " cannot be read, or is not the certificate's."};
        if (SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION) != 1 ||
            SSL_CTX_set_cipher_list(native, suites_1_2) != 1 ||
            SSL_CTX_set1_groups_list(native, "X25519:P-256:P-384") != 1)
            throw StartRefused{"The TLS library refuses the versions, suites or groups of this server."};

        SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                        SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
        SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS); // an idle connection holds no record buffers
        SSL_CTX_set_alpn_select_cb(native, &choose_protocol, nullptr);
        // A handshake costs 31 requests (measured): resumption stays on. No early data: it can be replayed.
        static constexpr unsigned char own_name[] = "kori";
        SSL_CTX_set_session_id_context(native, own_name, sizeof own_name - 1);
        SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_SERVER);
        SSL_CTX_set_timeout(native, resumption_seconds);
        SSL_CTX_set_max_early_data(native, 0);
    }

    ssl::context& context() { return context_; }

private:
    ssl::context context_;
};

std::shared_ptr<TlsContext> make_tls_context(const TlsFiles& files)
{
    return std::make_shared<TlsContext>(files);
}

std::unique_ptr<Wire> tls_wire(Socket socket, TlsContext& context)
{
    return std::make_unique<TlsWire>(std::move(socket), context.context());
}

} // namespace kori::net
