#pragma once

#include "core/http/route.hpp"

namespace kori::parties
{

// Contracting entities, their municipalities by date, and what an area decides itself.
http::Routes party_routes();

} // namespace kori::parties
