#pragma once

#include "core/http/route.hpp"

namespace kori::consents
{

http::Routes consent_routes();

} // namespace kori::consents
