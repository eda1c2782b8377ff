#pragma once
#include "core/http/environment.hpp"

namespace kori::test
{

// The application's environment with another store in place of its own.
http::Environment over(const http::Environment& real, Store& store);

} // namespace kori::test
