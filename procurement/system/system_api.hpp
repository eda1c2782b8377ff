#pragma once

#include "core/http/route.hpp"

namespace kori::systems
{

http::Routes system_routes();

} // namespace kori::systems
