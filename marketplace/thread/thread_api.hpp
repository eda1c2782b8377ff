#pragma once

#include "core/http/route.hpp"

namespace kori::threads
{

http::Routes thread_routes();

} // namespace kori::threads
