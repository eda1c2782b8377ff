// A description with every kind of field, and what is told of a value that does not fit one.
#pragma once

#include "core/http/shape.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kori::test
{

struct BoxTag
{
    static constexpr std::string_view prefix = "box";
};

// "pointer rule", one a fault: what a reader of a failing test wants to see.
using Told = std::vector<std::string>;
Told told(const json::Value& value, const http::Shape& shape);

http::Shape rich_shape();

} // namespace kori::test
