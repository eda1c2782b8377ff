// The rows of the acts: the buyer's and the provider's.
#pragma once

#include "core/http/route.hpp"

#include <memory>

namespace kori::small_purchases
{

// `purchase` is what each act answers.
http::Routes buyer_routes(const std::shared_ptr<const http::Shape>& purchase);
http::Routes decision_routes(const std::shared_ptr<const http::Shape>& purchase);
http::Routes seller_routes();

} // namespace kori::small_purchases
