#include "bench/wire_clients.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace kori::bench
{
namespace
{

std::runtime_error failure(const char* what)
{
    return std::runtime_error{std::string{what} + ": " + std::strerror(errno)};
}

bool equal_ignoring_case(std::string_view left, std::string_view right)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [&](char a, char b) { return lower(a) == lower(b); });
}

std::string_view header_of(std::string_view head, std::string_view name)
{
    for (auto at = head.find("\r\n"); at != std::string_view::npos && at + 2 < head.size();)
    {
        const auto begin = at + 2;
        at = head.find("\r\n", begin);
        const auto line = head.substr(begin, at == std::string_view::npos ? at : at - begin);
        if (line.size() > name.size() && line[name.size()] == ':' &&
            equal_ignoring_case(line.substr(0, name.size()), name))
        {
            const auto value = line.find_first_not_of(' ', name.size() + 1);
            return value == std::string_view::npos ? std::string_view{} : line.substr(value);
        }
    }
    return {};
}

struct Whole
{
    int status = 0;
    std::size_t bytes = 0;
    bool closes = false;
};

// What the house's server and the bare ones send: a length, or a status that has no body.
std::optional<Whole> whole_answer(std::string_view received)
{
    const auto end = received.find("\r\n\r\n");
    if (end == std::string_view::npos)
        return std::nullopt;
    const auto head = received.substr(0, end);
    Whole whole;
    if (head.size() < 12 ||
        std::from_chars(head.data() + 9, head.data() + 12, whole.status).ec != std::errc{})
        throw std::runtime_error{"an answer that is no HTTP"};
    std::size_t length = 0;
    if (const auto text = header_of(head, "Content-Length"); !text.empty() && whole.status != 304)
        std::from_chars(text.data(), text.data() + text.size(), length);
    whole.bytes = end + 4 + length;
    if (received.size() < whole.bytes)
        return std::nullopt;
    whole.closes = equal_ignoring_case(header_of(head, "Connection"), "close");
    return whole;
}

} // namespace

WireClients::WireClients(unsigned short port, std::size_t connections)
    : port_{port}, events_{epoll_create1(EPOLL_CLOEXEC)}, connections_(connections)
{
    if (events_ < 0)
        throw failure("epoll");
    for (std::size_t i = 0; i < connections; ++i)
        open(i);
}

WireClients::~WireClients()
{
    for (const auto& connection : connections_)
        if (connection.socket >= 0)
            close(connection.socket);
    close(events_);
}

void WireClients::open(std::size_t connection)
{
    auto& one = connections_[connection];
    one.socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(one.socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        throw failure("the server cannot be reached");
    const int yes = 1;
    setsockopt(one.socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = connection;
    if (epoll_ctl(events_, EPOLL_CTL_ADD, one.socket, &event) != 0)
        throw failure("epoll");
}

void WireClients::send(std::size_t connection, std::string_view request)
{
    auto& one = connections_[connection];
    if (one.socket < 0)
        open(connection);
    one.received.clear();
    one.waits = true;
    // A blocking socket: requests are small, and a server that does not read them is the one that is
    // measured.
    while (!request.empty())
    {
        const auto sent = ::send(one.socket, request.data(), request.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            throw failure("a request could not be sent");
        request.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void WireClients::wait(std::chrono::nanoseconds longest, const Done& done)
{
    std::array<epoll_event, 64> ready{};
    const auto nanos = std::max<std::int64_t>(0, longest.count());
    const timespec patience{nanos / 1'000'000'000, nanos % 1'000'000'000};
    const int count = epoll_pwait2(events_, ready.data(), static_cast<int>(ready.size()), &patience, nullptr);
    if (count < 0 && errno != EINTR)
        throw failure("epoll");
    for (int i = 0; i < count; ++i)
        read(static_cast<std::size_t>(ready[static_cast<std::size_t>(i)].data.u64), done);
}

void WireClients::read(std::size_t connection, const Done& done)
{
    auto& one = connections_[connection];
    std::array<char, 65'536> buffer{};
    const auto got = recv(one.socket, buffer.data(), buffer.size(), 0);
    if (got <= 0 && one.waits)
        throw failure("the server broke a connection before its answer was whole");
    if (got <= 0)
    {
        close(one.socket);
        one.socket = -1;
        return;
    }
    one.received.append(buffer.data(), static_cast<std::size_t>(got));
    const auto whole = whole_answer(one.received);
    if (!whole)
        return;
    one.waits = false;
    if (whole->closes)
    {
        close(one.socket);
        one.socket = -1;
        ++reopened_;
    }
    const auto text = one.received; // `done` may send the next request
    done(connection, {whole->status, whole->bytes, text});
}

} // namespace kori::bench
