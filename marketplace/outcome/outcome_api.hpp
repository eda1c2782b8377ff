#pragma once

#include "core/http/route.hpp"

namespace kori::outcomes
{

http::Routes outcome_routes();

} // namespace kori::outcomes
