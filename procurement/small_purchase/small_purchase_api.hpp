#pragma once

#include "core/http/route.hpp"

namespace kori::small_purchases
{

http::Routes small_purchase_routes();

} // namespace kori::small_purchases
