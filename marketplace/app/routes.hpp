#pragma once

#include "core/http/environment.hpp"
#include "core/http/route.hpp"
#include "core/work/due.hpp"

#include <memory>
#include <string>

namespace kori::app
{

// Every row of the server: the kernel's own and each capability's. The one place that knows them all.
http::Routes all_routes(const work::DueActs& acts, std::shared_ptr<const std::string> openapi);
// What capabilities give to the kernel: acts at due moments, who holds a choice token, an area's own duties
// of roles.
void compose(http::Environment& environment, work::DueActs& acts);

} // namespace kori::app
