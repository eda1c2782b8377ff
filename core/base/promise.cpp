#include "core/base/promise.hpp"

#include <string>

namespace kori
{

void promise_broken(const char* condition, const char* file, int line)
{
    throw BrokenPromise{std::string{"broken promise: "} + condition + " (" + file + ":" +
                        std::to_string(line) + ")"};
}

} // namespace kori
