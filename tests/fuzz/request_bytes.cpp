// A request from its bytes: guards and parser agree, and the same message comes out however the bytes are
// cut.
#include "tests/fuzz/one_input.hpp"

#include "core/net/body_reader.hpp"
#include "core/net/header_text.hpp"
#include "core/net/peer.hpp"
#include "core/net/received_request.hpp"

#include <algorithm>

namespace kori::fuzz
{
namespace
{

constexpr net::GuardLimits limits{2'048, 512, 20};
constexpr std::size_t body_bytes_max = 400;

struct Message
{
    bool has_header = false;
    net::Intake intake = net::Intake::need_more;
    std::vector<http::Header> headers;
    std::string body;
    std::string left; // belongs to the next request
    bool operator==(const Message&) const = default;
};

net::ServerSettings settings(net::ProxyHeader which)
{
    net::ServerSettings made;
    made.trusted_proxies = {"127.0.0.1", "::1"};
    made.proxy_header = which;
    return made;
}

void check_request(const net::RequestFrame& frame, const std::vector<http::Header>& headers)
{
    for (const auto which : {net::ProxyHeader::x_forwarded_for, net::ProxyHeader::forwarded})
    {
        const auto request = net::received_request(frame, headers, "127.0.0.1", false, settings(which));
        PROMISE(request.method == frame.method && request.target == frame.target);
        PROMISE(net::normal_address(request.peer) == request.peer);
        PROMISE(!request.id.empty() && request.id.size() <= 64);
        for (const auto c : request.id)
            PROMISE(net::is_token_character(static_cast<unsigned char>(c)));
    }
    // Who does not come through the proxy cannot name another address.
    const auto direct = net::received_request(frame, headers, "192.0.2.7", false,
                                              settings(net::ProxyHeader::x_forwarded_for));
    PROMISE(direct.peer == "192.0.2.7" && !direct.is_secure);
}

// The parser sees every header line that the guard has passed, and no other.
void check_headers(std::string_view header, const std::vector<http::Header>& headers)
{
    std::size_t lines = 0;
    for (std::size_t at = header.find("\r\n"); at != std::string_view::npos; at = header.find("\r\n", at + 2))
        ++lines;
    PROMISE(headers.size() == lines - 2);
    for (const auto& [name, value] : headers)
    {
        PROMISE(!name.empty() && name == net::lowered(name));
        PROMISE(value == net::trimmed(value));
        for (const auto c : name)
            PROMISE(net::is_token_character(static_cast<unsigned char>(c)));
    }
}

Message read(std::string_view bytes, std::size_t step)
{
    Message message;
    net::HeaderGuard guard{limits};
    if (guard.scan(bytes) != net::Progress::passed)
        return message;
    const auto& frame = guard.frame();
    const auto header = bytes.substr(frame.skipped_bytes, frame.header_bytes);
    message.has_header = frame.content_length.value_or(0) <= body_bytes_max;
    if (!message.has_header)
        return message;

    net::BodyReader reader{limits.header_bytes_max, body_bytes_max};
    PROMISE(reader.take_header(header, frame));
    message.headers = reader.headers();
    check_headers(header, message.headers);
    check_request(frame, message.headers);

    // As the connection does: what was not used comes again with what came since.
    auto rest = bytes.substr(frame.skipped_bytes + frame.header_bytes);
    std::string waiting;
    for (;;)
    {
        std::size_t used = 0;
        message.intake = reader.take(waiting, used);
        PROMISE(used <= waiting.size());
        waiting.erase(0, used);
        if (message.intake != net::Intake::need_more || rest.empty())
            break;
        waiting += rest.substr(0, step);
        rest.remove_prefix(std::min(step, rest.size()));
    }
    if (message.intake == net::Intake::whole)
    {
        message.left = waiting + std::string{rest};
        message.body = reader.release_body();
        PROMISE(message.body.size() <= body_bytes_max);
        PROMISE(frame.is_chunked || message.body.size() == frame.content_length.value_or(0));
    }
    return message;
}

} // namespace

bool one_input(std::string_view bytes)
{
    const auto whole = read(bytes, std::max<std::size_t>(1, bytes.size()));
    for (const std::size_t step : {1U, 3U, 16U})
        PROMISE(read(bytes, step) == whole);
    return whole.intake == net::Intake::whole;
}

} // namespace kori::fuzz
