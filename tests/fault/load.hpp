// Clients that write until the server is gone, and remember outside of it what was acknowledged.
#pragma once

#include "tests/support/process.hpp"

#include <atomic>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace kori::test
{

struct Acknowledged
{
    std::string key;
    std::string request;
    std::string answer;
    std::string location;
};

// The body of a registration: it writes an organisation, a person, a membership and journal entries.
std::string registration(const std::string& name);
std::map<std::string, std::string> headers_with(const std::string& key);

class Load
{
public:
    // `clients` threads register one organisation after the other; names and keys begin with `round`.
    Load(unsigned short port, const std::string& round, int clients, std::vector<Acknowledged>& acknowledged);
    ~Load(); // stops and waits
    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;

    void stop();

private:
    void register_until_told(const std::string& prefix);

    const unsigned short port_;
    std::atomic<bool> is_over_ = false;
    std::mutex mutex_;
    std::vector<Acknowledged>& acknowledged_;
    std::vector<std::thread> threads_;
};

// Why an acknowledgement does not hold on this server: lost, or another answer to its repetition. Empty when
// it does.
std::string broken_promise(unsigned short port, const Acknowledged& one);

// What journal and database say of themselves in that data folder; empty when all is well.
std::vector<std::string> faults_of_data(const std::filesystem::path& data);

} // namespace kori::test
