// Pages of docs/ and config/ that are made from the code's own tables; a test keeps the committed files equal
// to them.
#pragma once

#include "core/base/civil_date.hpp"
#include "core/http/route.hpp"
#include "core/reference/duties.hpp"
#include "core/storage/store.hpp"

#include <string>

namespace kori::app
{

// docs/routes.md: one line a route, with the roles that have its permission on that day.
std::string routes_page(const http::Routes& routes, const DutyBook& duties, CivilDate day);
// docs/schema.md: tables, columns, constraints and indexes of a migrated database, read from its own
// catalogue.
std::string schema_page(Store& store);
// docs/openapi.json: the served document, laid out for reading.
std::string openapi_page(const std::string& served);

} // namespace kori::app
