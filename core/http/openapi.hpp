// The published description of the interface, made from the same tables that the requests are checked
// against.
#pragma once

#include "core/http/route.hpp"

#include <map>
#include <string>
#include <string_view>

namespace kori::http
{

// One sentence a tag; a tag is the first path segment after /api/v1, or "operation" for everything beside it.
using TagSentences = std::map<std::string, std::string, std::less<>>;

// OpenAPI 3.1. Members stand in the order of the rows, so that equal tables give equal bytes.
json::Value openapi_document(const Routes& routes, std::string_view version, const TagSentences& tags = {});

// Unique for method and pattern: "post_baskets_by_basket_offers".
std::string operation_id_of(const Route& route);

} // namespace kori::http
