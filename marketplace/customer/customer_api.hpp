#pragma once

#include "core/http/route.hpp"
#include "marketplace/customer/customer_actions.hpp"

namespace kori::customers
{

http::Routes customer_routes(Hooks hooks);

} // namespace kori::customers
