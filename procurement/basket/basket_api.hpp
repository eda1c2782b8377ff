#pragma once

#include "core/http/route.hpp"
#include "procurement/basket/basket_actions.hpp"

namespace kori::baskets
{

http::Routes basket_routes(const Hooks& hooks);

} // namespace kori::baskets
