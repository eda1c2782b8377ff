#include "tools/admin/progress.hpp"

#include <algorithm>
#include <cstdio>

#include <unistd.h>

namespace kori::admin
{

using std::chrono::steady_clock;

Progress::Progress(std::string what)
    : what_{std::move(what)}, is_terminal_{isatty(STDERR_FILENO) == 1}, start_{steady_clock::now()},
      told_{start_}
{
}

Progress::~Progress()
{
    if (has_line_)
        std::fputc('\n', stderr);
}

void Progress::tell(std::int64_t done, std::int64_t of)
{
    const auto now = steady_clock::now();
    const std::chrono::milliseconds pause{is_terminal_ ? 200 : 10'000};
    if (now - told_ < pause)
        return;
    told_ = now;
    const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(now - start_).count();
    const auto rate = done * 1'000 / std::max<std::int64_t>(passed, 1);
    const auto left = rate > 0 ? (of - done) / rate : 0;
    const auto text = what_ + ": " + std::to_string(done) + " of " + std::to_string(of) + ", " +
                      std::to_string(rate) + " a second, about " + std::to_string(left) + " s left";
    std::fprintf(stderr, is_terminal_ ? "\r\033[K%s" : "%s\n", text.c_str());
    std::fflush(stderr);
    has_line_ = is_terminal_;
}

} // namespace kori::admin
