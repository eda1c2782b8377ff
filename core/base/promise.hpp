// What must always hold, whoever calls: checked in production too. A broken promise aborts the job, rolls
// back and is counted.
#pragma once

#include <stdexcept>

namespace kori
{

// We are wrong (a programming error), never the caller and never the environment.
struct BrokenPromise : std::logic_error
{
    using std::logic_error::logic_error;
};

[[noreturn]] void promise_broken(const char* condition, const char* file, int line);

} // namespace kori

#define PROMISE(condition)                                                                                   \
    do                                                                                                       \
    {                                                                                                        \
        if (!(condition)) [[unlikely]]                                                                       \
            ::kori::promise_broken(#condition, __FILE__, __LINE__);                                          \
    } while (false)
