#include "core/net/doorkeeper.hpp"

#include "core/net/peer.hpp"

#include <algorithm>

namespace kori::net
{

std::string name_of(Admission admission)
{
    switch (admission)
    {
    case Admission::admitted:
        return "admitted";
    case Admission::full:
        return "full";
    case Admission::too_many_from_address:
        return "too_many_from_address";
    case Admission::not_a_proxy:
        return "not_a_proxy";
    }
    return {};
}

Admission Doorkeeper::admit(const std::string& address)
{
    const std::lock_guard lock{mutex_};
    const auto& proxies = settings_.trusted_proxies;
    const bool is_proxy = std::find(proxies.begin(), proxies.end(), address) != proxies.end();
    if (!settings_.tls && !is_proxy && !is_loopback(address))
        return Admission::not_a_proxy;
    if (open_ >= settings_.connections_max)
        return Admission::full;
    auto& of_address = per_address_[address];
    if (!is_proxy && of_address >= settings_.connections_per_address_max)
        return Admission::too_many_from_address;
    ++of_address;
    ++open_;
    show_open();
    return Admission::admitted;
}

void Doorkeeper::leave(const std::string& address)
{
    const std::lock_guard lock{mutex_};
    const auto at = per_address_.find(address);
    if (--at->second == 0)
        per_address_.erase(at);
    --open_;
    show_open();
    if (open_ == 0)
        all_left_.notify_all();
}

bool Doorkeeper::wait_until_empty(std::chrono::steady_clock::time_point until)
{
    std::unique_lock lock{mutex_};
    return all_left_.wait_until(lock, until, [this] { return open_ == 0; });
}

void Doorkeeper::show_open()
{
    metrics_.gauge("kori_http_connections_open", static_cast<std::int64_t>(open_));
}

} // namespace kori::net
