// The request that the handlers will see, as its header and its connection tell it; the body comes later.
// Pure.
#pragma once

#include "core/http/message.hpp"
#include "core/net/header_guard.hpp"
#include "core/net/server.hpp"

#include <string>
#include <vector>

namespace kori::net
{

// `address` is the other end of the socket, `is_tls` this end's own; a named proxy may know better. The id is
// the caller's trace id, or a new one.
http::Request received_request(const RequestFrame& frame, std::vector<http::Header> headers,
                               const std::string& address, bool is_tls, const ServerSettings& settings);

} // namespace kori::net
