#include "core/net/answer.hpp"

#include "core/base/text.hpp"
#include "core/crypto/crypto.hpp"
#include "core/net/header_text.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace kori::net
{

namespace
{

using Default = std::pair<std::string_view, std::string_view>;

// The answer is data for a program: it may load nothing, be framed by nobody and be kept by no cache, unless
// its handler says otherwise.
constexpr std::array default_headers{
    Default{"X-Content-Type-Options", "nosniff"},
    Default{"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
    Default{"Referrer-Policy", "no-referrer"},
    Default{"Cross-Origin-Resource-Policy", "same-origin"},
    Default{"Cache-Control", "no-store"},
    Default{"X-Frame-Options", "DENY"},
    Default{"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
};
constexpr std::string_view transport_security = "max-age=31536000; includeSubDomains";

constexpr std::array<std::string_view, 8> own_headers{"connection",   "content-length",   "date",
                                                      "keep-alive",   "server",           "trailer",
                                                      "x-request-id", "transfer-encoding"};

bool is_token(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c)
                                        { return is_token_character(static_cast<unsigned char>(c)); });
}

bool is_header_value(std::string_view text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c)
                       {
                           const auto u = static_cast<unsigned char>(c);
                           return c == '\t' || (u >= 0x20 && u != 0x7f);
                       });
}

bool is_lower_hex(std::string_view text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

void add_line(std::string& head, std::string_view name, std::string_view value)
{
    head.append(name).append(": ").append(value).append("\r\n");
}

void add_two_digits(std::string& text, std::int64_t number)
{
    text.push_back(static_cast<char>('0' + number / 10 % 10));
    text.push_back(static_cast<char>('0' + number % 10));
}

} // namespace

bool carries_body(const http::Response& answer, bool is_head)
{
    return !is_head && answer.status != 204 && answer.status != 304;
}

std::string render_head(const http::Response& answer, const AnswerFrame& frame)
{
    std::string head;
    head.reserve(768);
    head.append("HTTP/1.1 ").append(std::to_string(answer.status)).append(" ");
    head.append(reason_of(answer.status)).append("\r\n");
    add_line(head, "Date", http_date(frame.now));
    for (const auto& [name, value] : answer.headers)
        if (std::find(own_headers.begin(), own_headers.end(), lowered(name)) == own_headers.end())
            add_line(head, name, value);
    for (const auto& [name, value] : default_headers)
        if (!answer.header(name))
            add_line(head, name, value);
    if (frame.is_secure && !answer.header("Strict-Transport-Security"))
        add_line(head, "Strict-Transport-Security", transport_security);
    add_line(head, "X-Request-Id", frame.request_id);
    if (answer.status != 204 && answer.status != 304)
        add_line(head, "Content-Length", std::to_string(answer.body.size()));
    if (frame.closes)
        add_line(head, "Connection", "close");
    else if (frame.is_http_1_0)
        add_line(head, "Connection", "keep-alive");
    head.append("\r\n");
    return head;
}

bool is_sendable(const http::Response& answer)
{
    if (answer.status < 200 || answer.status > 599)
        return false;
    return std::all_of(answer.headers.begin(), answer.headers.end(), [](const http::Header& header)
                       { return is_token(header.first) && is_header_value(header.second); });
}

http::Response problem(std::string_view rule, int status, std::string_view title, std::string_view request_id)
{
    http::Response answer;
    answer.status = status;
    answer.set("Content-Type", "application/problem+json");
    answer.set("Content-Language", "en");
    // Rules and titles are constants of this folder: nothing in them needs an escape.
    answer.body.append(R"({"type":"urn:kori:rule:)").append(rule).append(R"(","title":")").append(title);
    answer.body.append(R"(","status":)").append(std::to_string(status));
    answer.body.append(R"(,"instance":"urn:kori:request:)").append(request_id);
    answer.body.append(R"(","rule":")").append(rule).append(R"("})");
    return answer;
}

std::string_view reason_of(int status)
{
    switch (status)
    {
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 202:
        return "Accepted";
    case 204:
        return "No Content";
    case 301:
        return "Moved Permanently";
    case 302:
        return "Found";
    case 303:
        return "See Other";
    case 304:
        return "Not Modified";
    case 307:
        return "Temporary Redirect";
    case 308:
        return "Permanent Redirect";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 406:
        return "Not Acceptable";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 410:
        return "Gone";
    case 412:
        return "Precondition Failed";
    case 413:
        return "Content Too Large";
    case 414:
        return "URI Too Long";
    case 415:
        return "Unsupported Media Type";
    case 417:
        return "Expectation Failed";
    case 422:
        return "Unprocessable Content";
    case 428:
        return "Precondition Required";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 503:
        return "Service Unavailable";
    case 505:
        return "HTTP Version Not Supported";
    case 507:
        return "Insufficient Storage";
    default:
        return "Other"; // the phrase means nothing to a program (RFC 9112 4)
    }
}

std::string http_date(Instant at)
{
    using namespace std::chrono;
    constexpr std::array<std::string_view, 7> weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const sys_time<microseconds> moment{microseconds{at.micros}};
    const auto midnight = floor<days>(moment);
    const year_month_day date{midnight};
    const auto second_of_day = floor<seconds>(moment - midnight).count();

    std::string text{weekdays[weekday{midnight}.c_encoding()]};
    text.append(", ");
    add_two_digits(text, static_cast<unsigned>(date.day()));
    text.append(" ").append(months[static_cast<unsigned>(date.month()) - 1]).append(" ");
    text.append(std::to_string(static_cast<int>(date.year()))).append(" ");
    add_two_digits(text, second_of_day / 3'600);
    text.append(":");
    add_two_digits(text, second_of_day / 60 % 60);
    text.append(":");
    add_two_digits(text, second_of_day % 60);
    text.append(" GMT");
    return text;
}

std::optional<std::string> trace_id(std::string_view traceparent)
{
    // 2 digits of version, 32 of trace, 16 of parent, 2 of flags; a later version may append more after a
    // hyphen.
    constexpr std::size_t length = 55;
    if (traceparent.size() < length || traceparent[2] != '-' || traceparent[35] != '-' ||
        traceparent[52] != '-')
        return std::nullopt;
    const auto version = traceparent.substr(0, 2);
    const auto trace = traceparent.substr(3, 32);
    const auto parent = traceparent.substr(36, 16);
    if (!is_lower_hex(version) || !is_lower_hex(trace) || !is_lower_hex(parent) ||
        !is_lower_hex(traceparent.substr(53, 2)) || version == "ff")
        return std::nullopt;
    if (traceparent.size() > length && (version == "00" || traceparent[length] != '-'))
        return std::nullopt;
    if (trace.find_first_not_of('0') == std::string_view::npos ||
        parent.find_first_not_of('0') == std::string_view::npos)
        return std::nullopt;
    return std::string{trace};
}

std::string new_request_id()
{
    return to_hex(crypto::system_randomness().bytes(16));
}

} // namespace kori::net
