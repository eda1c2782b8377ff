// Routes: what notices tell of an organisation, and the notices and open data themselves (notice_api.cpp).
#pragma once

#include "core/http/route.hpp"

namespace kori::buyer_profiles
{

http::Routes buyer_profile_routes();
http::Routes notice_routes(); // joined by buyer_profile_routes

} // namespace kori::buyer_profiles
