// Judges the bytes of a chunked body before the parser takes them (RFC 9112 7.1): sizes, extensions and
// trailers in strict form. Pure and bounded; it skips the data itself.
#pragma once

#include "core/net/header_guard.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kori::net
{

class ChunkGuard
{
public:
    explicit ChunkGuard(std::size_t body_bytes_max) : data_left_max_{body_bytes_max} {}

    // The bytes that follow those of the last call. After `passed`, what is left belongs to the next request.
    Progress scan(std::string_view bytes);
    const GuardRule& rule() const { return *rule_; } // of a refusal
    // How many of the bytes so far may be given to a parser: no torn line, and the last chunk only together
    // with its trailers. Beast 1.81 aborts on an assertion when "0", CR, LF and the CR after them come in two
    // pieces.
    std::uint64_t ripe_bytes() const { return ripe_bytes_; }

private:
    enum class Place
    {
        size,
        extension,
        size_feed,
        data,
        data_return,
        data_feed,
        line_start,
        name,
        value,
        value_feed,
        end_feed,
    };

    bool is_ripe() const;
    void step(unsigned char c);
    void step_size(unsigned char c);
    void step_trailer(unsigned char c);
    void move_if(bool is_good, Place next);
    void refuse(const GuardRule& rule);

    Progress progress_ = Progress::need_more;
    const GuardRule* rule_ = nullptr;
    Place place_ = Place::size;
    std::uint64_t data_left_max_; // what the body's limit still allows
    std::uint64_t size_ = 0;      // of this chunk; then what is left of it
    std::size_t digits_ = 0;
    bool is_quoted_ = false; // inside a quoted text of an extension
    bool is_escaped_ = false;
    std::uint64_t seen_bytes_ = 0;
    std::uint64_t ripe_bytes_ = 0;
    std::size_t line_bytes_ = 0; // of this chunk's extensions, or of all trailers
};

} // namespace kori::net
