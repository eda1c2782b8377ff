// Query values against the row's description.
#pragma once

#include "core/base/result.hpp"
#include "core/http/route.hpp"

#include <map>
#include <string>
#include <vector>

namespace kori::http
{

// Items of one page. ASSUMED: as in the project's sample contract (tests/openapi).
inline constexpr std::int64_t page_items_default = 50;
inline constexpr std::int64_t page_items_max = 200;

// The row's own parameters, and `limit` and `after` when it is paged.
std::vector<QueryParameter> query_of(const Route& route);

// All faults of the decoded values; the pointer is "?name". Every parameter is optional, an unknown one is a
// fault.
std::vector<FieldError> faults_of_query(const std::vector<QueryParameter>& parameters,
                                        const std::map<std::string, std::string, std::less<>>& raw);

} // namespace kori::http
