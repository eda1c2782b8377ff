// The bytes one by one; header_lines.cpp reads the lines that they make.
#include "core/net/header_guard.hpp"

#include "core/net/header_rules.hpp"
#include "core/net/header_text.hpp"

namespace kori::net
{

namespace
{

constexpr std::size_t method_bytes_max = 32;
constexpr std::size_t empty_lines_max = 4; // RFC 9112 2.2 asks to tolerate at least one

} // namespace

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

} // namespace kori::net
