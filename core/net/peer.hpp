// Who is at the other end: the address itself, or the one that a named proxy gives. Pure.
#pragma once

#include "core/http/message.hpp"
#include "core/net/server.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori::net
{

// The one text form of an IPv4 or IPv6 address; an IPv4 address in an IPv6 one becomes IPv4. nullopt if it is
// none.
std::optional<std::string> normal_address(std::string_view text);
bool is_loopback(std::string_view normal_address);

struct Peer
{
    std::string address;
    bool is_secure = false;
};

// Reads the proxy's header from the right: each trusted hop names the one before it, the first untrusted one
// is the client. `trusted` holds normal addresses. A name that is no address leaves the last hop that is
// known.
Peer peer_behind(std::string socket_address, bool is_tls, const std::vector<http::Header>& headers,
                 const std::vector<std::string>& trusted, ProxyHeader which);

} // namespace kori::net
