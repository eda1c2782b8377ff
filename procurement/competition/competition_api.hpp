// The routes of a competition up to its deadline.
#pragma once

#include "core/http/route.hpp"

namespace kori::competitions
{

http::Routes competition_routes();

} // namespace kori::competitions
