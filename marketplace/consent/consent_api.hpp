#pragma once

#include "core/http/route.hpp"
#include "marketplace/consent/consent_actions.hpp"

namespace kori::consents
{

http::Routes consent_routes(const Hooks& hooks);

} // namespace kori::consents
