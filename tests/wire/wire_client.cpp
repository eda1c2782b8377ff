#include "tests/wire/wire_client.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace kori::wire
{

std::string Answer::header(const std::string& lower_case_name) const
{
    const auto at = headers.find(lower_case_name);
    return at == headers.end() ? std::string{} : at->second;
}

Client::Client(unsigned short port, int receive_buffer_bytes)
    : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)}
{
    if (receive_buffer_bytes > 0) // before connecting, so that the window follows it
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes, sizeof receive_buffer_bytes);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(port);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (socket_ < 0 || ::connect(socket_, reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0)
        throw std::runtime_error{"cannot connect"};
    const int yes = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

Client::~Client()
{
    ::close(socket_);
}

bool Client::send(std::string_view bytes)
{
    while (!bytes.empty())
    {
        pollfd wait{socket_, POLLOUT, 0};
        if (::poll(&wait, 1, patience_ms) != 1)
            return false;
        const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count < 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

bool Client::send_bytewise(std::string_view bytes)
{
    for (std::size_t i = 0; i < bytes.size(); ++i)
        if (!send(bytes.substr(i, 1)))
            return false;
    return true;
}

void Client::finish_sending()
{
    ::shutdown(socket_, SHUT_WR);
}

bool Client::read_more(int wait_ms)
{
    if (has_ended_)
        return false;
    pollfd wait{socket_, POLLIN, 0};
    if (::poll(&wait, 1, wait_ms) != 1)
        return false;
    std::array<char, 16'384> buffer{};
    const auto count = ::recv(socket_, buffer.data(), buffer.size(), 0);
    if (count <= 0)
    {
        has_ended_ = true;
        return false;
    }
    bytes_.append(buffer.data(), static_cast<std::size_t>(count));
    return true;
}

std::optional<Answer> parse_answer(std::string& bytes, bool is_head)
{
    const auto end = bytes.find("\r\n\r\n");
    if (end == std::string::npos)
        return std::nullopt;
    Answer answer;
    answer.head = bytes.substr(0, end + 4);
    answer.status = std::atoi(answer.head.substr(9, 3).c_str());
    std::size_t line = answer.head.find("\r\n") + 2;
    while (line < end)
    {
        const auto line_end = answer.head.find("\r\n", line);
        const auto colon = answer.head.find(':', line);
        auto name = answer.head.substr(line, colon - line);
        for (auto& c : name)
            if (c >= 'A' && c <= 'Z')
                c = static_cast<char>(c - 'A' + 'a');
        answer.headers[name] = answer.head.substr(colon + 2, line_end - colon - 2);
        line = line_end + 2;
    }
    std::size_t body_size = 0;
    if (!is_head && answer.status != 204 && answer.status != 304 && answer.status >= 200)
        body_size =
            static_cast<std::size_t>(std::strtoull(answer.header("content-length").c_str(), nullptr, 10));
    if (bytes.size() < end + 4 + body_size)
        return std::nullopt;
    answer.body = bytes.substr(end + 4, body_size);
    bytes.erase(0, end + 4 + body_size);
    return answer;
}

std::optional<Answer> Client::receive(bool is_head)
{
    for (;;)
    {
        if (auto answer = parse_answer(bytes_, is_head))
            return answer;
        if (!read_more(patience_ms))
            return std::nullopt;
    }
}

bool Client::is_closed_by_server()
{
    return bytes_.empty() && !read_more(patience_ms) && has_ended_;
}

bool Client::is_quiet(int wait_ms)
{
    return bytes_.empty() && !read_more(wait_ms) && !has_ended_;
}

std::string Client::rest()
{
    while (read_more(patience_ms))
    {
    }
    return std::exchange(bytes_, {});
}

std::size_t Client::swallow_some()
{
    std::array<char, 1'024> buffer{};
    const auto count = ::recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    return count > 0 ? static_cast<std::size_t>(count) : 0;
}

} // namespace kori::wire
