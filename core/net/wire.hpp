// One byte stream, plain or TLS, behind one interface: the connection is compiled once. Only core/net/*.cpp
// include this.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <tuple>

namespace kori::net
{

namespace asio = boost::asio;
using boost::system::error_code;

// Each io_context has one thread, so its own executor is enough: no strands, no type erasure.
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;
template <class T>
using Task = asio::awaitable<T, Executor>;
using Moved = std::tuple<error_code, std::size_t>;
using Outcome = std::tuple<error_code>;

inline const asio::as_tuple_t<asio::use_awaitable_t<Executor>> quietly{};

class Wire
{
public:
    virtual ~Wire() = default;
    virtual Task<Outcome> shake_hands() = 0; // TLS only; at once when plain
    virtual Task<Moved> read_some(char* into, std::size_t room) = 0;
    virtual Task<Moved> write_all(const char* from, std::size_t count) = 0;
    virtual Task<Outcome> say_goodbye() = 0; // close_notify; at once when plain
    virtual Socket& socket() = 0;
    virtual bool is_secure() const = 0;
};

std::unique_ptr<Wire> plain_wire(Socket socket);

struct TlsFiles;
class TlsContext; // certificate, key, tickets: one per server
std::shared_ptr<TlsContext> make_tls_context(const TlsFiles& files); // throws StartRefused
std::unique_ptr<Wire> tls_wire(Socket socket, TlsContext& context);

} // namespace kori::net
