// Ids that a test can name by a number.
#pragma once

#include "core/base/id.hpp"

namespace kori::samples
{

template <class AnyId>
AnyId id(std::uint8_t number)
{
    IdBytes bytes{};
    bytes[0] = 1;
    bytes[15] = number;
    return AnyId{bytes};
}

} // namespace kori::samples
