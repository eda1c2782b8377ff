// What acts leave behind: entries of the journal and open tasks.
#pragma once

#include "core/journal/journal.hpp"
#include "tests/support/world.hpp"

#include <string_view>
#include <vector>

namespace kori::test
{

std::vector<journal::Entry> entries_about(World& world, std::string_view id);
// How many entries of that kind the journal has about the object.
std::int64_t entries_of(World& world, std::string_view kind, std::string_view about);
std::int64_t open_tasks(World& world, std::string_view kind, std::string_view about);

} // namespace kori::test
