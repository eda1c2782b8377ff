#pragma once

#include "core/http/route.hpp"
#include "marketplace/consent/consent_store.hpp"

namespace kori::consents
{

http::Routes consent_routes();
http::Shape consent_shape();
json::Object view_of(const ConsentRecord& record);

} // namespace kori::consents
