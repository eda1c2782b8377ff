// Clients that write until the server is gone, and remember outside of it what was acknowledged.
#pragma once

#include "tests/support/installation.hpp"
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
    // Answers that blame neither the caller nor the moment: 5xx other than "busy".
    int broken_answers() const { return broken_answers_; }

private:
    void register_until_told(const std::string& prefix);

    const unsigned short port_;
    std::atomic<bool> is_over_ = false;
    std::atomic<int> broken_answers_ = 0;
    std::mutex mutex_;
    std::vector<Acknowledged>& acknowledged_;
    std::vector<std::thread> threads_;
};

// Why an acknowledgement does not hold on this server: lost, or another answer to its repetition. Empty when
// it does.
std::string broken_promise(unsigned short port, const Acknowledged& one);

// What journal and database say of themselves; empty when all is well.
std::vector<std::string> faults_of_data(const std::filesystem::path& data); // a folder with its SQLite file
std::vector<std::string> faults_of_data(const Installation& installation);

// Registers the number-th provider with a key of its own: the new organisation's path, or empty.
std::string register_one(unsigned short port, int number);

} // namespace kori::test
