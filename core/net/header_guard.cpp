#include "core/net/header_guard.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace kori::net
{

namespace rules
{
namespace
{

constexpr GuardRule bare_cr{"http.bare_cr", 400, "A carriage return stands without its line feed."};
constexpr GuardRule bare_lf{"http.bare_lf", 400, "A line feed stands without its carriage return."};
constexpr GuardRule control_character{"http.control_character", 400, "The header holds a control character."};
constexpr GuardRule empty_lines{"http.empty_lines", 400,
                                "Too many empty lines stand before the request line."};
constexpr GuardRule bad_method{"http.bad_method", 400, "The method is not a token."};
constexpr GuardRule unknown_method{"http.unknown_method", 501, "The method is not known here."};
constexpr GuardRule method_refused{"http.method_refused", 501, "The method is not offered here."};
constexpr GuardRule bad_request_line{
    "http.bad_request_line", 400, "The request line is not method, target and version with single spaces."};
constexpr GuardRule bad_target{"http.bad_target", 400, "The target holds characters that a URI cannot hold."};
constexpr GuardRule target_form{"http.target_form", 400,
                                "The target has a form that does not suit the method."};
constexpr GuardRule target_too_long{"http.target_too_long", 414, "The target is too long."};
constexpr GuardRule bad_version{"http.bad_version", 400, "The version is not written as HTTP/1.1."};
constexpr GuardRule version_unsupported{"http.version_unsupported", 505,
                                        "Only HTTP/1.0 and HTTP/1.1 are spoken here."};
constexpr GuardRule folded_line{"http.folded_line", 400, "A header line begins with white space."};
constexpr GuardRule space_before_colon{"http.space_before_colon", 400,
                                       "White space stands between a header's name and its colon."};
constexpr GuardRule bad_header_name{"http.bad_header_name", 400, "A header's name is not a token."};
constexpr GuardRule no_colon{"http.no_colon", 400, "A header line has no colon."};
constexpr GuardRule headers_too_large{"http.headers_too_large", 431, "The header is too large."};
constexpr GuardRule too_many_headers{"http.too_many_headers", 431, "There are too many header lines."};
constexpr GuardRule doubled_header{"http.doubled_header", 400, "A header that may stand once stands twice."};
constexpr GuardRule no_host{"http.no_host", 400, "The Host header is missing."};
constexpr GuardRule two_hosts{"http.two_hosts", 400, "There is more than one Host header."};
constexpr GuardRule bad_host{"http.bad_host", 400, "The Host header is no host."};
constexpr GuardRule other_host{"http.other_host", 400, "The target names another host than the Host header."};
constexpr GuardRule two_lengths{"http.two_lengths", 400, "There is more than one Content-Length."};
constexpr GuardRule bad_length{"http.bad_length", 400, "The Content-Length is not a plain number."};
constexpr GuardRule length_and_coding{"http.length_and_coding", 400,
                                      "Content-Length and Transfer-Encoding exclude each other."};
constexpr GuardRule coding_in_http_1_0{"http.coding_in_http_1_0", 400, "HTTP/1.0 has no transfer codings."};
constexpr GuardRule bad_coding{"http.bad_coding", 400, "The Transfer-Encoding cannot be read."};
constexpr GuardRule coding_not_final{"http.coding_not_final", 400,
                                     "The coding chunked must be the last, and stand once."};
constexpr GuardRule unknown_coding{"http.unknown_coding", 501,
                                   "Only the transfer coding chunked is known here."};
constexpr GuardRule unknown_expectation{"http.unknown_expectation", 417,
                                        "Only the expectation 100-continue is known here."};

} // namespace
} // namespace rules

namespace
{

constexpr std::size_t method_bytes_max = 32;
constexpr std::size_t version_bytes = 8;   // "HTTP/1.1"
constexpr std::size_t empty_lines_max = 4; // RFC 9112 2.2 asks to tolerate at least one

// A second line of these would let two readers see two requests. Host and Content-Length have rules of their
// own.
constexpr std::array<std::string_view, 9> single_names{
    "authorization", "content-type",      "idempotency-key",     "traceparent",        "expect",
    "origin",        "if-modified-since", "if-unmodified-since", "proxy-authorization"};

bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

bool is_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_hex(unsigned char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// pchar, "/" and "?", RFC 3986 3.3 and 3.4; "%" is checked with what follows it.
bool is_target_character(unsigned char c)
{
    return is_letter(c) || is_digit(c) ||
           std::string_view{"-._~!$&'()*+,;=:@/?"}.find(static_cast<char>(c)) != std::string_view::npos;
}

bool is_control(unsigned char c)
{
    return c < 0x20 || c == 0x7f;
}

std::string lowered(std::string_view text)
{
    std::string result{text};
    for (auto& c : result)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return result;
}

std::string_view trimmed(std::string_view text)
{
    const auto from = text.find_first_not_of(" \t");
    if (from == std::string_view::npos)
        return {};
    return text.substr(from, text.find_last_not_of(" \t") - from + 1);
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

bool is_port(std::string_view text)
{
    if (text.size() > 5 || !std::all_of(text.begin(), text.end(),
                                        [](char c) { return is_digit(static_cast<unsigned char>(c)); }))
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

// host [":" port]; nullopt when it is none. An empty or the scheme's own port is left out.
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

} // namespace

bool is_token_character(unsigned char c)
{
    return is_letter(c) || is_digit(c) ||
           std::string_view{"!#$%&'*+-.^_`|~"}.find(static_cast<char>(c)) != std::string_view::npos;
}

Progress HeaderGuard::scan(std::string_view bytes)
{
    while (progress_ == Progress::need_more && position_ < bytes.size())
    {
        const auto c = static_cast<unsigned char>(bytes[position_]);
        ++position_;
        step(bytes, c);
    }
    return progress_;
}

void HeaderGuard::refuse(const GuardRule& rule)
{
    rule_ = &rule;
    progress_ = Progress::refused;
}

void HeaderGuard::step(std::string_view bytes, unsigned char c)
{
    if (place_ == Place::before || place_ == Place::before_feed)
    {
        step_before(c);
        if (place_ != Place::method || progress_ != Progress::need_more)
            return;
    }
    if (position_ - frame_.skipped_bytes > limits_.header_bytes_max)
        return refuse(rules::headers_too_large);

    if (place_ == Place::method || place_ == Place::target || place_ == Place::version)
        return step_request_line(c);
    if (place_ == Place::version_feed)
    {
        if (c != '\n')
            return refuse(rules::bare_cr);
        place_ = Place::line_start;
        return finish_request_line(bytes);
    }
    step_header_line(bytes, c);
}

void HeaderGuard::step_before(unsigned char c)
{
    if (place_ == Place::before_feed)
    {
        if (c != '\n')
            return refuse(rules::bare_cr);
        frame_.skipped_bytes = position_;
        place_ = Place::before;
        if (++empty_lines_ > empty_lines_max)
            refuse(rules::empty_lines);
        return;
    }
    if (c == '\r')
        place_ = Place::before_feed;
    else if (c == '\n')
        refuse(rules::bare_lf);
    else
        place_ = Place::method;
}

void HeaderGuard::step_request_line(unsigned char c)
{
    const auto at = position_ - 1; // of this byte
    if (c == '\n')
        return refuse(rules::bare_lf);
    if (place_ == Place::method)
    {
        if (c == ' ' && at > frame_.skipped_bytes)
        {
            place_ = Place::target;
            target_at_ = position_;
            return;
        }
        if (c == '\r')
            return refuse(rules::bad_request_line);
        if (!is_token_character(c))
            return refuse(rules::bad_method);
        if (position_ - frame_.skipped_bytes > method_bytes_max)
            return refuse(rules::unknown_method);
        return;
    }
    if (c == '\r' && place_ == Place::version)
    {
        place_ = Place::version_feed;
        return;
    }
    if (c == '\r')
        return refuse(rules::bad_request_line); // HTTP/0.9
    if (is_control(c))
        return refuse(rules::control_character);
    if (place_ == Place::target)
    {
        if (c == ' ')
        {
            place_ = Place::version;
            version_at_ = position_;
            if (at == target_at_)
                refuse(rules::bad_request_line);
            return;
        }
        if (c >= 0x80)
            return refuse(rules::bad_target);
        if (position_ - target_at_ > limits_.target_bytes_max)
            return refuse(rules::target_too_long);
        return;
    }
    if (c == ' ')
        return refuse(rules::bad_request_line);
    if (position_ - version_at_ > version_bytes)
        refuse(rules::bad_version);
}

void HeaderGuard::step_header_line(std::string_view bytes, unsigned char c)
{
    const auto at = position_ - 1;
    switch (place_)
    {
    case Place::line_start:
        if (c == '\r')
        {
            place_ = Place::end_feed;
            return;
        }
        if (c == ' ' || c == '\t')
            return refuse(rules::folded_line);
        if (++headers_ > limits_.headers_max)
            return refuse(rules::too_many_headers);
        name_at_ = at;
        place_ = Place::name;
        [[fallthrough]];
    case Place::name:
        if (c == ':' && at > name_at_)
        {
            place_ = Place::value;
            value_at_ = position_;
            return;
        }
        if (is_token_character(c))
            return;
        if (c == ' ' || c == '\t')
            return refuse(rules::space_before_colon);
        if (c == '\r')
            return refuse(rules::no_colon);
        if (c == '\n')
            return refuse(rules::bare_lf);
        return refuse(is_control(c) ? rules::control_character : rules::bad_header_name);
    case Place::value:
        if (c == '\r')
            place_ = Place::value_feed;
        else if (c == '\n')
            refuse(rules::bare_lf);
        else if (c != '\t' && is_control(c))
            refuse(rules::control_character);
        return;
    case Place::value_feed:
        if (c != '\n')
            return refuse(rules::bare_cr);
        place_ = Place::line_start;
        return finish_header_line(bytes);
    case Place::end_feed:
        return c == '\n' ? finish() : refuse(rules::bare_cr);
    case Place::before:
    case Place::before_feed:
    case Place::method:
    case Place::target:
    case Place::version:
    case Place::version_feed:
        return;
    }
}

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
    else if (name == "expect")
        expectation_ = lowered(value);
}

void HeaderGuard::note_connection(std::string_view value)
{
    std::size_t from = 0;
    while (from <= value.size())
    {
        const auto to = std::min(value.find(',', from), value.size());
        const auto option = lowered(trimmed(value.substr(from, to - from)));
        says_close_ = says_close_ || option == "close";
        says_keep_alive_ = says_keep_alive_ || option == "keep-alive";
        from = to + 1;
    }
}

void HeaderGuard::note_length(std::string_view value)
{
    if (frame_.content_length)
        return refuse(rules::two_lengths); // also when both say the same: the second one has no honest reason
    // 18 digits fit into 64 bits whatever they are.
    if (value.empty() || value.size() > 18 ||
        !std::all_of(value.begin(), value.end(),
                     [](char c) { return is_digit(static_cast<unsigned char>(c)); }))
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
    std::size_t from = 0;
    while (from <= codings_->size())
    {
        const auto to = std::min(codings_->find(',', from), codings_->size());
        const auto coding = lowered(trimmed(std::string_view{*codings_}.substr(from, to - from)));
        if (coding.empty())
            return refuse(rules::bad_coding);
        if (after_chunked)
            return refuse(rules::coding_not_final);
        if (coding == "chunked")
            after_chunked = true;
        else
            is_unknown = true;
        from = to + 1;
    }
    if (is_unknown)
        return refuse(rules::unknown_coding);
    frame_.is_chunked = true;
}

} // namespace kori::net
