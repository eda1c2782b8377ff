#pragma once

#include "core/http/route.hpp"

namespace kori::customers
{

http::Routes customer_routes();

} // namespace kori::customers
