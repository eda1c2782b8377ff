#include "core/net/peer.hpp"

#include <catch2/catch.hpp>

namespace kori::net
{

TEST_CASE("an address has one form", "[net][peer]")
{
    CHECK(normal_address("127.0.0.1") == "127.0.0.1");
    CHECK(normal_address("::ffff:192.0.2.1") == "192.0.2.1");
    CHECK(normal_address("2001:DB8:0::1") == "2001:db8::1");
    CHECK_FALSE(normal_address("localhost").has_value());
    CHECK_FALSE(normal_address("192.0.2.256").has_value());
    CHECK_FALSE(normal_address("").has_value());
    CHECK(is_loopback("127.1.2.3"));
    CHECK(is_loopback("::1"));
    CHECK_FALSE(is_loopback("128.0.0.1"));
}

TEST_CASE("the caller is the first untrusted hop from the right", "[net][peer]")
{
    struct Case
    {
        const char* because;
        std::string socket;
        std::vector<http::Header> headers;
        std::string address;
    };
    const std::vector<std::string> trusted{"10.0.0.1", "10.0.0.2"};
    const std::vector<Case> cases{
        {"no proxy, no faith", "192.0.2.9", {{"x-forwarded-for", "198.51.100.1"}}, "192.0.2.9"},
        {"the proxy says nothing", "10.0.0.1", {}, "10.0.0.1"},
        {"one hop", "10.0.0.1", {{"x-forwarded-for", "198.51.100.1"}}, "198.51.100.1"},
        {"what the caller wrote itself stands left",
         "10.0.0.1",
         {{"x-forwarded-for", "1.2.3.4, 198.51.100.1"}},
         "198.51.100.1"},
        {"two trusted hops", "10.0.0.1", {{"x-forwarded-for", "198.51.100.1, 10.0.0.2"}}, "198.51.100.1"},
        {"two lines are one list",
         "10.0.0.1",
         {{"x-forwarded-for", "198.51.100.1"}, {"x-forwarded-for", "10.0.0.2"}},
         "198.51.100.1"},
        {"a name instead of an address", "10.0.0.1", {{"x-forwarded-for", "1.2.3.4, unknown"}}, "10.0.0.1"},
        {"with a port", "10.0.0.1", {{"x-forwarded-for", "198.51.100.1:4711"}}, "198.51.100.1"},
        {"IPv6", "10.0.0.1", {{"x-forwarded-for", "2001:db8::1"}}, "2001:db8::1"},
        {"the other header is not read", "10.0.0.1", {{"forwarded", "for=198.51.100.1"}}, "10.0.0.1"},
    };
    for (const auto& c : cases)
    {
        INFO(c.because);
        CHECK(peer_behind(c.socket, false, c.headers, trusted, ProxyHeader::x_forwarded_for).address ==
              c.address);
    }
}

TEST_CASE("RFC 7239 is read when it is the proxy's header", "[net][peer]")
{
    const std::vector<std::string> trusted{"10.0.0.1"};
    const auto behind = [&](const std::string& value)
    { return peer_behind("10.0.0.1", false, {{"forwarded", value}}, trusted, ProxyHeader::forwarded); };
    CHECK(behind("for=1.2.3.4, For=198.51.100.1;proto=https").address == "198.51.100.1");
    CHECK(behind("for=1.2.3.4, For=198.51.100.1;proto=https").is_secure);
    CHECK_FALSE(behind("for=1.2.3.4;proto=https, for=198.51.100.1").is_secure);
    CHECK(behind(R"(proto=http;for="[2001:db8::1]:4711")").address == "2001:db8::1");
    CHECK(behind("for=_hidden").address == "10.0.0.1");
    CHECK(behind("").address == "10.0.0.1");
}

TEST_CASE("a proxy that speaks TLS outside makes the request secure, an unknown one does not", "[net][peer]")
{
    const std::vector<http::Header> headers{{"x-forwarded-proto", "https"}};
    CHECK(peer_behind("10.0.0.1", false, headers, {"10.0.0.1"}, ProxyHeader::x_forwarded_for).is_secure);
    CHECK_FALSE(
        peer_behind("10.0.0.3", false, headers, {"10.0.0.1"}, ProxyHeader::x_forwarded_for).is_secure);
    CHECK(peer_behind("10.0.0.3", true, {}, {}, ProxyHeader::x_forwarded_for).is_secure);
}

} // namespace kori::net
