#include "tests/marketplace/customer/customer_scene.hpp"

namespace kori::test
{

std::string path_of(std::string_view customer, std::string_view rest)
{
    return "/api/v1/customers/" + std::string{customer} + std::string{rest};
}

Answer erase(World& world, const Area& area, std::string_view customer)
{
    return world.post(path_of(customer, "/erase"), json::Object{}.add("reason", "retention"),
                      area.admin.token);
}

CustomerId id_in(std::string_view text)
{
    return *CustomerId::parse(text);
}

} // namespace kori::test
