#pragma once

#include "core/http/route.hpp"

namespace kori::desk
{

// Registration, sign-in, one's own account, organisations, members, functional contacts and tasks.
http::Routes access_routes();

} // namespace kori::desk
