#pragma once

#include "core/http/route.hpp"

namespace kori::payments
{

http::Routes payment_routes();

} // namespace kori::payments
