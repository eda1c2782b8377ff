#pragma once

#include "core/http/route.hpp"

namespace kori::offers
{

http::Routes description_routes();
// With the public list of a basket's offers.
http::Routes offer_routes();

} // namespace kori::offers
