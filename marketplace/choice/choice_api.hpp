#pragma once

#include "core/http/route.hpp"

namespace kori::choices
{

// Needs, agreements, choice sessions, the customer's own view, receipts.
http::Routes choice_routes();
http::Routes agreement_routes();
http::Routes receipt_routes();

} // namespace kori::choices
