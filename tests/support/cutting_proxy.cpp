#include "tests/support/cutting_proxy.hpp"

#include <arpa/inet.h>
#include <array>
#include <cstdint>
#include <cstring>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

namespace kori::test
{

namespace
{

constexpr int poll_ms = 20; // how soon a carrying thread sees that it should end

bool send_all(int socket, const std::string& bytes)
{
    for (std::size_t sent = 0; sent < bytes.size();)
    {
        const auto count = ::send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        sent += static_cast<std::size_t>(count);
    }
    return true;
}

std::string received(int socket)
{
    std::array<char, 16'384> buffer{};
    const auto count = ::recv(socket, buffer.data(), buffer.size(), 0);
    return count > 0 ? std::string{buffer.data(), static_cast<std::size_t>(count)} : std::string{};
}

int connected_to(const std::string& socket_file)
{
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, socket_file.c_str(), sizeof address.sun_path - 1);
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
        return socket;
    ::close(socket);
    return -1;
}

// A parse message whose text is COMMIT.
bool is_commit(const std::string& message)
{
    return message.size() > 5 && message[0] == 'P' &&
           message.find(std::string{"\0COMMIT\0", 8}) != std::string::npos;
}

// Takes the first whole message off the bytes; empty when there is none yet. The first one of a connection
// has no type byte.
std::string next_message(std::string& bytes, bool& has_started)
{
    const std::size_t head = has_started ? 1 : 0;
    if (bytes.size() < head + 4)
        return {};
    std::uint32_t length = 0;
    for (std::size_t i = 0; i < 4; ++i)
        length = (length << 8) | static_cast<unsigned char>(bytes[head + i]);
    if (bytes.size() < head + length)
        return {};
    has_started = true;
    auto message = bytes.substr(0, head + length);
    bytes.erase(0, head + length);
    return message;
}

} // namespace

struct CuttingProxy::Line
{
    int client = -1;
    int server = -1;
    std::string from_client; // not yet whole
    bool has_started = false;
    std::thread thread;
};

CuttingProxy::CuttingProxy(std::string socket_file) : socket_file_{std::move(socket_file)}
{
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
        ::listen(listener_, 64) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        throw std::runtime_error{"the proxy of the test cannot listen"};
    port_ = ntohs(address.sin_port);
    thread_ = std::thread{[this] { accept_lines(); }};
}

CuttingProxy::~CuttingProxy()
{
    ends_ = true;
    thread_.join();
    for (auto& line : lines_)
        line.thread.join();
    ::close(listener_);
}

void CuttingProxy::cut(Cut where, std::chrono::milliseconds delay)
{
    {
        const std::lock_guard lock{mutex_};
        delay_ = delay;
    }
    cuts_ = 0;
    cut_ = where;
}

void CuttingProxy::refuse_connections(bool refuses)
{
    refuses_ = refuses;
}

void CuttingProxy::point_to(std::string socket_file)
{
    const std::lock_guard lock{mutex_};
    socket_file_ = std::move(socket_file);
}

void CuttingProxy::accept_lines()
{
    while (!ends_)
    {
        pollfd ready{listener_, POLLIN, 0};
        if (::poll(&ready, 1, poll_ms) <= 0)
            continue;
        const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0)
            continue;
        std::string target;
        {
            const std::lock_guard lock{mutex_};
            target = socket_file_;
        }
        const int server = refuses_ ? -1 : connected_to(target);
        if (server < 0)
        {
            ::close(client);
            continue;
        }
        auto& line = lines_.emplace_back();
        line.client = client;
        line.server = server;
        line.thread = std::thread{[this, &line] { carry(line); }};
    }
}

void CuttingProxy::carry(Line& line)
{
    bool goes_on = true;
    while (goes_on && !ends_ && !refuses_)
    {
        std::array<pollfd, 2> sockets{{{line.client, POLLIN, 0}, {line.server, POLLIN, 0}}};
        if (::poll(sockets.data(), sockets.size(), poll_ms) < 0)
            break;
        if (sockets[1].revents != 0)
        {
            const auto bytes = received(line.server);
            goes_on = !bytes.empty() && send_all(line.client, bytes);
        }
        if (goes_on && sockets[0].revents != 0)
        {
            const auto bytes = received(line.client);
            goes_on = !bytes.empty();
            line.from_client += bytes;
            for (auto message = next_message(line.from_client, line.has_started); goes_on && !message.empty();
                 message = next_message(line.from_client, line.has_started))
                goes_on = forward_message(line, message);
        }
    }
    if (line.client >= 0)
        ::close(line.client);
    ::close(line.server);
}

bool CuttingProxy::forward_message(Line& line, const std::string& message)
{
    if (!is_commit(message))
        return send_all(line.server, message);
    const auto where = cut_.exchange(Cut::none);
    if (where == Cut::none)
    {
        ++commits_;
        return send_all(line.server, message);
    }
    ++cuts_;
    if (where == Cut::before_commit)
        return false;
    std::chrono::milliseconds delay{};
    {
        const std::lock_guard lock{mutex_};
        delay = delay_;
    }
    if (where == Cut::late_commit)
    {
        ::close(std::exchange(line.client, -1));
        std::this_thread::sleep_for(delay);
    }
    // COMMIT is bound, executed and synced by the messages behind it, which may not be here yet: these are
    // the same for every statement without parameters.
    const std::string rest{"B\0\0\0\x0c\0\0\0\0\0\0\0\0"
                           "E\0\0\0\x09\0\0\0\0\0"
                           "S\0\0\0\x04",
                           13 + 10 + 5};
    ++commits_;
    send_all(line.server, message + rest);
    // Until the server said that it is ready again ("Z", length 5, "I" for no transaction).
    std::string answer;
    while (answer.find(std::string{"Z\0\0\0\5I", 6}) == std::string::npos)
    {
        const auto bytes = received(line.server);
        if (bytes.empty())
            break;
        answer += bytes;
    }
    return false;
}

} // namespace kori::test
