// What the lines say that header_guard.cpp has cut out of the bytes, and what they say together.
#include "core/net/header_guard.hpp"

#include "core/net/header_rules.hpp"
#include "core/net/header_text.hpp"
#include "core/net/host_and_path.hpp"

#include <algorithm>
#include <array>

namespace kori::net
{

namespace
{

// A second line of these would let two readers see two requests. Host and Content-Length have rules of their
// own.
constexpr std::array<std::string_view, 9> single_names{
    "authorization", "content-type",      "idempotency-key",     "traceparent",        "expect",
    "origin",        "if-modified-since", "if-unmodified-since", "proxy-authorization"};

// A list of tokens (RFC 9110 5.6.1); empty elements are passed over.
bool are_tokens(std::string_view list)
{
    for (std::optional rest{list}; rest;)
        for (const char c : take_part(rest, ','))
            if (!is_token_character(static_cast<unsigned char>(c)))
                return false;
    return true;
}

} // namespace

void HeaderGuard::finish_request_line(std::string_view bytes)
{
    const auto name = bytes.substr(frame_.skipped_bytes, target_at_ - 1 - frame_.skipped_bytes);
    const auto target = bytes.substr(target_at_, version_at_ - 1 - target_at_);
    const auto version = bytes.substr(version_at_, position_ - 2 - version_at_);

    if (version.size() != version_bytes || version.substr(0, 5) != "HTTP/" ||
        !is_digit(static_cast<unsigned char>(version[5])) || version[6] != '.' ||
        !is_digit(static_cast<unsigned char>(version[7])))
        return refuse(rules::bad_version);
    if (version != "HTTP/1.1" && version != "HTTP/1.0")
        return refuse(rules::version_unsupported);
    frame_.is_http_1_0 = version == "HTTP/1.0";

    if (name == "CONNECT" || name == "TRACE")
        return refuse(rules::method_refused);
    const auto method = http::parse_method(name);
    if (!method)
        return refuse(rules::unknown_method);
    frame_.method = *method;
    finish_target(target);
}

void HeaderGuard::finish_target(std::string_view target)
{
    if (target == "*")
    {
        if (frame_.method != http::Method::options)
            return refuse(rules::target_form);
        frame_.target = "*";
        return;
    }
    if (target.front() != '/')
        return finish_absolute_target(target);
    if (!is_path_and_query(target))
        return refuse(rules::bad_target);
    frame_.target = target;
}

void HeaderGuard::finish_absolute_target(std::string_view target)
{
    const auto scheme_end = target.find("://");
    if (scheme_end == std::string_view::npos)
        return refuse(rules::target_form);
    const auto scheme = lowered(target.substr(0, scheme_end));
    if (scheme != "http" && scheme != "https")
        return refuse(rules::target_form);
    is_https_target_ = scheme == "https";

    const auto rest = target.substr(scheme_end + 3);
    const auto path_at = std::min(rest.find_first_of("/?"), rest.size());
    authority_ = normal_authority(rest.substr(0, path_at), is_https_target_);
    if (!authority_ || !is_path_and_query(rest.substr(path_at)))
        return refuse(rules::bad_target);
    frame_.target = rest.substr(path_at);
    if (frame_.target.empty())
        frame_.target = frame_.method == http::Method::options ? "*" : "/"; // RFC 9112 3.2.4
    else if (frame_.target.front() == '?')
        frame_.target.insert(0, "/");
}

void HeaderGuard::finish_header_line(std::string_view bytes)
{
    const auto name = lowered(bytes.substr(name_at_, value_at_ - 1 - name_at_));
    const auto value = trimmed(bytes.substr(value_at_, position_ - 2 - value_at_));

    for (std::size_t i = 0; i < single_names.size(); ++i)
    {
        if (name != single_names[i])
            continue;
        const auto bit = std::uint32_t{1} << i;
        if ((seen_once_ & bit) != 0)
            return refuse(rules::doubled_header);
        seen_once_ |= bit;
    }
    if (name == "host")
    {
        if (host_)
            return refuse(rules::two_hosts);
        host_ = value;
    }
    else if (name == "content-length")
        note_length(value);
    else if (name == "transfer-encoding")
        codings_ = codings_ ? *codings_ + "," + std::string{value} : std::string{value};
    else if (name == "connection")
        note_connection(value);
    else if (name == "proxy-connection" && !are_tokens(value))
        refuse(
            rules::bad_connection); // it means nothing here, but the parser behind reads it like Connection
    else if (name == "expect")
        expectation_ = lowered(value);
}

void HeaderGuard::note_connection(std::string_view value)
{
    if (!are_tokens(value))
        return refuse(rules::bad_connection);
    for (std::optional rest{value}; rest;)
    {
        const auto option = lowered(take_part(rest, ','));
        says_close_ = says_close_ || option == "close";
        says_keep_alive_ = says_keep_alive_ || option == "keep-alive";
    }
}

void HeaderGuard::note_length(std::string_view value)
{
    if (frame_.content_length)
        return refuse(rules::two_lengths); // also when both say the same: the second one has no honest reason
    // 18 digits fit into 64 bits whatever they are.
    if (value.empty() || value.size() > 18 || !is_number(value))
        return refuse(rules::bad_length);
    std::uint64_t length = 0;
    for (const char c : value)
        length = length * 10 + static_cast<std::uint64_t>(c - '0');
    frame_.content_length = length;
}

void HeaderGuard::finish()
{
    if (!host_ && !frame_.is_http_1_0)
        return refuse(rules::no_host);
    if (host_)
    {
        const auto host = normal_authority(*host_, is_https_target_);
        if (!host)
            return refuse(rules::bad_host);
        if (authority_ && *authority_ != *host)
            return refuse(rules::other_host);
    }
    finish_codings();
    if (progress_ == Progress::refused)
        return;

    if (expectation_ && !frame_.is_http_1_0)
    {
        if (*expectation_ != "100-continue")
            return refuse(rules::unknown_expectation);
        frame_.expects_continue = true;
    }
    frame_.keeps_alive = !says_close_ && (!frame_.is_http_1_0 || says_keep_alive_);
    frame_.header_bytes = position_ - frame_.skipped_bytes;
    progress_ = Progress::passed;
}

// Everything request smuggling is built from (RFC 9112 6.1 and 6.3).
void HeaderGuard::finish_codings()
{
    if (!codings_)
        return;
    if (frame_.is_http_1_0)
        return refuse(rules::coding_in_http_1_0);
    if (frame_.content_length)
        return refuse(rules::length_and_coding);

    bool after_chunked = false;
    bool is_unknown = false;
    for (std::optional<std::string_view> rest{*codings_}; rest;)
    {
        const auto coding = lowered(take_part(rest, ','));
        if (coding.empty())
            return refuse(rules::bad_coding);
        if (after_chunked)
            return refuse(rules::coding_not_final);
        if (coding == "chunked")
            after_chunked = true;
        else
            is_unknown = true;
    }
    if (is_unknown)
        return refuse(rules::unknown_coding);
    frame_.is_chunked = true;
}

} // namespace kori::net
