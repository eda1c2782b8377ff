#pragma once

#include "core/http/route.hpp"

namespace kori::dialogues
{

http::Routes dialogue_routes();

} // namespace kori::dialogues
