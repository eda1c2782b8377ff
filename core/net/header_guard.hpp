// Judges the raw header bytes of one request before any parser sees them (RFC 9110, RFC 9112). Pure and
// bounded: the first fault in byte order decides, so a request cut into single bytes gets the same verdict as
// a whole one.
#pragma once

#include "core/http/message.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kori::net
{

struct GuardLimits
{
    std::size_t header_bytes_max = 16'384; // request line, header lines and the closing empty line
    std::size_t target_bytes_max = 8'192;
    std::size_t headers_max = 100;
};

// Why a request is refused. The name is stable and becomes the problem's type.
struct GuardRule
{
    std::string_view name;
    int status = 0;
    std::string_view title;
};

enum class Progress
{
    need_more,
    passed,
    refused,
};

// What the header says about the message around it.
struct RequestFrame
{
    http::Method method = http::Method::get;
    std::string target;            // origin form or "*", whatever form was sent
    std::size_t skipped_bytes = 0; // empty lines before the request line (RFC 9112 2.2)
    std::size_t header_bytes = 0;  // from the request line to the closing empty line, both included
    std::optional<std::uint64_t> content_length;
    bool is_http_1_0 = false;
    bool is_chunked = false;
    bool keeps_alive = true;
    bool expects_continue = false;

    bool has_body() const { return is_chunked || content_length.value_or(0) > 0; }
};

class HeaderGuard
{
public:
    explicit HeaderGuard(const GuardLimits& limits) : limits_{limits} {}

    // `bytes` is everything received of this request so far; each call continues where the last one stopped.
    Progress scan(std::string_view bytes);
    const GuardRule& rule() const { return *rule_; } // of a refusal
    const RequestFrame& frame() const
    {
        return frame_;
    } // of a passed request; the method as soon as it is known
    bool has_begun() const { return position_ > frame_.skipped_bytes; }

private:
    enum class Place
    {
        before,
        before_feed,
        method,
        target,
        version,
        version_feed,
        line_start,
        name,
        value,
        value_feed,
        end_feed,
    };

    void step(std::string_view bytes, unsigned char c);
    void step_before(unsigned char c);
    void step_request_line(unsigned char c);
    void step_header_line(std::string_view bytes, unsigned char c);
    void refuse(const GuardRule& rule);
    void finish_request_line(std::string_view bytes);
    void finish_target(std::string_view target);
    void finish_absolute_target(std::string_view target);
    void finish_header_line(std::string_view bytes);
    void note_connection(std::string_view value);
    void note_length(std::string_view value);
    void finish();
    void finish_codings();

    static constexpr std::size_t version_bytes = 8; // "HTTP/1.1"

    GuardLimits limits_;
    Progress progress_ = Progress::need_more;
    const GuardRule* rule_ = nullptr;
    RequestFrame frame_;

    Place place_ = Place::before;
    std::size_t position_ = 0;
    std::size_t empty_lines_ = 0;
    std::size_t target_at_ = 0;
    std::size_t version_at_ = 0;
    std::size_t name_at_ = 0;
    std::size_t value_at_ = 0;
    std::size_t headers_ = 0;

    std::uint32_t seen_once_ = 0; // one bit per name that may stand only once
    std::optional<std::string> host_;
    std::optional<std::string> authority_; // of an absolute-form target
    std::optional<std::string> codings_;
    std::optional<std::string> expectation_;
    bool is_https_target_ = false;
    bool says_close_ = false;
    bool says_keep_alive_ = false;
};

} // namespace kori::net
