// A real server process: started, spoken to over a socket, killed. Everything is bounded in time.
#pragma once

#include "tests/support/program.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori::test
{

class ServerProcess
{
public:
    // Plain HTTP on a free loopback port, cheap password hashes; waits until it serves. Throws when it does
    // not. An Installation says in its flags where its data is (tests/support/installation.hpp).
    explicit ServerProcess(const std::vector<std::string>& flags);
    ServerProcess(const std::filesystem::path& data, std::vector<std::string> flags = {});
    ~ServerProcess(); // kills what still runs
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    unsigned short port() const { return port_; }
    int id() const { return process_; }
    void kill_hard();  // SIGKILL, waits for the end
    int stop_gently(); // SIGTERM, waits; the exit code

private:
    int process_ = -1;
    int output_ = -1;
    unsigned short port_ = 0;
};

struct HttpAnswer
{
    int status = 0;
    std::map<std::string, std::string> headers; // lower-case names
    std::string body;
};

// One request on a connection of its own. nullopt: the connection broke before a whole answer came.
std::optional<HttpAnswer> send_request(unsigned short port, std::string_view method, std::string_view target,
                                       std::string_view body,
                                       const std::map<std::string, std::string>& headers);

} // namespace kori::test
