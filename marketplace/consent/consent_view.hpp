// How a consent looks in answers, to the coach and to the customer.
#pragma once

#include "core/http/route.hpp"
#include "marketplace/consent/consent_store.hpp"

namespace kori::consents
{

json::Object view_of(const ConsentRecord& record);
http::Shape consent_shape();
http::Shape purpose_shape();

} // namespace kori::consents
