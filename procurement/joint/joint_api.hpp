#pragma once

#include "core/http/route.hpp"

namespace kori::joint
{

http::Routes joint_routes();

} // namespace kori::joint
