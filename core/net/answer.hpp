// What the connection itself adds to an answer: framing, date, request id and the security headers. Pure.
#pragma once

#include "core/base/instant.hpp"
#include "core/http/message.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace kori::net
{

struct AnswerFrame
{
    bool is_head = false;
    bool closes = false;
    bool is_http_1_0 = false;
    bool is_secure = false;
    std::string request_id;
    Instant now;
};

// Status line, headers and the empty line. The connection's own headers in `answer` are left out.
std::string render_head(const http::Response& answer, const AnswerFrame& frame);
// Is there a body at all? Not to HEAD, not with 204 and 304 (RFC 9110 6.4.1).
bool carries_body(const http::Response& answer, bool is_head);
// No header that could end its line early, a final status, names that are tokens.
bool is_sendable(const http::Response& answer);
// RFC 9457, with the members that core/http/problem.hpp gives every refusal. The request's id has no
// character that needs an escape.
http::Response problem(std::string_view rule, int status, std::string_view title,
                       std::string_view request_id);
std::string_view reason_of(int status);
// IMF-fixdate, RFC 9110 5.6.7.
std::string http_date(Instant at);

// The trace id of a valid traceparent (W3C Trace Context, version 00 and later ones with the same beginning).
std::optional<std::string> trace_id(std::string_view traceparent);
std::string new_request_id(); // 32 hexadecimal digits

} // namespace kori::net
