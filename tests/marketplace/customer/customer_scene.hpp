// What the tests of customers ask for again and again.
#pragma once

#include "marketplace/customer/customer.hpp"
#include "tests/support/customer.hpp"

#include <string>
#include <string_view>

namespace kori::test
{

std::string path_of(std::string_view customer, std::string_view rest = {});
Answer erase(World& world, const Area& area, std::string_view customer);
CustomerId id_in(std::string_view text);

} // namespace kori::test
