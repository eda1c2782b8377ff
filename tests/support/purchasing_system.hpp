// A dynamic purchasing system for tests: what it announces, and how it comes to each of its states. All
// values are invented.
#pragma once

#include "tests/support/area.hpp"

#include <string>
#include <string_view>

namespace kori::test
{

// A draft in the regime annex_e that may be closed for a time, until 2030-01-01.
json::Object good_programme_of_system();
// Complete for annex_e when it is published on 2 March 2026: 500 000 €, a window of 30 days as described,
// until 2 April 2026 09:00 UTC.
json::Object good_system();
// Job search services, Annex E item 1: 300 000 €.
json::Object good_category(std::string_view name = "Työnhakuvalmennus");

// The programme's id; the draft has good_system() and one good_category().
std::string draft_system(World& world, const Area& area,
                         const json::Object& programme = good_programme_of_system(),
                         const json::Object& terms = good_system());
std::string published_system(World& world, const Area& area); // its window is open
std::string open_system(World& world, const Area& area);      // moves the clock to the end of the window
// The i-th category of it.
std::string category_of(World& world, const Area& area, std::string_view system, std::size_t i = 0);
// Writes the terms with If-Match of what the officer sees now.
Answer write_system(World& world, const Area& area, std::string_view system, const json::Object& terms);

} // namespace kori::test
