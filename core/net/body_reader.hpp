// Beast's request parser behind a narrow interface: it sees only headers that the guard has passed.
#pragma once

#include "core/http/message.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kori::net
{

enum class Intake
{
    need_more,
    whole,     // the message is complete
    too_large, // its body
    malformed,
};

class BodyReader
{
public:
    BodyReader(std::size_t header_bytes_max, std::size_t body_bytes_max);
    ~BodyReader();
    BodyReader(const BodyReader&) = delete;
    BodyReader& operator=(const BodyReader&) = delete;

    // Takes bytes from the front; `used` says how many. Bytes of a next request are never used.
    Intake take(std::string_view bytes, std::size_t& used);
    bool has_header() const;
    std::vector<http::Header>
    headers() const; // lower-case names; trailers stay out when called before the body
    std::string release_body();

private:
    struct Parser;
    std::unique_ptr<Parser> parser_;
};

} // namespace kori::net
