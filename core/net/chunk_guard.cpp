#include "core/net/chunk_guard.hpp"

#include "core/net/header_text.hpp"

#include <algorithm>

namespace kori::net
{

namespace
{

constexpr GuardRule bad_chunk{"http.bad_chunk", 400, "The chunked body cannot be read."};
constexpr GuardRule body_too_large{"http.body_too_large", 413, "The body is too large."};

constexpr std::size_t digits_max = 15;           // fits into 64 bits whatever they are
constexpr std::size_t extension_bytes_max = 256; // nobody has a use for them
constexpr std::size_t trailer_bytes_max = 2'048; // dropped after reading

int hex_value(unsigned char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool is_text(unsigned char c)
{
    return c == '\t' || (c >= 0x20 && c != 0x7f);
}

} // namespace

Progress ChunkGuard::scan(std::string_view bytes)
{
    while (progress_ == Progress::need_more && !bytes.empty())
    {
        std::uint64_t count = 1;
        if (place_ == Place::data)
        {
            count = std::min<std::uint64_t>(size_, bytes.size());
            size_ -= count;
            if (size_ == 0)
                place_ = Place::data_return;
        }
        else
            step(static_cast<unsigned char>(bytes.front()));
        bytes.remove_prefix(static_cast<std::size_t>(count));
        seen_bytes_ += count;
        if (is_ripe())
            ripe_bytes_ = seen_bytes_;
    }
    return progress_;
}

bool ChunkGuard::is_ripe() const
{
    if (progress_ != Progress::need_more)
        return progress_ == Progress::passed;
    return place_ == Place::data || place_ == Place::data_return || place_ == Place::data_feed ||
           (place_ == Place::size && digits_ == 0);
}

void ChunkGuard::refuse(const GuardRule& rule)
{
    rule_ = &rule;
    progress_ = Progress::refused;
}

void ChunkGuard::move_if(bool is_good, Place next)
{
    if (is_good)
        place_ = next;
    else
        refuse(bad_chunk);
}

void ChunkGuard::step(unsigned char c)
{
    switch (place_)
    {
    case Place::size:
    case Place::extension:
        return step_size(c);
    case Place::size_feed:
        digits_ = 0;
        line_bytes_ = 0;
        return move_if(c == '\n', size_ == 0 ? Place::line_start : Place::data);
    case Place::data_return:
        return move_if(c == '\r', Place::data_feed);
    case Place::data_feed:
        return move_if(c == '\n', Place::size);
    case Place::end_feed:
        if (c != '\n')
            return refuse(bad_chunk);
        progress_ = Progress::passed;
        return;
    case Place::line_start:
    case Place::name:
    case Place::value:
    case Place::value_feed:
        return step_trailer(c);
    case Place::data:
        return; // scan() skips it
    }
}

void ChunkGuard::step_size(unsigned char c)
{
    if (place_ == Place::size)
    {
        const int digit = hex_value(c);
        if (digit >= 0)
        {
            size_ = size_ * 16 + static_cast<std::uint64_t>(digit);
            if (++digits_ > digits_max)
                refuse(bad_chunk);
            return;
        }
        if (digits_ == 0 || (c != ';' && c != '\r'))
            return refuse(bad_chunk);
        if (size_ > data_left_max_)
            return refuse(body_too_large);
        data_left_max_ -= size_;
    }
    if (c == '\r')
        return move_if(!is_quoted_, Place::size_feed); // Beast would look for the end of the text in the data
    if (c == '"' && !is_escaped_)
        is_quoted_ = !is_quoted_;
    is_escaped_ = c == '\\' && is_quoted_ && !is_escaped_;
    place_ = Place::extension;
    if (!is_text(c) || ++line_bytes_ > extension_bytes_max)
        refuse(bad_chunk);
}

void ChunkGuard::step_trailer(unsigned char c)
{
    if (++line_bytes_ > trailer_bytes_max)
        return refuse(bad_chunk);
    switch (place_)
    {
    case Place::line_start:
        if (c == '\r')
        {
            place_ = Place::end_feed;
            return;
        }
        return move_if(is_token_character(c), Place::name);
    case Place::name:
        return move_if(c == ':' || is_token_character(c), c == ':' ? Place::value : Place::name);
    case Place::value:
        return move_if(c == '\r' || is_text(c), c == '\r' ? Place::value_feed : Place::value);
    case Place::value_feed:
        return move_if(c == '\n', Place::line_start);
    case Place::size:
    case Place::extension:
    case Place::size_feed:
    case Place::data:
    case Place::data_return:
    case Place::data_feed:
    case Place::end_feed:
        return;
    }
}

} // namespace kori::net
