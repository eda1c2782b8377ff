#include "tests/support/process.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kori::test
{
namespace
{

constexpr int start_patience_ms = 60'000; // a bound for a loaded machine, never a measure
constexpr int answer_patience_ms = 30'000;

// Reads until the text holds a whole line with the mark, or time is over.
std::string read_line_with(int file, std::string_view mark, int patience_ms)
{
    std::string text;
    for (auto at = text.find(mark); at == std::string::npos || text.find('\n', at) == std::string::npos;
         at = text.find(mark))
    {
        pollfd waiting{file, POLLIN, 0};
        if (poll(&waiting, 1, patience_ms) <= 0)
            break;
        char buffer[4'096];
        const auto got = read(file, buffer, sizeof buffer);
        if (got <= 0)
            break;
        text.append(buffer, static_cast<std::size_t>(got));
    }
    return text;
}

} // namespace

namespace
{

std::vector<std::string> with_data(const std::filesystem::path& data, std::vector<std::string> flags)
{
    flags.insert(flags.end(), {"--data", data.string()});
    return flags;
}

} // namespace

ServerProcess::ServerProcess(const std::filesystem::path& data, std::vector<std::string> flags)
    : ServerProcess{with_data(data, std::move(flags))}
{
}

ServerProcess::ServerProcess(const std::vector<std::string>& flags)
{
    std::vector<std::string> words = {KORI_PROGRAM, "--port",
                                      "0",          "--tls",
                                      "no",         "--password-memory-bytes",
                                      "8192",       "--password-operations",
                                      "1"};
    words.insert(words.end(), flags.begin(), flags.end());
    std::vector<char*> arguments;
    for (auto& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);

    int pipe_ends[2];
    if (pipe2(pipe_ends, O_CLOEXEC) != 0)
        throw std::runtime_error{"no pipe"};
    process_ = fork();
    if (process_ == 0)
    {
        dup2(pipe_ends[1], STDOUT_FILENO);
        const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
        dup2(nowhere, STDERR_FILENO);
        execv(arguments[0], arguments.data());
        _exit(127);
    }
    close(pipe_ends[1]);
    output_ = pipe_ends[0];
    const auto text = read_line_with(output_, "Kori serves on", start_patience_ms);
    const auto at = text.find("Kori serves on");
    const auto colon = at == std::string::npos ? at : text.rfind(':', text.find('\n', at));
    if (colon == std::string::npos ||
        std::from_chars(text.data() + colon + 1, text.data() + text.size(), port_).ec != std::errc{})
    {
        kill_hard();
        throw std::runtime_error{"the server did not start: " + text};
    }
}

ServerProcess::~ServerProcess()
{
    kill_hard();
    if (output_ >= 0)
        close(output_);
}

void ServerProcess::kill_hard()
{
    if (process_ <= 0)
        return;
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    process_ = -1;
}

int ServerProcess::stop_gently()
{
    int status = 0;
    kill(process_, SIGTERM);
    waitpid(process_, &status, 0);
    process_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::optional<HttpAnswer> send_request(unsigned short port, std::string_view method, std::string_view target,
                                       std::string_view body,
                                       const std::map<std::string, std::string>& headers)
{
    const int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    std::string text = std::string{method} + " " + std::string{target} +
                       " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    for (const auto& [name, value] : headers)
        text += name + ": " + value + "\r\n";
    if (!body.empty())
        text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    text += "\r\n" + std::string{body};

    std::string received;
    if (connect(connection, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
        send(connection, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size()))
        for (;;)
        {
            pollfd waiting{connection, POLLIN, 0};
            char buffer[16'384];
            if (poll(&waiting, 1, answer_patience_ms) <= 0)
                break;
            const auto got = recv(connection, buffer, sizeof buffer, 0);
            if (got <= 0)
                break;
            received.append(buffer, static_cast<std::size_t>(got));
        }
    close(connection);

    const auto end = received.find("\r\n\r\n");
    if (end == std::string::npos || !received.starts_with("HTTP/1.1 "))
        return std::nullopt;
    HttpAnswer answer;
    std::from_chars(received.data() + 9, received.data() + 12, answer.status);
    for (auto at = received.find("\r\n") + 2; at < end + 2;)
    {
        const auto line_end = received.find("\r\n", at);
        const auto colon = received.find(':', at);
        if (colon != std::string::npos && colon < line_end)
        {
            auto name = received.substr(at, colon - at);
            std::transform(name.begin(), name.end(), name.begin(), [](char c)
                           { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
            answer.headers[name] = received.substr(colon + 2, line_end - colon - 2);
        }
        at = line_end + 2;
    }
    answer.body = received.substr(end + 4);
    // A whole answer or none: half a body is not an acknowledgement.
    const auto length = answer.headers.find("content-length");
    if (length != answer.headers.end() && std::to_string(answer.body.size()) != length->second)
        return std::nullopt;
    return answer;
}

} // namespace kori::test
