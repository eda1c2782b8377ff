// What the tests of a basket's routes ask for again and again.
#pragma once

#include "tests/support/area.hpp"
#include "tests/support/traces.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kori::test
{

std::string path_of(std::string_view basket);
Answer act(World& world, std::string_view basket, std::string_view verb, std::string_view token,
           const json::Value& body = {});
json::Object because(std::string_view reason);
Answer put_draft(World& world, std::string_view basket, const json::Object& terms, std::string_view token,
                 std::string etag);
std::vector<std::string> ids_in(const Answer& page);
std::string state_of(World& world, std::string_view basket, std::string_view token = {});

} // namespace kori::test
