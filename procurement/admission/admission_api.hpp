#pragma once

#include "core/http/route.hpp"

namespace kori::admissions
{

// Requests to join, the authority's answers, and the public list of the accepted.
http::Routes admission_routes();

} // namespace kori::admissions
