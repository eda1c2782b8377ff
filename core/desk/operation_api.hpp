#pragma once

#include "core/http/route.hpp"

#include <memory>

namespace kori::desk
{

// Health, metrics and the description of the interface. `document` is filled when all rows are known.
http::Routes operation_routes(std::shared_ptr<const std::string> document);

} // namespace kori::desk
