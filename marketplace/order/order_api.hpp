#pragma once

#include "core/http/route.hpp"

namespace kori::orders
{

http::Routes order_routes();

} // namespace kori::orders
