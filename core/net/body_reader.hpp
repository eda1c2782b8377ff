// Beast's request parser behind a narrow interface: it sees only headers and chunks that the guards have
// passed.
#pragma once

#include "core/http/message.hpp"
#include "core/net/chunk_guard.hpp"
#include "core/net/header_guard.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
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

    // The whole header at once. False when the parser does not read exactly what the guard has passed.
    bool take_header(std::string_view header, const RequestFrame& frame);
    // Takes bytes from the front; `used` says how many. Call it with what was not used and what came since.
    // Bytes of a next request are never used.
    Intake take(std::string_view bytes, std::size_t& used);
    std::vector<http::Header>
    headers() const; // lower-case names; trailers stay out when called before the body
    std::string release_body();

private:
    Intake take_ripe(std::string_view bytes, std::size_t& used);

    struct Parser;
    std::unique_ptr<Parser> parser_;
    std::size_t body_bytes_max_;
    std::optional<ChunkGuard> chunks_;
    std::uint64_t used_bytes_ = 0; // of the body
    std::size_t scanned_ = 0;      // of the next take's bytes
};

} // namespace kori::net
