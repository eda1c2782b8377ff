#include "core/net/peer.hpp"

#include "core/net/header_text.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace kori::net
{

namespace
{

bool starts_with_any_case(std::string_view text, std::string_view lower_case_start)
{
    if (text.size() < lower_case_start.size())
        return false;
    return std::equal(lower_case_start.begin(), lower_case_start.end(), text.begin(), [](char a, char b)
                      { return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b); });
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    for (std::optional rest{text}; rest;)
        parts.push_back(take_part(rest, separator));
    return parts;
}

// "192.0.2.1", "192.0.2.1:80", "[2001:db8::1]:80", "2001:db8::1", each perhaps in quotes.
std::optional<std::string> node_address(std::string_view node)
{
    if (node.size() >= 2 && node.front() == '"' && node.back() == '"')
        node = node.substr(1, node.size() - 2);
    if (!node.empty() && node.front() == '[')
    {
        const auto end = node.find(']');
        return end == std::string_view::npos ? std::nullopt : normal_address(node.substr(1, end - 1));
    }
    if (std::count(node.begin(), node.end(), ':') == 1)
        node = node.substr(0, node.find(':'));
    return normal_address(node);
}

// The part of one Forwarded element, RFC 7239 4.
std::string_view part_of(std::string_view element, std::string_view lower_case_name_and_sign)
{
    for (const auto part : split(element, ';'))
        if (starts_with_any_case(part, lower_case_name_and_sign))
            return trimmed(part.substr(lower_case_name_and_sign.size()));
    return {};
}

std::string joined(const std::vector<http::Header>& headers, std::string_view name)
{
    std::string text;
    for (const auto& [own, value] : headers)
        if (own == name)
            text.append(text.empty() ? "" : ",").append(value);
    return text;
}

} // namespace

std::optional<std::string> normal_address(std::string_view text)
{
    const std::string own{text};
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    in_addr four{};
    if (inet_pton(AF_INET, own.c_str(), &four) == 1)
        return std::string{inet_ntop(AF_INET, &four, buffer.data(), buffer.size())};
    in6_addr six{};
    if (inet_pton(AF_INET6, own.c_str(), &six) != 1)
        return std::nullopt;
    if (IN6_IS_ADDR_V4MAPPED(&six))
        return std::string{inet_ntop(AF_INET, &six.s6_addr[12], buffer.data(), buffer.size())};
    return std::string{inet_ntop(AF_INET6, &six, buffer.data(), buffer.size())};
}

bool is_loopback(std::string_view address)
{
    return address == "::1" || address.substr(0, 4) == "127.";
}

Peer peer_behind(std::string socket_address, bool is_tls, const std::vector<http::Header>& headers,
                 const std::vector<std::string>& trusted, ProxyHeader which)
{
    Peer peer{std::move(socket_address), is_tls};
    const auto is_trusted = [&](const std::string& address)
    { return std::find(trusted.begin(), trusted.end(), address) != trusted.end(); };
    if (!is_trusted(peer.address))
        return peer;

    const bool is_rfc_7239 = which == ProxyHeader::forwarded;
    const auto header = joined(headers, is_rfc_7239 ? "forwarded" : "x-forwarded-for");
    const auto hops = split(header, ',');
    if (!is_rfc_7239)
        peer.is_secure = peer.is_secure || joined(headers, "x-forwarded-proto") == "https";
    else if (!header.empty())
        peer.is_secure = peer.is_secure || part_of(hops.back(), "proto=") == "https";

    for (auto hop = hops.rbegin(); hop != hops.rend() && is_trusted(peer.address); ++hop)
    {
        const auto address = node_address(is_rfc_7239 ? part_of(*hop, "for=") : *hop);
        if (!address)
            break;
        peer.address = *address;
    }
    return peer;
}

} // namespace kori::net
