// Who may come in: counts the connections, in all and per address. Used from every I/O thread.
#pragma once

#include "core/net/server.hpp"

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace kori::net
{

// Why a new connection is not served.
enum class Admission
{
    admitted,
    full,
    too_many_from_address,
    not_a_proxy, // plain HTTP on an open address is for named proxies only
};

std::string name_of(Admission admission);

class Doorkeeper
{
public:
    Doorkeeper(const ServerSettings& settings, observe::Metrics& metrics)
        : settings_{settings}, metrics_{metrics}
    {
    }

    // Whoever is admitted takes a TakenPlace.
    Admission admit(const std::string& address);
    void leave(const std::string& address);
    bool wait_until_empty(std::chrono::steady_clock::time_point until);

private:
    void show_open();

    const ServerSettings& settings_;
    observe::Metrics& metrics_;
    std::mutex mutex_;
    std::condition_variable all_left_;
    std::size_t open_ = 0;
    std::map<std::string, std::size_t> per_address_;
};

// The place that a connection takes; given back when it is destroyed, whatever happens.
class TakenPlace
{
public:
    TakenPlace(Doorkeeper& keeper, std::string address) : keeper_{keeper}, address_{std::move(address)} {}
    ~TakenPlace() { keeper_.leave(address_); }
    TakenPlace(const TakenPlace&) = delete;
    TakenPlace& operator=(const TakenPlace&) = delete;

private:
    Doorkeeper& keeper_;
    std::string address_;
};

} // namespace kori::net
