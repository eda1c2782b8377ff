// The target under libFuzzer. Nothing is caught: what is thrown ends the run, and the input becomes a file.
#include "tests/fuzz/one_input.hpp"

#include <cstddef>
#include <cstdint>

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    kori::fuzz::one_input({reinterpret_cast<const char*>(data), size});
    return 0;
}
