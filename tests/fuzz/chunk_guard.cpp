// The chunk guard: one verdict however the bytes are cut, and what has passed a second, simple reader reads
// too.
#include "tests/fuzz/one_input.hpp"

#include "core/net/chunk_guard.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace kori::fuzz
{
namespace
{

constexpr std::size_t body_bytes_max = 200;

struct Judged
{
    net::Progress progress = net::Progress::need_more;
    std::string rule;
    std::uint64_t ripe_bytes = 0;
    bool operator==(const Judged&) const = default;
};

Judged judge(std::string_view bytes, std::size_t step)
{
    net::ChunkGuard guard{body_bytes_max};
    Judged judged;
    for (std::size_t at = 0; at < bytes.size() && judged.progress == net::Progress::need_more; at += step)
    {
        judged.progress = guard.scan(bytes.substr(at, step));
        PROMISE(guard.ripe_bytes() >= judged.ripe_bytes);
        PROMISE(guard.ripe_bytes() <= std::min(at + step, bytes.size()));
        judged.ripe_bytes = guard.ripe_bytes();
    }
    if (judged.progress == net::Progress::refused)
        judged.rule = guard.rule().name;
    return judged;
}

// Where a good body ends, by RFC 9112 7.1 read as plainly as can be.
std::size_t end_of(std::string_view bytes)
{
    std::size_t at = 0;
    std::uint64_t sum = 0;
    for (;;)
    {
        std::uint64_t size = 0;
        const auto [stopped, error] =
            std::from_chars(bytes.data() + at, bytes.data() + bytes.size(), size, 16);
        PROMISE(error == std::errc{} && stopped != bytes.data() + at);
        at = bytes.find("\r\n", at) + 2;
        if (size == 0)
            break;
        sum += size;
        PROMISE(sum <= body_bytes_max);
        at += static_cast<std::size_t>(size);
        PROMISE(bytes.substr(at, 2) == "\r\n");
        at += 2;
    }
    while (bytes.substr(at, 2) != "\r\n")
        at = bytes.find("\r\n", at) + 2;
    return at + 2;
}

} // namespace

bool one_input(std::string_view bytes)
{
    const auto whole = judge(bytes, std::max<std::size_t>(1, bytes.size()));
    for (const std::size_t step : {1U, 3U, 16U})
        PROMISE(judge(bytes, step) == whole);
    if (whole.progress != net::Progress::passed)
        return false;
    const auto end = static_cast<std::size_t>(whole.ripe_bytes);
    PROMISE(end == end_of(bytes));
    PROMISE(judge(bytes.substr(0, end - 1), end).progress == net::Progress::need_more);
    return true;
}

} // namespace kori::fuzz
