// The door: sockets in front of a dispatch function. Nothing of Asio or Beast is visible here.
#pragma once

#include "core/base/ambient.hpp"
#include "core/http/message.hpp"
#include "core/observe/metrics.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace kori::net
{

struct TlsFiles
{
    std::string certificate_chain; // PEM, leaf first
    std::string private_key;       // PEM, unencrypted, readable by the owner only
};

// Which header of a trusted proxy names the client. The other one is ignored: a caller could have sent it.
enum class ProxyHeader
{
    x_forwarded_for,
    forwarded, // RFC 7239
};

struct ServerSettings
{
    std::string address = "127.0.0.1";
    unsigned short port = 0; // 0 = any free one
    std::optional<TlsFiles> tls;
    int threads = 0; // 0 = as many as cores

    std::size_t header_bytes_max = 16'384;
    std::size_t headers_max = 100;
    std::size_t target_bytes_max = 8'192;
    std::size_t body_bytes_max = 1'048'576;
    std::size_t connections_max = 4'096;
    std::size_t connections_per_address_max = 256; // named proxies excepted
    std::size_t requests_per_connection_max = 10'000;
    int send_buffer_bytes = 262'144; // of the kernel, per connection

    // From the first byte to the end of the header; also of the TLS handshake, and for the first byte of all.
    // handshake.
    std::int64_t header_timeout_ms = 10'000;
    std::int64_t body_timeout_ms = 30'000;    // from the end of the header to the end of the body
    std::int64_t idle_timeout_ms = 75'000;    // between two requests
    std::int64_t write_timeout_ms = 30'000;   // of one answer, once more for every started MiB
    std::int64_t handler_timeout_ms = 30'000; // then 503; what the handler does is not undone
    std::int64_t linger_timeout_ms = 1'000;   // after a closing answer, so that the caller can read it
    std::int64_t shutdown_grace_ms = 10'000;

    std::vector<std::string> trusted_proxies; // addresses
    ProxyHeader proxy_header = ProxyHeader::x_forwarded_for;
};

// A setting or the environment forbids the start; what() is a sentence for the operator.
struct StartRefused : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

class Server
{
public:
    // Clock and metrics outlive the server; both are used from several threads. The dispatch runs on the
    // connection's own thread: it must not wait.
    Server(ServerSettings settings, http::Dispatch dispatch, Clock& clock, observe::Metrics& metrics);
    ~Server(); // stops
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    void start(); // listens, then returns; throws StartRefused
    unsigned short port() const;
    // Stops accepting, finishes the requests that have begun to arrive within the grace, cuts the rest,
    // joins. A Respond called later does nothing.
    void stop();

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace kori::net
