// How baskets look in answers.
#pragma once

#include "core/http/route.hpp"
#include "procurement/basket/basket_store.hpp"

namespace kori::baskets
{

json::Object view_of(const BasketVersion& version);
json::Object row_of(const BasketVersion& version); // without its terms
// What everybody sees; the id of the draft is its authority's own.
json::Object view_of(const http::Call& call, const Basket& basket, const std::optional<BasketVersion>& shown);
json::Object summary_of(const http::Call& call, const Basket& basket);

http::Shape view_shape();
http::Shape version_shape();
http::Shape version_summary_shape();
http::Shape summary_shape();
http::Shape missing_shape();

} // namespace kori::baskets
