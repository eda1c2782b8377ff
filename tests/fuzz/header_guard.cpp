// The header guard: one verdict however the bytes are cut, and what has passed is what its frame says.
#include "tests/fuzz/one_input.hpp"

#include "core/net/header_guard.hpp"

#include <algorithm>
#include <tuple>

namespace kori::fuzz
{
namespace
{

// Small, so that an input of a few kilobytes reaches each of them.
constexpr net::GuardLimits limits{1'024, 256, 12};
constexpr std::size_t bytes_before_max = 16; // empty lines, and the first byte that is too much

struct Judged
{
    net::Progress progress = net::Progress::need_more;
    std::string rule;
    net::RequestFrame frame;

    auto tied() const
    {
        return std::tie(progress, rule, frame.method, frame.target, frame.skipped_bytes, frame.header_bytes,
                        frame.content_length, frame.is_http_1_0, frame.is_chunked, frame.keeps_alive,
                        frame.expects_continue);
    }
    bool operator==(const Judged& other) const { return tied() == other.tied(); }
};

Judged judge(std::string_view bytes, std::size_t step)
{
    net::HeaderGuard guard{limits};
    Judged judged;
    for (std::size_t end = 0; end < bytes.size() && judged.progress == net::Progress::need_more;)
    {
        end = std::min(end + step, bytes.size());
        judged.progress = guard.scan(bytes.substr(0, end));
    }
    if (judged.progress == net::Progress::passed)
        judged.frame = guard.frame();
    if (judged.progress == net::Progress::refused)
    {
        judged.rule = guard.rule().name;
        PROMISE(judged.rule.starts_with("http."));
        PROMISE(guard.rule().status >= 400 && guard.rule().status < 600 && !guard.rule().title.empty());
    }
    return judged;
}

void check_passed(std::string_view bytes, const Judged& judged)
{
    const auto& frame = judged.frame;
    const auto end = frame.skipped_bytes + frame.header_bytes;
    PROMISE(end <= bytes.size() && frame.header_bytes <= limits.header_bytes_max);
    // Nothing before the last byte would do, and nothing behind it is looked at.
    PROMISE(judge(bytes.substr(0, end), end) == judged);
    PROMISE(judge(bytes.substr(0, end - 1), end).progress == net::Progress::need_more);

    const auto header = bytes.substr(frame.skipped_bytes, frame.header_bytes);
    PROMISE(header.find("\r\n\r\n") == header.size() - 4);
    for (std::size_t at = 0; at < header.size(); ++at)
    {
        const auto c = static_cast<unsigned char>(header[at]);
        PROMISE(c >= 0x20 || c == '\t' || c == '\r' || c == '\n');
        PROMISE(c != 0x7f);
        PROMISE(c != '\r' || header[at + 1] == '\n');
        PROMISE(c != '\n' || (header[at - 1] == '\r' && (at + 1 == header.size() || header[at + 1] != ' ')));
    }
    PROMISE(!frame.target.empty() && frame.target.size() <= limits.target_bytes_max);
    PROMISE(frame.target == "*" || frame.target.front() == '/');
    PROMISE(!frame.is_chunked || (!frame.content_length && !frame.is_http_1_0));
}

} // namespace

bool one_input(std::string_view bytes)
{
    const auto whole = judge(bytes, std::max<std::size_t>(1, bytes.size()));
    for (const std::size_t step : {1U, 3U, 16U})
        PROMISE(judge(bytes, step) == whole);
    if (whole.progress == net::Progress::need_more)
        PROMISE(bytes.size() <= bytes_before_max + limits.header_bytes_max);
    if (whole.progress == net::Progress::passed)
        check_passed(bytes, whole);
    return whole.progress == net::Progress::passed;
}

} // namespace kori::fuzz
