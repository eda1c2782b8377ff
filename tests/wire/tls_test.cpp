// TLS against a client of the plain OpenSSL library.
#include "core/net/dev_tls.hpp"
#include "tests/wire/wire_client.hpp"
#include "tests/wire/wire_server.hpp"

#include <catch2/catch.hpp>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <memory>

namespace kori::wire
{

namespace
{

struct Folder
{
    Folder()
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "kori-tls-XXXXXX").string();
        REQUIRE(::mkdtemp(pattern.data()) != nullptr);
        path = pattern;
    }
    ~Folder() { std::filesystem::remove_all(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string path;
};

struct ReleaseContext
{
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
struct ReleaseTicket
{
    void operator()(SSL_SESSION* kept) const { SSL_SESSION_free(kept); }
};
using Context = std::unique_ptr<SSL_CTX, ReleaseContext>;
using Ticket = std::unique_ptr<SSL_SESSION, ReleaseTicket>;

Context client_context(const std::string& authority, int version)
{
    Context context{SSL_CTX_new(TLS_client_method())};
    SSL_CTX_set_security_level(context.get(), 0); // so that the client offers the old versions at all
    SSL_CTX_set_min_proto_version(context.get(), version);
    SSL_CTX_set_max_proto_version(context.get(), version);
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_CLIENT);
    REQUIRE(SSL_CTX_load_verify_locations(context.get(), authority.c_str(), nullptr) == 1);
    return context;
}

class TlsClient
{
public:
    TlsClient(unsigned short port, SSL_CTX* context, SSL_SESSION* ticket = nullptr,
              const char* name = "localhost")
        : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)}, ssl_{SSL_new(context)}
    {
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_port = htons(port);
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(::connect(socket_, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0);
        const timeval patience{patience_ms / 1'000, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        SSL_set_fd(ssl_, socket_);
        SSL_set1_host(ssl_, name);
        if (ticket != nullptr)
            SSL_set_session(ssl_, ticket);
        is_connected_ = SSL_connect(ssl_) == 1;
        ERR_clear_error();
    }
    ~TlsClient()
    {
        SSL_free(ssl_);
        ::close(socket_);
    }
    TlsClient(const TlsClient&) = delete;
    TlsClient& operator=(const TlsClient&) = delete;

    bool is_connected() const { return is_connected_; }
    SSL* native() const { return ssl_; }
    int socket() const { return socket_; }
    bool send(const std::string& bytes)
    {
        return SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size())) > 0;
    }
    std::optional<Answer> receive()
    {
        for (;;)
        {
            if (auto answer = parse_answer(bytes_, false))
                return answer;
            std::array<char, 16'384> buffer{};
            const int count = SSL_read(ssl_, buffer.data(), static_cast<int>(buffer.size()));
            if (count <= 0)
                return std::nullopt;
            bytes_.append(buffer.data(), static_cast<std::size_t>(count));
        }
    }
    // An ordinary end: the server says goodbye.
    bool ends_in_order()
    {
        char c = 0;
        const int count = SSL_read(ssl_, &c, 1);
        return count <= 0 && SSL_get_error(ssl_, count) == SSL_ERROR_ZERO_RETURN;
    }

private:
    int socket_;
    SSL* ssl_;
    bool is_connected_ = false;
    std::string bytes_;
};

const std::string good = "GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n";

struct SecureServer
{
    explicit SecureServer(net::ServerSettings settings = test_settings())
        : tls{net::development_tls(folder.path + "/tls", Instant{std::int64_t{::time(nullptr)} * 1'000'000})},
          server{with_tls(std::move(settings), tls.files)}
    {
    }
    static net::ServerSettings with_tls(net::ServerSettings settings, const net::TlsFiles& files)
    {
        settings.tls = files;
        return settings;
    }
    Context context(int version) const { return client_context(tls.authority, version); }

    Folder folder;
    net::DevelopmentTls tls;
    EchoServer server;
};

} // namespace

TEST_CASE("TLS 1.2 and 1.3 are spoken, 1.0 and 1.1 refused", "[wire][tls]")
{
    SecureServer secure;
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION})
    {
        const auto context = secure.context(version);
        TlsClient client{secure.server.port(), context.get()};
        REQUIRE(client.is_connected());
        CHECK(client.send(good));
        const auto answer = client.receive();
        REQUIRE(answer.has_value());
        CHECK(answer->body == "GET /a ");
        CHECK(answer->header("strict-transport-security") == "max-age=31536000; includeSubDomains");
        CHECK(client.send("GET /peer HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        CHECK(client.receive().value().body == "127.0.0.1 secure");
    }
    for (const int version : {TLS1_VERSION, TLS1_1_VERSION})
    {
        const auto context = secure.context(version);
        TlsClient client{secure.server.port(), context.get()};
        CHECK_FALSE(client.is_connected());
    }
    CHECK(secure.server.dispatched() == 4);
}

TEST_CASE("suites without forward secrecy or authenticated encryption are refused", "[wire][tls]")
{
    SecureServer secure;
    const auto context = secure.context(TLS1_2_VERSION);
    for (const auto* suites : {"ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384", "AES128-GCM-SHA256"})
    {
        REQUIRE(SSL_CTX_set_cipher_list(context.get(), suites) == 1);
        TlsClient client{secure.server.port(), context.get()};
        CHECK_FALSE(client.is_connected());
    }
}

TEST_CASE("a second visit resumes the first one's handshake", "[wire][tls]")
{
    SecureServer secure;
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION})
    {
        const auto context = secure.context(version);
        Ticket ticket;
        {
            TlsClient first{secure.server.port(), context.get()};
            REQUIRE(first.is_connected());
            CHECK_FALSE(SSL_session_reused(first.native()));
            first.send(good);
            REQUIRE(first.receive().has_value()); // tickets of 1.3 come with the first answer
            ticket.reset(SSL_get1_session(first.native()));
            SSL_shutdown(first.native()); // else the library thinks badly of the ticket
        }
        TlsClient second{secure.server.port(), context.get(), ticket.get()};
        REQUIRE(second.is_connected());
        CHECK(SSL_session_reused(second.native()));
        second.send(good);
        CHECK(second.receive().value().status == 200);
    }
}

TEST_CASE("a renegotiation is refused", "[wire][tls]")
{
    SecureServer secure;
    const auto context = secure.context(TLS1_2_VERSION);
    TlsClient client{secure.server.port(), context.get()};
    REQUIRE(client.is_connected());
    const bool is_begun = SSL_renegotiate(client.native()) == 1;
    const bool is_done = is_begun && SSL_do_handshake(client.native()) == 1;
    CHECK_FALSE(is_done);
}

TEST_CASE("the development certificate holds for localhost and for nobody else", "[wire][tls]")
{
    SecureServer secure;
    const auto context = secure.context(TLS1_3_VERSION);
    CHECK(TlsClient{secure.server.port(), context.get(), nullptr, "localhost"}.is_connected());
    CHECK(TlsClient{secure.server.port(), context.get(), nullptr, "127.0.0.1"}.is_connected());
    CHECK_FALSE(TlsClient{secure.server.port(), context.get(), nullptr, "example.org"}.is_connected());
}

TEST_CASE("a refusal over TLS is answered and ends in order", "[wire][tls]")
{
    SecureServer secure;
    const auto context = secure.context(TLS1_3_VERSION);
    TlsClient client{secure.server.port(), context.get()};
    client.send("GET /a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
    const auto answer = client.receive();
    REQUIRE(answer.has_value());
    CHECK(answer->status == 400);
    CHECK(client.ends_in_order());
}

TEST_CASE("a large body and a large answer pass through TLS", "[wire][tls]")
{
    SecureServer secure;
    const auto context = secure.context(TLS1_3_VERSION);
    TlsClient client{secure.server.port(), context.get()};
    const std::string body(1'048'576, 'b');
    client.send("POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1048576\r\n\r\n" + body);
    CHECK(client.receive().value().body == "POST /a " + body);
    client.send("GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK(client.receive().value().body.size() == big_bytes);
}

TEST_CASE("a half handshake and plain bytes on a TLS port are cut", "[wire][tls]")
{
    auto settings = test_settings();
    settings.header_timeout_ms = 300;
    SecureServer secure{settings};
    Client silent{secure.server.port()};
    Client plain{secure.server.port()};
    plain.send(good);
    CHECK(plain.rest().substr(0, 4) != "HTTP");
    CHECK(silent.is_closed_by_server());
    CHECK(secure.server.dispatched() == 0);
}

TEST_CASE("a slow header over TLS is told 408", "[wire][tls]")
{
    auto settings = test_settings();
    settings.header_timeout_ms = 400;
    SecureServer secure{settings};
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION})
    {
        const auto context = secure.context(version);
        TlsClient client{secure.server.port(), context.get()};
        client.send("GET /a HT");
        const auto answer = client.receive();
        REQUIRE(answer.has_value());
        CHECK(answer->status == 408);
    }
}

TEST_CASE("who offers other protocols only is refused, who offers HTTP/1.1 is told so", "[wire][tls]")
{
    SecureServer secure;
    const auto context = secure.context(TLS1_3_VERSION);
    const std::array<unsigned char, 12> both{2, 'h', '2', 8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    SSL_CTX_set_alpn_protos(context.get(), both.data(), both.size());
    TlsClient client{secure.server.port(), context.get()};
    REQUIRE(client.is_connected());
    const unsigned char* chosen = nullptr;
    unsigned int length = 0;
    SSL_get0_alpn_selected(client.native(), &chosen, &length);
    CHECK(std::string(reinterpret_cast<const char*>(chosen), length) == "http/1.1");

    SSL_CTX_set_alpn_protos(context.get(), both.data(), 3);
    TlsClient other{secure.server.port(), context.get()};
    CHECK_FALSE(other.is_connected());
}

TEST_CASE("a stop says goodbye over TLS as well", "[wire][tls]")
{
    SecureServer secure;
    const auto context = secure.context(TLS1_3_VERSION);
    TlsClient client{secure.server.port(), context.get()};
    client.send("GET /late HTTP/1.1\r\nHost: localhost\r\n\r\n");
    REQUIRE(secure.server.wait_for_dispatched(1));
    secure.server.server().stop();
    CHECK(client.receive().value().header("connection") == "close");
    CHECK(client.ends_in_order());
}

} // namespace kori::wire
