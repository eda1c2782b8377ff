// The routes that only a DPS has.
#pragma once

#include "procurement/admission/request_acts.hpp"

namespace kori::admissions
{

http::Routes joining_routes(const std::shared_ptr<const http::Shape>& request);

} // namespace kori::admissions
