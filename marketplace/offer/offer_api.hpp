#pragma once

#include "core/http/route.hpp"

namespace kori::offers
{

// Service descriptions, offers and the public list of a basket's offers.
http::Routes offer_routes();

} // namespace kori::offers
