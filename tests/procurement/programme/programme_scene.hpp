// What the tests of a programme's routes ask for again and again.
#pragma once

#include "tests/support/area.hpp"
#include "tests/support/traces.hpp"

#include <string>
#include <string_view>

namespace kori::test
{

// Complete, until 2027-01-01.
json::Object draft();
std::string path_of(std::string_view programme);
// The id of a new programme.
std::string begin(World& world, const Area& area, const json::Object& body);
Answer act(World& world, std::string_view programme, std::string_view verb, std::string_view token,
           const json::Value& body = {});
json::Object because(std::string_view reason);

} // namespace kori::test
