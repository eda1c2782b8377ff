// Which settings a server may start with.
#pragma once

#include "core/net/server.hpp"

namespace kori::net
{

// With addresses in normal form and a real number of threads. Throws StartRefused.
ServerSettings checked(ServerSettings settings);

} // namespace kori::net
