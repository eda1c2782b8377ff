#include "core/net/host_and_path.hpp"

#include "core/net/header_text.hpp"

#include <arpa/inet.h>

namespace kori::net
{

namespace
{

// pchar, "/" and "?", RFC 3986 3.3 and 3.4; "%" is checked with what follows it.
bool is_target_character(unsigned char c)
{
    return is_letter(c) || is_digit(c) ||
           std::string_view{"-._~!$&'()*+,;=:@/?"}.find(static_cast<char>(c)) != std::string_view::npos;
}

bool is_port(std::string_view text)
{
    if (text.size() > 5 || !is_number(text))
        return false;
    int number = 0;
    for (const char c : text)
        number = number * 10 + (c - '0');
    return number <= 65'535;
}

// Registered names narrower than RFC 3986 3.2.2: letters, digits, hyphen, underscore and dots between
// non-empty labels.
bool is_host_name(std::string_view text)
{
    if (text.empty() || text.size() > 253 || text.front() == '.')
        return false;
    char before = '.';
    for (const char c : text)
    {
        const auto u = static_cast<unsigned char>(c);
        if (!is_letter(u) && !is_digit(u) && c != '-' && c != '_' && c != '.')
            return false;
        if (c == '.' && before == '.')
            return false;
        before = c;
    }
    return true;
}

} // namespace

std::optional<std::string> normal_authority(std::string_view text, bool is_https)
{
    std::string_view host = text;
    std::string_view port;
    if (!text.empty() && text.front() == '[')
    {
        const auto end = text.find(']');
        if (end == std::string_view::npos)
            return std::nullopt;
        host = text.substr(0, end + 1);
        in6_addr parsed{};
        if (inet_pton(AF_INET6, std::string{text.substr(1, end - 1)}.c_str(), &parsed) != 1)
            return std::nullopt;
        const auto rest = text.substr(end + 1);
        if (!rest.empty() && rest.front() != ':')
            return std::nullopt;
        port = rest.empty() ? rest : rest.substr(1);
    }
    else
    {
        const auto colon = text.find(':');
        host = text.substr(0, colon);
        if (colon != std::string_view::npos)
            port = text.substr(colon + 1);
        if (!is_host_name(host))
            return std::nullopt;
    }
    if (!is_port(port))
        return std::nullopt;
    auto result = lowered(host);
    if (!port.empty() && port != (is_https ? "443" : "80"))
        result.append(":").append(port);
    return result;
}

bool is_path_and_query(std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i)
    {
        const auto c = static_cast<unsigned char>(text[i]);
        if (is_target_character(c))
            continue;
        if (c != '%' || i + 2 >= text.size() || !is_hex(static_cast<unsigned char>(text[i + 1])) ||
            !is_hex(static_cast<unsigned char>(text[i + 2])))
            return false;
        if (text[i + 1] == '0' && text[i + 2] == '0')
            return false; // an escaped zero ends texts early in too many libraries
        i += 2;
    }
    return true;
}

} // namespace kori::net
