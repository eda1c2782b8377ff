#include "core/net/start_check.hpp"

#include "core/net/peer.hpp"

#include <algorithm>
#include <thread>

namespace kori::net
{

ServerSettings checked(ServerSettings settings)
{
    for (auto& proxy : settings.trusted_proxies)
    {
        const auto address = normal_address(proxy);
        if (!address)
            throw StartRefused{"The trusted proxy \"" + proxy + "\" is no IPv4 or IPv6 address."};
        proxy = *address;
    }
    const auto address = normal_address(settings.address);
    if (!address)
        throw StartRefused{"The listening address \"" + settings.address + "\" is no IPv4 or IPv6 address."};
    settings.address = *address;
    if (!settings.tls && !is_loopback(*address) && settings.trusted_proxies.empty())
        throw StartRefused{
            "Plain HTTP is only offered on a loopback address or behind a named proxy: give TLS files, a "
            "loopback address, or the proxy's address. The address is " +
            *address + "."};
    if (settings.threads < 0 || settings.threads > 256)
        throw StartRefused{"The number of threads must be 0 (as many as cores) to 256."};
    if (settings.threads == 0)
        settings.threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    const auto timeouts = {settings.header_timeout_ms,  settings.body_timeout_ms,
                           settings.idle_timeout_ms,    settings.write_timeout_ms,
                           settings.handler_timeout_ms, settings.linger_timeout_ms,
                           settings.shutdown_grace_ms};
    if (std::any_of(timeouts.begin(), timeouts.end(),
                    [](std::int64_t ms) { return ms < 1 || ms > 3'600'000; }))
        throw StartRefused{"Every timeout of the server must be 1 ms to one hour."};
    if (settings.send_buffer_bytes < 4'096 || settings.send_buffer_bytes > 16'777'216)
        throw StartRefused{"The send buffer must be 4 KiB to 16 MiB."};
    if (settings.header_bytes_max < 1'024 || settings.header_bytes_max > 1'048'576 ||
        settings.target_bytes_max > settings.header_bytes_max || settings.body_bytes_max > 1'073'741'824)
        throw StartRefused{"Limits: header 1 KiB to 1 MiB, target at most the header, body at most 1 GiB."};
    return settings;
}

} // namespace kori::net
