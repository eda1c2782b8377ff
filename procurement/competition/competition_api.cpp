#include "procurement/competition/competition_api.hpp"

namespace kori::competitions
{

http::Routes competition_routes()
{
    return {};
}

} // namespace kori::competitions
