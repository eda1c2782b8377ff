#pragma once

#include "core/http/route.hpp"
#include "procurement/programme/programme_actions.hpp"

namespace kori::programmes
{

http::Routes programme_routes(const Hooks& hooks);

} // namespace kori::programmes
