#pragma once

#include "core/http/route.hpp"

namespace kori::desk
{

// The change feed, signed heads and proofs: public facts for everybody, an organisation's own for its
// members.
http::Routes journal_routes();

} // namespace kori::desk
