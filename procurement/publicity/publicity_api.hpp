// Routes of publicity: publicity_api.cpp, secret_api.cpp.
#pragma once

#include "core/http/route.hpp"
#include "procurement/publicity/matter.hpp"

namespace kori::publicity
{

http::Routes publicity_routes(const Sources& sources);
http::Routes secret_routes(const Sources& sources); // joined by publicity_routes

} // namespace kori::publicity
