#pragma once

#include "core/http/route.hpp"

namespace kori::awards
{

http::Routes award_routes();

} // namespace kori::awards
