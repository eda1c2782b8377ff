#pragma once

#include "core/http/route.hpp"
#include "core/work/due.hpp"

namespace kori::work
{

// Reading the clock, and moving it in a rehearsal.
http::Routes clock_routes(const DueActs& acts);

} // namespace kori::work
