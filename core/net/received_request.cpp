#include "core/net/received_request.hpp"

#include "core/net/answer.hpp"
#include "core/net/peer.hpp"

#include <utility>

namespace kori::net
{

http::Request received_request(const RequestFrame& frame, std::vector<http::Header> headers,
                               const std::string& address, bool is_tls, const ServerSettings& settings)
{
    http::Request request;
    request.method = frame.method;
    request.target = frame.target;
    request.headers = std::move(headers);
    auto peer =
        peer_behind(address, is_tls, request.headers, settings.trusted_proxies, settings.proxy_header);
    request.peer = std::move(peer.address);
    request.is_secure = peer.is_secure;
    if (const auto parent = request.header("traceparent"))
        if (const auto id = trace_id(*parent))
            request.id = *id;
    if (request.id.empty())
        request.id = new_request_id();
    return request;
}

} // namespace kori::net
